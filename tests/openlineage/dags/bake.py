"""A DAG as people write them: a statement, a step with assets, and a step that fails."""

import datetime

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG, Asset, task

flour = Asset(name="flour", uri="file://mill.example/data/flour.csv")
bread = Asset(name="bread", uri="file://mill.example/data/bread.csv")

with DAG("bake", start_date=datetime.datetime(2026, 1, 1), schedule="30 4 * * *", catchup=False, description="Bread"):
    make = SQLExecuteQueryOperator(
        task_id="make", conn_id="oven", sql="create table if not exists orders (id int, amount int)"
    )
    add_up = SQLExecuteQueryOperator(
        task_id="add_up", conn_id="oven", sql="select sum(amount) from orders", inlets=[flour], outlets=[bread]
    )

    @task
    def deliver():
        raise ValueError("the van has no fuel")

    make >> add_up >> deliver()
