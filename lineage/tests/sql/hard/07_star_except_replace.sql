-- dialect: bigquery
-- schema: crm.people(id, ssn, email)
-- wrong elsewhere: a masked/dropped column must not appear downstream
SELECT * EXCEPT (ssn) REPLACE (LOWER(email) AS email) FROM crm.people
