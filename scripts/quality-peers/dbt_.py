"""The eight checks of `cadastre bench quality` as tests of dbt: dbt_.py postgres | parquet."""

import os
import sys

PROJECT = """
name: bench
version: "1.0"
config-version: 2
profile: bench
test-paths: [tests]
"""
SOURCES = """
version: 2
sources:
  - name: bench
    schema: "{schema}"
    tables:
      - name: orders
        columns:
          - name: id
            tests: [not_null, unique]
          - name: status
            tests:
              - accepted_values:
                  values: [new, paid, sent, returned, cancelled]
"""
# What dbt has no test of its own for, as tests of a project: a row that comes back is a failure.
TESTS = {
    "has_rows": "SELECT count(*) FROM {table} HAVING count(*) < 1",
    "email_is_there": "SELECT 1 FROM {table} HAVING count(*) FILTER (WHERE email IS NULL) > 0.02 * count(*)",
    "email_is_an_address": "SELECT 1 FROM {table} HAVING count(*) FILTER (WHERE NOT ({email})) > 0.01 * count(email)",
    "amount_is_in_range": "SELECT amount FROM {table} WHERE amount NOT BETWEEN -10000 AND 10000",
    "amount_on_average": "SELECT avg(amount) FROM {table} HAVING avg(amount) NOT BETWEEN 0 AND 10000",
}


def write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def main() -> None:
    pattern = os.environ["BENCH_PATTERN"]
    if sys.argv[1] == "postgres":
        from urllib.parse import urlsplit

        url, schema = urlsplit(os.environ["BENCH_URL"]), os.environ["BENCH_SCHEMA"]
        output = (
            f"{{type: postgres, host: {url.hostname}, port: {url.port or 5432}, user: {url.username}, "
            f"password: '{url.password or ''}', dbname: {url.path.lstrip('/')}, schema: {schema}, threads: 2}}"
        )
        email = f"email ~ '{pattern}'"
    else:
        import duckdb

        schema = "main"
        with duckdb.connect("bench.duckdb") as connection:
            connection.execute(f"CREATE VIEW orders AS SELECT * FROM read_parquet('{os.environ['BENCH_FILE']}')")
        output = "{type: duckdb, path: bench.duckdb, threads: 2}"
        email = f"regexp_matches(email, '{pattern}')"
    write("dbt_project.yml", PROJECT)
    write("profiles.yml", f"bench:\n  target: it\n  outputs:\n    it: {output}\n")
    write("models/sources.yml", SOURCES.format(schema=schema))
    table = "{{ source('bench', 'orders') }}"
    for name, statement in TESTS.items():
        write(f"tests/{name}.sql", statement.format(table=table, email=email))
    os.environ.update(DBT_SEND_ANONYMOUS_USAGE_STATS="false", DO_NOT_TRACK="1")
    dbt = os.path.join(os.path.dirname(sys.executable), "dbt")
    os.execv(dbt, [dbt, "--no-use-colors", "test", "--profiles-dir", "."])


main()
