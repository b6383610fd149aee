/* What the fuzzers share: libFuzzer's entry points, a way to say that a promise was broken, and
   a small table with what goes with it. */
#ifndef DAS_FUZZ_H
#define DAS_FUZZ_H

#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the process, so that the engine keeps the input. */
#define FUZZ_REQUIRE(condition)                                                \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
      abort();                                                                 \
    }                                                                          \
  } while (0)

/* Runs one input; called again and again. Always 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Changes an input in place and gives its new size, at most `most`. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed);

/* The engine's own way to change bytes. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

enum { FUZZ_ROWS = 24, FUZZ_COLUMNS = 3 };

/* Three columns: one continuous, one discrete, one nearly constant. */
static inline das_matrix fuzz_table(void) {
  static double values[FUZZ_ROWS][FUZZ_COLUMNS];
  das_matrix table = {values, FUZZ_ROWS, FUZZ_COLUMNS, FUZZ_COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  int row;
  for (row = 0; row < FUZZ_ROWS; row++) {
    values[row][0] = (row * 7919 % 101) / 17.0;
    values[row][1] = row % 3;
    values[row][2] = row == 5 ? 1 : 0;
  }
  return table;
}

/* A detector with its default settings, fitted to a table. */
static inline das_detector_ref fuzz_detector_on(const char *stage, const das_matrix *table) {
  das_settings_ref settings = NULL;
  das_detector_ref detector = NULL;
  FUZZ_REQUIRE(das_settings_create(NULL, stage, &settings) == DAS_OK);
  FUZZ_REQUIRE(das_detector_fit(NULL, settings, table, 1, &detector) == DAS_OK);
  das_settings_free(settings);
  return detector;
}

/* The same, fitted to the small table. */
static inline das_detector_ref fuzz_detector(const char *stage) {
  das_matrix table = fuzz_table();
  return fuzz_detector_on(stage, &table);
}

#endif
