/*
 * An engine without coverage, for the regression run: the same mutants in every run, from the same
 * seeds, by the harness's own mutator.
 *
 *     HARNESS COUNT FOLDER      COUNT mutants of each file in FOLDER
 */
#include <dirent.h>

#include "fuzz.h"

enum { MAX_SEEDS = 1024, MAX_BYTES = 1 << 20 };

typedef struct {
  char name[256];
  uint8_t *bytes;
  size_t size;
} seed;

static seed seeds[MAX_SEEDS];
static int seed_count;
static uint64_t state;

static uint32_t draw(uint32_t below) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((state >> 33) % below);
}

/* ---- Changes ---- */

static size_t overwrite(uint8_t *data, size_t size) {
  static const uint8_t odd[] = {0, 1, 0x7F, 0x80, 0xFF, '"', '{', '0', '9', '-'};
  uint32_t count = 1 + draw(4);
  size_t offset = draw((uint32_t)size);
  for (; count > 0 && offset < size; count--, offset++)
    data[offset] = draw(2) == 0 ? odd[draw(sizeof odd)] : (uint8_t)draw(256);
  return size;
}

static size_t flip(uint8_t *data, size_t size) {
  data[draw((uint32_t)size)] ^= (uint8_t)(1u << draw(8));
  return size;
}

static size_t erase(uint8_t *data, size_t size) {
  size_t start = draw((uint32_t)size), count = 1 + draw(16);
  if (count > size - start) count = size - start;
  memmove(data + start, data + start + count, size - start - count);
  return size - count;
}

static size_t repeat(uint8_t *data, size_t size, size_t max) {
  size_t start = draw((uint32_t)size), count = 1 + draw(32);
  if (count > size - start) count = size - start;
  if (size + count > max) return size;
  memmove(data + start + count, data + start, size - start);
  return size + count;
}

static size_t splice(uint8_t *data, size_t size) {
  const seed *other = &seeds[draw((uint32_t)seed_count)];
  size_t start = draw((uint32_t)size), from = draw((uint32_t)other->size), count = 1 + draw(64);
  if (count > size - start) count = size - start;
  if (count > other->size - from) count = other->size - from;
  memcpy(data + start, other->bytes + from, count);
  return size;
}

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max) {
  if (size == 0) return 0;
  switch (draw(8)) {
    case 0: return erase(data, size);
    case 1: return repeat(data, size, max);
    case 2: return splice(data, size);
    case 3: return draw(8) == 0 ? draw((uint32_t)size) : flip(data, size);
    case 4: return flip(data, size);
    default: return overwrite(data, size);
  }
}

/* ---- Seeds ---- */

static void read_seed(const char *folder, const char *name) {
  char path[1024];
  seed *made = &seeds[seed_count++];
  FILE *file;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  snprintf(made->name, sizeof made->name, "%s", name);
  file = fopen(path, "rb");
  made->bytes = (uint8_t *)malloc(MAX_BYTES);
  FUZZ_REQUIRE(file != NULL && made->bytes != NULL);
  made->size = fread(made->bytes, 1, MAX_BYTES, file);
  FUZZ_REQUIRE(made->size > 0);
  made->bytes = (uint8_t *)realloc(made->bytes, made->size);
  FUZZ_REQUIRE(made->bytes != NULL);
  fclose(file);
}

static int by_name(const void *first, const void *second) {
  return strcmp(((const seed *)first)->name, ((const seed *)second)->name);
}

static void read_seeds(const char *path) {
  DIR *folder = opendir(path);
  struct dirent *entry;
  FUZZ_REQUIRE(folder != NULL);
  while ((entry = readdir(folder)) != NULL && seed_count < MAX_SEEDS)
    if (entry->d_name[0] != '.') read_seed(path, entry->d_name);
  closedir(folder);
  qsort(seeds, (size_t)seed_count, sizeof *seeds, by_name);
}

int main(int argc, char **argv) {
  uint8_t *mutant = (uint8_t *)malloc(2 * MAX_BYTES);
  long count = argc == 3 ? atol(argv[1]) : 0, number;
  int offset;

  if (argc != 3 || mutant == NULL) return 2;
  read_seeds(argv[2]);
  for (offset = 0; offset < seed_count; offset++) {
    LLVMFuzzerTestOneInput(seeds[offset].bytes, seeds[offset].size);
    for (number = 0; number < count; number++) {
      size_t size = seeds[offset].size;
      uint32_t changes;
      memcpy(mutant, seeds[offset].bytes, size);
      state = (uint64_t)number * 1000003u + (uint64_t)offset;
      for (changes = 1 + draw(3); changes > 0; changes--)
        size = LLVMFuzzerCustomMutator(mutant, size, 2 * MAX_BYTES, draw(1u << 30));
      LLVMFuzzerTestOneInput(mutant, size);
    }
  }
  while (seed_count > 0) free(seeds[--seed_count].bytes);
  free(mutant);
  printf("%s: %ld mutants of each of %d seeds\n", argv[0], count, offset);
  return 0;
}
