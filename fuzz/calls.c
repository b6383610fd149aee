/*
 * Calls: the input decides tables of any size, layout, type and value, settings by name and value,
 * and capacities. Whatever they are, a call succeeds and its results are finite, or it fails with a
 * status of the header and a message, and gives nothing out.
 */
#include "fuzz.h"

enum { MAX_ROWS = 24, MAX_COLUMNS = 5, ROOM = MAX_ROWS * MAX_COLUMNS * 4 };

/* ---- Choices, read from the input; zeros once it is used up ---- */

typedef struct {
  const uint8_t *next, *end;
} choices;

static uint32_t choose(choices *from, uint32_t options) {
  uint32_t byte = from->next < from->end ? *from->next++ : 0;
  return byte % options;
}

static double choose_value(choices *from) {
  static const double special[] = {0,     -0.0,  1,     -1,     1e150, -1e150, 5e-324,
                                   1e-150, 1e300, 0x1p53, 1.0 / 3, 1e151, 1e8};
  uint32_t kind = choose(from, 8);
  double nothing = 0;
  if (kind == 0) return special[choose(from, sizeof special / sizeof *special)];
  if (kind == 1 && choose(from, 32) == 0) return nothing / nothing;
  if (kind == 1 && choose(from, 32) == 0) return 1 / nothing;
  if (kind < 4) return (double)choose(from, 3);
  return (double)choose(from, 256) / 16 - 8 + (double)choose(from, 256) / 4096;
}

/* ---- Tables ---- */

typedef struct {
  double doubles[ROOM];
  float floats[ROOM];
  das_matrix X;
} table;

static int64_t choose_size(choices *from, int64_t max) {
  static const int64_t odd[] = {0, -1, INT64_MAX, INT64_MIN, INT32_MAX, (int64_t)1 << 40};
  if (choose(from, 48) == 47) return odd[choose(from, 6)];
  return 1 + choose(from, (uint32_t)max);
}

/* Where sizes are sound, strides stay within the table's memory; else the library must not look. */
static void choose_layout(choices *from, table *made) {
  int64_t rows = made->X.rows, columns = made->X.columns;
  int sound = rows >= 1 && rows <= MAX_ROWS && columns >= 1 && columns <= MAX_COLUMNS;
  switch (choose(from, 5)) {
    case 0: made->X.row_stride = 1, made->X.column_stride = sound ? rows : 1; break;
    case 1: made->X.row_stride = sound ? 2 * columns : 1, made->X.column_stride = 2; break;
    case 2: made->X.row_stride = 0, made->X.column_stride = 1; break;
    default: made->X.row_stride = columns, made->X.column_stride = 1; break;
  }
  if (choose(from, 64) == 63) made->X.row_stride = INT64_MAX / 2;
  if (choose(from, 64) == 63) made->X.data = (const char *)made->X.data + 1;
  if (choose(from, 64) == 63) made->X.data = NULL;
}

static void choose_table(choices *from, table *made, int64_t columns) {
  int position;
  for (position = 0; position < ROOM; position++) {
    made->doubles[position] = choose_value(from);
    made->floats[position] = (float)made->doubles[position];
  }
  memset(&made->X, 0, sizeof made->X);
  made->X.type = choose(from, 3) == 0 ? DAS_FLOAT32 : DAS_FLOAT64;
  made->X.data = made->X.type == DAS_FLOAT32 ? (const void *)made->floats : made->doubles;
  made->X.rows = choose_size(from, MAX_ROWS);
  made->X.columns = columns != 0 && choose(from, 16) != 15 ? columns
                                                           : choose_size(from, MAX_COLUMNS);
  choose_layout(from, made);
  if (choose(from, 64) == 63) made->X.type = (int32_t)choose(from, 256) - 128;
}

/* ---- Settings ---- */

/* What takes long for large values is kept small: time is not what is tried here. */
static int64_t bounded(const char *name, int64_t value) {
  int counts = strstr(name, "n_estimators") != NULL || strstr(name, "n_samples") != NULL;
  return counts && value > 24 ? 24 : value;
}

static das_status choose_setting(choices *from, das_settings_ref settings,
                                 const das_setting_info *info) {
  uint32_t kind = choose(from, 6);
  double fraction = (double)choose(from, 256) / 255;
  if (kind == 0 && (info->takes & DAS_TAKES_TEXT) != 0) {
    const char *end = strchr(info->choices, '|');
    char word[64] = "";
    size_t length = end == NULL ? strlen(info->choices) : (size_t)(end - info->choices);
    if (choose(from, 2) == 1) return das_settings_set_text(NULL, settings, info->name, word);
    memcpy(word, info->choices, length < 63 ? length : 63);
    return das_settings_set_text(NULL, settings, info->name, word);
  }
  if (kind < 3 && (info->takes & DAS_TAKES_REAL) != 0) {
    double max = info->max_real < 1e3 ? info->max_real : kind == 1 ? 1 : 1e3;
    if (strcmp(info->name, "n_samples") == 0 && max > 1) max = 1;
    return das_settings_set_real(NULL, settings, info->name,
                                 info->min_real + fraction * (max - info->min_real));
  }
  if (kind < 5) {
    int64_t value = info->min_integer + (int64_t)choose(from, kind == 3 ? 4 : 64);
    return das_settings_set_int(NULL, settings, info->name, bounded(info->name, value));
  }
  return das_settings_set_real(NULL, settings, info->name, choose_value(from) * 1e200);
}

static das_settings_ref choose_settings(choices *from, const char *stage) {
  das_settings_ref settings = NULL;
  das_setting_info info;
  int32_t index;
  if (das_settings_create(NULL, stage, &settings) != DAS_OK) abort();
  info.size = sizeof info;
  for (index = 0; das_setting_at(stage, index, &info) == DAS_OK; index++) {
    int wanted = choose(from, 3) == 0;
    if (strcmp(info.name, "n_estimators") == 0)
      FUZZ_REQUIRE(das_settings_set_int(NULL, settings, info.name, 1 + choose(from, 24)) == DAS_OK);
    else if (wanted)
      choose_setting(from, settings, &info); /* refused values change nothing */
  }
  return settings;
}

/* ---- Calls ---- */

static void check(das_context_ref context, das_status status, const void *object) {
  if (object != NULL) FUZZ_REQUIRE(status == DAS_OK);
  FUZZ_REQUIRE(status >= DAS_OK && status < DAS_ERROR_INTERNAL);
  FUZZ_REQUIRE((status == DAS_OK) == (das_context_message(context)[0] == '\0'));
}

typedef das_status (*score_function)(das_context_ref, const void *, const das_matrix *, double *,
                                     int64_t);

static das_status score_detector(das_context_ref context, const void *object, const das_matrix *X,
                                 double *scores, int64_t capacity) {
  return das_detector_score(context, (das_detector_const_ref)object, X, scores, capacity);
}

static das_status score_model(das_context_ref context, const void *object, const das_matrix *X,
                              double *scores, int64_t capacity) {
  return das_model_score(context, (das_model_const_ref)object, X, scores, capacity);
}

static void score(das_context_ref context, score_function function, const void *object,
                  choices *from, int64_t columns) {
  static table tried;
  double scores[MAX_ROWS + 1];
  int64_t capacity, row;
  das_status status;
  choose_table(from, &tried, columns);
  capacity = choose(from, 8) == 7 ? (int64_t)choose(from, 4) - 1 : MAX_ROWS;
  scores[MAX_ROWS] = -12345;
  status = function(context, object, &tried.X, scores, capacity);
  check(context, status, NULL);
  FUZZ_REQUIRE(scores[MAX_ROWS] == -12345);
  for (row = 0; status == DAS_OK && row < tried.X.rows; row++)
    FUZZ_REQUIRE(scores[row] - scores[row] == 0);
}

static const char *const detectors[] = {"iforest", "pca", "ecod", "ocsvm", "knn", "lof"};
static const char *const boosters[] = {"random_forest", "extra_trees", "decision_tree", "mlp",
                                        "voting"};

static void enhance(das_context_ref context, choices *from) {
  static table training;
  const char *stage = detectors[choose(from, 6)];
  das_settings_ref detector = choose_settings(from, stage);
  das_settings_ref booster = choose_settings(from, boosters[choose(from, 3)]);
  das_settings_ref synthesis = choose_settings(from, "synthesis");
  das_settings_ref fusion = choose_settings(from, "fusion");
  das_enhance_options options;
  das_model_ref model = NULL;
  das_status status;

  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.preset = choose(from, 2) == 0 ? NULL : "paper";
  options.detector = detector;
  options.booster = booster;
  options.synthesis = synthesis;
  options.fusion = choose(from, 2) == 0 ? NULL : fusion;
  choose_table(from, &training, 0);
  status = das_enhance(context, &options, &training.X, choose(from, 256), &model);
  check(context, status, model);
  if (model != NULL) score(context, score_model, model, from, training.X.columns);
  das_model_free(model);
  das_settings_free(fusion);
  das_settings_free(synthesis);
  das_settings_free(booster);
  das_settings_free(detector);
}

static void fit(das_context_ref context, choices *from) {
  static table training;
  das_settings_ref settings = choose_settings(from, detectors[choose(from, 6)]);
  das_detector_ref detector = NULL;
  das_status status;
  choose_table(from, &training, 0);
  status = das_detector_fit(context, settings, &training.X, choose(from, 256), &detector);
  check(context, status, detector);
  if (detector != NULL) {
    double rows[MAX_COLUMNS * 8];
    const char *name = das_program_at((int32_t)choose(from, 8));
    das_program_ref program = NULL;
    FUZZ_REQUIRE(name == NULL || das_program_builtin(context, name, &program) == DAS_OK);
    status = das_synthesize(context, program, detector, &training.X, (int64_t)choose(from, 10) - 1,
                            1, rows, MAX_COLUMNS * 8);
    check(context, status, NULL);
    das_program_free(program);
    score(context, score_detector, detector, from, training.X.columns);
  }
  das_detector_free(detector);
  das_settings_free(settings);
}

/* Bytes of any kind, none of them zero; or a sound name. */
static const char *choose_text(choices *from, char *text, uint32_t max) {
  uint32_t length = choose(from, 4) == 0 ? choose(from, max) : 0, position;
  if (length == 0) return choose(from, 4) == 0 ? NULL : "knn";
  for (position = 0; position < length; position++) text[position] = (char)(1 + choose(from, 255));
  text[length] = '\0';
  return text;
}

static void prompt(das_context_ref context, choices *from) {
  enum { ROOM_FOR_TEXT = 1 << 17 };
  static char text[ROOM_FOR_TEXT + 1];
  char name[80], description[256];
  const char *detector = choose_text(from, name, 80), *words = choose_text(from, description, 256);
  int32_t kind = (int32_t)choose(from, 8) - 1, variant = (int32_t)choose(from, 6) - 1;
  int64_t capacity = choose(from, 4) == 0 ? (int64_t)choose(from, 64) - 1 : ROOM_FOR_TEXT,
          size = -1;
  das_status status;
  memset(text, '#', sizeof text);
  status = das_prompt(context, detector, words, kind, variant, text, capacity, &size);
  check(context, status, NULL);
  FUZZ_REQUIRE(text[capacity < 0 ? 0 : capacity] == '#');
  if (status == DAS_OK) FUZZ_REQUIRE(size == (int64_t)strlen(text) + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  choices from = {data, data + size};
  das_context_ref context;
  FUZZ_REQUIRE(das_context_create(&context) == DAS_OK);
  FUZZ_REQUIRE(das_context_set_threads(context, 1 + (int32_t)choose(&from, 2)) == DAS_OK);
  switch (choose(&from, 5)) {
    case 0: prompt(context, &from); break;
    case 1:
    case 2: fit(context, &from); break;
    default: enhance(context, &from);
  }
  das_context_free(context);
  return 0;
}

/* Choices are single bytes: the engine's own changes suit them. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned int seed) {
  (void)seed;
  return LLVMFuzzerMutate(data, size, max);
}
