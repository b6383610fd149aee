/*
 * What ThreadSanitizer watches: threads that fit with threads of their own, that score one model at
 * the same time, write it, read the table of settings, and cancel each other's calls.
 *
 *     shared_model
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>

#include "table.h"

enum { ROWS = 2500, COLUMNS = 4, THREADS = 3, ROUNDS = 3 };

static double rows[ROWS * COLUMNS], expected[ROWS];
static das_model_ref model;

static void read_the_table(void) {
  das_setting_info info;
  int32_t stage, index;
  info.size = sizeof info;
  for (stage = 0; das_stage_at(stage) != NULL; stage++)
    for (index = 0; das_setting_at(das_stage_at(stage), index, &info) == DAS_OK; index++)
      REQUIRE(info.help != NULL);
  REQUIRE(das_program_at(0) != NULL && das_status_name(0) != NULL);
}

static void *use_model(void *unused) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  das_context_ref context;
  double *scores = (double *)malloc(sizeof expected);
  int round;
  (void)unused;
  REQUIRE(scores != NULL && das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
  for (round = 0; round < ROUNDS; round++) {
    das_detector_ref detector;
    int64_t size;
    read_the_table();
    REQUIRE(das_model_score(context, model, &X, scores, ROWS) == DAS_OK);
    REQUIRE(memcmp(scores, expected, sizeof expected) == 0);
    REQUIRE(das_model_pvalues(context, model, &X, scores, ROWS) == DAS_OK);
    REQUIRE(das_model_write(context, model, NULL, 0, &size) == DAS_OK);
    REQUIRE(das_model_detector(context, model, &detector) == DAS_OK);
    das_detector_free(detector);
  }
  das_context_free(context);
  free(scores);
  return NULL;
}

static void *cancel(void *context) {
  das_context_cancel((das_context_ref)context);
  return NULL;
}

static void be_cancelled(das_context_ref context, const char *stage) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  das_model_ref made = NULL;
  pthread_t thread;
  das_status status;
  REQUIRE(pthread_create(&thread, NULL, cancel, context) == 0);
  status = small_model(context, stage, &X, &made);
  pthread_join(thread, NULL);
  REQUIRE(status == DAS_ERROR_CANCELLED || status == DAS_OK);
  das_model_free(made);
  /* A cancellation that came too late for that call would stop the next one. */
  REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
}

int main(void) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  pthread_t threads[THREADS];
  das_context_ref context;
  int32_t stage;
  int number;

  fill_table(rows, ROWS, COLUMNS, 1);
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
  for (stage = 0; detector_at(stage) != NULL; stage++) {
    REQUIRE(small_model(context, detector_at(stage), &X, &model) == DAS_OK);
    REQUIRE(das_model_score(context, model, &X, expected, ROWS) == DAS_OK);
    for (number = 0; number < THREADS; number++)
      REQUIRE(pthread_create(&threads[number], NULL, use_model, NULL) == 0);
    for (number = 0; number < THREADS; number++) pthread_join(threads[number], NULL);
    be_cancelled(context, detector_at(stage));
    das_model_free(model);
  }
  das_context_free(context);
  printf("%d threads shared %d models\n", THREADS, (int)stage);
  return EXIT_SUCCESS;
}
