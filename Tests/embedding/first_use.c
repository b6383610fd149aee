/*
 * The parent has the library loaded and has not used it; threads of its forked children make their
 * first calls at the same moment, on small stacks: none hangs.
 *
 *     first_use [CHILDREN]
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "table.h"

enum { ROWS = 300, COLUMNS = 6, THREADS = 4, SECONDS = 20, STACK = 128 << 10 };

static double rows[ROWS * COLUMNS];
static pthread_barrier_t together;

static void *fit(void *stage) {
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  das_context_ref context = NULL;
  das_settings_ref settings = NULL;
  das_detector_ref detector = NULL;
  pthread_barrier_wait(&together);
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
  REQUIRE(quick_settings(context, (const char *)stage, &settings) == DAS_OK);
  REQUIRE(das_detector_fit(context, settings, &X, 1, &detector) == DAS_OK);
  das_detector_free(detector);
  das_settings_free(settings);
  das_context_free(context);
  return NULL;
}

/* The thread that came through the fork is one of them. */
static void be_child(const char *stage) {
  pthread_t threads[THREADS];
  pthread_attr_t small;
  int number;
  alarm(SECONDS);
  pthread_barrier_init(&together, NULL, THREADS);
  pthread_attr_init(&small);
  REQUIRE(pthread_attr_setstacksize(&small, STACK) == 0);
  for (number = 1; number < THREADS; number++)
    REQUIRE(pthread_create(&threads[number], &small, fit, (void *)stage) == 0);
  fit((void *)stage);
  for (number = 1; number < THREADS; number++) pthread_join(threads[number], NULL);
  _exit(0);
}

static void check(const char *stage, int children) {
  int number;
  for (number = 0; number < children; number++) {
    int status;
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) be_child(stage);
    REQUIRE(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
      fprintf(stderr, "%s: child %d hung for %d s\n", stage, number, SECONDS);
    else fprintf(stderr, "%s: child %d ended with status %x\n", stage, number, (unsigned)status);
    exit(EXIT_FAILURE);
  }
}

int main(int argc, char **argv) {
  int children = argc > 1 ? atoi(argv[1]) : 40;
  int32_t number;
  fill_table(rows, ROWS, COLUMNS, 1);
  for (number = 0; detector_at(number) != NULL; number++) check(detector_at(number), children);
  printf("%d forked children used each detector for the first time on %d threads\n", children,
         THREADS);
  return EXIT_SUCCESS;
}
