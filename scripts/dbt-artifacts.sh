#!/bin/sh
# Remakes the files of dbt that tests of the connector read: runs the small project beside them with each version of dbt
# whose manifest we read, and keeps what dbt wrote, less macros and what only the machine knows.
#
#   scripts/dbt-artifacts.sh [FOLDER FOR THE PROGRAMS]      needs python3.11 and a package index
set -eu
here=$(cd "$(dirname "$0")/../connectors/tests/fixtures/dbt" && pwd)
programs=${1:-$(mktemp -d)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset PYTHONDONTWRITEBYTECODE
export DBT_SEND_ANONYMOUS_USAGE_STATS=false DO_NOT_TRACK=1

# of VERSION MANIFEST MORE-PACKAGES: runs the project with one version.
of() {
  version=$1 manifest=$2; shift 2
  venv=$programs/dbt-venv-$version
  next=${version%.*}.$((${version#*.} + 1))
  if [ ! -x "$venv/bin/dbt" ]; then
    python3.11 -m venv "$venv"
    "$venv/bin/pip" install --quiet "dbt-core>=$version,<$next" "dbt-duckdb>=$version.0,<$next" "$@"
  fi
  rm -rf "$work/shop"
  cp -R "$here/project" "$work/shop"
  cd "$work/shop"
  for metrics in metrics-*; do
    first=${metrics#metrics-1.}
    # The language of metrics of 1.5 is one that 1.6 no longer knows.
    if [ "${version#1.}" -ge "$first" ] && { [ "$first" -ne 5 ] || [ "$version" = 1.5 ]; }; then
      cp "$metrics"/*.yml "models/$metrics.yml"
    fi
  done
  export DBT_PROFILES_DIR="$work/shop"
  dbt="$venv/bin/dbt --no-use-colors"
  $dbt seed >seed.log || { cat seed.log; exit 1; }
  $dbt source freshness >freshness.log || true
  # One test fails, as it should.
  $dbt build >build.log || true
  cp target/run_results.json built.json
  $dbt docs generate >docs.log || { cat build.log docs.log; exit 1; }
  mv built.json target/run_results.json
  python3.11 "$here/shorten.py" target "$here/$manifest" "$work"
  grep '^.*Done\. ' build.log | tail -1
}

of 1.5 v9 'duckdb<1.0' 'setuptools<75'
of 1.6 v10 'duckdb<1.0' 'setuptools<75'
of 1.7 v11 'duckdb<1.0' 'setuptools<75'
of 1.11 v12
