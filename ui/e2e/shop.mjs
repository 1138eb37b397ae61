// The source that is crawled: a small shop with a view over two tables, and what
// changes in it between the first crawl and the second.

export const TABLE = 'purchase_orders';
export const VIEW = 'customer_totals';
export const SOURCE_COMMENT = 'Orders as the shop took them';
const NEW_COMMENT = 'Orders of all channels';
/** A word that only the older, and one that only the newer comment has. */
export const OLD_WORD = 'took';
export const NEW_WORD = 'channels';
export const NEW_COLUMN = 'channel_code';
export const DROPPED = 'coupons';
/** Enough tables that losing them all at once is suspicious. */
const ARCHIVE = Array.from({ length: 10 }, (_, month) => `archive_${String(month + 1).padStart(2, '0')}`);

export function create(source) {
  source.sql(`
    CREATE TABLE customers (id bigint PRIMARY KEY, full_name text NOT NULL, city varchar(80));
    COMMENT ON TABLE customers IS '客户主表';
    CREATE TABLE ${TABLE} (
      id bigint PRIMARY KEY,
      customer_id bigint NOT NULL REFERENCES customers (id),
      amount numeric(12, 2) NOT NULL DEFAULT 0,
      ordered_at timestamptz NOT NULL DEFAULT now()
    );
    COMMENT ON TABLE ${TABLE} IS '${SOURCE_COMMENT}';
    COMMENT ON COLUMN ${TABLE}.amount IS 'Gross, in the currency of the shop';
    CREATE TABLE ${DROPPED} (code text PRIMARY KEY, percent integer CHECK (percent BETWEEN 0 AND 100));
    CREATE VIEW ${VIEW} AS
      SELECT c.id AS customer_id, c.full_name, sum(o.amount) AS total
      FROM customers AS c JOIN ${TABLE} AS o ON o.customer_id = c.id
      GROUP BY c.id, c.full_name;
    INSERT INTO customers VALUES (1, 'Grace', 'London'), (2, '小明', NULL);
    INSERT INTO ${TABLE} VALUES (1, 1, 19.90, '2026-01-05T10:00:00Z'), (2, 2, 7.50, '2026-01-06T11:30:00Z');
    ${ARCHIVE.map((name) => `CREATE TABLE ${name} (payload text);`).join(' ')}
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${source.account};
  `);
}

export function change(source) {
  source.sql(`
    ALTER TABLE ${TABLE} ADD COLUMN ${NEW_COLUMN} text;
    COMMENT ON TABLE ${TABLE} IS '${NEW_COMMENT}';
    DROP TABLE ${DROPPED};
  `);
}

/** Takes everything out of the shop, as a failed restore would. */
export function empty(source) {
  source.sql(`DROP VIEW ${VIEW}; DROP TABLE ${TABLE}; DROP TABLE customers, ${ARCHIVE.join(', ')};`);
}
