-- parenthesised joins, an unqualified default database, a subquery in a filter
-- schema: shop.customers(id, name, email, region_id)
-- schema: shop.Orders(id, customer_id, total, status)
-- schema: shop.regions(id, name)
-- path: shop
CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `v1` AS select `c`.`id` AS `id`,`c`.`name` AS `n`,ucase(`c`.`email`) AS `upper(email)`,count(0) AS `cnt`,sum(if(`o`.`status` = 'paid',`o`.`total`,0)) AS `paid` from (`customers` `c` left join `Orders` `o` on(`o`.`customer_id` = `c`.`id`)) where `c`.`region_id` in (select `regions`.`id` from `regions` where `regions`.`name` like 'E%') group by `c`.`id` having `cnt` > 0 order by sum(if(`o`.`status` = 'paid',`o`.`total`,0)) desc limit 5
