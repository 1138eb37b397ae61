-- dialect: tsql
-- wrong elsewhere: #temp, @table variable, SELECT INTO, control flow, TRY/CATCH; both branches count
CREATE OR ALTER PROCEDURE dbo.load_sales @day date AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @seen TABLE (id int);
  BEGIN TRY
    SELECT s.id, s.qty * s.price AS amount INTO #work FROM stg.sales s WHERE s.day = @day;
    INSERT INTO @seen (id) SELECT id FROM #work;
    IF EXISTS (SELECT 1 FROM @seen)
      INSERT INTO dw.sales (id, amount) SELECT w.id, w.amount FROM #work w WHERE w.id IN (SELECT id FROM @seen);
    ELSE
      DELETE FROM dw.sales WHERE day = @day;
  END TRY
  BEGIN CATCH
    INSERT INTO dbo.errlog (msg) VALUES (ERROR_MESSAGE());
  END CATCH
END
