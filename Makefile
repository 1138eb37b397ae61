# Every command a developer needs. `make demo` and `make test` install what they lack on a Debian machine that has
# Rust and Node.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/cadastre/target
cadastre := $(CARGO_TARGET_DIR)/debug/cadastre
nextest := $(shell command -v cargo-nextest >/dev/null 2>&1 && echo "cargo nextest run --no-fail-fast" || echo "cargo test --no-fail-fast")

.DEFAULT_GOAL := help

help: ## Lists the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: build ## Builds everything and serves a demo company on http://127.0.0.1:7878
	$(cadastre) demo

build: ui/dist/index.html ## Builds the binary with the user interface inside
	cargo build --locked --bin cadastre

release: ui/dist/index.html ## Builds the optimised binary
	cargo build --locked --release --bin cadastre

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund

ui_sources := $(shell find ui/src ui/public ui/scripts -type f 2>/dev/null) ui/index.html ui/graphiql.html ui/vite.config.ts schema.graphql

ui/dist/index.html: ui/node_modules/.package-lock.json $(ui_sources)
	cd ui && npm run build
	@touch $@

test: ## Installs what tests need and runs them all: Rust, user interface, end to end
	./scripts/test.sh

test-rust: ui/dist/index.html ## Runs the Rust tests alone
	$(nextest) --workspace --locked

test-ui: ui/node_modules/.package-lock.json ## Checks and tests the user interface alone
	cd ui && npm run check && npm test

e2e: build ## Drives the built binary in Chromium
	cd ui && CADASTRE_BIN=$(cadastre) npm run e2e

lint: ## Formats, lints and checks the documentation
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked
	@command -v cargo-deny >/dev/null && cargo deny check || echo "cargo-deny is not installed; skipped"

schema: ## Writes what is generated: schema.graphql, docs/reference, the interface's types
	UPDATE_SCHEMA=1 cargo test --locked --test schema
	cd ui && npm run codegen

bench: release ## Prints the figures of README side by side with their yardsticks
	$(CARGO_TARGET_DIR)/release/cadastre bench ingest
	$(CARGO_TARGET_DIR)/release/cadastre bench search
	$(CARGO_TARGET_DIR)/release/cadastre bench crawl
	$(CARGO_TARGET_DIR)/release/cadastre bench sql

bench-lineage: release ## Prints the figures of lineage up to ten million edges; POSTGRES=postgres://… compares with a server
	$(CARGO_TARGET_DIR)/release/cadastre bench lineage --size 100000,1000000,10000000 $(if $(POSTGRES),--postgres "$(POSTGRES)")

fuzz: ## Feeds the SQL engine random scripts for ten minutes; needs cargo-fuzz and a nightly compiler
	cd lineage && cargo +nightly fuzz run script -- -max_total_time=600

.PHONY: help demo build release test test-rust test-ui e2e lint schema bench bench-lineage fuzz
