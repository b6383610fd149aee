/* Types of libdas. This file is inlined into das.h; include das.h. */
#include <stddef.h>
#include <stdint.h>

/* ---- Status ------------------------------------------------------------------------------- */

/**
 * The result of every function that can fail: 0 is success. Values never change.
 *
 * After an error or a cancelled call, output arrays may be filled in part, and output handles are
 * unchanged.
 */
typedef int32_t das_status;

enum {
  DAS_OK = 0,
  DAS_ERROR_INVALID_ARGUMENT = 1,  /* NULL, malformed, or contradicts another argument */
  DAS_ERROR_INVALID_DATA = 2,      /* NaN, infinite, too few rows, no columns */
  DAS_ERROR_SHAPE_MISMATCH = 3,    /* wrong number of columns, or a capacity is too small */
  DAS_ERROR_UNKNOWN_NAME = 4,      /* no stage, setting, program or preset of this name */
  DAS_ERROR_OUT_OF_RANGE = 5,      /* a number outside what its setting allows */
  DAS_ERROR_OUT_OF_MEMORY = 6,
  DAS_ERROR_CANCELLED = 7,
  DAS_ERROR_CALLBACK_FAILED = 8,   /* a callback failed or returned something unusable */
  DAS_ERROR_BAD_FORMAT = 9,        /* a truncated, corrupt or foreign file or program */
  DAS_ERROR_NEWER_VERSION = 10,    /* written in a format newer than this library */
  DAS_ERROR_IO = 11,               /* the system refused to read or write a file */
  DAS_ERROR_UNSUPPORTED = 12,      /* the object cannot do this */
  DAS_ERROR_NUMERICAL_FAILURE = 13,
  DAS_ERROR_INTERNAL = 14          /* a defect of the library; please report it */
};

/* ---- The host's process --------------------------------------------------------------------- */

/*
 * Stack: a calling thread needs 128 KiB, and what its callbacks take. (Measured: 88 KiB for fits
 * and enhancements with pca, ocsvm and drl, 40 KiB for everything else.) The library's own threads
 * end with the call; each has a stack of 1 MiB, independent of `ulimit -s`.
 *
 * Floating point: a host may let operations trap (feenableexcept); calls do not trap. During
 * callbacks and after the call, the host's traps, exception flags, rounding mode and treatment of
 * subnormal numbers are as they were. Calls compute with the host's rounding mode.
 *
 * fork(): while no call is running, a child may use the library like its parent, on any number of
 * threads, whether or not the parent has used it. A child forked during a call of another thread
 * may wait for ever for a lock that this thread holds; let it call exec.
 *
 * Memory: where the system refuses memory, a call returns DAS_ERROR_OUT_OF_MEMORY, on any number of
 * threads. The library keeps half a MiB for small objects, which it touches only then.
 */

/* ---- Data --------------------------------------------------------------------------------- */

enum { DAS_FLOAT32 = 1, DAS_FLOAT64 = 2 };

/* The largest magnitude of a value in a table; its square is finite. */
#define DAS_MAX_MAGNITUDE 1e150

/* What a column holds. */
enum {
  DAS_NUMERIC = 0, /* numbers */
  DAS_ORDINAL = 1, /* categories with an order, that of their codes */
  DAS_NOMINAL = 2  /* categories without an order */
};

/* The maximum number of categories of a column. */
#define DAS_MAX_CATEGORIES 1024

typedef struct das_schema *das_schema_ref;
typedef const struct das_schema *das_schema_const_ref;

/**
 * A table in the caller's memory, borrowed for one call. Rows are observations, columns are
 * features; there is at least one of each.
 *
 * Element (i, j) is at data + i * row_stride + j * column_stride. Strides count elements, not
 * bytes, and may be negative. Row-major float64 is read in place, without a copy. Values are
 * finite, and at most DAS_MAX_MAGNITUDE in magnitude.
 *
 * A schema (das_schema_create) allows categories and missing values: a categorical cell is a code,
 * a whole number from 0; a missing cell is NaN, or in a categorical column any negative number. A
 * fit needs codes of the schema and a value in every column. Fitted objects keep the schema: tables
 * without one are read with that of the fit, and one that is given must have its kinds and
 * categories. When rows are scored, a code beyond the schema's is a new category.
 */
typedef struct das_matrix {
  const void *data;
  int64_t rows;
  int64_t columns;
  int64_t row_stride;
  int64_t column_stride;
  int32_t type;     /* DAS_FLOAT32 or DAS_FLOAT64 */
  int32_t reserved; /* 0 */
  das_schema_const_ref schema; /* NULL: numeric columns without missing values, or as in the fit */
} das_matrix;

/* ---- Handles ------------------------------------------------------------------------------ */

/*
 * One thread at a time uses a context. Settings belong to their creator; a call copies those that
 * it is given. Detectors, programs, boosters and models are immutable: any number of threads may
 * use one at once. Free each handle once, after its last use.
 */
typedef struct das_context *das_context_ref;
typedef struct das_settings *das_settings_ref;
typedef const struct das_settings *das_settings_const_ref;
typedef struct das_detector *das_detector_ref;
typedef const struct das_detector *das_detector_const_ref;
typedef struct das_program *das_program_ref;
typedef const struct das_program *das_program_const_ref;
typedef struct das_booster *das_booster_ref;
typedef const struct das_booster *das_booster_const_ref;
typedef struct das_model *das_model_ref;
typedef const struct das_model *das_model_const_ref;
typedef struct das_file *das_file_ref;
typedef const struct das_file *das_file_const_ref;

/* ---- Callbacks ---------------------------------------------------------------------------- */

enum { DAS_LOG_DEBUG = 0, DAS_LOG_INFO = 1, DAS_LOG_WARNING = 2 };

/*
 * Callbacks run on the calling thread, one at a time. They may call the library, also on the same
 * context, whose message is then that of its latest call. They must not free what the call uses,
 * and must return: an exception or a longjmp out of a callback is undefined behaviour.
 */

/** Receives one line of log text, without a newline; it is valid during the call only. */
typedef void (*das_log_fn)(void *user, int32_t level, const char *message);

/** Receives a stage's name and the fraction done, in [0, 1]. Non-zero cancels the call. */
typedef int32_t (*das_progress_fn)(void *user, const char *stage, double fraction);

/**
 * Releases `user`. It is called exactly once; at once where the registration fails.
 *
 * Every struct of callbacks begins with `size`, `user`, `destroy`. A struct of a wrong size is
 * refused and its `user` is released. Only with a size from 1 to 23, which does not reach
 * `destroy`, is it not called; the message says so. A size of 0 counts as not set.
 */
typedef void (*das_destroy_fn)(void *user);

/** Gives a program the detector's scores of X->rows rows; higher = more anomalous. */
typedef das_status (*das_predict_score_fn)(void *model, const das_matrix *X, double *scores);

/**
 * The host's own detector. Zero the struct, then set `size` and the fields that you have.
 *
 * With `fit`, it is unfitted: das_enhance calls fit(user, X, &fitted) and then score(fitted, ...).
 * Without, `user` is the fitted detector, and `score` receives it.
 */
typedef struct das_detector_callbacks {
  size_t size; /* sizeof(das_detector_callbacks) */
  void *user;
  das_destroy_fn destroy; /* releases `user`; NULL: nothing to release */
  /** Fits to normal rows and sets *fitted; NULL: `user` is fitted. Returns 0 for success. */
  int32_t (*fit)(void *user, const das_matrix *X, void **fitted);
  /** Writes X->rows finite scores, higher = more anomalous. Returns 0 for success. Required. */
  int32_t (*score)(void *fitted, const das_matrix *X, double *scores);
  das_destroy_fn release; /* releases what `fit` made; NULL: nothing to release */
  const char *name;       /* for messages and the choice of a program; NULL = "wrapped"; copied */
  int64_t columns;        /* columns that a fitted detector takes; 0 = it checks them itself */
  int32_t takes_schema;   /* 1: it takes tables with a schema; 0: they are refused */
  int32_t reserved;       /* 0 */
} das_detector_callbacks;

/** The host's own synthesis program. */
typedef struct das_program_callbacks {
  size_t size; /* sizeof(das_program_callbacks) */
  void *user;
  das_destroy_fn destroy;
  /**
   * Writes n_samples rows of X->columns cells, row by row, into `rows`. Cells are finite numbers,
   * or what X->schema allows.
   * predict_score(model, ...) gives the detector's scores. All randomness should come from `seed`.
   * Returns 0 for success.
   */
  int32_t (*synthesize)(void *user, int64_t n_samples, das_predict_score_fn predict_score,
                        void *model, const das_matrix *X, uint64_t seed, double *rows);
  const char *name;
  int32_t takes_schema; /* as for a detector */
  int32_t reserved;
} das_program_callbacks;

/**
 * The host's own binary classifier: normal rows are class 0, hard anomalies class 1. Where scores
 * are cross-fitted, `fit` is called several times and makes a new classifier each time.
 */
typedef struct das_booster_callbacks {
  size_t size; /* sizeof(das_booster_callbacks) */
  void *user;
  das_destroy_fn destroy;
  /** Fits and sets *fitted; NULL: `user` is fitted. Returns 0 for success. */
  int32_t (*fit)(void *user, const das_matrix *normals, const das_matrix *anomalies, void **fitted);
  /** Writes X->rows finite scores, the probabilities of class 1. Returns 0 for success. */
  int32_t (*score)(void *fitted, const das_matrix *X, double *scores);
  das_destroy_fn release;
  const char *name;
  int64_t columns;
  int32_t takes_schema; /* as for a detector */
  int32_t reserved;
} das_booster_callbacks;

/* ---- Structs that the library fills or reads ---------------------------------------------- */

/* Structs begin with their size. A larger size than the library knows is accepted, and the fields
   beyond are neither read nor written; a smaller size is refused. */

enum { DAS_TAKES_INTEGER = 1, DAS_TAKES_REAL = 2, DAS_TAKES_TEXT = 4, DAS_TAKES_MATRIX = 8 };

/** The description of one setting. Texts are static; do not free them. */
typedef struct das_setting_info {
  size_t size;         /* set it to sizeof(das_setting_info) before the call */
  const char *name;
  int32_t takes;       /* DAS_TAKES_... flags */
  int32_t reserved;
  int64_t min_integer, max_integer;
  double min_real, max_real;
  const char *choices;       /* the words that it takes, separated by '|'; "" for none */
  const char *default_value; /* as text */
  const char *help;          /* one line */
} das_setting_info;

/** The description of one column. */
typedef struct das_column_info {
  size_t size;            /* set it to sizeof(das_column_info) before the call */
  int32_t kind;           /* DAS_NUMERIC, DAS_ORDINAL or DAS_NOMINAL */
  int32_t missing;        /* 1: cells may be missing */
  int32_t category_count; /* 0 for numbers */
  int32_t named;          /* 1: the categories have names */
} das_column_info;

enum {
  DAS_CALIBRATION_TRAINING = 0,     /* scores of the training rows, not held out */
  DAS_CALIBRATION_HELD_OUT = 1,     /* scores of fresh rows: das_model_calibrate */
  DAS_CALIBRATION_CROSS_FITTED = 2  /* cross-fitted scores: das_model_calibrate_cv */
};

/** Diagnostics of a model's fit, which need no labels. Unknown real numbers are NaN. */
typedef struct das_report {
  size_t size;            /* set it to sizeof(das_report) before the call */
  int64_t rows;           /* training rows */
  int64_t hard_anomalies; /* hard anomalies that the program made; 0 = unknown */
  /** The fraction of hard anomalies that the detector does not flag: their score is at most the
      .9 quantile of its training scores. Near 1 they were hard; near 0 it finds them itself. */
  double hardness;
  /** The booster's out-of-bag AUC: the area under the ROC curve between normal rows and hard
      anomalies, by votes of trees that did not see the row. Near .5 the booster is noise; near 1
      the hard anomalies were too easy. Pessimistic on small tables, where the hard anomalies made
      from a normal row outvote it. */
  double booster_auc;
  /** The median distance from a hard anomaly to the nearest normal row, divided by the median
      distance between nearest normal rows, in standardised features. */
  double distance;
  int32_t calibration;      /* DAS_CALIBRATION_... */
  int32_t reserved;
  int64_t calibration_rows; /* calibration scores, which p-values and thresholds are based on */
  int64_t suspects;         /* rows that das_model_suspects gives; -1 = the rows were not checked */
} das_report;

/**
 * Metadata of a detector, booster or model, which its file keeps. To set them, zero the struct, set
 * `size` and the fields that you have, and call das_model_describe. das_model_details fills the
 * struct with pointers into the object, which are valid as long as the object.
 */
typedef struct das_details {
  size_t size;                      /* sizeof(das_details) */
  const char *const *feature_names; /* UTF-8, one per column; NULL: none */
  const char *note;                 /* a text of the host's, at most 131072 bytes; NULL: none */
  const double *training_scores;    /* of a detector: its training rows' scores; NULL: none */
  int64_t rows;                     /* the number of training scores */
  double contamination;             /* fraction of normal rows flagged, at most .5; 0: unset, .1 */
  double threshold;                 /* rows that score higher are anomalies; see has_threshold */
  int32_t has_threshold;            /* 1: `threshold` is set; 0: it follows from contamination */
  int32_t reserved;                 /* 0 */
} das_details;

/* Kinds of files, from das_file_kind. */
enum { DAS_FILE_DETECTOR = 1, DAS_FILE_BOOSTER = 2, DAS_FILE_MODEL = 3 };

/* In place of a level: the model's own threshold, else the level of its contamination. */
enum { DAS_OWN_LEVEL = -1 };

/* In place of a fraction of anomalies: all training rows are normal. */
enum { DAS_CLEAN = -1 };

/**
 * The options of das_enhance. Zero the struct, set `size`, and set what should differ from the
 * preset. Exactly one of `detector` and `fitted_detector` is set; at most one of `booster` and
 * `wrapped_booster`.
 *
 * The settings of the presets that matter most, or differ from the defaults of das_setting_at:
 *
 *     "default"  synthesis: n_samples 10.0, max_samples 50000
 *                extra_trees: n_estimators 200, min_samples_leaf 4, class_weight balanced,
 *                             subsample 0.8, n_neighbors 1, neighbor_spaces all
 *                fusion: weight 2.0, normalization minmax, booster_scores auto
 *     "paper"    synthesis: n_samples 0.1, max_samples 50000
 *                random_forest: n_estimators 100, min_samples_leaf 1
 *                fusion: weight 1.0, normalization minmax, booster_scores in_sample
 */
typedef struct das_enhance_options {
  size_t size;                            /* sizeof(das_enhance_options) */
  const char *preset;                     /* "default" or "paper"; NULL = "default" */
  das_settings_const_ref detector;        /* settings of a built-in detector to fit */
  das_detector_const_ref fitted_detector; /* a fitted detector, or a wrapped one */
  das_settings_const_ref synthesis;       /* NULL = the preset's */
  das_program_const_ref program;          /* NULL = the built-in program for the detector */
  das_settings_const_ref booster;         /* NULL = the preset's */
  das_booster_const_ref wrapped_booster;  /* the host's classifier instead */
  das_settings_const_ref fusion;          /* NULL = the preset's */
  const char *const *feature_names;       /* UTF-8, one per column of X; NULL: none */
  /** What is known of anomalies in X: their fraction, in (0, .5], which is also the fraction that
      the model's own threshold flags; DAS_CLEAN: there are none; 0: nothing is known, or with
      preset "paper" the same as DAS_CLEAN. Without a fraction the threshold flags .1. */
  double contamination;
} das_enhance_options;

/* ---- Prompts ------------------------------------------------------------------------------- */

/* Kinds of prompts, for das_prompt. */
enum {
  DAS_PROMPT_DESCRIPTION = 1,  /* asks what a detector assumes, how it scores, what it misses */
  DAS_PROMPT_JSON = 2,         /* asks for a program that das_program_parse reads */
  DAS_PROMPT_PYTHON = 3,       /* asks for a program as Python source, for the Python package */
  DAS_PROMPT_JSON_REPAIR = 4,  /* asks for another answer because a check failed */
  DAS_PROMPT_PYTHON_REPAIR = 5
};

/* The parts of a prompt for a program: all, or an ablation from Fig. 4b of the paper. */
enum {
  DAS_VARIANT_FULL = 0,
  DAS_VARIANT_GENERIC = 1, /* without the description of the detector */
  DAS_VARIANT_SIMPLE = 2,  /* without scores, and without advice on seeds */
  DAS_VARIANT_RANDOM = 3   /* random perturbations of random rows, no strategy */
};
