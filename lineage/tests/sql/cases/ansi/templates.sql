{{ config(materialized = 'table') }}
WITH o AS (SELECT * FROM {{ ref('stg_orders') }}), p AS (SELECT * FROM {{ source('pay', 'payments') }})
SELECT o.id, {{ dbt_utils.star(from=ref('x')) }}, p.amount AS amount
FROM o LEFT JOIN p ON p.order_id = o.id
{% if is_incremental() %} WHERE o.ts > (SELECT max(ts) FROM {{ this }}) {% endif %}
