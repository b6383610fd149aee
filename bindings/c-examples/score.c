/*
 * The whole method in one call: fits the enhanced detector F to normal rows, scores new rows, and
 * prints the most anomalous ones with their p-values.
 *
 *     score [NORMAL.csv NEW.csv]       files of numbers under one line of names, columns alike
 */
#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static das_context_ref context;

/* Every call gives a status; the context holds the words for it. */
static void check(das_status status) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

static das_matrix read_csv(const char *path);
static void print_top(const double *scores, const double *p_values, int64_t rows, int64_t count);

int main(int argc, char **argv) {
  das_settings_ref detector;
  das_enhance_options options;
  das_model_ref model, calibrated;
  das_matrix normal = read_csv(argc > 2 ? argv[1] : "data/normal.csv");
  das_matrix fresh = read_csv(argc > 2 ? argv[2] : "data/new.csv");
  double *scores = (double *)malloc((size_t)fresh.rows * sizeof *scores);
  double *p_values = (double *)malloc((size_t)fresh.rows * sizeof *p_values);

  /* A matrix is a view, so it can be cut without a copy. A quarter of the rows is kept from the
     fit: p-values hold only against rows that the model has not seen. */
  das_matrix train = normal, kept = normal;
  train.rows = normal.rows * 3 / 4;
  kept.rows = normal.rows - train.rows;
  kept.data = (const double *)normal.data + train.rows * normal.row_stride;

  check(das_context_create(&context));
  check(das_settings_create(context, "iforest", &detector));
  check(das_settings_set_int(context, detector, "n_estimators", 200));

  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  check(das_enhance(context, &options, &train, 1, &model));
  check(das_model_calibrate(context, model, &kept, &calibrated));

  check(das_model_score(context, calibrated, &fresh, scores, fresh.rows));
  check(das_model_pvalues(context, calibrated, &fresh, p_values, fresh.rows));
  printf("fitted to %ld rows, calibrated on %ld\n", (long)train.rows, (long)kept.rows);
  print_top(scores, p_values, fresh.rows, 8);

  das_model_free(calibrated);
  das_model_free(model);
  das_settings_free(detector);
  das_context_free(context);
  free(p_values);
  free(scores);
  free((void *)fresh.data);
  free((void *)normal.data);
  return EXIT_SUCCESS;
}

/* Reads the numbers below the line of names; the caller frees the matrix's data. */
static das_matrix read_csv(const char *path) {
  das_matrix table = {NULL, 0, 1, 0, 1, DAS_FLOAT64, 0, NULL};
  FILE *file = fopen(path, "r");
  double *values = NULL, value;
  size_t count = 0, room = 0;
  int letter;

  if (file == NULL) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  while ((letter = fgetc(file)) != '\n' && letter != EOF) table.columns += letter == ',';
  while (fscanf(file, "%lf%*[, \r\n]", &value) == 1) {
    if (count == room) {
      room = room == 0 ? 1024 : 2 * room;
      values = (double *)realloc(values, room * sizeof *values);
      if (values == NULL) exit(EXIT_FAILURE);
    }
    values[count++] = value;
  }
  fclose(file);
  table.data = values;
  table.rows = (int64_t)count / table.columns;
  table.row_stride = table.columns;
  return table;
}

static const double
    *ranked; /* what `by_score` orders rows by, for qsort takes no argument for it */

static int by_score(const void *first, const void *second) {
  double a = ranked[*(const int64_t *)first], b = ranked[*(const int64_t *)second];
  return (a < b) - (a > b);
}

static void print_top(const double *scores, const double *p_values, int64_t rows, int64_t count) {
  int64_t i, *order = (int64_t *)malloc((size_t)rows * sizeof *order);

  for (i = 0; i < rows; i++) order[i] = i;
  ranked = scores;
  qsort(order, (size_t)rows, sizeof *order, by_score);
  printf("  row   score  p-value\n");
  for (i = 0; i < rows && i < count; i++) {
    int64_t row = order[i];
    printf("%5ld  %6.3f   %.4f\n", (long)row + 1, scores[row], p_values[row]);
  }
  free(order);
}
