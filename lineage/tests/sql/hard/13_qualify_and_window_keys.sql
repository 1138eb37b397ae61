-- dialect: snowflake
-- schema: clicks(user_id, event, ts)
-- wrong elsewhere: window keys decide rows and ranks, they are not values; QUALIFY sees the alias
CREATE TABLE latest AS
SELECT user_id, event, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY ts DESC) AS rn
FROM clicks QUALIFY rn = 1
