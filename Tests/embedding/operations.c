#include "operations.h"

#include <unistd.h>

#include "table.h"

#define ROOM 1000000

static double *values;
static das_matrix X, anomalies;
static double *numbers; /* room for any result */
static das_detector_ref detector;
static das_booster_ref booster;
static das_model_ref model;
static uint8_t *image;
static int64_t image_size;
static char path[64];

/* ---- Operations ---- */

static das_status fit(das_context_ref context, const char *stage) {
  das_settings_ref settings = NULL;
  das_detector_ref made = NULL;
  das_status status = quick_settings(context, stage, &settings);
  if (status == DAS_OK) status = das_detector_fit(context, settings, &X, 1, &made);
  REQUIRE((status == DAS_OK) == (made != NULL));
  das_detector_free(made);
  das_settings_free(settings);
  return status;
}

/* Few trees and networks, and short training, since each is fitted hundreds of times. */
static das_status make_small(das_context_ref context, das_settings_ref settings,
                             const char *stage) {
  static const struct {
    const char *stage, *setting;
    int64_t value;
  } small[] = {
      {"random_forest", "n_estimators", 20}, {"extra_trees", "n_estimators", 20},
      {"extra_trees", "n_neighbors", 1},     {"mlp", "n_estimators", 2},
      {"mlp", "epochs", 1},                  {"voting", "n_estimators", 20},
      {"voting", "mlp_n_estimators", 2},     {"voting", "mlp_epochs", 1},
  };
  das_status status = DAS_OK;
  for (size_t index = 0; index < sizeof small / sizeof *small; index++)
    if (status == DAS_OK && strcmp(stage, small[index].stage) == 0)
      status = das_settings_set_int(context, settings, small[index].setting, small[index].value);
  return status;
}

static das_status boost(das_context_ref context, const char *stage) {
  das_settings_ref settings = NULL;
  das_booster_ref made = NULL;
  das_status status = das_settings_create(context, stage, &settings);
  if (status == DAS_OK) status = make_small(context, settings, stage);
  if (status == DAS_OK) status = das_boost(context, settings, &X, &anomalies, 1, &made);
  REQUIRE((status == DAS_OK) == (made != NULL));
  das_booster_free(made);
  das_settings_free(settings);
  return status;
}

static das_status synthesize(das_context_ref context, const char *name) {
  das_program_ref program = NULL;
  das_status status = das_program_builtin(context, name, &program);
  if (status == DAS_OK)
    status = das_synthesize(context, program, detector, &X, 300, 1, numbers, ROOM);
  das_program_free(program);
  return status;
}

static das_status enhance(das_context_ref context, const char *stage) {
  das_model_ref made = NULL;
  das_status status = small_model(context, stage, &X, &made);
  REQUIRE((status == DAS_OK) == (made != NULL));
  das_model_free(made);
  return status;
}

/* A classifier that cannot say how it scores rows it has not seen is cross-fitted. */
static das_status cross_fit(das_context_ref context, const char *stage) {
  das_settings_ref settings = NULL;
  das_model_ref made = NULL;
  das_enhance_options options;
  das_status status = das_settings_create(context, stage, &settings);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.fitted_detector = detector;
  options.booster = settings;
  if (status == DAS_OK) status = das_enhance(context, &options, &X, 1, &made);
  das_model_free(made);
  das_settings_free(settings);
  return status;
}

static das_status fuse(das_context_ref context, const char *normalization) {
  das_settings_ref settings = NULL;
  das_model_ref made = NULL;
  das_status status = das_settings_create(context, "fusion", &settings);
  if (status == DAS_OK)
    status = das_settings_set_text(context, settings, "normalization", normalization);
  if (status == DAS_OK) status = das_fuse(context, settings, detector, booster, &X, &made);
  das_model_free(made);
  das_settings_free(settings);
  return status;
}

static das_status calibrate(das_context_ref context, const char *unused) {
  das_model_ref made = NULL;
  das_status status = das_model_calibrate(context, model, &X, &made);
  (void)unused;
  das_model_free(made);
  return status;
}

static das_status calibrate_cv(das_context_ref context, const char *stage) {
  das_settings_ref settings = NULL, tree = NULL;
  das_model_ref made = NULL;
  das_enhance_options options;
  das_status status = das_settings_create(context, stage, &settings);
  if (status == DAS_OK) status = das_settings_create(context, "decision_tree", &tree);
  memset(&options, 0, sizeof options);
  options.size = sizeof options;
  options.detector = settings;
  options.booster = tree;
  if (status == DAS_OK) status = das_model_calibrate_cv(context, model, &options, &X, 2, 1, &made);
  REQUIRE((status == DAS_OK) == (made != NULL));
  das_model_free(made);
  das_settings_free(tree);
  das_settings_free(settings);
  return status;
}

static das_status score(das_context_ref context, const char *what) {
  switch (what[0]) {
    case 'd': return das_detector_score(context, detector, &X, numbers, ROOM);
    case 't': return das_detector_training_scores(context, detector, &X, numbers, ROOM);
    case 'b': return das_booster_score(context, booster, &X, numbers, ROOM);
    case 'm': return das_model_score(context, model, &X, numbers, ROOM);
    case 'p': return das_model_pvalues(context, model, &X, numbers, ROOM);
    case 'l': return das_model_predict(context, model, &X, 0.1, (int32_t *)numbers, ROOM);
    case 's': return das_model_select(context, model, &X, 0.1, (int32_t *)numbers, ROOM);
    default: return das_model_parts(context, model, &X, numbers, NULL, NULL, ROOM);
  }
}

/* Column-major float32: what has to be converted on its way. */
static das_status score_float32(das_context_ref context, const char *unused) {
  das_matrix single = X;
  (void)unused;
  memset(numbers + ROOM / 2, 0, (size_t)(X.rows * X.columns) * sizeof(float));
  single.data = numbers + ROOM / 2;
  single.type = DAS_FLOAT32;
  single.row_stride = 1;
  single.column_stride = X.rows;
  return das_model_score(context, model, &single, numbers, ROOM / 2);
}

static das_status write_and_read(das_context_ref context, const char *unused) {
  das_model_ref made = NULL;
  int64_t size = 0;
  das_status status = das_model_write(context, model, image, image_size, &size);
  (void)unused;
  if (status == DAS_OK) status = das_model_read(context, image, image_size, &made);
  das_model_free(made);
  return status;
}

static das_status save_and_load(das_context_ref context, const char *unused) {
  das_model_ref made = NULL;
  das_status status = das_model_save(context, model, path);
  (void)unused;
  if (status == DAS_OK) status = das_model_load(context, path, &made);
  das_model_free(made);
  unlink(path);
  return status;
}

const operation operations[] = {
    {"fit iforest", fit, "iforest"},
    {"fit pca", fit, "pca"},
    {"fit ecod", fit, "ecod"},
    {"fit ocsvm", fit, "ocsvm"},
    {"fit knn", fit, "knn"},
    {"fit lof", fit, "lof"},
    {"fit drl", fit, "drl"},
    {"boost random_forest", boost, "random_forest"},
    {"boost extra_trees", boost, "extra_trees"},
    {"boost decision_tree", boost, "decision_tree"},
    {"boost mlp", boost, "mlp"},
    {"boost voting", boost, "voting"},
    {"synthesize iforest", synthesize, "iforest"},
    {"synthesize pca", synthesize, "pca"},
    {"synthesize ecod", synthesize, "ecod"},
    {"synthesize ocsvm", synthesize, "ocsvm"},
    {"synthesize mixture", synthesize, "mixture"},
    {"synthesize gaussian", synthesize, "gaussian"},
    {"synthesize uniform", synthesize, "uniform"},
    {"synthesize smote", synthesize, "smote"},
    {"enhance iforest", enhance, "iforest"},
    {"enhance pca", enhance, "pca"},
    {"enhance ecod", enhance, "ecod"},
    {"enhance ocsvm", enhance, "ocsvm"},
    {"enhance knn", enhance, "knn"},
    {"enhance lof", enhance, "lof"},
    {"enhance drl", enhance, "drl"},
    {"cross-fit decision_tree", cross_fit, "decision_tree"},
    {"fuse minmax", fuse, "minmax"},
    {"fuse rank", fuse, "rank"},
    {"calibrate", calibrate, NULL},
    {"calibrate by folds", calibrate_cv, "ecod"},
    {"score detector", score, "detector"},
    {"score training", score, "training"},
    {"score booster", score, "booster"},
    {"score model", score, "model"},
    {"score p-values", score, "p-values"},
    {"score labels", score, "labels"},
    {"score selection", score, "selection"},
    {"score all parts", score, "all"},
    {"score float32", score_float32, NULL},
    {"write and read", write_and_read, NULL},
    {"save and load", save_and_load, NULL},
};
const int operation_count = sizeof operations / sizeof *operations;

/* ---- What they use ---- */

void begin_operations(int64_t rows, int64_t columns) {
  das_settings_ref settings;
  values = (double *)malloc((size_t)((rows + rows / 10) * columns) * sizeof *values);
  numbers = (double *)malloc(ROOM * sizeof *numbers);
  REQUIRE(values != NULL && numbers != NULL);
  fill_table(values, rows + rows / 10, columns, 1);
  X = table_view(values, rows, columns);
  anomalies = table_view(values + rows * columns, rows / 10, columns);

  REQUIRE(das_settings_create(NULL, "ecod", &settings) == DAS_OK);
  REQUIRE(das_detector_fit(NULL, settings, &X, 1, &detector) == DAS_OK);
  das_settings_free(settings);
  REQUIRE(das_settings_create(NULL, "random_forest", &settings) == DAS_OK);
  REQUIRE(das_settings_set_int(NULL, settings, "n_estimators", 20) == DAS_OK);
  REQUIRE(das_boost(NULL, settings, &X, &anomalies, 1, &booster) == DAS_OK);
  das_settings_free(settings);
  REQUIRE(das_fuse(NULL, NULL, detector, booster, &X, &model) == DAS_OK);
  REQUIRE(das_model_write(NULL, model, NULL, 0, &image_size) == DAS_OK);
  image = (uint8_t *)malloc((size_t)image_size);
  REQUIRE(image != NULL);
  snprintf(path, sizeof path, "/tmp/das-operations-%ld", (long)getpid());
}

void end_operations(void) {
  das_model_free(model);
  das_booster_free(booster);
  das_detector_free(detector);
  free(image);
  free(numbers);
  free(values);
}
