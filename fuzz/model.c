/*
 * Files: whatever the bytes are, reading gives an object that can be scored and written, or an
 * error.
 *
 * The readers refuse any file whose checksum is wrong, so mutants get theirs made right, and the
 * length of their header; what lies behind those two is what is to be tried.
 */
#include "fuzz.h"

/* ---- Making a mutant get past the checksum ---- */

static const char key[] = "\"checksum\":\"";

/* CRC-32 as zlib has it. */
static uint32_t crc32(const uint8_t *bytes, size_t size) {
  static uint32_t table[256];
  uint32_t value = 0xFFFFFFFFu;
  size_t offset;
  if (table[1] == 0) {
    uint32_t byte;
    for (byte = 0; byte < 256; byte++) {
      uint32_t entry = byte;
      int bit;
      for (bit = 0; bit < 8; bit++) entry = entry & 1 ? entry >> 1 ^ 0xEDB88320u : entry >> 1;
      table[byte] = entry;
    }
  }
  for (offset = 0; offset < size; offset++)
    value = value >> 8 ^ table[(value ^ bytes[offset]) & 0xFF];
  return ~value;
}

static uint64_t header_size(const uint8_t *file, size_t size) {
  uint64_t length = 0;
  int byte;
  if (size < 8) return 0;
  for (byte = 7; byte >= 0; byte--) length = length << 8 | file[byte];
  return length <= size - 8 ? length : 0;
}

static void seal(uint8_t *file, size_t size) {
  size_t end = 8 + (size_t)header_size(file, size), offset;
  char digits[9];
  for (offset = 8; offset + sizeof key - 1 + 8 <= end; offset++) {
    if (memcmp(file + offset, key, sizeof key - 1) != 0) continue;
    offset += sizeof key - 1;
    memcpy(file + offset, "00000000", 8);
    snprintf(digits, sizeof digits, "%08x", (unsigned)crc32(file, size));
    memcpy(file + offset, digits, 8);
    return;
  }
}

/* Changes the header alone, the tensors alone, or anything, and then makes length and checksum
   fit. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  size_t header = (size_t)header_size(data, size), rest = size - 8 - header, changed, byte;
  if (header == 0 || seed % 8 == 0) {
    size = LLVMFuzzerMutate(data, size, max);
  } else if (seed % 8 < 5) {
    size_t room = max - 8 - rest;
    uint8_t *text = (uint8_t *)malloc(room);
    if (text == NULL) return size;
    memcpy(text, data + 8, header);
    changed = LLVMFuzzerMutate(text, header, room);
    memmove(data + 8 + changed, data + 8 + header, rest);
    memcpy(data + 8, text, changed);
    free(text);
    for (byte = 0; byte < 8; byte++) data[byte] = (uint8_t)((uint64_t)changed >> (8 * byte));
    size = 8 + changed + rest;
  } else if (rest > 0) {
    /* The header tells where tensors stand, so those keep their size. */
    changed = LLVMFuzzerMutate(data + 8 + header, rest, rest);
    if (changed < rest) memset(data + 8 + header + changed, 0, rest - changed);
  }
  seal(data, size);
  return size;
}

/* ---- What has to hold ---- */

static const double values[] = {0, 1, -1, 0.5, 1e150, -1e150, 3, 5e-324, 0.25, -0.0, 7, 1e-9};

/* As many rows as the values give, of any number of columns. */
static das_matrix rows_of(int64_t columns, double *room, size_t max) {
  das_matrix X = {room, 3, columns, columns, 1, DAS_FLOAT64, 0, NULL};
  size_t offset;
  if ((size_t)columns * 3 > max) X.row_stride = 0;
  for (offset = 0; offset < max; offset++) room[offset] = values[offset % (sizeof values / 8)];
  return X;
}

static void use_model(das_model_ref model) {
  static double room[3000];
  das_matrix X = rows_of(das_model_columns(model), room, 3000);
  double scores[3], p_values[3], level;
  int64_t size = 0, again = 0, count = 0;
  uint8_t *image;
  das_model_ref twin = NULL;

  if (X.columns > 3000) return;
  FUZZ_REQUIRE(das_model_score(NULL, model, &X, scores, 3) == DAS_OK);
  FUZZ_REQUIRE(das_model_pvalues(NULL, model, &X, p_values, 3) == DAS_OK);
  FUZZ_REQUIRE(p_values[0] > 0 && p_values[0] <= 1);
  FUZZ_REQUIRE(das_model_threshold(NULL, model, 0.1, &level) == DAS_OK);
  FUZZ_REQUIRE(das_model_training_scores(NULL, model, NULL, NULL, NULL, 0, &count) == DAS_OK);
  FUZZ_REQUIRE(das_model_write(NULL, model, NULL, 0, &size) == DAS_OK);
  image = (uint8_t *)malloc((size_t)size);
  FUZZ_REQUIRE(image != NULL);
  FUZZ_REQUIRE(das_model_write(NULL, model, image, size, &size) == DAS_OK);
  FUZZ_REQUIRE(das_model_read(NULL, image, size, &twin) == DAS_OK);
  FUZZ_REQUIRE(das_model_write(NULL, twin, NULL, 0, &again) == DAS_OK && again == size);
  das_model_free(twin);
  free(image);
}

static void use_detector(das_detector_ref detector) {
  static double room[3000];
  das_matrix X = rows_of(das_detector_columns(detector), room, 3000);
  double scores[3];
  if (X.columns <= 3000) FUZZ_REQUIRE(das_detector_score(NULL, detector, &X, scores, 3) == DAS_OK);
}

/* A booster does not tell its columns: it takes these three, or says that it wants others. */
static void use_booster(das_booster_ref booster) {
  static double room[9];
  das_matrix X = rows_of(FUZZ_COLUMNS, room, 9);
  double scores[3];
  das_status status = das_booster_score(NULL, booster, &X, scores, 3);
  FUZZ_REQUIRE(status == DAS_OK || status == DAS_ERROR_SHAPE_MISMATCH);
}

static void check_failure(das_context_ref context, das_status status) {
  FUZZ_REQUIRE(status == DAS_ERROR_BAD_FORMAT || status == DAS_ERROR_NEWER_VERSION ||
          status == DAS_ERROR_INVALID_DATA || status == DAS_ERROR_OUT_OF_MEMORY);
  FUZZ_REQUIRE(das_context_message(context)[0] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  das_context_ref context;
  das_model_ref model = NULL;
  das_detector_ref detector = NULL;
  das_booster_ref booster = NULL;
  das_status status;

  FUZZ_REQUIRE(das_context_create(&context) == DAS_OK);
  status = das_model_read(context, data, (int64_t)size, &model);
  if (status == DAS_OK) use_model(model);
  else check_failure(context, status);
  status = das_detector_read(context, data, (int64_t)size, &detector);
  if (status == DAS_OK) use_detector(detector);
  else check_failure(context, status);
  status = das_booster_read(context, data, (int64_t)size, &booster);
  if (status == DAS_OK) use_booster(booster);
  else check_failure(context, status);
  das_booster_free(booster);
  das_detector_free(detector);
  das_model_free(model);
  das_context_free(context);
  return 0;
}
