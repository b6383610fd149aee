/*
 * Programs: whatever the text is, parsing gives a program that runs in bounded time and makes exactly
 * the rows asked for, all finite, or an error that says where.
 */
#include "fuzz.h"

enum { SAMPLES = 16 };

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

static void use_rows(das_program_ref program) {
  static das_detector_ref detector;
  das_matrix X = fuzz_table();
  double rows[SAMPLES * FUZZ_COLUMNS + 1];
  int place;

  if (detector == NULL) detector = fuzz_detector("ecod");
  for (place = 0; place <= SAMPLES * FUZZ_COLUMNS; place++) rows[place] = -12345;
  FUZZ_REQUIRE(das_synthesize(NULL, program, detector, &X, SAMPLES, 1, rows, SAMPLES * FUZZ_COLUMNS) == DAS_OK);
  for (place = 0; place < SAMPLES * FUZZ_COLUMNS; place++)
    FUZZ_REQUIRE(rows[place] >= -1e150 && rows[place] <= 1e150);
  FUZZ_REQUIRE(rows[SAMPLES * FUZZ_COLUMNS] == -12345);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  das_context_ref context;
  das_program_ref program = NULL;
  das_status status;

  FUZZ_REQUIRE(das_context_create(&context) == DAS_OK);
  status = das_program_parse(context, (const char *)data, (int64_t)size, &program);
  if (status == DAS_OK) {
    use_json(program);
    use_rows(program);
  } else {
    FUZZ_REQUIRE(status == DAS_ERROR_BAD_FORMAT || status == DAS_ERROR_OUT_OF_RANGE ||
            status == DAS_ERROR_UNKNOWN_NAME || status == DAS_ERROR_NEWER_VERSION);
    FUZZ_REQUIRE(das_context_message(context)[0] != '\0');
  }
  das_program_free(program);
  das_context_free(context);
  return 0;
}

/* Half of the changes swap a number for another, which keeps the text a program. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed) {
  static const char *const numbers[] = {"0",    "1",   "-1",  "0.5",  "1e308", "-0",  "1e-300",
                                        "2",    "1e9", "0.1", "true", "null",  "\"\"", "64",
                                        "1e-9", "100", "3",   "[]",   "{}",    "0.999"};
  const char *number = numbers[seed / 64 % (sizeof numbers / sizeof *numbers)];
  size_t start = size == 0 ? 0 : seed / 4096 % size, end, length = strlen(number);
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, most);
  while (start < size && !(data[start] >= '0' && data[start] <= '9')) start++;
  for (end = start; end < size && strchr("0123456789.eE+-", data[end]) != NULL; end++) continue;
  if (start == size || size - (end - start) + length > most)
    return LLVMFuzzerMutate(data, size, most);
  memmove(data + start + length, data + end, size - end);
  memcpy(data + start, number, length);
  return size - (end - start) + length;
}
