-- schema: T(A, B)
COPY INTO t FROM @my_stage/in/ FILE_FORMAT = (TYPE = csv) PATTERN = '.*[.]csv';

COPY INTO t (a, b) FROM (SELECT f.$1, f.$2:x::int FROM @db.s.stage/in f);

COPY INTO 's3://bucket/out/' FROM (SELECT a, b FROM t) STORAGE_INTEGRATION = i;

COPY INTO @%t/out FROM t;

SELECT $1, t.$2 FROM @stage (FILE_FORMAT => 'f') t;
