"""The eight checks of `cadastre bench quality` as a contract of Soda 4: soda.py postgres | parquet."""

import os
import sys

CONTRACT = """
dataset: {dataset}
checks:
  - row_count:
      threshold:
        must_be_greater_than_or_equal: 1
columns:
  - name: id
    checks:
      - missing:
      - duplicate:
  - name: email
    checks:
      - missing:
          threshold:
            metric: percent
            must_be_less_than_or_equal: 2
      - invalid:
          valid_format:
            name: an address
            regex: '{pattern}'
          threshold:
            metric: percent
            must_be_less_than_or_equal: 1
  - name: amount
    checks:
      - invalid:
          valid_min: -10000
          valid_max: 10000
      - aggregate:
          function: avg
          threshold:
            must_be_between:
              greater_than_or_equal: 0
              less_than_or_equal: 10000
  - name: status
    checks:
      - invalid:
          valid_values: [new, paid, sent, returned, cancelled]
"""


def main() -> None:
    kind = sys.argv[1]
    os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"
    if kind == "postgres":
        from urllib.parse import urlsplit

        url = urlsplit(os.environ["BENCH_URL"])
        database, schema = url.path.lstrip("/"), os.environ["BENCH_SCHEMA"]
        source = (
            f"type: postgres\nname: bench\nconnection:\n  host: {url.hostname}\n  port: {url.port or 5432}\n"
            f"  user: {url.username}\n  password: '{url.password or ''}'\n  database: {database}\n"
        )
        dataset = f"bench/{database}/{schema}/orders"
    else:
        import duckdb

        with duckdb.connect("bench.duckdb") as connection:
            connection.execute(f"CREATE VIEW orders AS SELECT * FROM read_parquet('{os.environ['BENCH_FILE']}')")
        source = "type: duckdb\nname: bench\nconnection:\n  database: bench.duckdb\n"
        dataset = "bench/bench/main/orders"
    with open("source.yml", "w") as file:
        file.write(source)
    with open("contract.yml", "w") as file:
        file.write(CONTRACT.format(dataset=dataset, pattern=os.environ["BENCH_PATTERN"]))
    soda = os.path.join(os.path.dirname(sys.executable), "soda")
    os.execv(soda, [soda, "contract", "verify", "-ds", "source.yml", "-c", "contract.yml"])


main()
