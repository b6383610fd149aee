/* Fuzzes das_program_parse: any text is a program or an error, a program writes itself in a form that
   reads the same, and it makes the rows that are asked of it, finite ones. */
#include "fuzz.h"

static void synthesize(das_program_const_ref program) {
  double rows[4 * FUZZ_COLUMNS];
  das_matrix table = fuzz_table();
  das_settings_ref settings = NULL;
  static das_detector_ref detector;
  if (!detector) {
    FUZZ_REQUIRE(das_settings_create(NULL, "ecod", &settings) == DAS_OK);
    FUZZ_REQUIRE(das_detector_fit(NULL, settings, &table, 1, &detector) == DAS_OK);
    das_settings_free(settings);
  }
  if (das_synthesize(NULL, program, detector, &table, 4, 1, rows, 4 * FUZZ_COLUMNS) != DAS_OK) return;
  for (int place = 0; place < 4 * FUZZ_COLUMNS; place++) FUZZ_REQUIRE(rows[place] - rows[place] == 0);
}

static char *text_of(das_program_const_ref program, int64_t *size) {
  FUZZ_REQUIRE(das_program_json(NULL, program, NULL, 0, size) == DAS_OK);
  char *text = malloc((size_t)*size);
  FUZZ_REQUIRE(das_program_json(NULL, program, text, *size, size) == DAS_OK);
  return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  das_program_ref program = NULL, again = NULL;
  if (das_program_parse(NULL, (const char *)data, (int64_t)size, &program) != DAS_OK) return 0;
  int64_t length = 0, second_length = 0;
  char *text = text_of(program, &length);
  FUZZ_REQUIRE(das_program_parse(NULL, text, length - 1, &again) == DAS_OK);
  char *second = text_of(again, &second_length);
  FUZZ_REQUIRE(length == second_length && memcmp(text, second, (size_t)length) == 0);
  synthesize(program);
  free(text);
  free(second);
  das_program_free(program);
  das_program_free(again);
  return 0;
}
