#!/usr/bin/env bash
# Real clients for the tests of what they send and read, in virtual environments that are made once and kept in the cache.
# Prints the environment's directory.
#
#   openlineage-clients.sh            openlineage-python, dbt-ol and marquez-python (170 MB)
#   openlineage-clients.sh airflow    Airflow with its OpenLineage provider (290 MB)
set -euo pipefail

case ${1:-clients} in
    # dbt-core 1.12 needs a package that is not in the registry.
    clients) packages=(openlineage-python==1.54.0 openlineage-dbt==1.54.0 'dbt-core>=1.11,<1.12' dbt-duckdb marquez-python==0.50.0) ;;
    airflow) packages=('apache-airflow==3.1.*' apache-airflow-providers-openlineage==2.20.3
        apache-airflow-providers-common-sql apache-airflow-providers-sqlite) ;;
    *)
        echo "openlineage-clients: \`$1\` is not known; say nothing, or airflow" >&2
        exit 2
        ;;
esac

cache=${XDG_CACHE_HOME:-$HOME/.cache}/cadastre
version=$(printf '%s\n' "${packages[@]}" | cksum | cut -d' ' -f1)
environment=$cache/openlineage-${1:-clients}-$version
mkdir -p "$cache"

# One process makes it, the others wait.
exec 9>"$environment.lock"
flock 9
if [ ! -e "$environment/complete" ]; then
    rm -rf "$environment"
    python3 -m venv "$environment" >&2
    "$environment/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" >&2
    touch "$environment/complete"
fi
echo "$environment"
