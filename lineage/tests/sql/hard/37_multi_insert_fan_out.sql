-- dialect: hive
-- schema: logs(uid, ts, msg, level)
-- schema: users(id, city)
-- schema: by_city(city, n)
-- schema: errors(ts, msg)
-- wrong elsewhere: one FROM feeds several targets with different filters
FROM logs l JOIN users u ON l.uid = u.id
INSERT OVERWRITE TABLE by_city SELECT u.city, count(*) GROUP BY u.city
INSERT INTO TABLE errors SELECT l.ts, l.msg WHERE l.level = 'E'
