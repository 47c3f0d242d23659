# Every target sets up what it needs and is one line into Python; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
I ?= main
TEST_INSTANCE ?= test
STACK := /usr/bin/python3 -m deploy.local --instance $(I)
TEST := /usr/bin/python3 -m deploy.local --instance $(TEST_INSTANCE) test
BENCH := /usr/bin/python3 -m deploy.local --instance bench

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Running it (I=name chooses another instance than main)
.PHONY: setup demo tour up down status logs restart reset infra

setup: ## Install what is missing: packages, fonts, the Python environment
	@$(STACK) setup

demo: ## Set up from nothing and play a whole cycle; the site stays up
	@$(STACK) reset
	@TEPEI_MODE=demo TEPEI_RENDERERS=2 $(STACK) up
	@$(STACK) run demo

tour: ## Take the pictures of the README and of the guides from the running demo
	@$(STACK) setup browser
	@$(STACK) run demo.tour

up: ## Start everything, wait until healthy, print addresses (S="…": only these services)
	@$(STACK) up $(S)

down: ## Stop everything; no process is left
	@$(STACK) down

status: ## Show every part: state, readiness, restarts, memory
	@$(STACK) status

logs: ## Follow the log of a part: make logs S=review
	@$(STACK) logs $(S)

restart: ## Restart parts: make restart S="review gateway"
	@$(STACK) restart $(S)

reset: ## Forget all instances of this checkout with their data (I=name: that one only)
	@$(STACK) reset $(if $(filter-out file,$(origin I)),,all)

infra: ## Start RabbitMQ, PostgreSQL and the S3 server only
	@$(STACK) infra

##@ Looking after it
.PHONY: admin programme audit trace dead-letters replay rerender monitor

admin: ## Create the first administrators: make admin SYSTEM="login 姓名" SECURITY="…" AUDITOR="…"
	@$(STACK) run operations.admin "SYSTEM=$(SYSTEM)" "SECURITY=$(SECURITY)" "AUDITOR=$(AUDITOR)"

programme: ## Begin or check the data of a year: make programme YEAR=2020 FROM=2019
	@$(STACK) run operations.programme "YEAR=$(YEAR)" "FROM=$(FROM)"

audit: ## Recompute the invariants from the stores (ARGS=--json)
	@$(STACK) run operations.audit $(ARGS)

trace: ## Tell the story of one application from the logs: make trace ID=…
	@$(STACK) run operations.trace $(ID)

dead-letters: ## List parked messages (S=service; ID=… shows one; ARGS=--json)
	@$(STACK) run operations.parked list S=$(S) ID=$(ID) $(ARGS)

replay: ## Put parked messages back into their queues (S=service; ID=… or all: ARGS=--yes)
	@$(STACK) run operations.parked replay S=$(S) ID=$(ID) $(ARGS)

rerender: ## List documents that failed; with REASON="…" make them again (ID=…, CODE=…)
	@$(STACK) run operations.rerender ID=$(ID) CODE=$(CODE) "REASON=$(REASON)"

monitor: ## Watch the running stack with Prometheus
	@$(STACK) setup monitor
	@$(STACK) run operations.monitor

##@ Checking it
.PHONY: check test test-unit test-contract test-integration test-story test-browser test-chaos test-long reference golden lock

check: ## ruff, mypy, import rules, house rules, generated files
	@$(STACK) check

test: ## All test layers but the long ones
	@$(TEST)

test-unit: ## Pure rules, in memory
	@$(TEST) unit

test-contract: ## What crosses the wire
	@$(TEST) contract

test-integration: ## The services on real servers
	@$(TEST) integration

test-story: ## The main path end to end
	@$(TEST) story

test-browser: ## People at the pages, in Debian's Chromium
	@$(TEST) browser

test-chaos: ## Short chaos: kill parts on the path, lose nothing
	@$(TEST) chaos

test-long: ## Long chaos: the whole demo while its parts are killed one after the other
	@$(TEST) long

.PHONY: bench bench-pages
bench: ## Measure the system against its limits (ROWS="relay consumer": only these)
	@$(BENCH) setup browser
	@$(BENCH) run bench $(ROWS)

bench-pages: ## Measure the pages with 10,000 applications, and the exports (PAGES="/lists": only tell of these)
	@$(BENCH) setup browser
	@PAGES="$(PAGES)" $(BENCH) run bench pages $(if $(PAGES),,exports)

reference: ## Write the generated pages of docs/reference and the dashboard
	@$(STACK) run operations.reference

golden: ## Write the golden files of new events; read the difference before committing
	@$(STACK) run tests.contract.golden

lock: ## Resolve requirements/*.in again into hashed pins
	@$(STACK) lock
