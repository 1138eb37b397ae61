"""The eight checks of `cadastre bench quality` in Great Expectations: great_expectations_.py postgres | parquet."""

import os
import sys

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx  # noqa: E402  (reads the setting above)
from great_expectations import expectations as gxe  # noqa: E402


def batch(context, kind):
    if kind == "postgres":
        url = os.environ["BENCH_URL"].replace("postgres://", "postgresql+psycopg2://", 1)
        source = context.data_sources.add_postgres("bench", connection_string=url)
        asset = source.add_table_asset("orders", table_name="orders", schema_name=os.environ["BENCH_SCHEMA"])
        return asset.add_batch_definition_whole_table("all")
    folder, name = os.path.split(os.environ["BENCH_FILE"])
    source = context.data_sources.add_pandas_filesystem("bench", base_directory=folder)
    return source.add_parquet_asset("orders").add_batch_definition_path("all", path=name)


def main() -> None:
    context = gx.get_context(mode="ephemeral")
    suite = gx.ExpectationSuite(
        name="bench",
        expectations=[
            gxe.ExpectTableRowCountToBeBetween(min_value=1),
            gxe.ExpectColumnValuesToNotBeNull(column="id"),
            gxe.ExpectColumnValuesToBeUnique(column="id"),
            gxe.ExpectColumnValuesToNotBeNull(column="email", mostly=0.98),
            gxe.ExpectColumnValuesToMatchRegex(column="email", regex=os.environ["BENCH_PATTERN"], mostly=0.99),
            gxe.ExpectColumnValuesToBeBetween(column="amount", min_value=-10000, max_value=10000),
            gxe.ExpectColumnMeanToBeBetween(column="amount", min_value=0, max_value=10000),
            gxe.ExpectColumnValuesToBeInSet(
                column="status", value_set=["new", "paid", "sent", "returned", "cancelled"]
            ),
        ],
    )
    context.suites.add(suite)
    definition = gx.ValidationDefinition(name="bench", data=batch(context, sys.argv[1]), suite=suite)
    context.validation_definitions.add(definition)
    outcome = definition.run(result_format="BASIC")
    if not outcome.success:
        sys.exit(str([one.to_json_dict() for one in outcome.results if not one.success])[:2000])


main()
