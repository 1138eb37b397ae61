-- tables keep their case on the server's disk, columns do not
-- schema: Orders(ID, Total)
-- schema: orders(id, total)
CREATE VIEW v AS SELECT a.id, B.TOTAL FROM Orders a JOIN orders b ON a.ID = B.Id
