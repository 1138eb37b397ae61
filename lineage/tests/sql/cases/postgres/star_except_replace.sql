-- a masked/dropped column must not appear downstream
-- schema: crm.people(id, ssn, email)
SELECT * EXCEPT (ssn) REPLACE (LOWER(email) AS email) FROM crm.people
