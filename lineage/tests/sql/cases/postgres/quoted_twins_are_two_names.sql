-- folding down is for names without quotes
-- schema: orders(id, Total, total)
CREATE VIEW "V" AS SELECT "Total", Total, o."ID" FROM Orders o
