-- schema: d.users(id, profile, events)
SELECT id, ARRAY(SELECT AS STRUCT device.name, (SELECT MAX(e.ts) FROM UNNEST(events) AS e WHERE e.device = device.name) AS seen FROM UNNEST(profile.devices) AS device) AS devices FROM d.users;

UPDATE d.users SET id = id + 1 WHERE profile.closed;
