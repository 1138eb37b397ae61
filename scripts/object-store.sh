#!/usr/bin/env bash
# A real object store for tests: the package moto, which checks signatures as S3 does, in a virtual environment that is made
# once and kept in the cache. Prints its Python; object-store.py beside this file starts the server.
set -euo pipefail

packages=('moto[s3,iam,server]==5.2.2' 'boto3')
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cadastre
directory=$cache/object-store-5.2.2
mkdir -p "$cache"

# One process installs it, the others wait.
exec 9>"$directory.lock"
flock 9
if [ ! -e "$directory/complete" ]; then
    rm -rf "$directory"
    python3 -m venv "$directory" >&2
    "$directory/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" >&2
    touch "$directory/complete"
fi
echo "$directory/bin/python"
