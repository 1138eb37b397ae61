#!/usr/bin/env bash
# Runs every test, on real servers that it starts and stops itself. Installs what is missing (Debian).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./scripts/test-servers.sh install
make ui/dist/index.html
(cd ui && npm run check && npm test)

eval "$(./scripts/test-servers.sh start)"
trap './scripts/test-servers.sh stop' EXIT

cargo build --locked --bin cadastre
make test-rust
make e2e
