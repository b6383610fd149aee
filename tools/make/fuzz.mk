# `make fuzz`: each fuzzer of fuzz/ for FUZZ_SECONDS, on a build that tells it which code it reached.
# What crashed lies in build/fuzz/<fuzzer>-*; a crash is repeated by build/fuzz/<fuzzer> FILE.

FUZZERS := matrix model program
FUZZ_SECONDS ?= 60
FUZZ := build/fuzz
FUZZ_SWIFT := -c release --target DAS --scratch-path $(FUZZ)/swift \
	-Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library

.PHONY: fuzz
fuzz: $(FUZZERS:%=$(FUZZ)/%) $(FUZZ)/corpus ## run every fuzzer for FUZZ_SECONDS (60)
	for fuzzer in $(FUZZERS); do \
	  echo "== $$fuzzer"; \
	  $(FUZZ)/$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=2048 -timeout=20 \
	    -artifact_prefix=$(FUZZ)/$$fuzzer- -print_final_stats=1 -verbosity=0 $(FUZZ)/corpus/$$fuzzer; \
	done

$(FUZZ)/objects: $(SOURCES) include/das.h
	swift build $(FUZZ_SWIFT)
	@touch $@

$(FUZZ)/%: fuzz/%.c fuzz/fuzz.h $(FUZZ)/objects
	clang -std=gnu11 -O1 -g -Wall -Wextra -fsanitize=fuzzer-no-link -Iinclude -c $< -o $@.o
	swiftc -sanitize=fuzzer -static-stdlib -use-ld=lld $@.o \
	  $$(find $(FUZZ)/swift/release/{CDAS,CVectorMath,DASCore,DAS}.build -name '*.o') $$(pkg-config --libs openblas) -o $@

$(FUZZ)/corpus: fuzz/seeds.c fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(FUZZERS:%=$@/%)
	clang -std=gnu11 -O1 -Wall -Wextra -Iinclude $< -o $(FUZZ)/seeds -Lbuild/lib -ldas \
	  -Wl,-rpath,$(CURDIR)/build/lib
	$(FUZZ)/seeds $@
	@touch $@
