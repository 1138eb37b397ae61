-- unnamed columns are called by their text
-- schema: docs(id, body)
SELECT d.id, j.value, json_extract(d.body, '$.a'), iif(d.id > 1, j.key, 'x') FROM docs d, json_each(d.body, '$.list') j WHERE j.type = 'text'
