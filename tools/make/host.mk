# What hosts rely on: their process stays as it was, refused memory is an error, threads share
# models. The programs are in Tests/embedding.

.PHONY: check-host check-threads memcheck

# ---- The host's process, and refused memory ----

HOST := build/host
HOST_FLAGS = -std=c99 -g $(STRICT) $(call staged,--cflags)
HOST_LIBS = $(call staged,--libs) -Wl,-rpath,$(STAGE)/usr/local/lib -pthread -lm -ldl
staged = $$(PKG_CONFIG_PATH=$(STAGE)/usr/local/lib/pkgconfig pkg-config $(1) das)

check-host: $(STAGE)/installed $(wildcard Tests/embedding/*.[ch]) | $(SETUP)/check-packages
	@mkdir -p $(HOST)
	cd Tests/embedding && for program in "refused_buffers operations refuse" \
	  "limited_space operations" "single_rows refuse" "traps operations" \
	  "small_stack operations" first_use; do \
	  set -- $$program; gcc $(HOST_FLAGS) $${@/%/.c} -o $(CURDIR)/$(HOST)/$$1 $(HOST_LIBS); \
	done
	gcc $(HOST_FLAGS) -fPIC -shared Tests/embedding/guest.c -o $(HOST)/guest.so $(HOST_LIBS)
	gcc -std=c99 $(STRICT) Tests/embedding/host.c -o $(HOST)/host -ldl -lm
	$(HOST)/host $(HOST)/guest.so
	$(HOST)/refused_buffers
	$(HOST)/limited_space
	$(HOST)/single_rows
	$(HOST)/traps $(INSTRUCTION_SETS)
	$(HOST)/small_stack
	$(HOST)/first_use

# Where the library keeps the processor's features, read from the unstripped build.
INSTRUCTION_SETS = $$(nm $(SWIFT_BUILD)/release/libdas.so | \
	awk '$$3 == "__cpu_model" { model = $$1 } $$3 == "das_version" { version = $$1 } \
	  END { print model, version }')

memcheck: check-valgrind ## run the C examples under valgrind

# ---- ThreadSanitizer, of the library and a program ----

THREADS_BUILD := build/threads

check-threads: | $(SETUP)/check-packages ## run threads that share models under ThreadSanitizer
	swift build --scratch-path $(THREADS_BUILD) --configuration release --product das \
	  --sanitize=thread
	$(SWIFT_CLANG) -std=c99 -g -O1 -fsanitize=thread -Iinclude -c Tests/embedding/shared_model.c \
	  -o $(THREADS_BUILD)/shared_model.o
	swiftc -sanitize=thread $(THREADS_BUILD)/shared_model.o $(THREADS_BUILD)/release/libdas.so \
	  -Xlinker -rpath -Xlinker '$$ORIGIN/release' -ldispatch -lBlocksRuntime \
	  -o $(THREADS_BUILD)/shared_model
	TSAN_OPTIONS=halt_on_error=1 $(THREADS_BUILD)/shared_model

# The Swift compiler's own clang, because the sanitizers' runtimes must have the same version.
SWIFT_CLANG = $(dir $(shell readlink -f $$(command -v swift)))clang
