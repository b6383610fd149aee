# The library, and the files generated from it.

LIBRARY := build/lib/libdas.so.$(VERSION)
SONAME := libdas.so.$(MAJOR)
SWIFT_BUILD := build/swift
MODULES := $(SWIFT_BUILD)/release/Modules

SOURCES := $(shell find Sources -type f) Package.swift VERSION Makefile tools/make/build.mk

# What Sources/CHost replaces of the Swift runtime: see once.c, reserve.c and stubs.c there.
WRAPPED := malloc calloc realloc posix_memalign free malloc_usable_size \
	_ZN5swift14threading_impl9once_slowERNS0_6once_tEPFvPvES3_ \
	_swift_backtraceSettings _swift_backtrace_isThunkFunction _swift_stdlib_getScalarName

# A copy of the Swift standard library, of which --gc-sections drops what the library does not use.
# It is without the crash handler, whose initializer --gc-sections would keep.
STDLIB := build/runtime/libswiftCore.a

# The library contains the Swift runtime and exports das_* alone. Package.swift does not have these
# flags, so that Swift programs can depend on the package. Identical functions become one, which
# --icf=all does for those too whose address is taken: nothing compares addresses of functions.
# lld is the linker that can replace the standard library that the compiler names.
linker-flags = $(foreach flag,$(1),-Xlinker $(flag))
LINK_FLAGS := $(call linker-flags,--version-script=$(CURDIR)/Sources/DAS/das.map \
	-soname=$(SONAME) --gc-sections --icf=all -z nodelete -z relro -z now -z noexecstack \
	$(WRAPPED:%=--wrap=%) --remap-inputs=*/$(notdir $(STDLIB))=$(CURDIR)/$(STDLIB))
SWIFT_FLAGS := --configuration release --product das -Xswiftc -static-stdlib \
	-Xswiftc -use-ld=lld $(LINK_FLAGS)

.PHONY: build header docs

build: $(LIBRARY) ## build the stripped library, build/lib/libdas.so
$(LIBRARY): $(SOURCES) $(STDLIB) | $(SETUP)/build-packages
	@tools/require-swift
	swift build --scratch-path $(SWIFT_BUILD) $(SWIFT_FLAGS)
	@mkdir -p $(@D)
	strip --strip-unneeded -o $@ $(SWIFT_BUILD)/release/libdas.so
	@ln -sf $(@F) $(@D)/$(SONAME) && ln -sf $(SONAME) $(@D)/libdas.so

$(STDLIB): tools/unretain.py | $(SETUP)/build-packages
	@tools/require-swift
	@mkdir -p $(@D)
	python3 $< $(SWIFT_RESOURCES)_static/linux/$(@F) $@
	ar d $@ Backtrace.cpp.o CrashHandlerLinux.cpp.o

SWIFT_RESOURCES = $(call target-info,runtimeResourcePath)

header: ## generate das.h, the ctypes prototypes and docs/reference/settings.md
header: $(LIBRARY)
	$(call generate-abi,include/das.h,bindings/python/das/_core/abi.py,docs/reference/settings.md)

# Generates the header $(1) and the Python module $(2) from the compiler's symbol graph of DAS, and
# the list of settings $(3) from the library.
define generate-abi
$(call symbol-graph,DAS)
python3 tools/generate_abi.py --symbols build/symbols/DAS.symbols.json \
	--types Sources/CDAS/include/das_types.h --version VERSION --header $(1) --python $(2)
python3 tools/generate_settings.py $(LIBRARY) $(2) $(3)
endef

define symbol-graph
@mkdir -p build/symbols
@swift symbolgraph-extract -module-name $(1) -target $(TARGET) -I $(MODULES) \
	$(foreach map,$(C_MODULE_MAPS),-Xcc -fmodule-map-file=$(map)) \
	$(addprefix -Xcc ,$(shell pkg-config --cflags-only-I openblas)) \
	-minimum-access-level public -output-dir build/symbols
endef
# The module maps of the C modules that DAS and DASCore import; the build writes some of them.
C_MODULE_MAPS = Sources/COpenBLAS/module.modulemap \
	$(wildcard $(SWIFT_BUILD)/release/C*.build/module.modulemap)
TARGET = $(call target-info,unversionedTriple)

# What the compiler says of itself under the name $(1).
target-info = $(shell swift -print-target-info 2>/dev/null | sed -n 's/.*"$(1)": "\(.*\)".*/\1/p')

docs: $(LIBRARY) ## write the reference of the Swift modules to build/docs
	$(call symbol-graph,DAS)
	$(call symbol-graph,DASCore)
	docc convert --fallback-display-name libdas --fallback-bundle-identifier libdas \
	  --additional-symbol-graph-dir build/symbols --output-path build/docs
