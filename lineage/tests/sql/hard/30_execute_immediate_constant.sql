-- dialect: snowflake
-- wrong elsewhere: dynamic SQL whose text is a constant can be followed; otherwise the statement must be reported as opaque, never as 'no lineage'
BEGIN
  LET q STRING := 'INSERT INTO tgt (a) SELECT b FROM src';
  EXECUTE IMMEDIATE 'CREATE OR REPLACE TABLE tgt2 AS SELECT b AS c FROM src';
  EXECUTE IMMEDIATE :q;
END
