-- version comments are run, hints and comments are not, double quotes are texts
-- schema: t(a, b)
/*!50001 CREATE VIEW v AS */ SELECT /*+ MAX_EXECUTION_TIME(9) */ a, "from x" AS b # FROM y
FROM t -- , z
WHERE b <> 'it\'s; FROM w'
