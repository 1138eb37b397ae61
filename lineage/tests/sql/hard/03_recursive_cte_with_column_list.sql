-- dialect: postgres
-- schema: dept(id, parent_id, name)
-- schema: dept_closure(dept_id, top_id, lvl)
-- wrong elsewhere: fixpoint over the recursive branch, names come from the CTE column list, the WITH precedes INSERT
WITH RECURSIVE tree(node, root, depth) AS (
  SELECT id, id, 0 FROM dept WHERE parent_id IS NULL
  UNION ALL
  SELECT d.id, t.root, t.depth + 1 FROM dept d JOIN tree t ON d.parent_id = t.node
)
INSERT INTO dept_closure (dept_id, top_id, lvl) SELECT node, root, depth FROM tree
