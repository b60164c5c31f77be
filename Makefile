# The ways to build and test Bellwether. `make help` lists them.
# Needed: Go, gcc, make, git. Everything else is pinned in .tools/go.mod.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := check

export GOWORK := off

VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
FUZZTIME ?= 2m

# Run a pinned tool from the root, so that it sees the root module.
TOOL := go tool -modfile=.tools/go.mod
# Turns go test -json into plain output, the slowest tests and a count.
SLOWEST := bin/slowest

# What the tests start besides Go: command=package[,package]. As root,
# `make test` installs a package when its command is missing.
NEEDS := gcc=gcc,libc6-dev git=git

.PHONY: help
help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

.PHONY: build
build: ## build bin/bellwether, one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-X main.version=$(VERSION)' -o bin/bellwether ./cmd/bellwether

.PHONY: check
check: lint ## before each commit: lint and the short tests (the default)
	go test -short ./...

.PHONY: lint
lint: ## gofumpt, go vet, staticcheck
	@unformatted=$$($(TOOL) gofumpt -l .); \
	if [ -n "$$unformatted" ]; then \
		echo "Not formatted; run make format:"; echo "$$unformatted"; exit 1; \
	fi
	go vet ./...
	$(TOOL) staticcheck ./...
	cd .tools && go vet ./... && go tool staticcheck ./...

.PHONY: format
format: ## rewrite the Go files as gofumpt wants them
	$(TOOL) gofumpt -w .

# As root nothing may be skipped for want of a program: what is missing is installed.
ifeq ($(shell id -u),0)
test: export BELLWETHER_REQUIRE := all
endif

.PHONY: test
test: needs lint $(SLOWEST) ## everything once, with the race detector
	cd .tools && go test -count=1 ./...
	CGO_ENABLED=1 go test -race -count=1 -timeout 30m -json ./... | $(SLOWEST)

.PHONY: needs
needs:
	@missing=; \
	for need in $(NEEDS); do \
		command -v "$${need%%=*}" >/dev/null || missing+=" $${need#*=}"; \
	done; \
	missing=$${missing//,/ }; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then echo "Not installed:$$missing. Tests that need them are skipped."; exit 0; fi; \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get update -qq; \
	apt-get install -y -qq --no-install-recommends $$missing </dev/null

.PHONY: long
long: $(SLOWEST) ## each fuzz target for FUZZTIME (2m), then the long tests
	@pkgs=$$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); \
	for pkg in $$pkgs; do \
		names=$$(go test -list '^Fuzz' "$$pkg"); \
		for fuzz in $$(grep '^Fuzz' <<<"$$names" || true); do \
			echo "fuzz $$pkg $$fuzz"; \
			go test -run '^$$' -fuzz "^$$fuzz\$$" -fuzztime $(FUZZTIME) "$$pkg"; \
		done; \
	done
	BELLWETHER_LONG=1 go test -count=1 -timeout 120m -json ./... | $(SLOWEST)

.PHONY: bench
bench: ## all benchmarks; compare two runs with: go tool -modfile=.tools/go.mod benchstat OLD NEW
	go test -run '^$$' -bench . -benchmem ./...

# The version of DuckDB to compare with, and how many accounts to score.
DUCKDB   ?= 1.5.6-r.1
ACCOUNTS ?= 1000000

.PHONY: bench-peers
bench-peers: build ## the whole program beside DuckDB, which npm installs into bin
	@for need in node npm; do \
		command -v $$need >/dev/null || { echo "bench-peers needs $$need, which is not installed (Debian: apt-get install nodejs npm)."; exit 1; }; \
	done
	npm install --prefix bin/peers --no-save --no-audit --no-fund --loglevel=error @duckdb/node-api@$(DUCKDB)
	node .tools/peers/duckdb.mjs bin/bellwether engine/testdata/scorecard.yaml bin/peers $(ACCOUNTS)

.PHONY: update
update: ## rewrite the golden files; read the difference before you commit
	BELLWETHER_UPDATE=1 go test -count=1 ./...

.PHONY: clean
clean: ## remove what was built
	rm -rf bin

$(SLOWEST): .tools/go.mod $(wildcard .tools/slowest/*.go)
	go -C .tools build -o ../$@ ./slowest
