/*
 * A language model writes a synthesis program: ask for a description of the detector, then for a
 * program, and send back what is wrong with it, up to three times. What is sent are words; no data.
 *
 *     write_program [COMMAND [DETECTOR]]
 *
 * COMMAND is run by the shell: a prompt is its standard input, and what it prints is the answer.
 * Any client of any model will do, such as `llm` or `ollama run MODEL`. Without one, a script plays
 * the model.
 */
#define _POSIX_C_SOURCE 200809L
#include <das.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS = 300, COLUMNS = 3, SAMPLES = 100, ATTEMPTS = 3, MAX_ANSWER = 1 << 20 };

static das_context_ref context;

static void require(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "%s\n", what);
  exit(EXIT_FAILURE);
}

static void check(das_status status) {
  if (status == DAS_OK) return;
  fprintf(stderr, "%s: %s\n", das_status_name(status), das_context_message(context));
  exit(EXIT_FAILURE);
}

/* ---- The model ---- */

/* In the child: the shell, with the prompt as its input. It never returns. */
static void run(const char *command, FILE *prompt, const int ends[2]) {
  if (dup2(fileno(prompt), STDIN_FILENO) >= 0 && dup2(ends[1], STDOUT_FILENO) >= 0) {
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
  }
  _exit(127);
}

/* The whole answer, to be freed. The prompt goes through a file, not a pipe: a command that does
   not read it ends nobody with SIGPIPE, and one that talks first does not wait for us for ever. */
static char *ask(const char *command, const char *text) {
  char *answer = (char *)malloc(MAX_ANSWER + 1);
  FILE *prompt = tmpfile(), *output;
  int ends[2], status = 0;
  size_t size;
  pid_t child;

  require(answer != NULL && prompt != NULL && pipe(ends) == 0, "no memory, file or pipe");
  require(fputs(text, prompt) >= 0 && fflush(prompt) == 0, "the prompt cannot be written");
  rewind(prompt);
  child = fork();
  require(child >= 0, "no process for the command");
  if (child == 0) run(command, prompt, ends);
  close(ends[1]);
  output = fdopen(ends[0], "r");
  require(output != NULL, "no stream for the answer");
  size = fread(answer, 1, MAX_ANSWER, output);
  answer[size] = '\0';
  require(fgetc(output) == EOF, "the answer is longer than 1 MiB");
  fclose(output);
  fclose(prompt);
  require(waitpid(child, &status, 0) == child && status == 0, "the command failed");
  return answer;
}

/* ---- The conversation ---- */

/* A prompt, to be freed: asked without a buffer, das_prompt tells the size. */
static char *prompt_for(const char *detector, const char *description, int32_t kind) {
  int64_t size = 0;
  char *text;
  check(das_prompt(context, detector, description, kind, DAS_VARIANT_FULL, NULL, 0, &size));
  text = (char *)malloc((size_t)size);
  require(text != NULL, "no memory");
  check(das_prompt(context, detector, description, kind, DAS_VARIANT_FULL, text, size, &size));
  return text;
}

/* Prompt, answer and what is wrong with it in one text: the command remembers nothing. */
static char *conversation(const char *task, const char *answer, const char *repair) {
  static const char form[] = "%s\n\n# Your answer\n\n%s\n\n# The check\n\n%s";
  size_t size = sizeof form + strlen(task) + strlen(answer) + strlen(repair);
  char *text = (char *)malloc(size);
  require(text != NULL, "no memory");
  snprintf(text, size, form, task, answer, repair);
  return text;
}

/* The message is a copy: the next call on the context replaces the context's own. */
static char *repair_of(const char *detector, const char *message) {
  char *copy = strdup(message), *text;
  require(copy != NULL, "no memory");
  text = prompt_for(detector, copy, DAS_PROMPT_JSON_REPAIR);
  free(copy);
  return text;
}

static das_program_ref write_program(const char *command, const char *detector) {
  char *question = prompt_for(detector, NULL, DAS_PROMPT_DESCRIPTION);
  char *description = ask(command, question);
  char *task = prompt_for(detector, description, DAS_PROMPT_JSON);
  char *answer = ask(command, task);
  das_program_ref program = NULL;
  int attempt;

  for (attempt = 1; program == NULL; attempt++) {
    if (das_program_parse(context, answer, (int64_t)strlen(answer), &program) != DAS_OK) {
      char *repair, *text;
      printf("attempt %d: %s\n", attempt, das_context_message(context));
      require(attempt < ATTEMPTS, "the model wrote no program");
      repair = repair_of(detector, das_context_message(context));
      text = conversation(task, answer, repair);
      free(answer);
      answer = ask(command, text);
      free(text);
      free(repair);
    }
  }
  free(answer);
  free(task);
  free(description);
  free(question);
  return program;
}

/* ---- Its use ---- */

/* Two numbers and their sum. */
static void fill(double rows[ROWS][COLUMNS]) {
  uint32_t state = 1;
  int row, column;
  for (row = 0; row < ROWS; row++) {
    for (column = 0; column < COLUMNS; column++) {
      state = state * 1664525u + 1013904223u;
      rows[row][column] = state / 4294967296.0;
    }
    rows[row][2] = rows[row][0] + rows[row][1];
  }
}

int main(int argc, char **argv) {
  static double rows[ROWS][COLUMNS], anomalies[SAMPLES][COLUMNS];
  const char *command = argc > 1 ? argv[1] : "sh data/model.sh";
  const char *name = argc > 2 ? argv[2] : "ecod";
  das_matrix X = {rows, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_settings_ref settings;
  das_detector_ref detector;
  das_program_ref program;
  int row;

  fill(rows);
  check(das_context_create(&context));
  check(das_settings_create(context, name, &settings));
  check(das_detector_fit(context, settings, &X, 1, &detector));

  program = write_program(command, name);
  check(
      das_synthesize(context, program, detector, &X, SAMPLES, 1, anomalies[0], SAMPLES * COLUMNS));
  printf("%d hard anomalies, such as\n", SAMPLES);
  for (row = 0; row < SAMPLES; row += SAMPLES / 4)
    printf("  %.2f + %.2f is not %.2f\n", anomalies[row][0], anomalies[row][1], anomalies[row][2]);

  das_program_free(program);
  das_detector_free(detector);
  das_settings_free(settings);
  das_context_free(context);
  return EXIT_SUCCESS;
}
