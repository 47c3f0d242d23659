# Every target sets up what it needs and is one line into Python; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
I ?= main
STACK := /usr/bin/python3 -m deploy.local

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Running it
.PHONY: setup infra down

setup: ## Install what is missing: packages, fonts, the Python environment
	@$(STACK) setup

infra: ## Start RabbitMQ, PostgreSQL and the S3 server only (I=name: instance)
	@$(STACK) infra --instance $(I)

down: ## Stop everything of the instance; no process is left
	@$(STACK) down --instance $(I)
