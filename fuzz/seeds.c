/*
 * Writes the inputs that fuzzing starts from: sound files, sound programs, plain bytes.
 *
 *     seeds FOLDER      fills FOLDER/model, FOLDER/program, FOLDER/matrix and FOLDER/calls, which
 * exist
 */
#include "fuzz.h"

static const char *folder;

static void keep(const char *surface, const char *name, const void *bytes, size_t size) {
  char path[512];
  FILE *file;
  snprintf(path, sizeof path, "%s/%s/%s", folder, surface, name);
  file = fopen(path, "wb");
  FUZZ_REQUIRE(file != NULL);
  FUZZ_REQUIRE(fwrite(bytes, 1, size, file) == size);
  FUZZ_REQUIRE(fclose(file) == 0);
}

typedef das_status (*write_function)(das_context_ref, const void *, uint8_t *, int64_t, int64_t *);

static das_status write_detector(das_context_ref context, const void *object, uint8_t *buffer,
                                 int64_t capacity, int64_t *size) {
  return das_detector_write(context, (das_detector_const_ref)object, buffer, capacity, size);
}

static das_status write_booster(das_context_ref context, const void *object, uint8_t *buffer,
                                int64_t capacity, int64_t *size) {
  return das_booster_write(context, (das_booster_const_ref)object, buffer, capacity, size);
}

static das_status write_model(das_context_ref context, const void *object, uint8_t *buffer,
                              int64_t capacity, int64_t *size) {
  return das_model_write(context, (das_model_const_ref)object, buffer, capacity, size);
}

static void keep_image(const char *name, write_function write, const void *object) {
  int64_t size = 0;
  uint8_t *image;
  FUZZ_REQUIRE(write(NULL, object, NULL, 0, &size) == DAS_OK);
  image = (uint8_t *)malloc((size_t)size);
  FUZZ_REQUIRE(image != NULL && write(NULL, object, image, size, &size) == DAS_OK);
  keep("model", name, image, (size_t)size);
  free(image);
}

static das_booster_ref boosted(const char *stage, int64_t neighbors, const das_matrix *X) {
  double rows[6][FUZZ_COLUMNS] = {{9, 9, 9},  {8, 0, 1},  {0, 9, 2},
                                  {-4, 2, 0}, {5, -5, 1}, {7, 3, 3}};
  das_matrix anomalies = {rows, 6, FUZZ_COLUMNS, FUZZ_COLUMNS, 1, DAS_FLOAT64, 0, NULL};
  das_settings_ref settings;
  das_booster_ref booster;
  FUZZ_REQUIRE(das_settings_create(NULL, stage, &settings) == DAS_OK);
  /* Small forests: a mutant should hit what matters, not one of a hundred alike trees. */
  if (strcmp(stage, "decision_tree") != 0)
    FUZZ_REQUIRE(das_settings_set_int(NULL, settings, "n_estimators", 2) == DAS_OK);
  if (neighbors > 0)
    FUZZ_REQUIRE(das_settings_set_int(NULL, settings, "n_neighbors", neighbors) == DAS_OK);
  FUZZ_REQUIRE(das_boost(NULL, settings, X, &anomalies, 1, &booster) == DAS_OK);
  das_settings_free(settings);
  return booster;
}

static void keep_models(const das_matrix *X) {
  static const char *const stages[] = {"iforest", "pca", "ecod", "ocsvm", "knn", "lof"};
  static const char *const forests[] = {"random_forest", "extra_trees", "decision_tree",
                                        "extra_trees",   "mlp",         "voting"};
  int position;
  for (position = 0; position < 6; position++) {
    das_detector_ref detector = fuzz_detector(stages[position]);
    das_booster_ref booster = boosted(forests[position % 6], position == 3 ? 2 : 0, X);
    das_settings_ref fusion;
    das_model_ref model, calibrated;
    char name[64];
    FUZZ_REQUIRE(das_settings_create(NULL, "fusion", &fusion) == DAS_OK);
    FUZZ_REQUIRE(das_settings_set_text(NULL, fusion, "normalization",
                                  position % 2 == 0 ? "rank" : "minmax") == DAS_OK);
    FUZZ_REQUIRE(das_fuse(NULL, fusion, detector, booster, X, &model) == DAS_OK);
    FUZZ_REQUIRE(das_model_calibrate(NULL, model, X, &calibrated) == DAS_OK);
    keep_image(stages[position], write_detector, detector);
    keep_image(position == 3 ? "neighbors" : forests[position % 6], write_booster, booster);
    snprintf(name, sizeof name, "model-%s", stages[position]);
    keep_image(name, write_model, position < 2 ? model : calibrated);
    das_model_free(calibrated);
    das_model_free(model);
    das_settings_free(fusion);
    das_booster_free(booster);
    das_detector_free(detector);
  }
}

/* A model with a report and a cross-calibration. */
static void keep_enhanced(const das_matrix *X) {
  das_settings_ref detector, forest;
  das_model_ref model, calibrated;
  das_enhance_options options;
  FUZZ_REQUIRE(das_settings_create(NULL, "ecod", &detector) == DAS_OK);
  FUZZ_REQUIRE(das_settings_create(NULL, "random_forest", &forest) == DAS_OK);
  FUZZ_REQUIRE(das_settings_set_int(NULL, forest, "n_estimators", 20) == DAS_OK);
  FUZZ_REQUIRE(das_settings_set_int(NULL, forest, "max_depth", 2) == DAS_OK);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = detector;
  options.booster = forest;
  FUZZ_REQUIRE(das_enhance(NULL, &options, X, 1, &model) == DAS_OK);
  FUZZ_REQUIRE(das_model_calibrate_cv(NULL, model, &options, X, 2, 1, &calibrated) == DAS_OK);
  keep_image("model-enhanced", write_model, calibrated);
  das_model_free(calibrated);
  das_model_free(model);
  das_settings_free(forest);
  das_settings_free(detector);
}

static void keep_programs(void) {
  const char *name;
  int32_t index;
  for (index = 0; (name = das_program_at(index)) != NULL; index++) {
    das_program_ref program;
    int64_t size = 0;
    char *text;
    FUZZ_REQUIRE(das_program_builtin(NULL, name, &program) == DAS_OK);
    FUZZ_REQUIRE(das_program_json(NULL, program, NULL, 0, &size) == DAS_OK);
    text = (char *)malloc((size_t)size);
    FUZZ_REQUIRE(text != NULL && das_program_json(NULL, program, text, size, &size) == DAS_OK);
    keep("program", name, text, (size_t)size - 1);
    free(text);
    das_program_free(program);
  }
}

/* Answers of a language model: prose, fences, drafts, an end too soon; and a prompt, which has
   them all. */
static void keep_answers(void) {
  static const char program[] =
      "{\"format\": 1, \"name\": \"x\", \"mixture\": [{\"moves\": [{\"move\": \"noise\"}]}]}";
  static const char *const forms[] = {
      "```json\n%s\n```\n",
      "Here {it} is:\n\n```\n%s\n```\nI hope \"it\" serves.",
      "The program is %s, as asked.",
      "```json\n{\"mixture\": []}\n```\nNo:\r\n  ~~~~ JSON\r\n%s\r\n  ~~~~\r\n",
      "```json\n%.60s",
      "So: {\"a\": %.70s",
      "```python\nx = {}\n```\n````md\n```json\n%s\n```\n````"};
  char text[512], name[32], *prompt;
  int64_t size = 0;
  int position;
  for (position = 0; position < (int)(sizeof forms / sizeof *forms); position++) {
    int length = snprintf(text, sizeof text, forms[position], program);
    snprintf(name, sizeof name, "answer-%d", position);
    keep("program", name, text, (size_t)length);
  }
  FUZZ_REQUIRE(das_prompt(NULL, "pca", NULL, DAS_PROMPT_JSON, 0, NULL, 0, &size) == DAS_OK);
  prompt = (char *)malloc((size_t)size);
  FUZZ_REQUIRE(prompt != NULL);
  FUZZ_REQUIRE(das_prompt(NULL, "pca", NULL, DAS_PROMPT_JSON, 0, prompt, size, &size) == DAS_OK);
  keep("program", "answer-prompt", prompt, (size_t)size - 1);
  free(prompt);
}

static void keep_choices(void) {
  uint32_t state = 1;
  int number, position;
  for (number = 0; number < 24; number++) {
    uint8_t bytes[2048];
    char name[16];
    for (position = 0; position < (int)sizeof bytes; position++) {
      state = state * 1664525u + 1013904223u;
      bytes[position] = (uint8_t)(state >> 24);
    }
    snprintf(name, sizeof name, "%02d", number);
    keep("calls", name, bytes, sizeof bytes);
  }
}

static void keep_table(const das_matrix *X) {
  char image[sizeof *X - sizeof(void *) + sizeof(double) * FUZZ_ROWS * FUZZ_COLUMNS];
  const size_t head = sizeof *X - sizeof(void *);
  memcpy(image, (const char *)X + sizeof(void *), head);
  memcpy(image + head, X->data, sizeof image - head);
  keep("matrix", "table", image, sizeof image);
}

int main(int argc, char **argv) {
  das_matrix X = fuzz_table();
  if (argc != 2) return 2;
  folder = argv[1];
  keep_models(&X);
  keep_enhanced(&X);
  keep_programs();
  keep_answers();
  keep_table(&X);
  keep_choices();
  return 0;
}
