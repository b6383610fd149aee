/*
 * Your own detector: three callbacks, and the library finds and patches its blind spots. This one
 * scores a row by its distance to the mean, and so cannot see that two columns go together.
 */
#include <das.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 400, COLUMNS = 2 };

static das_context_ref context;

static void check(das_status status) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

/* ---- The detector. Any element of any table stands where `at` says. ---- */

static double at(const das_matrix *X, int64_t row, int64_t column) {
  int64_t i = row * X->row_stride + column * X->column_stride;
  if (X->type == DAS_FLOAT32) return ((const float *)X->data)[i];
  return ((const double *)X->data)[i];
}

/* Gives the mean of each column as the fitted detector; 0 is success. */
static int32_t fit(void *user, const das_matrix *X, void **fitted) {
  double *mean = (double *)calloc((size_t)X->columns, sizeof *mean);
  int64_t row, column;
  (void)user;
  if (mean == NULL) return 1;
  for (row = 0; row < X->rows; row++)
    for (column = 0; column < X->columns; column++) mean[column] += at(X, row, column) / X->rows;
  * fitted = mean;
  return 0;
}

static int32_t score(void *fitted, const das_matrix *X, double *scores) {
  const double *mean = (const double *)fitted;
  int64_t row, column;
  for (row = 0; row < X->rows; row++) {
    double sum = 0;
    for (column = 0; column < X->columns; column++) {
      double difference = at(X, row, column) - mean[column];
      sum += difference * difference;
    }
    scores[row] = sqrt(sum);
  }
  return 0;
}

/* ---- Its use ---- */

int main(void) {
  static double rows[ROWS][COLUMNS];
  double pair[2][COLUMNS] = {{1.4, 1.4}, {1.4, -1.4}}, f[2],
         fused[2]; /* equally far from the mean */
  das_matrix X = {rows, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_matrix both = {pair, 2, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_detector_callbacks callbacks;
  das_detector_ref detector;
  das_enhance_options options;
  das_model_ref model;
  int row;

  for (row = 0; row < ROWS; row++) { /* along the line from (-2, -2) to (2, 2) */
    rows[row][0] = 4.0 * row / ROWS - 2 + 0.2 * sin(row * 7.0);
    rows[row][1] = 4.0 * row / ROWS - 2 + 0.2 * sin(row * 5.0);
  }

  memset(&callbacks, 0, sizeof callbacks);
  callbacks.size = sizeof callbacks;
  callbacks.fit = fit; /* without it, `user` is a fitted detector already */
  callbacks.score = score;
  callbacks.release = free; /* releases what `fit` gave */
  callbacks.name = "distance-to-mean";

  check(das_context_create(&context));
  check(das_detector_wrap(context, &callbacks, &detector));
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.fitted_detector = detector;
  check(das_enhance(context, &options, &X, 1, &model));

  check(das_model_parts(context, model, &both, f, NULL, fused, 2));
  printf("on the line:  f = %.2f, F = %.2f\n", f[0], fused[0]);
  printf("across it:    f = %.2f, F = %.2f\n", f[1], fused[1]);

  das_model_free(model);
  das_detector_free(detector);
  das_context_free(context);
  return EXIT_SUCCESS;
}
