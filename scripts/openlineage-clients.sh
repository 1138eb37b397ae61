#!/usr/bin/env bash
# Real clients for the tests of what they send and read: openlineage-python, dbt-ol and marquez-python in a virtual
# environment, made once and kept in the cache. Prints the environment's directory.
set -euo pipefail

# dbt-core 1.12 needs a package that is not in the registry.
packages=(openlineage-python==1.54.0 openlineage-dbt==1.54.0 'dbt-core>=1.11,<1.12' dbt-duckdb marquez-python==0.50.0)

cache=${XDG_CACHE_HOME:-$HOME/.cache}/cadastre
version=$(printf '%s\n' "${packages[@]}" | cksum | cut -d' ' -f1)
environment=$cache/openlineage-clients-$version
mkdir -p "$cache"

# One process makes it, the others wait.
exec 9>"$cache/openlineage-clients.lock"
flock 9
if [ ! -e "$environment/complete" ]; then
    rm -rf "$environment"
    python3 -m venv "$environment" >&2
    "$environment/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" >&2
    touch "$environment/complete"
fi
echo "$environment"
