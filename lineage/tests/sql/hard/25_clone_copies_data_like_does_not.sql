-- dialect: snowflake
-- schema: t_src(k, v)
-- wrong elsewhere: CLONE is a full identity copy, LIKE copies structure only: a table edge of kind SCHEMA and no column edge
CREATE TABLE t_copy CLONE t_src;
CREATE TABLE t_shape LIKE t_src;
