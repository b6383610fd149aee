# `make check`: everything that a change must pass, cheap faults first. Each step is a target, so
# `make check-examples` repeats one. TESTING.md describes the tiers.

CHECKS := layers words library generated format public swift install examples valgrind cmake host \
	fuzz threads tools python wheel portable sdist embedding ruff mypy
# What one runs while working.
SHORT := layers words format ruff swift-short python-short
STAGE := $(CURDIR)/build/stage
WHEEL_SITE := build/wheel-site

# Steps and Python tests that run at the same time.
JOBS ?= $(shell nproc)

.PHONY: check check-long test-short lint test
.PHONY: $(CHECKS:%=check-%) $(SHORT:%=check-%) check-python-long

check: ## check everything; what a change must pass
	@$(MAKE) --no-print-directory --jobs=$(JOBS) --keep-going --output-sync=recurse \
	  $(CHECKS:%=step-%)
	@printf '\nEverything that make check checks is fine.\n'

# The output of a step is printed in one piece when the step ends.
STEPS := $(sort $(CHECKS:%=step-%) $(SHORT:%=step-%))
.PHONY: $(STEPS)
$(STEPS): step-%:
	@printf '\n== %s\n' $*; start=$$SECONDS; $(MAKE) --no-print-directory check-$* && \
	  echo "-- $*: ok, $$((SECONDS - start)) s"

# Concurrent steps neither build the same file nor share the folder that pip builds in.
UNBUILT := layers words format swift swift-short threads
$(filter-out $(UNBUILT:%=step-%),$(STEPS)): | $(LIBRARY) $(VENV)/dev $(STAGE)/installed
step-portable: | step-wheel
step-sdist: | step-portable
step-embedding: | step-wheel

test-short: ## check in under two minutes; what one runs while working
	@$(MAKE) --no-print-directory --jobs=$(JOBS) --output-sync=recurse $(SHORT:%=step-%)

check-long: SECONDS = 600
check-long: fuzz check-python-long bench-optimisations ## what runs at night, for hours

test: check-swift check-tools check-python ## run all tests of library, tools and package

lint: check-format check-ruff check-mypy ## check layout, style and types

# Code uses only the rooms below its own.
check-layers:
	python3 tools/check_layers.py

# Names are the field's words; lines have at most 100 columns.
check-words:
	python3 tools/check_words.py

# The release library: exports, dependencies, linking and size.
check-library: $(LIBRARY)
	python3 tools/check_library.py $< include/das.h VERSION

# The generated files are up to date.
check-generated: $(LIBRARY)
	$(call generate-abi,build/generated/das.h,build/generated/abi.py,build/generated/settings.md)
	diff -u include/das.h build/generated/das.h
	diff -u bindings/python/das/_core/abi.py build/generated/abi.py
	diff -u docs/reference/settings.md build/generated/settings.md

check-format:
	swift format lint --strict --recursive Sources Tests Package.swift

# DASCore as other Swift packages see it: everything documented; the example of docs/guide/swift.md
# and a program that misuses it, in release builds.
PUBLIC := build/public
C_FLAGS = $(foreach map,$(C_MODULE_MAPS),-Xcc -fmodule-map-file=$(map)) \
	$(addprefix -Xcc ,$(shell pkg-config --cflags-only-I openblas))

check-public: $(LIBRARY)
	$(call symbol-graph,DASCore)
	python3 tools/check_documentation.py build/symbols/DASCore.symbols.json
	@mkdir -p $(PUBLIC)
	sed -n '/^```swift$$/,/^```$$/{/^```/d;p}' docs/guide/swift.md > $(PUBLIC)/example.swift
	for program in $(PUBLIC)/example.swift Tests/packaging/swift/hostile.swift; do \
	  swiftc -O -swift-version 6 -static-stdlib -I $(MODULES) $(C_FLAGS) $$program \
	    $$(find $(SWIFT_BUILD)/release/{C*,DASCore}.build -name '*.o') \
	    $$(pkg-config --libs openblas) -o $(PUBLIC)/program; \
	  (cd $(PUBLIC) && ./program); \
	done

check-swift: | $(SETUP)/build-packages
	swift test --quiet --disable-xctest

# Without the tests that are marked slow.
check-swift-short: | $(SETUP)/build-packages
	DAS_TESTS=short swift test --quiet --disable-xctest

# The documents that the header names and all licenses are installed. Uninstall removes what install
# wrote and nothing else.
check-install: $(STAGE)/installed
	cd $(STAGE)/usr/local/share/doc/libdas && test -s LICENSE && \
	  diff -r licenses $(CURDIR)/licenses && ls NOTICE \
	  $$(grep --only-matching 'docs/[a-z./-]*[a-z]' $(CURDIR)/include/das.h | sed 's|docs/||')
	rm -rf $(STAGE)-removed
	+$(QUIETLY) install $(REMOVED)
	touch $(STAGE)-removed/usr/lib/any/neighbour
	+$(QUIETLY) uninstall $(REMOVED)
	test "$$(find $(STAGE)-removed ! -type d)" = $(STAGE)-removed/usr/lib/any/neighbour

QUIETLY := $(MAKE) --no-print-directory --silent
REMOVED := DESTDIR=$(STAGE)-removed PREFIX=/usr LIBDIR=/usr/lib/any

# An installed tree, for the steps below.
$(STAGE)/installed: $(LIBRARY) include/das.h pkgconfig/das.pc.in $(wildcard cmake/*.in) \
		tools/make/install.mk $(LICENSES) $(DOCUMENTS)
	rm -rf $(STAGE)
	+$(QUIETLY) install DESTDIR=$(STAGE) PREFIX=/usr/local LIBDIR=/usr/local/lib \
	  INCLUDEDIR=/usr/local/include
	@touch $@

EXAMPLES = rm -rf build/examples/$(1) && PKG_CONFIG_PATH=$(STAGE)/usr/local/lib/pkgconfig \
	$(QUIETLY) --directory bindings/c-examples BUILD=$(CURDIR)/build/examples/$(1)
STRICT := -O2 -Wall -Wextra -pedantic -Werror
VALGRIND := valgrind --quiet --leak-check=full --errors-for-leak-kinds=definite,possible \
	--error-exitcode=9 --num-callers=30 --suppressions=$(CURDIR)/tools/valgrind.supp

check-examples: $(STAGE)/installed | $(SETUP)/check-packages
	+$(call EXAMPLES,c99) run CC=gcc CFLAGS="-std=c99 $(STRICT)"
	+$(call EXAMPLES,c++17) run CC="g++ -x c++" CFLAGS="-std=c++17 $(STRICT)"

# The library with its symbols, by which the suppressions know the Swift runtime.
check-valgrind: $(STAGE)/installed | $(SETUP)/check-packages
	@mkdir -p build/memcheck
	strip --strip-debug -o build/memcheck/$(SONAME) $(SWIFT_BUILD)/release/libdas.so
	+$(call EXAMPLES,valgrind) run CC=gcc CFLAGS="-std=c99 -g $(STRICT)" \
	  RUNNER="env LD_LIBRARY_PATH=$(CURDIR)/build/memcheck $(VALGRIND)"

check-cmake: $(STAGE)/installed | $(SETUP)/check-packages
	rm -rf build/cmake
	cmake -S Tests/packaging -B build/cmake -DDAS_VERSION=$(VERSION) \
	  -DCMAKE_PREFIX_PATH=$(STAGE)/usr/local > build/cmake.log || { cat build/cmake.log; exit 1; }
	MAKEFLAGS= cmake --build build/cmake > build/cmake.log || { cat build/cmake.log; exit 1; }
	cd build/cmake && ctest --output-on-failure

check-tools: $(VENV)/dev
	$(PYTHON) -m pytest -q tools/tests

# A file's tests stay in one process, and share what it fits.
check-python: python-tests = not long
check-python-short: python-tests = not slow and not long
check-python-long: python-tests = long
check-python check-python-short check-python-long: $(VENV)/dev $(LIBRARY)
	PYTHONPATH=bindings/python $(PYTHON) -m pytest -q --numprocesses $(JOBS) --dist loadfile \
	  -m "$(python-tests)" bindings/python/tests

PACKAGE := $(shell find bindings/python -name '*.py' -o -name '*.toml' 2>/dev/null)

# The package of `pip install ./bindings/python`, in a folder of its own.
check-wheel: $(WHEEL_SITE)/installed
	cd $(WHEEL_SITE) && test ! -L das/libdas.so && test -f das/py.typed && \
	  $(CURDIR)/$(PYTHON) -c 'import das; print("das", das.__version__, "from", das.__path__[0])'

$(WHEEL_SITE)/installed: $(VENV)/dev $(LIBRARY) $(PACKAGE)
	rm -rf $(WHEEL_SITE)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  --target $(WHEEL_SITE) ./bindings/python
	@touch $@

# The wheel for other machines: what it requires of them, and that it works.
check-portable: wheel
	$(PYTHON) tools/check_wheel.py dist/*.whl
	$(call installed-works,$(PORTABLE)/site,dist/*.whl)

# The source distribution is complete for Swift, and installs. Its sources are those of build/lib,
# which is copied to save compiling them again.
check-sdist: sdist
	rm -rf build/sdist && mkdir -p build/sdist
	tar -xzf dist/*.tar.gz -C build/sdist --strip-components 1
	diff -r Sources build/sdist/libdas/Sources
	diff -r licenses build/sdist/licenses
	diff LICENSE build/sdist/LICENSE && diff NOTICE build/sdist/NOTICE
	swift package --package-path build/sdist/libdas describe > build/sdist/describe.log
	mkdir build/sdist/libdas/build && cp -r build/lib build/sdist/libdas/build
	$(call installed-works,build/sdist/site,build/sdist)

# Installs $(2) into the folder $(1) and tests it with numpy alone.
define installed-works
rm -rf $(1)
$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	--target $(1) $(2)
cd $(1) && $(CURDIR)/$(PYTHON) $(CURDIR)/Tests/packaging/works.py
endef

# A C program with an embedded Python that uses the installed package and the environment's numpy.
check-embedding: $(WHEEL_SITE)/installed | $(SETUP)/check-packages
	gcc -std=c99 $(STRICT) Tests/embedding/embed.c -o build/embed \
	  $$(/usr/bin/python3-config --embed --includes --ldflags)
	packages=$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))'); \
	  PYTHONPATH=$(WHEEL_SITE):$$packages build/embed

check-ruff: $(VENV)/dev
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check

check-mypy: $(VENV)/dev
	$(VENV)/bin/mypy bindings/python/das tools
