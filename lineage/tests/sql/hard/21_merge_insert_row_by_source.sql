-- dialect: bigquery
-- schema: ds.acc(id, bal)
-- schema: ds.feed(id, delta, del)
-- wrong elsewhere: four clauses, one self edge, a delete condition
MERGE ds.acc T USING ds.feed S ON T.id = S.id
WHEN MATCHED AND S.del THEN DELETE
WHEN MATCHED THEN UPDATE SET bal = T.bal + S.delta
WHEN NOT MATCHED THEN INSERT (id, bal) VALUES (S.id, S.delta)
WHEN NOT MATCHED BY SOURCE THEN UPDATE SET bal = 0
