/*
 * Your own synthesis program: the paper's generate_hard_anomalies(n_samples, model, X_train) as a
 * callback. This one recombines features of normal rows, and of two such rows keeps the one that
 * the detector finds more normal.
 */
#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 300, COLUMNS = 3, SAMPLES = 100 };

static das_context_ref context;

static void check(das_status status) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

/* ---- The program ---- */

/* splitmix64: the seed that the library hands in decides everything, so results can be repeated. */
static uint64_t next(uint64_t *state) {
  uint64_t z = (*state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

/* Each feature from another row: its value is normal, their combination need not be. */
static void recombine(const das_matrix *X, uint64_t *state, double *row) {
  int64_t column;
  for (column = 0; column < X->columns; column++) {
    int64_t donor = (int64_t)(next(state) % (uint64_t)X->rows);
    row[column] = ((const double *)X->data)[donor * X->row_stride + column * X->column_stride];
  }
}

static int32_t synthesize(void *user, int64_t n_samples, das_predict_score_fn predict_score,
                          void *model, const das_matrix *X, uint64_t seed, double *rows) {
  size_t width = (size_t)X->columns, count = (size_t)n_samples, row;
  double *others = (double *)malloc(count * width * sizeof *others);
  double *scores = (double *)malloc(2 * count * sizeof *scores);
  das_matrix mine = {rows, n_samples, X->columns, X->columns, 1, DAS_FLOAT64, 0, NULL};
  das_matrix other = {others, n_samples, X->columns, X->columns, 1, DAS_FLOAT64, 0, NULL};
  int32_t failed = others == NULL || scores == NULL || X->type != DAS_FLOAT64;
  (void)user;

  for (row = 0; row < count && !failed; row++) {
    recombine(X, &seed, rows + row * width);
    recombine(X, &seed, others + row * width);
  }
  failed = failed || predict_score(model, &mine, scores) != DAS_OK ||
           predict_score(model, &other, scores + count) != DAS_OK;
  for (row = 0; row < count && !failed; row++)
    if (scores[count + row] < scores[row])
      memcpy(rows + row * width, others + row * width, width * sizeof *rows);
  free(scores);
  free(others);
  return failed;
}

/* ---- Its use ---- */

int main(void) {
  static double rows[ROWS][COLUMNS], anomalies[SAMPLES][COLUMNS];
  das_matrix X = {rows, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_program_callbacks callbacks;
  das_settings_ref settings;
  das_detector_ref detector;
  das_program_ref program;
  das_enhance_options options;
  das_model_ref model;
  uint64_t state = 7;
  int row;

  for (row = 0; row < ROWS; row++) { /* two numbers and their sum */
    rows[row][0] = (double)(next(&state) >> 11) / 9007199254740992.0;
    rows[row][1] = (double)(next(&state) >> 11) / 9007199254740992.0;
    rows[row][2] = rows[row][0] + rows[row][1];
  }

  memset(&callbacks, 0, sizeof callbacks);
  callbacks.size = sizeof callbacks;
  callbacks.synthesize = synthesize;
  callbacks.name = "recombine";
  check(das_context_create(&context));
  check(das_program_wrap(context, &callbacks, &program));

  /* By itself, against a fitted detector ... */
  check(das_settings_create(context, "ecod", &settings));
  check(das_detector_fit(context, settings, &X, 1, &detector));
  check(
      das_synthesize(context, program, detector, &X, SAMPLES, 1, anomalies[0], SAMPLES * COLUMNS));
  printf("a hard anomaly: %.2f + %.2f is not %.2f\n", anomalies[0][0], anomalies[0][1],
         anomalies[0][2]);

  /* ... or as a part of the whole method. */
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.fitted_detector = detector;
  options.program = program;
  check(das_enhance(context, &options, &X, 1, &model));

  das_model_free(model);
  das_program_free(program);
  das_detector_free(detector);
  das_settings_free(settings);
  das_context_free(context);
  return EXIT_SUCCESS;
}
