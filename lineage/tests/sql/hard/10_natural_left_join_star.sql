-- dialect: sqlite
-- schema: emp(dep_id, ename)
-- schema: dep(dep_id, dname)
-- wrong elsewhere: join columns come from the schema, star lists the merged column once
CREATE TABLE n AS SELECT * FROM emp NATURAL LEFT JOIN dep
