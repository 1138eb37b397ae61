-- dialect: tsql
-- wrong elsewhere: table edges exist with no value edge at all
INSERT INTO dbo.active (id) SELECT u.id FROM dbo.users u WHERE EXISTS (SELECT 1 FROM dbo.logins l WHERE l.uid = u.id) AND u.plan_id IN (SELECT p.id FROM dbo.plans p)
