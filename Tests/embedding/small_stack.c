/*
 * Calls of every kind on a thread with as much stack as das.h asks for, in a process whose threads
 * get less by default: the library's own threads do not depend on `ulimit -s`.
 *
 *     small_stack
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include "operations.h"
#include "table.h"

enum { STACK = 128 << 10, DEFAULT_STACK = 64 << 10 };

static void *run_all(void *unused) {
  int32_t threads;
  int index;
  for (threads = 1; threads <= 2; threads++)
    for (index = 0; index < operation_count; index++) {
      das_context_ref context;
      REQUIRE(das_context_create(&context) == DAS_OK);
      REQUIRE(das_context_set_threads(context, threads) == DAS_OK);
      REQUIRE(operations[index].run(context, operations[index].argument) == DAS_OK);
      das_context_free(context);
    }
  return unused;
}

static void run_on_thread(int64_t rows, int64_t columns) {
  pthread_attr_t small;
  pthread_t thread;
  begin_operations(rows, columns);
  REQUIRE(pthread_attr_init(&small) == 0 && pthread_attr_setstacksize(&small, STACK) == 0);
  REQUIRE(pthread_create(&thread, &small, run_all, NULL) == 0);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&small);
  end_operations();
}

/* What threads get by default is settled when a program starts. */
static void start_again(char *program) {
  const struct rlimit limit = {DEFAULT_STACK, DEFAULT_STACK};
  char *arguments[] = {program, "limited", NULL}, *nothing[] = {NULL};
  REQUIRE(setrlimit(RLIMIT_STACK, &limit) == 0);
  execve(program, arguments, nothing);
  exit(EXIT_FAILURE);
}

int main(int argc, char **argv) {
  if (argc == 1) start_again(argv[0]);
  run_on_thread(400, 5);
  run_on_thread(250, 150);
  printf("each of %d kinds of call did with %d KiB of stack\n", operation_count, STACK >> 10);
  return EXIT_SUCCESS;
}
