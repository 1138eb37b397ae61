-- dialect: trino
-- schema: signups(id, email)
-- schema: blocked(user_id, mail)
-- schema: fresh_ids(id, email)
-- wrong elsewhere: no value of the second branch of EXCEPT ever reaches the result
INSERT INTO fresh_ids SELECT id, email FROM signups EXCEPT SELECT user_id, mail FROM blocked
