-- dialect: snowflake
-- schema: acc(id, owner, etl_ts)
-- schema: bal(id, amount)
-- wrong elsewhere: qualified star with exclusion and renaming on each side of a join
CREATE TABLE j AS
SELECT a.* EXCLUDE (etl_ts) RENAME (id AS a_id), b.* EXCLUDE (id)
FROM acc a JOIN bal b ON a.id = b.id
