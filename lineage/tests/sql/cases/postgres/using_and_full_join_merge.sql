-- an unqualified USING column of a FULL JOIN is COALESCE(left, right)
-- schema: lt(id, x)
-- schema: rt(id, y)
SELECT id, l.x, r.y FROM lt l FULL JOIN rt r USING (id)
