-- dialect: postgres
-- wrong elsewhere: RETURNING makes a DML statement a source; three tables are written
WITH gone AS (DELETE FROM inbox WHERE done RETURNING id, body), logged AS (INSERT INTO audit (msg_id) SELECT id FROM gone RETURNING msg_id)
INSERT INTO archive (id, body, audit_id) SELECT g.id, g.body, l.msg_id FROM gone g JOIN logged l ON l.msg_id = g.id
