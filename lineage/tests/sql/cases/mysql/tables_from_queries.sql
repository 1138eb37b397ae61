-- columns may be listed besides those of the query, and AS may be left out
-- schema: s(a, b)
CREATE TABLE x (id INT AUTO_INCREMENT PRIMARY KEY, a INT) ENGINE=InnoDB SELECT a, b AS c FROM s;
CREATE TABLE y LIKE x;
REPLACE INTO x (a, c) SELECT * FROM s;
DELETE x FROM x JOIN s USING (a) WHERE s.b = 1;
CREATE TABLE z TABLE s
