-- dialect: redshift
-- schema: invoices(gross, tax, rate)
-- wrong elsewhere: a later projection refers to an earlier alias
SELECT gross - tax AS net, net * rate AS net_local, rate FROM invoices
