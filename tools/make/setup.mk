# Set-up: what the build and the checks need from Debian and from PyPI.

VENV := .venv
PYTHON := $(VENV)/bin/python
SETUP := build/setup

# Debian's own Python comes first: the embedding check links its shared library, and the environment
# must have the same version. Expanded late, because python3-venv may only just be installed.
HOST_PYTHON = $(shell for python in /usr/bin/python3 python3; do \
	$$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 9))' 2>/dev/null && \
	{ echo $$python; break; }; done)

BUILD_PACKAGES := libopenblas-serial-dev pkg-config binutils python3
CHECK_PACKAGES := gcc g++ cmake make valgrind python3-venv libpython3-dev python3-dev \
	bubblewrap

# `make INSTALL_PACKAGES=no` names missing packages instead of installing them.
INSTALL_PACKAGES ?= yes

$(SETUP)/%-packages: Makefile tools/make/setup.mk tools/require-packages tools/require-swift
	@tools/require-swift
	@INSTALL_PACKAGES=$(INSTALL_PACKAGES) tools/require-packages \
	  $(if $(filter build,$*),$(BUILD_PACKAGES),$(CHECK_PACKAGES))
	@mkdir -p $(@D) && touch $@

$(VENV)/%: requirements-%.txt requirements-dev.txt | $(SETUP)/check-packages
	@test -n "$(HOST_PYTHON)" || { echo "Python 3.9 or newer with venv is needed"; exit 1; }
	@test -x $(PYTHON) || $(HOST_PYTHON) -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
