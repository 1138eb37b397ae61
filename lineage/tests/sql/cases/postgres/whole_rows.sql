-- a relation's name stands for its row
-- schema: people(id, name)
SELECT row_to_json(p) AS a, p AS b, count(p.*) AS c, (p).name AS d FROM people p
