/* Fuzzes das_model_read: any bytes are a sound model or an error. The checksum is put right first, or
   no damaged file would get past it. */
#include "fuzz.h"

#include <stdio.h>

static uint32_t crc32(uint32_t state, const uint8_t *bytes, size_t size) {
  for (size_t place = 0; place < size; place++) {
    state ^= bytes[place];
    for (int bit = 0; bit < 8; bit++) state = state >> 1 ^ (state & 1 ? 0xEDB88320u : 0);
  }
  return state;
}

static void repair_checksum(uint8_t *bytes, size_t size) {
  static const char key[] = "\"checksum\":\"";
  const size_t length = sizeof key - 1;
  for (size_t place = 8; place + length + 8 <= size; place++) {
    if (memcmp(bytes + place, key, length) != 0) continue;
    char digits[9];
    memset(bytes + place + length, '0', 8);
    snprintf(digits, sizeof digits, "%08x", ~crc32(~0u, bytes, size));
    memcpy(bytes + place + length, digits, 8);
    return;
  }
}

static void use(das_model_const_ref model) {
  double scores[FUZZ_ROWS], threshold;
  das_matrix table = fuzz_table();
  (void)das_model_score(NULL, model, &table, scores, FUZZ_ROWS);
  (void)das_model_threshold(NULL, model, 0.1, &threshold);
  int64_t size = 0;
  FUZZ_REQUIRE(das_model_write(NULL, model, NULL, 0, &size) == DAS_OK && size > 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  uint8_t *bytes = malloc(size + 1);
  if (!bytes) return 0;
  memcpy(bytes, data, size);
  repair_checksum(bytes, size);
  das_model_ref model = NULL;
  if (das_model_read(NULL, bytes, (int64_t)size, &model) == DAS_OK) use(model);
  das_model_free(model);
  free(bytes);
  return 0;
}
