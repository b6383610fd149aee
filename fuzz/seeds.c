/* Writes the fuzzers' first inputs under the folder given: models of every detector and booster, the
   built-in programs, and a table. */
#include "fuzz.h"

#include <stdio.h>

static void write_file(const char *folder, const char *kind, const char *name, const void *bytes,
                       size_t size) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s/%s", folder, kind, name);
  FILE *file = fopen(path, "wb");
  FUZZ_REQUIRE(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

static das_settings_ref small(const char *stage) {
  das_settings_ref settings = NULL;
  FUZZ_REQUIRE(das_settings_create(NULL, stage, &settings) == DAS_OK);
  (void)das_settings_set_int(NULL, settings, "n_estimators", 2); /* where there is such a setting */
  return settings;
}

static void write_model(const char *folder, const char *detector, const char *booster) {
  das_matrix table = fuzz_table();
  das_recipe recipe = {.size = sizeof recipe};
  das_settings_ref detector_settings = small(detector), booster_settings = small(booster);
  recipe.detector = detector_settings;
  recipe.booster = booster_settings;
  das_model_ref model = NULL;
  FUZZ_REQUIRE(das_enhance(NULL, &recipe, &table, 1, &model) == DAS_OK);
  int64_t size = 0;
  FUZZ_REQUIRE(das_model_write(NULL, model, NULL, 0, &size) == DAS_OK);
  uint8_t *bytes = malloc((size_t)size);
  FUZZ_REQUIRE(das_model_write(NULL, model, bytes, size, &size) == DAS_OK);
  char name[128];
  snprintf(name, sizeof name, "%s-%s", detector, booster);
  write_file(folder, "model", name, bytes, (size_t)size);
  free(bytes);
  das_model_free(model);
  das_settings_free(detector_settings);
  das_settings_free(booster_settings);
}

static void write_program(const char *folder, const char *name) {
  das_program_ref program = NULL;
  char text[1 << 14];
  int64_t size = 0;
  FUZZ_REQUIRE(das_program_builtin(NULL, name, &program) == DAS_OK);
  FUZZ_REQUIRE(das_program_json(NULL, program, text, sizeof text, &size) == DAS_OK);
  write_file(folder, "program", name, text, (size_t)size - 1);
  das_program_free(program);
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  const char *detectors[] = {"iforest", "pca", "ecod", "ocsvm"};
  const char *boosters[] = {"random_forest", "extra_trees", "decision_tree"};
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 3; j++) write_model(arguments[1], detectors[i], boosters[j]);
  const char *name;
  for (int32_t index = 0; (name = das_program_at(index)); index++) write_program(arguments[1], name);
  das_matrix table = fuzz_table();
  char image[sizeof table - sizeof(void *) + sizeof(double) * FUZZ_ROWS * FUZZ_COLUMNS];
  const size_t head = sizeof table - sizeof(void *);
  memcpy(image, (char *)&table + sizeof(void *), head);
  memcpy(image + head, table.data, sizeof image - head);
  write_file(arguments[1], "matrix", "table", image, sizeof image);
  return 0;
}
