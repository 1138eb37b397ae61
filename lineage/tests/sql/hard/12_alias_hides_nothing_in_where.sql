-- dialect: databricks
-- schema: pets(name)
-- wrong elsewhere: when a column and an alias share a name the stored column wins (here both give the same base column, but the edge must be one hop, not via the alias)
SELECT upper(name) AS name, concat(name, '!') AS shout FROM pets
