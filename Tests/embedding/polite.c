/* A host that loads libdas late and unloads it: its signal handlers, its threads, its environment and
   its floating-point mode are as they were, and loading again works. The argument is the library. */
#include <dlfcn.h>
#include <fenv.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

struct state {
  void (*handlers[64])(int);
  int threads;
  int rounding;
  size_t variables;
};

static int count_threads(void) {
  char line[256];
  int threads = -1;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "Threads: %d", &threads);
  if (status) fclose(status);
  return threads;
}

static struct state observe(void) {
  struct state seen;
  memset(&seen, 0, sizeof seen);
  for (int number = 1; number < 64; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) == 0) seen.handlers[number] = action.sa_handler;
  }
  seen.threads = count_threads();
  seen.rounding = fegetround();
  while (environ[seen.variables]) seen.variables++;
  return seen;
}

static int version_of(const char *path) {
  int32_t (*das_version)(void);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return -1;
  }
  *(void **)&das_version = dlsym(library, "das_version");
  int version = das_version ? (int)das_version() : -1;
  return dlclose(library) == 0 ? version : -1;
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  struct state before = observe();
  int first = version_of(arguments[1]);
  int second = version_of(arguments[1]);
  struct state after = observe();
  int same = memcmp(&before, &after, sizeof before) == 0;
  printf("loaded twice: versions %d and %d; the process is %s\n", first, second,
         same ? "as it was" : "changed");
  return first > 0 && first == second && same ? 0 : 1;
}
