-- dialect: redshift
-- schema: src1(id, amt)
-- schema: src2(id, amt2)
-- schema: src3(id)
-- schema: final_t(id, total)
-- wrong elsewhere: temp tables are inlined per version: two writers of tmp_a, a re-created tmp_a, a LIKE-shaped tmp_b
CREATE TEMP TABLE tmp_a AS SELECT id, amt FROM src1;
INSERT INTO tmp_a SELECT id, amt2 FROM src2;
CREATE TEMP TABLE tmp_b (LIKE tmp_a);
INSERT INTO tmp_b SELECT id, amt * 2 FROM tmp_a;
DROP TABLE tmp_a;
CREATE TEMP TABLE tmp_a AS SELECT id, 1 AS amt FROM src3;
INSERT INTO final_t (id, total) SELECT b.id, b.amt + a.amt FROM tmp_b b JOIN tmp_a a ON a.id = b.id;
