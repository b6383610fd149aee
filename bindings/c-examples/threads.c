/*
 * Threads: several of them score one model, each with a context of its own; one is told how far a
 * fit has come, and another cancels it.
 */
#include <das.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 2000, COLUMNS = 4, THREADS = 4 };

static double rows[ROWS][COLUMNS], scores[ROWS];

static void check(das_status status, das_context_ref context) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

/* ---- Many threads, one model: a fitted object never changes, so no lock is needed ---- */

typedef struct {
  das_model_const_ref model;
  int64_t first, count;
} part;

static void *score_part(void *argument) {
  const part *mine = (const part *)argument;
  das_matrix X = {rows[mine->first], mine->count, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_context_ref context;

  check(das_context_create(&context), NULL);
  check(das_model_score(context, mine->model, &X, scores + mine->first, mine->count), context);
  das_context_free(context);
  return NULL;
}

static void score_in_threads(das_model_const_ref model) {
  pthread_t threads[THREADS];
  part parts[THREADS];
  int number;

  for (number = 0; number < THREADS; number++) {
    parts[number].model = model;
    parts[number].first = number * (ROWS / THREADS);
    parts[number].count = ROWS / THREADS;
    if (pthread_create(&threads[number], NULL, score_part, &parts[number]) != 0) exit(EXIT_FAILURE);
  }
  for (number = 0; number < THREADS; number++) pthread_join(threads[number], NULL);
}

/* ---- Log, progress and cancel ---- */

typedef struct {
  das_context_ref context;
  pthread_mutex_t lock;
  pthread_cond_t started;
  int has_started;
} watch;

static void on_log(void *user, int32_t level, const char *message) {
  (void)user;
  if (level >= DAS_LOG_WARNING) fprintf(stderr, "das: %s\n", message);
}

static int32_t on_progress(void *user, const char *stage, double fraction) {
  watch *here = (watch *)user;
  (void)stage;
  if (fraction > 0) {
    pthread_mutex_lock(&here->lock);
    here->has_started = 1;
    pthread_cond_signal(&here->started);
    pthread_mutex_unlock(&here->lock);
  }
  return 0; /* any other value cancels, too */
}

static void *cancel_once_started(void *argument) {
  watch *here = (watch *)argument;
  pthread_mutex_lock(&here->lock);
  while (!here->has_started) pthread_cond_wait(&here->started, &here->lock);
  pthread_mutex_unlock(&here->lock);
  das_context_cancel(here->context); /* the one call that may come from another thread */
  return NULL;
}

static das_status fit_and_be_cancelled(das_context_ref context, const das_enhance_options *options,
                                       const das_matrix *X) {
  watch here = {context, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};
  das_model_ref model = NULL;
  pthread_t thread;
  das_status status;

  check(das_context_set_progress(context, on_progress, &here), context);
  if (pthread_create(&thread, NULL, cancel_once_started, &here) != 0) exit(EXIT_FAILURE);
  status = das_enhance(context, options, X, 1, &model);
  pthread_join(thread, NULL);
  check(das_context_set_progress(context, NULL, NULL), context);
  das_model_free(model);
  return status;
}

int main(void) {
  das_matrix X = {rows, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_context_ref context;
  das_settings_ref detector;
  das_enhance_options options;
  das_model_ref model;
  das_status status;
  uint32_t state = 1;
  int row, column;

  for (row = 0; row < ROWS; row++)
    for (column = 0; column < COLUMNS; column++) {
      state = state * 1664525u + 1013904223u;
      rows[row][column] = state / 4294967296.0 + (column > 0 ? rows[row][column - 1] : 0);
    }

  check(das_context_create(&context), NULL);
  check(das_context_set_log(context, on_log, NULL), context);
  check(das_context_set_threads(context, 0), context); /* as many as there are processors */
  check(das_settings_create(context, "iforest", &detector), context);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  check(das_enhance(context, &options, &X, 1, &model), context);

  score_in_threads(model);
  printf("%d threads scored %d rows\n", THREADS, ROWS);

  check(das_settings_set_int(context, detector, "n_estimators", 5000), context);
  status = fit_and_be_cancelled(context, &options, &X);
  printf("the long fit ended with %s\n", das_status_name(status));

  das_model_free(model);
  das_settings_free(detector);
  das_context_free(context);
  return status == DAS_ERROR_CANCELLED ? EXIT_SUCCESS : EXIT_FAILURE;
}
