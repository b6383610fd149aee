/*
 * Programs: whatever the text is, bare or a language model's whole answer, parsing gives a program
 * that runs in bounded time and makes exactly the rows asked for, all finite, or an error that says
 * where.
 */
#include "grammar.h"

enum { SAMPLES = 300, ROWS = 40, COLUMNS = 5 };

/* Continuous, discrete, binary, constant and huge columns; some rows occur twice. */
static das_matrix table(void) {
  static double values[ROWS][COLUMNS];
  das_matrix X = {values, ROWS, COLUMNS, COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  int row;
  for (row = 0; row < ROWS; row++) {
    int draw = row % 16 == 3 ? 0 : row;
    values[row][0] = (draw * 7919 % 101) / 17.0;
    values[row][1] = draw % 3;
    values[row][2] = draw == 5 ? 1 : 0;
    values[row][3] = 0.1;
    values[row][4] = 1e9 + 1e6 * (draw * 31 % 37) + values[row][0];
  }
  return X;
}

/* A program's JSON form is a fixed point: parsed and written again, it is the same. */
static void use_json(das_program_ref program) {
  das_program_ref twin = NULL;
  int64_t size = 0, again = 0;
  char *text, *other;

  FUZZ_REQUIRE(das_program_json(NULL, program, NULL, 0, &size) == DAS_OK);
  text = (char *)malloc((size_t)size);
  other = (char *)malloc((size_t)size);
  FUZZ_REQUIRE(text != NULL && other != NULL);
  FUZZ_REQUIRE(das_program_json(NULL, program, text, size, &size) == DAS_OK);
  FUZZ_REQUIRE(das_program_parse(NULL, text, size - 1, &twin) == DAS_OK);
  FUZZ_REQUIRE(das_program_json(NULL, twin, other, size, &again) == DAS_OK);
  FUZZ_REQUIRE(again == size && memcmp(text, other, (size_t)size) == 0);
  das_program_free(twin);
  free(other);
  free(text);
}

/* Mostly few rows, for speed; enough at times that blocks and candidates matter. */
static void use_rows(das_program_ref program, size_t size) {
  static const int counts[] = {16, 16, 16, 1, 16, 0, 16, SAMPLES};
  static das_detector_ref detector;
  das_matrix X = table();
  double rows[SAMPLES * COLUMNS + 1];
  int offset, count = counts[size % 8];

  if (detector == NULL) detector = fuzz_detector_on("ecod", &X);
  for (offset = 0; offset <= SAMPLES * COLUMNS; offset++) rows[offset] = -12345;
  FUZZ_REQUIRE(das_synthesize(NULL, program, detector, &X, count, 1, rows, count * COLUMNS) ==
               DAS_OK);
  for (offset = 0; offset < count * COLUMNS; offset++) {
    FUZZ_REQUIRE(rows[offset] >= -1e150 && rows[offset] <= 1e150);
    FUZZ_REQUIRE(offset % COLUMNS != 3 || rows[offset] == 0.1);
  }
  FUZZ_REQUIRE(rows[count * COLUMNS] == -12345);
}

/* A path in the program, or a line of the text. */
static int names_a_position(const char *message) {
  return strncmp(message, "program", 7) == 0 || strncmp(message, "JSON line ", 10) == 0 ||
         strncmp(message, "answer line ", 12) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  das_context_ref context;
  das_program_ref program = NULL;
  das_status status;

  FUZZ_REQUIRE(das_context_create(&context) == DAS_OK);
  status = das_program_parse(context, (const char *)data, (int64_t)size, &program);
  if (status == DAS_OK) {
    use_json(program);
    use_rows(program, size);
  } else {
    FUZZ_REQUIRE(status == DAS_ERROR_BAD_FORMAT || status == DAS_ERROR_OUT_OF_RANGE ||
            status == DAS_ERROR_UNKNOWN_NAME || status == DAS_ERROR_NEWER_VERSION);
    FUZZ_REQUIRE(names_a_position(das_context_message(context)));
    FUZZ_REQUIRE(program == NULL);
  }
  das_program_free(program);
  das_context_free(context);
  return 0;
}

/* Swaps a number for another, which keeps the text a program. */
static size_t swap_number(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  static const char *const numbers[] = {"0",    "1",   "-1",  "0.5",  "1e308", "-0",  "1e-300",
                                        "2",    "1e9", "0.1", "true", "null",  "\"\"", "64",
                                        "1e-9", "100", "3",   "[]",   "{}",    "0.999"};
  const char *number = numbers[seed / 64 % (sizeof numbers / sizeof *numbers)];
  size_t start = size == 0 ? 0 : seed / 4096 % size, end, length = strlen(number);
  while (start < size && !(data[start] >= '0' && data[start] <= '9')) start++;
  for (end = start; end < size && strchr("0123456789.eE+-", data[end]) != NULL; end++) continue;
  if (start == size || size - (end - start) + length > max)
    return LLVMFuzzerMutate(data, size, max);
  memmove(data + start + length, data + end, size - end);
  memcpy(data + start, number, length);
  return size - (end - start) + length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  switch (seed % 8) {
    case 0: return grammar_program(data, max, seed / 8);
    case 1: return grammar_wrap(data, size, max, seed);
    case 2: return grammar_swap_move(data, size, max, seed);
    case 3:
    case 4: return swap_number(data, size, max, seed);
    default: return LLVMFuzzerMutate(data, size, max);
  }
}
