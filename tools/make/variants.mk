# For each optimisation of benchmarks/thresholds.toml, the library without it, in build/variants.

THRESHOLDS := benchmarks/thresholds.toml
VARIANTS := $(patsubst %,build/variants/%/libdas.so, \
	$(shell sed -n 's/^switch *= *"\(.*\)"/\1/p' $(THRESHOLDS)))

# The flags of `make build`, and the switch for Swift and for C.
build/variants/%/libdas.so: $(SOURCES) $(STDLIB) tools/make/variants.mk | $(SETUP)/build-packages
	swift build --scratch-path $(@D)/swift $(SWIFT_FLAGS) -Xswiftc -D -Xswiftc $* -Xcc -D$*
	strip --strip-unneeded -o $@ $(@D)/swift/release/libdas.so
	@ln -sf $(@F) $(@D)/$(SONAME)
