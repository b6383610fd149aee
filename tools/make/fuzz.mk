# `make fuzz SECONDS=60` runs each fuzzer of fuzz/ for that long, guided by coverage. Inputs that
# crashed are kept as build/fuzz/<fuzzer>-*; build/fuzz/<fuzzer> FILE repeats a crash.

FUZZERS := matrix model program calls
SECONDS := 60
MUTANTS := 300
FUZZ := build/fuzz
FUZZ_SWIFT := -c release --target DAS --scratch-path $(FUZZ)/swift \
	-Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library

.PHONY: fuzz fuzz-corpus check-fuzz
fuzz: $(FUZZERS:%=$(FUZZ)/%) $(FUZZ)/corpus ## run every fuzzer for SECONDS=60
	@mkdir -p $(FUZZERS:%=$(FUZZ)/grown/%)
	for fuzzer in $(FUZZERS); do \
	  echo "== $$fuzzer"; \
	  $(FUZZ)/$$fuzzer -max_total_time=$(SECONDS) -max_len=65536 -rss_limit_mb=2048 -timeout=20 \
	    -artifact_prefix=$(FUZZ)/$$fuzzer- -print_final_stats=1 -verbosity=0 \
	    $(FUZZ)/grown/$$fuzzer $(FUZZ)/corpus/$$fuzzer $$(find fuzz/corpus -name $$fuzzer); \
	done

# For each fuzzer with a folder in fuzz/corpus: a minimal set of inputs of at most 4 KiB that
# reaches all the code that was reached.
fuzz-corpus: $(FUZZERS:%=$(FUZZ)/%) ## minimise what fuzzing found, into fuzz/corpus
	for kept in fuzz/corpus/*; do \
	  fuzzer=$$(basename $$kept); rm -rf $(FUZZ)/merged && mkdir -p $(FUZZ)/merged; \
	  $(FUZZ)/$$fuzzer -set_cover_merge=1 -max_len=4096 -verbosity=0 \
	    $(FUZZ)/merged $$kept $(FUZZ)/grown/$$fuzzer; \
	  rm -f $$kept/*; mv $(FUZZ)/merged/* $$kept; \
	done

$(FUZZ)/objects: $(SOURCES) include/das.h
	swift build $(FUZZ_SWIFT)
	@touch $@

$(FUZZ)/%: fuzz/%.c $(wildcard fuzz/*.h) $(FUZZ)/objects
	clang -std=gnu11 -O1 -g -Wall -Wextra -fsanitize=fuzzer-no-link -Iinclude -c $< -o $@.o
	swiftc -sanitize=fuzzer -static-stdlib -use-ld=lld $@.o \
	  $$(find $(FUZZ)/swift/release/{CDAS,CHost,CKernels,DASCore,DAS}.build -name '*.o') \
	  $$(pkg-config --libs openblas) -o $@

$(FUZZ)/corpus: fuzz/seeds.c fuzz/fuzz.h $(LIBRARY)
	@mkdir -p $(FUZZERS:%=$@/%)
	clang -std=gnu11 -O1 -Wall -Wextra -Iinclude $< -o $(FUZZ)/seeds -Lbuild/lib -ldas \
	  -Wl,-rpath,$(CURDIR)/build/lib
	$(FUZZ)/seeds $@
	@touch $@

# MUTANTS fixed mutants of each seed on the release library, and a few of each input in fuzz/corpus.
check-fuzz: $(FUZZERS:%=$(FUZZ)/mutate-%) $(FUZZ)/corpus
	for fuzzer in $(FUZZERS); do \
	  (ulimit -v 4000000; $(FUZZ)/mutate-$$fuzzer $(MUTANTS) $(FUZZ)/corpus/$$fuzzer; \
	    for found in $$(find fuzz/corpus -name $$fuzzer); do \
	      $(FUZZ)/mutate-$$fuzzer 10 $$found; \
	    done); \
	done

$(FUZZ)/mutate-%: fuzz/%.c fuzz/mutate.c $(wildcard fuzz/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	gcc -std=gnu11 -O1 -g -Wall -Wextra -Iinclude $(filter %.c,$^) -o $@ -Lbuild/lib -ldas \
	  -Wl,-rpath,$(CURDIR)/build/lib
