-- dialect: mysql
-- wrong elsewhere: one statement writes two tables, each fed by the other
UPDATE a JOIN b ON a.id = b.id SET a.x = b.x, b.seen = a.flag
