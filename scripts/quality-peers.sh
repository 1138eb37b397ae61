#!/bin/sh
# Installs what `cadastre bench quality --peers FOLDER` measures beside: Soda 4, Great Expectations and dbt, each in an
# environment of its own, and beside them a program that makes the same eight checks with it.
#
#   scripts/quality-peers.sh FOLDER      needs python3.11 and a package index
set -eu
folder=${1:?name a folder for the programs}
here=$(cd "$(dirname "$0")/quality-peers" && pwd)
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# of NAME SCRIPT PACKAGES: an environment with the packages, and the program that runs the script in it.
of() {
  name=$1 script=$2; shift 2
  if [ ! -x "$folder/$name-venv/bin/python" ]; then
    python3.11 -m venv "$folder/$name-venv"
    "$folder/$name-venv/bin/pip" install --quiet "$@"
  fi
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$folder/$name-venv/bin/python" "$here/$script" >"$folder/$name"
  chmod +x "$folder/$name"
}

of soda soda.py "soda-postgres>=4,<5" "soda-duckdb>=4,<5"
of great-expectations great_expectations_.py "great_expectations>=1,<2" psycopg2-binary sqlalchemy pyarrow
# Later ones fetch parts from where a machine without a way out cannot go.
of dbt dbt_.py "dbt-core>=1.10,<1.11" "dbt-postgres>=1.10,<1.11" "dbt-duckdb>=1.10,<1.11"
