/* Fuzzes what a caller says of a table: no size, stride or type makes the library read where it
   should not. The input is a das_matrix without its pointer, then the numbers. */
#include "fuzz.h"

/* Whether the library may be shown the table: it lies within `count` numbers, or must be refused
   for its shape before anything is read. */
static int is_fair(const das_matrix *table, int64_t count) {
  if (table->rows <= 0 || table->columns <= 0) return 1;
  if (table->rows > INT32_MAX || table->columns > INT32_MAX) return 1;
  __int128 row_end = (__int128)(table->rows - 1) * table->row_stride;
  __int128 column_end = (__int128)(table->columns - 1) * table->column_stride;
  __int128 min = (row_end < 0 ? row_end : 0) + (column_end < 0 ? column_end : 0);
  __int128 max = (row_end > 0 ? row_end : 0) + (column_end > 0 ? column_end : 0);
  return min >= 0 && max < count && table->rows * table->columns < 4096;
}

static void fit_and_score(das_matrix table) {
  das_settings_ref settings = NULL;
  das_detector_ref detector = NULL;
  FUZZ_REQUIRE(das_settings_create(NULL, "ecod", &settings) == DAS_OK);
  if (das_detector_fit(NULL, settings, &table, 1, &detector) == DAS_OK) {
    double score = 0;
    table.rows = 1;
    FUZZ_REQUIRE(das_detector_score(NULL, detector, &table, &score, 1) == DAS_OK);
    FUZZ_REQUIRE(score - score == 0);
  }
  das_detector_free(detector);
  das_settings_free(settings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const size_t head = offsetof(das_matrix, schema) - sizeof(void *);
  if (size < head) return 0;
  das_matrix table;
  table.schema = NULL;
  memcpy((char *)&table + sizeof(void *), data, head);
  double *values = malloc(size - head + 1);
  memcpy(values, data + head, size - head);
  table.data = values;
  size_t element = table.type == DAS_FLOAT32 ? sizeof(float) : sizeof(double);
  if (is_fair(&table, (int64_t)((size - head) / element))) fit_and_score(table);
  free(values);
  return 0;
}

/* Numbers of eight bytes, most of them small: the engine's own changes suit them. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  (void)seed;
  return LLVMFuzzerMutate(data, size, max);
}
