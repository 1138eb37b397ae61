SELECT a, sum(b) AS s FROM read_csv('in/*.csv', header = true) GROUP BY a;

CREATE TABLE t AS SELECT * FROM 's3://bucket/x.parquet';

COPY t TO 'out.csv' (HEADER);
