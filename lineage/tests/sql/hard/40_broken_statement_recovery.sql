-- dialect: mysql
-- wrong elsewhere: bad statements are reported with their range; good neighbours keep full lineage; a bad tail still gives table edges
CREATE TABLE ok1 AS SELECT a FROM s1;
SELEC oops FRM nothing WHERE ((;
INSERT INTO ok2 (b) SELECT b FROM s2, WHERE;
CREATE TABLE ok3 AS SELECT c AS d FROM s3
