-- intervals, units, casts and separators are no columns
-- schema: shop.Orders(id, customer_id, total, status, placed_at)
-- path: shop
select `Orders`.`id` AS `id`,sum(`Orders`.`total`) over ( partition by `Orders`.`customer_id`) AS `s`,lag(`Orders`.`total`,1) over ( partition by `Orders`.`customer_id` order by `Orders`.`placed_at`) AS `l`,`Orders`.`placed_at` + interval 3 day AS `d`,timestampdiff(HOUR,`Orders`.`placed_at`,current_timestamp()) AS `h`,cast(`Orders`.`total` as char charset utf8mb3) AS `c`,convert(`Orders`.`status` using utf8mb4) AS `u`,extract(year from `Orders`.`placed_at`) AS `y`,group_concat(`Orders`.`status` order by `Orders`.`placed_at` ASC separator ';') AS `g` from `Orders` group by `Orders`.`id`
