/*
 * Scores single rows: after the first on a context, a call asks for no memory.
 *
 *     single_rows
 */
#include "refuse.h"
#include "table.h"

enum { ROWS = 3000, COLUMNS = 40 };

static double values[ROWS * COLUMNS], numbers[3];
static float singles[COLUMNS];
static das_context_ref context;
static int failures;

/* ---- What scores ---- */

typedef das_status (*scorer)(const void *object, const das_matrix *x);

static das_status detector_score(const void *object, const das_matrix *x) {
  return das_detector_score(context, (das_detector_const_ref)object, x, numbers, 1);
}

static das_status booster_score(const void *object, const das_matrix *x) {
  return das_booster_score(context, (das_booster_const_ref)object, x, numbers, 1);
}

static das_status model_score(const void *object, const das_matrix *x) {
  return das_model_score(context, (das_model_const_ref)object, x, numbers, 1);
}

static das_status model_parts(const void *object, const das_matrix *x) {
  return das_model_parts(context, (das_model_const_ref)object, x, numbers, numbers + 1, numbers + 2,
                         1);
}

static das_status model_pvalues(const void *object, const das_matrix *x) {
  return das_model_pvalues(context, (das_model_const_ref)object, x, numbers, 1);
}

static das_status model_predict(const void *object, const das_matrix *x) {
  return das_model_predict(context, (das_model_const_ref)object, x, 0.1, (int32_t *)numbers, 1);
}

/* ---- How it is watched ---- */

/* What some calls with one row each ask for, after a first. */
static void watch(const char *what, const char *name, scorer score, const void *object,
                  das_matrix x) {
  long before;
  int call;
  REQUIRE(score(object, &x) == DAS_OK);
  before = allocations();
  for (call = 0; call < 10; call++) REQUIRE(score(object, &x) == DAS_OK);
  if (allocations() == before) return;
  fprintf(stderr, "%s %s: %g allocations a call\n", what, name,
          (double)(allocations() - before) / 10);
  failures++;
}

/* As doubles, and as what has to be converted. */
static void watch_both(const char *what, const char *name, scorer score, const void *object) {
  das_matrix x = table_view(values, 1, COLUMNS);
  watch(what, name, score, object, x);
  x.data = singles;
  x.type = DAS_FLOAT32;
  watch(what, name, score, object, x);
}

static void watch_model(const char *name, const char *preset) {
  das_matrix X = table_view(values, ROWS, COLUMNS);
  das_settings_ref detector;
  das_model_ref model;
  das_detector_ref f;
  das_booster_ref booster;
  das_enhance_options options;
  REQUIRE(quick_settings(context, name, &detector) == DAS_OK);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  options.preset = preset;
  REQUIRE(das_enhance(context, &options, &X, 1, &model) == DAS_OK);
  REQUIRE(das_model_detector(context, model, &f) == DAS_OK);
  REQUIRE(das_model_booster(context, model, &booster) == DAS_OK);
  watch_both("detector", name, detector_score, f);
  watch_both("booster", preset, booster_score, booster);
  watch_both("model", name, model_score, model);
  watch_both("parts", name, model_parts, model);
  watch_both("p-values", name, model_pvalues, model);
  watch_both("labels", name, model_predict, model);
  das_booster_free(booster);
  das_detector_free(f);
  das_model_free(model);
  das_settings_free(detector);
}

int main(void) {
  int32_t number;
  int column;
  fill_table(values, ROWS, COLUMNS, 1);
  for (column = 0; column < COLUMNS; column++) singles[column] = (float)values[column];
  REQUIRE(das_context_create(&context) == DAS_OK);
  for (number = 0; detector_at(number) != NULL; number++) {
    REQUIRE(das_context_set_threads(context, 1) == DAS_OK);
    watch_model(detector_at(number), "default");
    REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
    watch_model(detector_at(number), "paper");
  }
  das_context_free(context);
  if (failures > 0) return EXIT_FAILURE;
  printf("a row is scored without asking for memory\n");
  return EXIT_SUCCESS;
}
