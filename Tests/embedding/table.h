/* What the embedding tests share: a table, a failure that says where, and a model to start from. */
#ifndef TABLE_H
#define TABLE_H

#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition)                                                     \
  do {                                                                         \
    if (!(condition)) {                                                        \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition); \
      exit(EXIT_FAILURE);                                                      \
    }                                                                          \
  } while (0)

/* Fills rows x columns numbers: the columns go together, with noise. */
static inline void fill_table(double *values, int64_t rows, int64_t columns, uint32_t seed) {
  uint32_t state = seed;
  int64_t row, column;
  for (row = 0; row < rows; row++) {
    double along = (double)row / (double)rows;
    for (column = 0; column < columns; column++) {
      state = state * 1664525u + 1013904223u;
      values[row * columns + column] = along + 0.1 * (state / 4294967296.0);
    }
  }
}

static inline das_matrix table_view(const double *values, int64_t rows, int64_t columns) {
  das_matrix X;
  memset(&X, 0, sizeof X);
  X.data = values;
  X.rows = rows;
  X.columns = columns;
  X.row_stride = columns;
  X.column_stride = 1;
  X.type = DAS_FLOAT64;
  return X;
}

#endif
