/* What the embedding tests share: a table, a failure that says where, and the detectors. */
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

/* A detector by its number, NULL past the last: detectors are the stages before the boosters. */
static inline const char *detector_at(int32_t number) {
  const char *stage = das_stage_at(number);
  return stage == NULL || strcmp(stage, "random_forest") == 0 ? NULL : stage;
}

/* Settings of a detector; few passes where it trains by passes over the rows. */
static inline das_status quick_settings(das_context_ref context, const char *stage,
                                        das_settings_ref *settings) {
  das_status status = das_settings_create(context, stage, settings);
  if (status == DAS_OK && strcmp(stage, "drl") == 0)
    status = das_settings_set_int(context, *settings, "epochs", 2);
  return status;
}

/* The model of a detector with a small booster. */
static inline das_status small_model(das_context_ref context, const char *stage,
                                     const das_matrix *X, das_model_ref *made) {
  das_settings_ref detector = NULL, booster = NULL;
  das_enhance_options options;
  das_status status = quick_settings(context, stage, &detector);
  if (status == DAS_OK) status = das_settings_preset(context, "default", "booster", &booster);
  if (status == DAS_OK) status = das_settings_set_int(context, booster, "n_estimators", 20);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  options.booster = booster;
  if (status == DAS_OK) status = das_enhance(context, &options, X, 1, made);
  das_settings_free(booster);
  das_settings_free(detector);
  return status;
}

#endif
