-- a later projection refers to an earlier alias
-- schema: invoices(gross, tax, rate)
SELECT gross - tax AS net, net * rate AS net_local, rate FROM invoices
