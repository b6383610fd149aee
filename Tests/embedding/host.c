/*
 * A host that knows nothing of libdas loads a plugin that uses it, calls, unloads, and finds its
 * process as it was: signal handlers and mask, environment, working directory, umask, locale,
 * rounding mode, floating-point traps (which are on), open files, threads. A model fitted before
 * fork() scores in the child.
 *
 *     host GUEST.so
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fenv.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

typedef struct {
  const char *(*detector_at)(int number);
  void (*fit)(const char *stage);
  double (*score)(void);
  void (*fail)(void);
  void (*release)(void);
} guest;

/* ---- The state of the process ---- */

enum { SIGNALS = 65 };

typedef struct {
  void *handlers[SIGNALS];
  int flags[SIGNALS];
  sigset_t blocked;
  char folder[4096], environment[65536], locale[256];
  mode_t umask;
  int rounding, traps, files, threads;
} state;

static int entries(const char *path) {
  DIR *folder = opendir(path);
  int count = 0;
  if (folder == NULL) return -1;
  while (readdir(folder) != NULL) count++;
  closedir(folder);
  return count;
}

static void take_signals(state *now) {
  struct sigaction action;
  int number;
  for (number = 1; number < SIGNALS; number++) {
    if (sigaction(number, NULL, &action) != 0) continue;
    now->handlers[number] = (action.sa_flags & SA_SIGINFO) != 0 ? *(void **)&action.sa_sigaction
                                                               : *(void **)&action.sa_handler;
    now->flags[number] = action.sa_flags;
  }
  sigprocmask(SIG_BLOCK, NULL, &now->blocked);
}

static void take(state *now) {
  char **entry;
  size_t length = 0;
  memset(now, 0, sizeof *now);
  take_signals(now);
  if (getcwd(now->folder, sizeof now->folder) == NULL) exit(EXIT_FAILURE);
  for (entry = environ; *entry != NULL && length < sizeof now->environment; entry++)
    length += (size_t)snprintf(now->environment + length, sizeof now->environment - length, "%s\n",
                               *entry);
  snprintf(now->locale, sizeof now->locale, "%s", setlocale(LC_ALL, NULL));
  now->umask = umask(0);
  umask(now->umask);
  now->rounding = fegetround();
  now->traps = fegetexcept();
  now->files = entries("/proc/self/fd");
  now->threads = entries("/proc/self/task");
}

static int failures;

static void require(int condition, const char *what) {
  if (condition) return;
  fprintf(stderr, "host: %s\n", what);
  failures++;
}

static void compare(const state *before, const state *after) {
  int same = memcmp(before->handlers, after->handlers, sizeof before->handlers) == 0;
  require(same && memcmp(before->flags, after->flags, sizeof before->flags) == 0,
          "a signal handler changed");
  require(memcmp(&before->blocked, &after->blocked, sizeof before->blocked) == 0,
          "the signal mask changed");
  require(strcmp(before->folder, after->folder) == 0, "the working directory changed");
  require(strcmp(before->environment, after->environment) == 0, "the environment changed");
  require(strcmp(before->locale, after->locale) == 0, "the locale changed");
  require(before->umask == after->umask, "the umask changed");
  require(before->rounding == after->rounding, "the rounding mode changed");
  require(before->traps == after->traps, "the floating-point traps changed");
  require(before->files == after->files, "a file was left open");
  require(before->threads == after->threads, "a thread was left behind");
}

/* ---- What the host does ---- */

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL) {
    fprintf(stderr, "host: %s\n", dlerror());
    exit(EXIT_FAILURE);
  }
  return address;
}

static void *load(const char *path, guest *loaded) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    fprintf(stderr, "host: %s\n", dlerror());
    exit(EXIT_FAILURE);
  }
  *(void **)&loaded->detector_at = symbol(library, "guest_detector_at");
  *(void **)&loaded->fit = symbol(library, "guest_fit");
  *(void **)&loaded->score = symbol(library, "guest_score");
  *(void **)&loaded->fail = symbol(library, "guest_fail");
  *(void **)&loaded->release = symbol(library, "guest_free");
  return library;
}

static void score_in_child(const guest *loaded, double expected) {
  int status = -1;
  pid_t child = fork();
  if (child == 0) _exit(loaded->score() == expected ? 0 : 1);
  waitpid(child, &status, 0);
  require(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child of a fork scored otherwise");
}

static void use(const char *path) {
  guest loaded;
  void *library = load(path, &loaded);
  int number;
  for (number = 0; loaded.detector_at(number) != NULL; number++) {
    double expected;
    loaded.fit(loaded.detector_at(number));
    expected = loaded.score();
    score_in_child(&loaded, expected);
    loaded.fail();
    require(loaded.score() == expected, "a failed call changed a score");
    loaded.release();
  }
  dlclose(library);
}

int main(int argc, char **argv) {
  state before, after;
  size_t settled = 0;
  int round;
  if (argc != 2) return 2;
  feenableexcept(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW);
  for (round = 0; round < 8; round++) {
    take(&before);
    use(argv[1]);
    take(&after);
    compare(&before, &after);
    if (round == 2) settled = mallinfo2().uordblks;
  }
  require(mallinfo2().uordblks <= settled + 65536, "memory grows with each load");
  if (failures == 0) printf("the host found its process as it was\n");
  return failures != 0;
}
