/* Decision trees: growing them on binned rows, and traversing them with many rows at once. */
#ifndef LIBDAS_TREES_H
#define LIBDAS_TREES_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* ---- Growing ---- */

/* Rows of a table. `counts` says how often each row of the table is in the sample; rows below
   `normals` are of class 0, the others of class 1. The bin of row r is bins[stride r]. */
typedef struct {
  const uint32_t *rows;
  ptrdiff_t count;
  const uint16_t *counts;
  uint32_t normals;
  const uint8_t *bins;
  ptrdiff_t stride;
} libdas_sample_rows;

/* Adds the counts of rows to a histogram, or subtracts them. A word of the histogram counts class 0
   in its low half and class 1 in its high half. */
void libdas_accumulate_histogram(const libdas_sample_rows *list, int subtracts,
                                 uint64_t *histogram);

/* A list of rows, where those of one side of a split stay: the left side, of bins up to
   `last_left_bin`, if `keeps_left` is 1, else the right side. The bin of row r is bins[stride r].
   `spare` has space for `count` rows. */
typedef struct {
  uint32_t *rows;
  ptrdiff_t count;
  const uint8_t *bins;
  ptrdiff_t stride;
  uint32_t last_left_bin;
  uint32_t keeps_left;
  uint32_t *spare;
} libdas_row_partition;

/* Moves the rows that stay to the front, and the others after them, both in their order; returns
   the number of rows that stay. */
ptrdiff_t libdas_partition_rows(const libdas_row_partition *list);

/* A node to split: its rows of class 0 and 1, in the low and the high half of a word; the weight of
   a class-1 row, where a class-0 row weighs 1; the minimum of rows and of weight on each side. */
typedef struct {
  uint64_t counts;
  double ratio;
  int64_t min_rows;
  double min_weight;
} libdas_split_node;

/* The best split so far. Its score is a fraction, numerator over denominator. */
typedef struct {
  double numerator, denominator;
  uint64_t left;
  int64_t bin;
} libdas_split;

/* Tries a split after each bin of a histogram, whose words count classes as a node's do. A split
   that scores above `best` replaces it; among equals the lowest wins. The result is zero where no
   bin has rows on both sides. `bins` is a multiple of 8. GiniGain.swift has the mathematics. */
int libdas_best_split(const uint64_t *histogram, ptrdiff_t bins, const libdas_split_node *node,
                      libdas_split *best);

/* ---- Quantised trees: rows by blocks of 64, feature by feature ---- */

enum { LIBDAS_BLOCK_ROWS = 64, LIBDAS_MAX_PATH_STEPS = 65535 };

/* A step of a path through a tree: rows whose quantised value is greater exit here where
   `exits_right` is 1, the other rows where it is 0. */
typedef struct {
  int32_t feature;
  uint16_t value;
  uint16_t exits_right;
} libdas_path_step;

/* The child that a row goes to from an inner node; QuantizedNode.swift has the layout of a node.
   The quantised value of feature f is row[64 f]. */
static inline const int64_t *libdas_child(const int64_t *node, const uint16_t *row) {
  int64_t word = *node;
  return node + (word >> 36) + (row[word >> 10 & 0x3ffffc0] > (uint16_t)word);
}

/* The vote of a leaf. */
static inline uint64_t libdas_leaf_vote(int64_t leaf) {
  return (uint64_t)(leaf & INT64_MAX) >> 36 << 16 | (uint64_t)(leaf & 0xffff);
}

/* The leaves of `rows` rows, at most 64. They follow the path of `count` steps as far as they can:
   those that exit at step k continue `exits[k]` nodes after the root, those that reach its end
   `exits[count]` nodes after it. The value of feature f of row r is values[64 f + r]. */
void libdas_find_leaves(const int64_t *root, const libdas_path_step *steps, ptrdiff_t count,
                        const int32_t *exits, const uint16_t *values, ptrdiff_t rows,
                        const int64_t **leaves);

/* ---- Trees with real thresholds ---- */

/* A node of a tree with real thresholds; TreeNode.swift has its meaning. */
typedef struct {
  double threshold;
  int32_t feature;
  int32_t left;
} libdas_tree_node;

/* Adds to each sum the leaf values of its row, tree by tree in order. Tree t begins at node
   starts[t], and row r at rows[stride r]. */
void libdas_add_leaf_values(const libdas_tree_node *nodes, const ptrdiff_t *starts,
                            ptrdiff_t tree_count, const double *rows, ptrdiff_t stride,
                            ptrdiff_t row_count, double *sums);

#pragma GCC visibility pop
#endif
