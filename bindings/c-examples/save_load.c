/*
 * A model as a file: fit, save, load, and see that the loaded one scores the same, to the last bit.
 *
 *     save_load [MODEL]
 */
#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 300, COLUMNS = 3 };

static das_context_ref context;

static void check(das_status status) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

/* Any normal rows would do: here the third column is the sum of the other two, nearly. */
static void fill(double rows[ROWS][COLUMNS]) {
  uint32_t state = 1;
  int row, column;
  for (row = 0; row < ROWS; row++) {
    for (column = 0; column < COLUMNS; column++) {
      state = state * 1664525u + 1013904223u;
      rows[row][column] = state / 4294967296.0;
    }
    rows[row][2] = rows[row][0] + rows[row][1] + 0.05 * rows[row][2];
  }
}

int main(int argc, char **argv) {
  static double rows[ROWS][COLUMNS], before[ROWS], after[ROWS];
  const char *path = argc > 1 ? argv[1] : "model.das";
  das_matrix X = {rows, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_settings_ref detector;
  das_enhance_options options;
  das_model_ref model, loaded;
  int64_t size;

  fill(rows);
  check(das_context_create(&context));
  check(das_settings_create(context, "pca", &detector));
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  check(das_enhance(context, &options, &X, 1, &model));
  check(das_model_score(context, model, &X, before, ROWS));

  check(das_model_save(context, model, path));
  check(das_model_load(context, path, &loaded));
  check(das_model_score(context, loaded, &X, after, ROWS));
  printf("saved and loaded: scores are %s\n",
         memcmp(before, after, sizeof before) == 0 ? "the same" : "different");

  /* das_model_write does the same into memory. Asked without a buffer, it tells the size. */
  check(das_model_write(context, model, NULL, 0, &size));
  printf("the file has %ld bytes\n", (long)size);

  das_model_free(loaded);
  das_model_free(model);
  das_settings_free(detector);
  das_context_free(context);
  remove(path);
  return memcmp(before, after, sizeof before) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
