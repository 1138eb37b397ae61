-- dialect: postgres
-- schema: lt(id, x)
-- schema: rt(id, y)
-- wrong elsewhere: an unqualified USING column of a FULL JOIN is COALESCE(left, right)
SELECT id, l.x, r.y FROM lt l FULL JOIN rt r USING (id)
