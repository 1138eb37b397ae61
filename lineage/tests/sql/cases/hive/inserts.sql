-- schema: logs(uid, ts, msg, level)
-- schema: users(id, city)
FROM logs l JOIN users u ON l.uid = u.id
INSERT OVERWRITE TABLE by_city SELECT u.city, count(*) AS n GROUP BY u.city
INSERT INTO TABLE errors PARTITION (day = '1') SELECT l.ts, l.msg WHERE l.level = 'E';

INSERT OVERWRITE LOCAL DIRECTORY '/tmp/x' ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' SELECT uid FROM logs;

LOAD DATA INPATH '/in/x' OVERWRITE INTO TABLE logs PARTITION (day = 1);

SELECT TRANSFORM (uid, msg) USING 'cat' AS (a, b) FROM logs;

CREATE TABLE like_logs LIKE logs;

INSERT INTO TABLE ${env}.target SELECT uid FROM logs TABLESAMPLE (BUCKET 1 OUT OF 4 ON uid) s;
