/* What the fuzzers share: a small table, and the wish that nothing but a crash is worth telling. */
#ifndef DAS_FUZZ_H
#define DAS_FUZZ_H

#include <das.h>
#include <stdlib.h>
#include <string.h>

enum { FUZZ_ROWS = 24, FUZZ_COLUMNS = 3 };

/* Three columns: one continuous, one discrete, one nearly constant. */
static inline das_matrix fuzz_table(void) {
  static double values[FUZZ_ROWS][FUZZ_COLUMNS];
  for (int row = 0; row < FUZZ_ROWS; row++) {
    values[row][0] = (row * 7919 % 101) / 17.0;
    values[row][1] = row % 3;
    values[row][2] = row == 5 ? 1 : 0;
  }
  das_matrix table = {values, FUZZ_ROWS, FUZZ_COLUMNS, FUZZ_COLUMNS, 1, DAS_FLOAT64, 0};
  return table;
}

/* A promise of the interface was broken. */
#define FUZZ_REQUIRE(condition) \
  do {                          \
    if (!(condition)) abort();  \
  } while (0)

#endif
