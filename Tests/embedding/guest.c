/* A plugin that uses libdas: what host.c loads, calls and unloads. */
#include "table.h"

#define ROWS 3000
#define COLUMNS 4

static double rows[ROWS * COLUMNS];
static das_context_ref context;
static das_model_ref model;

/* The detectors, by number; NULL past the last. */
const char *guest_detector_at(int number) { return detector_at(number); }

/* Fits a model with several threads; the host calls the others after it. */
void guest_fit(const char *stage) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  fill_table(rows, ROWS, COLUMNS, 1);
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, 4) == DAS_OK);
  REQUIRE(small_model(context, stage, &X, &model) == DAS_OK);
}

/* The sum of all scores: the same in every process, or something broke. */
double guest_score(void) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  static double scores[ROWS];
  double sum = 0;
  int row;

  REQUIRE(das_model_score(context, model, &X, scores, ROWS) == DAS_OK);
  for (row = 0; row < ROWS; row++) sum += scores[row];
  return sum;
}

/* Calls that fail have to be as polite as others. */
void guest_fail(void) {
  das_matrix X = table_view(rows, -1, COLUMNS);
  das_model_ref other = NULL;
  double score;
  REQUIRE(das_model_score(context, model, &X, &score, 1) == DAS_ERROR_INVALID_DATA);
  REQUIRE(das_model_load(context, "/no/such/file", &other) == DAS_ERROR_IO);
  REQUIRE(das_model_read(context, (const uint8_t *)"not a model", 11, &other) ==
          DAS_ERROR_BAD_FORMAT);
}

void guest_free(void) {
  das_model_free(model);
  das_context_free(context);
  model = NULL;
  context = NULL;
}
