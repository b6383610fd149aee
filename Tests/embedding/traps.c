/*
 * A host that lets floating-point operations trap, as -ffpe-trap, Delphi and many simulators do: no
 * call traps, on any instruction set and number of threads; afterwards the host's traps, flags,
 * rounding and flush to zero are what they were. Callbacks find them too, and what they change is
 * kept.
 *
 *     traps [OFFSET OFFSET]
 *
 * The offsets are those of __cpu_model and das_version in the library, from nm. With them the
 * library is also made to believe that the processor has less than it has.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fenv.h>
#include <sys/wait.h>
#include <unistd.h>

#include "operations.h"
#include "table.h"

enum { ROWS = 300, COLUMNS = 5 };

/* ---- The environment of this thread ---- */

typedef struct {
  int traps, flags, rounding;
  unsigned short control; /* of the x87 */
  unsigned vector;        /* MXCSR, its flags and flush to zero included */
} state;

static state now(void) {
  state found;
  fenv_t whole;
  fegetenv(&whole);
  fesetenv(&whole); /* reading masks the traps of the x87 */
  memset(&found, 0, sizeof found);
  found.traps = fegetexcept();
  found.flags = fetestexcept(FE_ALL_EXCEPT);
  found.rounding = fegetround();
  found.control = whole.__control_word;
  found.vector = whole.__mxcsr;
  return found;
}

static int same(state a, state b) { return memcmp(&a, &b, sizeof a) == 0; }

static void set_mxcsr(unsigned bits) {
  fenv_t whole;
  fegetenv(&whole);
  whole.__mxcsr |= bits;
  fesetenv(&whole);
}

static void mask_x87(void) {
  fenv_t whole;
  fegetenv(&whole);
  whole.__control_word |= 0x3f;
  fesetenv(&whole);
}

/* The host's own: all traps, one flag that was raised before, and a rounding of its choice. */
static state odd_environment(int rounding, unsigned more) {
  enum { INEXACT_RAISED = 0x20 }; /* in MXCSR alone: in the x87 it would be a trap to come */
  fesetenv(FE_DFL_ENV);
  fesetround(rounding);
  set_mxcsr(more | INEXACT_RAISED);
  feenableexcept(FE_ALL_EXCEPT);
  if (more != 0) mask_x87(); /* most hosts set one of the two alone */
  return now();
}

/* ---- Calls of every kind ---- */

static void run(const operation *tried, int32_t threads, int rounding, unsigned more) {
  das_context_ref context;
  state before = odd_environment(rounding, more);
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, threads) == DAS_OK);
  REQUIRE(tried->run(context, tried->argument) == DAS_OK);
  das_context_free(context);
  REQUIRE(same(now(), before));
  fesetenv(FE_DFL_ENV);
}

static void run_all(void) {
  enum { FLUSH_AND_ZERO = 0x8040 };
  int index;
  for (index = 0; index < operation_count; index++) {
    run(&operations[index], 1, FE_TONEAREST, 0);
    run(&operations[index], 2, FE_UPWARD, FLUSH_AND_ZERO);
  }
}

static void read_tables(void) {
  das_setting_info info;
  state before = odd_environment(FE_TONEAREST, 0);
  int32_t stage;
  info.size = sizeof info;
  for (stage = 0; das_stage_at(stage) != NULL; stage++)
    REQUIRE(das_setting_at(das_stage_at(stage), 0, &info) != DAS_ERROR_UNKNOWN_NAME);
  REQUIRE(das_program_at(0) != NULL && das_status_name(1) != NULL && das_version_string() != NULL);
  REQUIRE(same(now(), before));
  fesetenv(FE_DFL_ENV);
}

/* ---- Callbacks ---- */

static double values[ROWS * COLUMNS];
static state expected;
static int calls;

/* Each callback finds the host's environment, and changes its rounding. */
static void be_called(void) {
  static const int rounds[] = {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
  REQUIRE(same(now(), expected));
  fesetround(rounds[calls++ % 4]);
  expected = now();
}

static int32_t fit(void *user, const das_matrix *X, void **fitted) {
  (void)X;
  be_called();
  * fitted = user;
  return 0;
}

static int32_t boost(void *user, const das_matrix *X, const das_matrix *anomalies, void **fitted) {
  (void)anomalies;
  return fit(user, X, fitted);
}

static int32_t score(void *fitted, const das_matrix *X, double *scores) {
  int64_t row;
  (void)fitted;
  be_called();
  for (row = 0; row < X->rows; row++)
    scores[row] = ((const double *)X->data)[row * X->row_stride];
  return 0;
}

static int32_t synthesize(void *user, int64_t n_samples, das_predict_score_fn predict_score,
                          void *model, const das_matrix *X, uint64_t seed, double *rows) {
  int64_t row, column;
  (void)user, (void)seed;
  be_called();
  for (row = 0; row < n_samples; row++)
    for (column = 0; column < X->columns; column++)
      rows[row * X->columns + column] =
          ((const double *)X->data)[row % X->rows * X->row_stride + column * X->column_stride];
  REQUIRE(predict_score(model, X, values) == 0);
  REQUIRE(same(now(), expected));
  return 0;
}

static void release(void *user) {
  (void)user;
  be_called();
}

static int32_t watch(void *user, const char *stage, double fraction) {
  (void)user, (void)stage, (void)fraction;
  be_called();
  return 0;
}

static void log_line(void *user, int32_t level, const char *message) {
  (void)level, (void)message;
  release(user);
}

static void wrap(das_context_ref context, das_enhance_options *options) {
  das_detector_callbacks detector = {
      .size = sizeof detector, .destroy = release, .fit = fit, .score = score, .release = release};
  das_program_callbacks program = {
      .size = sizeof program, .destroy = release, .synthesize = synthesize};
  das_booster_callbacks booster = {
      .size = sizeof booster, .destroy = release, .fit = boost, .score = score, .release = release};
  das_detector_ref wrapped_detector;
  das_program_ref wrapped_program;
  das_booster_ref wrapped_booster;
  REQUIRE(das_detector_wrap(context, &detector, &wrapped_detector) == DAS_OK);
  REQUIRE(das_program_wrap(context, &program, &wrapped_program) == DAS_OK);
  REQUIRE(das_booster_wrap(context, &booster, &wrapped_booster) == DAS_OK);
  program.size = 0;
  REQUIRE(das_program_wrap(context, &program, &wrapped_program) == DAS_ERROR_INVALID_ARGUMENT);
  memset(options, 0, sizeof *options);
  options->size = sizeof *options;
  options->fitted_detector = wrapped_detector;
  options->program = wrapped_program;
  options->wrapped_booster = wrapped_booster;
}

static void enhance_with_callbacks(void) {
  static double rows[ROWS * COLUMNS];
  das_context_ref context;
  das_enhance_options options;
  das_model_ref model;
  das_matrix X = table_view(rows, ROWS, COLUMNS);
  fill_table(rows, ROWS, COLUMNS, 3);
  expected = odd_environment(FE_TONEAREST, 0);
  REQUIRE(das_context_create(&context) == DAS_OK);
  REQUIRE(das_context_set_threads(context, 2) == DAS_OK);
  REQUIRE(das_context_set_log(context, log_line, NULL) == DAS_OK);
  REQUIRE(das_context_set_progress(context, watch, NULL) == DAS_OK);
  wrap(context, &options);
  REQUIRE(das_enhance(context, &options, &X, 1, &model) == DAS_OK);
  REQUIRE(same(now(), expected));
  das_model_free(model);
  das_detector_free((das_detector_ref)options.fitted_detector);
  das_program_free((das_program_ref)options.program);
  das_booster_free((das_booster_ref)options.wrapped_booster);
  das_context_free(context);
  REQUIRE(same(now(), expected));
  REQUIRE(calls > 20);
  fesetenv(FE_DFL_ENV);
}

/* ---- Instruction sets ---- */

/* Bits of `features` in __cpu_model of libgcc, with which the library asks what the processor
   has. */
enum { AVX2 = 1u << 10, FMA = 1u << 14, AVX512BW = 1u << 21, AVX512DQ = 1u << 22 };

static void forget(char **offsets, unsigned features) {
  char *known = (char *)dlsym(RTLD_DEFAULT, "das_version");
  unsigned *model =
      (unsigned *)(known - strtol(offsets[1], NULL, 16) + strtol(offsets[0], NULL, 16));
  model[3] &= ~features;
}

static void check(char **offsets, unsigned features) {
  int status;
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (features != 0) forget(offsets, features);
    read_tables();
    begin_operations(ROWS, COLUMNS);
    run_all();
    end_operations();
    enhance_with_callbacks();
    _exit(0);
  }
  REQUIRE(waitpid(child, &status, 0) == child);
  if (WIFSIGNALED(status)) fprintf(stderr, "traps: killed by signal %d\n", WTERMSIG(status));
  REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(int argc, char **argv) {
  check(argv + 1, 0);
  if (argc == 3) {
    check(argv + 1, AVX512BW | AVX512DQ);
    check(argv + 1, AVX512BW | AVX512DQ | AVX2 | FMA);
  }
  printf("no call traps where the host lets operations trap, on %d instruction sets\n",
         argc == 3 ? 3 : 1);
  return EXIT_SUCCESS;
}
