-- dialect: postgres
-- wrong elsewhere: the written table is the one the name means at the end of the script
CREATE TABLE kpi_new AS SELECT day, SUM(v) AS v FROM raw_kpi GROUP BY day;
ALTER TABLE kpi RENAME TO kpi_old;
ALTER TABLE kpi_new RENAME TO kpi;
DROP TABLE kpi_old;
