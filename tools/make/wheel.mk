# What is published: a wheel and the source distribution.
#
# For the wheel the library is linked again, so that it loads on systems as old as manylinux_2_28
# and contains what it uses of OpenBLAS. (`pip install ./bindings/python` makes a wheel for this
# machine, with the library of `make build`.)

PORTABLE := build/portable
PLATFORM := manylinux_2_28_$(shell uname -m)
STAND_INS := libm.so.6 libstdc++.so.6 libpthread.so.0 libdl.so.2 libc.so.6

# One set of OpenBLAS's kernels for each level of the instruction set: the cores on the right use
# those of the core on the left. All sets together are 35 MB.
KERNELS_PRESCOTT := CORE2 PENRYN DUNNINGTON ATOM NANO NEHALEM OPTERON OPTERON_SSE3 BARCELONA BOBCAT
KERNELS_SANDYBRIDGE := BULLDOZER PILEDRIVER STEAMROLLER
KERNELS_HASWELL := EXCAVATOR ZEN
KERNELS_SKYLAKEX := COOPERLAKE
kernels-of = $(foreach core,$(KERNELS_$(1)),--defsym=gotoblas_$(core)=gotoblas_$(1))
KERNELS = $(foreach kept,PRESCOTT SANDYBRIDGE HASWELL SKYLAKEX,$(call kernels-of,$(kept)))

.PHONY: wheel sdist

wheel: $(PORTABLE)/libdas.so $(VENV)/dev ## build a wheel for other machines, in dist/
	@rm -rf build/wheel && mkdir -p build/wheel dist && rm -f dist/*.whl
	LIBDAS_LIBRARY=$(CURDIR)/$< $(PYTHON) -m pip wheel --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --wheel-dir build/wheel ./bindings/python
	PATH=$(CURDIR)/$(VENV)/bin:$$PATH auditwheel repair --plat $(PLATFORM) --wheel-dir dist \
	  build/wheel/*.whl

sdist: $(VENV)/dev ## pack the sources in dist/, for pip and Swift
	@mkdir -p dist && rm -f dist/*.tar.gz
	cd bindings/python && $(CURDIR)/$(PYTHON) -c \
	  'from setuptools.build_meta import build_sdist; build_sdist("$(CURDIR)/dist")' \
	  > $(CURDIR)/build/sdist.log

# `swift build` compiled the objects. The stand-ins come before the libraries that they replace, and
# the folder with OpenBLAS's archive alone before those with the shared library.
$(PORTABLE)/libdas.so: $(LIBRARY) tools/old_libraries.py tools/old_system.c \
		tools/make/wheel.mk | $(SETUP)/check-packages
	rm -rf $(PORTABLE) && mkdir -p $(PORTABLE)/archives
	python3 tools/old_libraries.py $(PORTABLE)
	gcc -std=c11 -O2 -fPIC -Wall -Wextra -pedantic -Werror -c tools/old_system.c \
	  -o $(PORTABLE)/old_system.o
	ln -s $$(pkg-config --variable=libdir openblas)/libopenblas.a $(PORTABLE)/archives
	swiftc -emit-library -static-stdlib -use-ld=lld -target $(TARGET) -module-name das -o $@.whole \
	  -L $(PORTABLE)/archives @$(SWIFT_BUILD)/release/das.product/Objects.LinkFileList \
	  $(PORTABLE)/old_system.o \
	  $(STAND_INS:%=$(PORTABLE)/%) $(LINK_FLAGS) \
	  $(call linker-flags,-z defs --exclude-libs=ALL $(KERNELS))
	strip --strip-unneeded -o $@ $@.whole && rm $@.whole
