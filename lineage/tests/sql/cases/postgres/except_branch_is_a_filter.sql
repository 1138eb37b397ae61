-- no value of the second branch of EXCEPT ever reaches the result
-- schema: signups(id, email)
-- schema: blocked(user_id, mail)
-- schema: fresh_ids(id, email)
INSERT INTO fresh_ids SELECT id, email FROM signups EXCEPT SELECT user_id, mail FROM blocked
