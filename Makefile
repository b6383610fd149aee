# libdas: set up, build, check, install. `make help` lists what there is to make.
#
# What is missing (Debian packages, a Python environment in .venv) is installed the first time that a
# target needs it; stamps under build/setup remember that.

VERSION := $(shell cat VERSION)
MAJOR := $(firstword $(subst ., ,$(VERSION)))

# Where `make install` puts things, as the GNU coding standards name it.
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

demo: $(VENV)/dev $(LIBRARY) ## show what the method does, on real data; writes demo.png
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/demo.py

bench: $(VENV)/bench $(LIBRARY) $(VARIANTS) ## time every part against its peers; OUTPUT=FILE writes the report there too
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/bench.py $(OUTPUT:%=--output %)

bench-optimisations: $(VENV)/bench $(LIBRARY) $(VARIANTS) ## check that each optimisation pays
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/optimisations.py

bench-large: $(VENV)/bench $(LIBRARY) ## time and memory of millions of rows; ten minutes
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/large.py

bench-growth: $(VENV)/bench $(LIBRARY) ## how times grow with rows and columns; writes docs/results/growth
	PYTHONPATH=bindings/python $(PYTHON) benchmarks/growth.py

clean: ## remove all that was built; .venv stays
	rm -rf build .build dist bindings/python/build bindings/python/*.egg-info
