#!/usr/bin/env bash
# A real mail server for tests: the package smtp-server, installed once and kept in the cache. Prints the directory it is
# in; smtp-server.mjs beside this file starts it.
set -euo pipefail

package=smtp-server@3.21.6
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cadastre
directory=$cache/${package/@/-}
mkdir -p "$cache"

# One process installs it, the others wait.
exec 9>"$directory.lock"
flock 9
if [ ! -e "$directory/complete" ]; then
    rm -rf "$directory"
    mkdir -p "$directory"
    (cd "$directory" && npm init --yes >/dev/null && npm install --silent --no-audit --no-fund --no-save "$package" >&2)
    touch "$directory/complete"
fi
echo "$directory"
