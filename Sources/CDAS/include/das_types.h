/* Types of libdas. This file is inlined into das.h; include das.h. */
#include <stddef.h>
#include <stdint.h>

/* ---- Status ------------------------------------------------------------------------------- */

/**
 * What every function that can fail returns. 0 is success; values are fixed for ever.
 *
 * After an error, a cancelled call included, nothing that the call was to write can be relied on:
 * arrays may be filled in part, and handles are as they were before.
 */
typedef int32_t das_status;

enum {
  DAS_OK = 0,
  DAS_ERROR_INVALID_ARGUMENT = 1,  /* NULL, malformed, or contradicts another argument */
  DAS_ERROR_INVALID_DATA = 2,      /* NaN, infinite, too few rows, no columns */
  DAS_ERROR_SHAPE_MISMATCH = 3,    /* columns do not fit, or a capacity is too small */
  DAS_ERROR_UNKNOWN_NAME = 4,      /* no stage, setting, program or preset of this name */
  DAS_ERROR_OUT_OF_RANGE = 5,      /* a number outside what its setting allows */
  DAS_ERROR_OUT_OF_MEMORY = 6,
  DAS_ERROR_CANCELLED = 7,
  DAS_ERROR_CALLBACK_FAILED = 8,   /* a callback failed or returned something unusable */
  DAS_ERROR_BAD_FORMAT = 9,        /* model or program text truncated, corrupted or not ours */
  DAS_ERROR_NEWER_VERSION = 10,    /* written in a format newer than this library */
  DAS_ERROR_IO = 11,               /* the system refused to read or write a file */
  DAS_ERROR_UNSUPPORTED = 12,      /* the object cannot do this */
  DAS_ERROR_NUMERICAL_FAILURE = 13,
  DAS_ERROR_INTERNAL = 14          /* a defect of the library; please report it */
};

/* ---- The host's process --------------------------------------------------------------------- */

/*
 * Stack: a thread that calls needs 128 KiB, beside what its callbacks take. (Measured: 88 KiB for fits
 * and enhancements with pca, ocsvm and drl, 40 KiB for all else.) The library's own threads, which end
 * with the call, have stacks of 1 MiB each, independent of `ulimit -s`.
 *
 * Floating point: a host may let operations trap (feenableexcept). No call does; when it returns, and in
 * callbacks, the host's traps, exception flags, rounding and treatment of subnormal numbers are what
 * they were. Calls compute with the host's rounding, and leave no flags behind.
 *
 * fork(): where no call is running, a child may do all that its parent may, on any number of threads at
 * once, whether the parent has used the library or not. A child that was forked amid a call of another
 * thread may wait for ever for a lock that this thread had; let it call exec.
 *
 * Memory: where it is refused, a call returns DAS_ERROR_OUT_OF_MEMORY, on any number of threads; for small
 * objects the library has half a MiB of its own, which it touches only then.
 */

/* ---- Data --------------------------------------------------------------------------------- */

enum { DAS_FLOAT32 = 1, DAS_FLOAT64 = 2 };

/* The largest magnitude of a value in a table: the square of it is finite. */
#define DAS_MAX_MAGNITUDE 1e150

/**
 * A table in the caller's memory, borrowed for one call: element (i, j) stands at
 * data + i * row_stride + j * column_stride. Strides count elements, not bytes, and may be negative.
 * Row-major float64 is read in place. Rows are observations, columns are features; there is at least
 * one of each. Values must be finite, at most DAS_MAX_MAGNITUDE in magnitude.
 */
typedef struct das_matrix {
  const void *data;
  int64_t rows;
  int64_t columns;
  int64_t row_stride;
  int64_t column_stride;
  int32_t type;     /* DAS_FLOAT32 or DAS_FLOAT64 */
  int32_t reserved; /* 0 */
} das_matrix;

/* ---- Handles ------------------------------------------------------------------------------ */

/* A context belongs to one thread at a time. Settings belong to their creator until they are given
   to a call, which copies them. Detectors, programs, boosters and models are immutable: any number
   of threads may use one at once; free each once, after its last use. */
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

/* ---- Callbacks ---------------------------------------------------------------------------- */

enum { DAS_LOG_DEBUG = 0, DAS_LOG_INFO = 1, DAS_LOG_WARNING = 2 };

/* Callbacks run on the thread that made the call, one at a time. They may call the library, on the
   same context too, whose message is then that of its latest call. They must free nothing that the
   call uses, and return: an exception or a longjmp out of a callback is undefined. */

/** Receives one line of text without a newline; the text is valid during the call only. */
typedef void (*das_log_fn)(void *user, int32_t level, const char *message);

/** Receives the stage's name and the fraction done, in [0, 1]; a value other than 0 cancels the call. */
typedef int32_t (*das_progress_fn)(void *user, const char *stage, double fraction);

/**
 * Releases `user`. Called exactly once, also when the registration itself fails; at once then.
 *
 * Every struct of callbacks begins with `size`, `user`, `destroy`. Where it is refused because of its size,
 * `user` is released too, but for a size from 1 to 23, which does not reach `destroy`: then it is not
 * called, and the message says so. A size of 0 counts as one that was not set.
 */
typedef void (*das_destroy_fn)(void *user);

/** Asks the detector for `X->rows` scores from inside a program; higher = more anomalous. */
typedef das_status (*das_predict_score_fn)(void *model, const das_matrix *X, double *scores);

/**
 * A detector of the host. Zero the struct, set `size` and what you have.
 *
 * With `fit`, it is a recipe: das_enhance calls fit(user, X, &fitted) and scores what that gave.
 * Without, `user` is fitted already and is what `score` receives.
 */
typedef struct das_detector_callbacks {
  size_t size; /* sizeof(das_detector_callbacks) */
  void *user;
  das_destroy_fn destroy; /* releases `user`; NULL: nothing to release */
  /** Fits to normal rows and gives the fitted detector; NULL: `user` is fitted. 0 is success. */
  int32_t (*fit)(void *user, const das_matrix *X, void **fitted);
  /** Writes X->rows finite scores, higher = more anomalous. 0 is success. Required. */
  int32_t (*score)(void *fitted, const das_matrix *X, double *scores);
  das_destroy_fn release; /* releases what `fit` gave; NULL: nothing to release */
  const char *name;       /* for messages and the choice of a program; NULL = "wrapped"; copied */
  int64_t columns;        /* features that a fitted detector takes; 0 = it checks for itself */
} das_detector_callbacks;

/** A synthesis program of the host. */
typedef struct das_program_callbacks {
  size_t size; /* sizeof(das_program_callbacks) */
  void *user;
  das_destroy_fn destroy;
  /**
   * Writes n_samples finite rows, row-major, X->columns numbers each, into `rows`. The detector's
   * scores are had by predict_score(model, ...). `seed` is to decide all randomness. 0 is success.
   */
  int32_t (*synthesize)(void *user, int64_t n_samples, das_predict_score_fn predict_score,
                        void *model, const das_matrix *X, uint64_t seed, double *rows);
  const char *name;
} das_program_callbacks;

/**
 * A binary classifier of the host: normal rows are class 0, hard anomalies class 1. `fit` is called
 * several times where scores are cross-fitted, each time for a classifier of its own.
 */
typedef struct das_booster_callbacks {
  size_t size; /* sizeof(das_booster_callbacks) */
  void *user;
  das_destroy_fn destroy;
  /** Fits and gives the fitted classifier; NULL: `user` is fitted. 0 is success. */
  int32_t (*fit)(void *user, const das_matrix *normals, const das_matrix *anomalies, void **fitted);
  /** Writes X->rows finite scores, higher = more anomalous: probabilities of class 1. 0 is success. */
  int32_t (*score)(void *fitted, const das_matrix *X, double *scores);
  das_destroy_fn release;
  const char *name;
  int64_t columns;
} das_booster_callbacks;

/* ---- Structs that the library fills or reads ---------------------------------------------- */

/* Structs begin with their size. A greater one than the library knows is accepted, and what lies
   beyond is neither read nor written; a smaller one is refused. */

enum { DAS_TAKES_INTEGER = 1, DAS_TAKES_REAL = 2, DAS_TAKES_TEXT = 4, DAS_TAKES_MATRIX = 8 };

/** One row of the table of settings. Texts are static: never free them. */
typedef struct das_setting_info {
  size_t size;         /* set it to sizeof(das_setting_info) before the call */
  const char *name;
  int32_t takes;       /* DAS_TAKES_... flags */
  int32_t reserved;
  int64_t min_integer, max_integer;
  double min_real, max_real;
  const char *choices;       /* the words it takes, separated by '|'; "" where it takes none */
  const char *default_value; /* as text */
  const char *help;          /* one line */
} das_setting_info;

enum {
  DAS_CALIBRATION_TRAINING = 0,     /* training scores: nothing was held out */
  DAS_CALIBRATION_HELD_OUT = 1,     /* fresh rows, das_model_calibrate */
  DAS_CALIBRATION_CROSS_FITTED = 2  /* training rows held out in turn, das_model_calibrate_cv */
};

/** What a model can say of its own fit. Real numbers are NaN where they are not known. */
typedef struct das_report {
  size_t size;            /* set it to sizeof(das_report) before the call */
  int64_t rows;           /* normal rows the model was fitted on */
  int64_t hard_anomalies; /* rows that the program made; 0 where it is not known */
  /** The share of hard anomalies that the detector does not flag: at or below the .9 quantile of its
      training scores. Near 1 they were hard; others the detector finds without help. */
  double hardness;
  /** How well the booster tells normal rows from hard anomalies out of bag: the area under the ROC
      curve of votes by trees that did not see the row. Near .5 it is noise; near 1 they were too easy.
      Pessimistic on small tables, where a normal row is outvoted by the rows made from it. */
  double booster_auc;
  /** The median distance of hard anomalies to the nearest normal row, as a multiple of the median
      distance between nearest normal rows; features standardised. */
  double distance;
  int32_t calibration;      /* DAS_CALIBRATION_... */
  int32_t reserved;
  int64_t calibration_rows; /* scores that p-values and thresholds rest on */
} das_report;

/**
 * What a detector, booster or model is known by beside what it has learnt; its file holds it, too. Zero
 * it, set `size` and what you have, and give it to das_model_describe. What das_model_details fills
 * in points into the object, and is valid as long as that.
 */
typedef struct das_details {
  size_t size;                      /* sizeof(das_details) */
  const char *const *feature_names; /* UTF-8, one for each column; NULL: none */
  const char *note;                 /* text of the host's own, at most 131072 bytes; NULL: none */
  const double *training_scores;    /* of a detector: scores of its training rows; NULL: none */
  int64_t rows;                     /* how many those are */
  double contamination;             /* the share of normal rows called anomalies, at most .5; 0: not said, .1 */
  double threshold;                 /* a row that scores higher is an anomaly; where has_threshold is 1 */
  int32_t has_threshold;            /* 0: the threshold follows from contamination */
  int32_t reserved;                 /* 0 */
} das_details;

/* What das_file_kind finds in a file. */
enum { DAS_FILE_DETECTOR = 1, DAS_FILE_BOOSTER = 2, DAS_FILE_MODEL = 3 };

/* As a level: the model's own threshold, or the level of its own contamination. */
enum { DAS_OWN_LEVEL = -1 };

/**
 * What das_enhance does. Zero it, set `size`, and set only what should differ from the preset.
 * Exactly one of `detector` and `fitted_detector` is set.
 *
 * The presets, where they differ from the defaults of das_setting_at or matter most:
 *
 *     "default"  synthesis: n_samples 10.0, max_samples 50000
 *                extra_trees: n_estimators 200, min_samples_leaf 4, class_weight balanced,
 *                             subsample 0.8, n_neighbors 1
 *                fusion: weight 2.0, normalization minmax, booster_scores auto
 *     "paper"    synthesis: n_samples 0.1, max_samples 50000
 *                random_forest: n_estimators 100, min_samples_leaf 1
 *                fusion: weight 1.0, normalization minmax, booster_scores in_sample
 */
typedef struct das_enhance_options {
  size_t size;                            /* sizeof(das_enhance_options) */
  const char *preset;                     /* "default" or "paper"; NULL = "default" */
  das_settings_const_ref detector;        /* settings of a built-in detector, to be fitted */
  das_detector_const_ref fitted_detector; /* a fitted or wrapped detector */
  das_settings_const_ref synthesis;       /* NULL = the preset's */
  das_program_const_ref program;          /* NULL = the built-in program for the detector */
  das_settings_const_ref booster;         /* NULL = the preset's */
  das_booster_const_ref wrapped_booster;  /* the host's classifier in place of a built-in one */
  das_settings_const_ref fusion;          /* NULL = the preset's */
  const char *const *feature_names;       /* of the columns of X, in UTF-8; NULL: none */
  double contamination;                   /* as in das_details: what DAS_OWN_LEVEL means; 0: .1 */
} das_enhance_options;

/* ---- Prompts ------------------------------------------------------------------------------- */

/* What das_prompt asks a language model for. */
enum {
  DAS_PROMPT_DESCRIPTION = 1,   /* what a type of detector assumes, how it scores, what it cannot see */
  DAS_PROMPT_JSON = 2,          /* a program that das_program_parse reads from the whole answer */
  DAS_PROMPT_PYTHON = 3,        /* a program as Python source, for the Python package */
  DAS_PROMPT_JSON_REPAIR = 4,   /* another answer, for the last one failed a check */
  DAS_PROMPT_PYTHON_REPAIR = 5
};

/* Which parts a prompt for a program has: all, or an ablation of Fig. 4b of the paper. */
enum {
  DAS_VARIANT_FULL = 0,
  DAS_VARIANT_GENERIC = 1, /* nothing is said of the detector */
  DAS_VARIANT_SIMPLE = 2,  /* the program may not ask for scores, and no seeds are hinted at */
  DAS_VARIANT_RANDOM = 3   /* random perturbation of random rows, no strategy */
};
