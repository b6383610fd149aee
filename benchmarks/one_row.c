/*
 * Times the scoring of single rows by a saved model: the median of the microseconds of a call.
 *
 *     one_row MODEL ROWS COLUMNS
 *
 * ROWS is a file of row-major doubles. Each call scores another row, in the file's order, so that
 * what a row needs of the model comes from wherever the rows before have left it.
 */
#define _POSIX_C_SOURCE 199309L
#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The file's doubles; exits where there is no such file. */
static double *read_doubles(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  double *values;
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) exit(EXIT_FAILURE);
  *count = (size_t)ftell(file) / sizeof *values;
  rewind(file);
  values = malloc(*count * sizeof *values);
  if (values == NULL || fread(values, sizeof *values, *count, file) != *count) exit(EXIT_FAILURE);
  fclose(file);
  return values;
}

int main(int count, char **arguments) {
  das_context_ref context;
  das_model_ref model;
  size_t values, row, rows, columns;
  double *X, *times, score;
  if (count != 4) return EXIT_FAILURE;
  X = read_doubles(arguments[2], &values);
  columns = strtoul(arguments[3], NULL, 10);
  rows = values / columns;
  times = malloc(rows * sizeof *times);
  if (times == NULL || das_context_create(&context) != DAS_OK) return EXIT_FAILURE;
  if (das_model_load(context, arguments[1], &model) != DAS_OK) {
    fprintf(stderr, "%s\n", das_context_message(context));
    return EXIT_FAILURE;
  }
  for (row = 0; row < rows; row++) {
    das_matrix x = {X + row * columns, 1, (int64_t)columns, (int64_t)columns, 1, DAS_FLOAT64,
                    0, NULL};
    double start = now();
    if (das_model_score(context, model, &x, &score, 1) != DAS_OK) return EXIT_FAILURE;
    times[row] = now() - start;
  }
  qsort(times, rows, sizeof *times, ascending);
  printf("%g\n", times[rows / 2]);
  das_model_free(model);
  das_context_free(context);
  return EXIT_SUCCESS;
}
