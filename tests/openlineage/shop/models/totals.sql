select day, sum(amount) as total from {{ ref('orders') }} where id > 0 group by day
