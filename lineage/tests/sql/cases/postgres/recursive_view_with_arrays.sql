-- as the server returns it
-- schema: shop.regions(id, name, parent_id)
-- path: shop
 WITH RECURSIVE t(id, root, depth, path) AS (
         SELECT regions.id,
            regions.id,
            0,
            ARRAY[regions.name] AS "array"
           FROM regions
          WHERE (regions.parent_id IS NULL)
        UNION ALL
         SELECT r.id,
            t_1.root,
            (t_1.depth + 1),
            (t_1.path || r.name)
           FROM (regions r
             JOIN t t_1 ON ((r.parent_id = t_1.id)))
        )
 SELECT t.id,
    t.root,
    t.depth,
    t.path
   FROM t;
