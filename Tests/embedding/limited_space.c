/*
 * Runs calls under `ulimit -v`, with the limit moved up in steps from just above what the process
 * has: each ends in success or in DAS_ERROR_OUT_OF_MEMORY, never in an abort, on one thread and on
 * several, which find no memory even for small blocks.
 *
 *     limited_space
 */
#define _GNU_SOURCE
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "operations.h"
#include "table.h"

enum { MAX_REFUSALS = 40 };

static rlim_t size_now(void) {
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  REQUIRE(file != NULL && fscanf(file, "%lu", &pages) == 1);
  fclose(file);
  return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void run_limited(const operation *tried, int32_t threads, rlim_t room) {
  das_context_ref context;
  struct rlimit limit;
  das_status status;
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, threads) == DAS_OK);
  limit.rlim_cur = limit.rlim_max = size_now() + room;
  REQUIRE(setrlimit(RLIMIT_AS, &limit) == 0);
  status = tried->run(context, tried->argument);
  _exit(status == DAS_OK ? 0 : status == DAS_ERROR_OUT_OF_MEMORY ? 1 : 2);
}

/* 0: the call succeeded, 1: it was refused memory; ends the program at anything else. */
static int try_with(const operation *tried, int32_t threads, rlim_t room) {
  int status = 0;
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) run_limited(tried, threads, room);
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFEXITED(status) && WEXITSTATUS(status) < 2) return WEXITSTATUS(status);
  fprintf(stderr, "%s on %d threads with %lu KiB: %s %d\n", tried->name, (int)threads,
          (unsigned long)(room >> 10),
          WIFSIGNALED(status) ? "killed by signal" : "ended with",
          WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  exit(EXIT_FAILURE);
}

/* The refusals until there was room enough. */
static int sweep(const operation *tried, int32_t threads) {
  rlim_t room = 0;
  int refusals = 0;
  while (try_with(tried, threads, room) != 0) {
    refusals++;
    room += room / 2 + 131072;
    REQUIRE(refusals < MAX_REFUSALS);
  }
  return refusals;
}

int main(void) {
  int index, threads, refusals = 0;
  begin_operations(4000, 8);
  for (index = 0; index < operation_count; index++)
    for (threads = 1; threads <= 3; threads += 2) refusals += sweep(&operations[index], threads);
  end_operations();
  REQUIRE(refusals > operation_count);
  printf("%d calls were refused memory, and said so\n", refusals);
  return EXIT_SUCCESS;
}
