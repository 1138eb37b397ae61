-- what defines a table without rows has no edges
CREATE TABLE p PARTITION OF t FOR VALUES FROM ('a') TO ('b');
CREATE TABLE q (LIKE t INCLUDING ALL);
CREATE TABLE r (id int PRIMARY KEY, note text DEFAULT 'from x', CHECK (id > 0)) WITH (fillfactor = 70);
TRUNCATE TABLE p, q;
DROP TABLE IF EXISTS r CASCADE
