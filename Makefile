# libdas: set up, build, check, install. `make help` lists the targets.
#
# Missing Debian packages and the Python environment .venv are installed when a target first needs
# them; stamps under build/setup remember that.

VERSION := $(shell cat VERSION)
MAJOR := $(firstword $(subst ., ,$(VERSION)))

# Where `make install` installs, by the names of the GNU coding standards.
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DOCDIR ?= $(PREFIX)/share/doc/libdas
DESTDIR ?=

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

include tools/make/setup.mk
include tools/make/build.mk
include tools/make/variants.mk
include tools/make/wheel.mk
include tools/make/install.mk
include tools/make/check.mk
include tools/make/fuzz.mk
include tools/make/host.mk

.PHONY: help demo bench bench-optimisations bench-large bench-growth clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/dev $(LIBRARY) ## show what the method does on real data; writes demo.png
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/demo.py

bench: $(VENV)/bench $(LIBRARY) $(VARIANTS) ## time all against peers; OUTPUT=FILE keeps a report
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/bench.py $(OUTPUT:%=--output %)

bench-optimisations: $(VENV)/bench $(LIBRARY) $(VARIANTS) ## check that each optimisation pays
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/optimisations.py

bench-large: $(VENV)/bench $(LIBRARY) ## time and memory of millions of rows; ten minutes
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/large.py

bench-growth: $(VENV)/bench $(LIBRARY) ## how times grow with rows and columns
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/growth.py

clean: ## remove everything built, except .venv
	rm -rf build .build dist bindings/python/build bindings/python/*.egg-info
