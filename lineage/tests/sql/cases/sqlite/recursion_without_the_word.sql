-- a query may read itself without RECURSIVE
-- schema: parts(id, parent, cost)
CREATE VIEW v AS WITH tree AS (SELECT id, cost FROM parts WHERE parent IS NULL UNION SELECT p.id, p.cost + tree.cost FROM parts p, tree WHERE p.parent = tree.id) SELECT id, max(cost) FROM tree GROUP BY id
