# The library, the Python package around it, and what is generated from it.

LIBRARY := build/lib/libdas.so.$(VERSION)
SONAME := libdas.so.$(MAJOR)
SWIFT_BUILD := build/swift
MODULES := $(SWIFT_BUILD)/release/Modules

SOURCES := $(shell find Sources -type f) Package.swift VERSION Makefile tools/make/build.mk

# The Swift runtime goes into the library, and only das_* comes out of it. These are flags of this one
# build, not of Package.swift, so that Swift programs can depend on the package.
linker-flags = $(foreach flag,$(1),-Xlinker $(flag))
SWIFT_FLAGS := --scratch-path $(SWIFT_BUILD) --configuration release --product das \
	-Xswiftc -static-stdlib \
	$(call linker-flags,--version-script=$(CURDIR)/Sources/DAS/das.map -soname=$(SONAME) --gc-sections \
		-z nodelete -z relro -z now -z noexecstack)

.PHONY: build header wheel docs python-library

build: $(LIBRARY) ## build the stripped library, build/lib/libdas.so
$(LIBRARY): $(SOURCES) | $(SETUP)/build-packages
	swift build $(SWIFT_FLAGS)
	@mkdir -p $(@D)
	strip --strip-unneeded -o $@ $(SWIFT_BUILD)/release/libdas.so
	@ln -sf $(@F) $(@D)/$(SONAME) && ln -sf $(SONAME) $(@D)/libdas.so

header: ## write include/das.h and the ctypes prototypes from the Swift entry points
header: $(LIBRARY)
	$(call generate-abi,include/das.h,bindings/python/das/_abi.py)

# The compiler's symbol graph of DAS goes through the generator: $(1) is the header, $(2) the module.
define generate-abi
@mkdir -p build/symbols
swift symbolgraph-extract -module-name DAS -target $(TARGET) -I $(MODULES) \
	-Xcc -fmodule-map-file=$(SWIFT_BUILD)/release/CDAS.build/module.modulemap \
	-minimum-access-level public -output-dir build/symbols
python3 tools/generate_abi.py --symbols build/symbols/DAS.symbols.json \
	--types Sources/CDAS/include/das_types.h --version VERSION --header $(1) --python $(2)
endef
TARGET = $(shell swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p')

# The package finds the library beside itself; in the source tree that is a link.
python-library: $(LIBRARY)
	@ln -sf ../../../build/lib/libdas.so bindings/python/das/libdas.so
