#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

enum { BLOCK_PARTS = 2, PART_ROWS = LIBDAS_BLOCK_ROWS / BLOCK_PARTS };
typedef uint16_t u16_lanes __attribute__((vector_size(PART_ROWS * sizeof(uint16_t))));

/* Sets the exit of the rows that leave the path at a step. */
INLINE void set_exits(u16_lanes *exits, const uint16_t *values, uint16_t bound, int exits_right,
                      uint16_t step) {
  UNROLL for (int part = 0; part < BLOCK_PARTS; part++) {
    u16_lanes own, bounds = (u16_lanes){} + bound;
    memcpy(&own, values + part * PART_ROWS, sizeof own);
    u16_lanes leave = (u16_lanes)(exits_right ? own > bounds : own <= bounds);
    exits[part] = (leave & ((u16_lanes){} + step)) | (~leave & exits[part]);
  }
}

/* For each of 64 rows the first step at which it leaves the path, or `count`. From the last step to
   the first, so that the first step at which a row leaves is set last. */
INLINE void find_path_exits(const uint16_t *values, const libdas_path_step *steps,
                            ptrdiff_t count, uint16_t *exits) {
  u16_lanes found[BLOCK_PARTS];
  UNROLL for (int part = 0; part < BLOCK_PARTS; part++)
    found[part] = (u16_lanes){} + (uint16_t)count;
  for (ptrdiff_t step = count - 1; step >= 0; step--) {
    const uint16_t *own = values + (ptrdiff_t)steps[step].feature * LIBDAS_BLOCK_ROWS;
    if (steps[step].exits_right)
      set_exits(found, own, steps[step].value, 1, (uint16_t)step);
    else
      set_exits(found, own, steps[step].value, 0, (uint16_t)step);
  }
  memcpy(exits, found, sizeof found);
}

/* A traversal is a chain of loads, each waiting for the one before. Eight rows side by side hide
   the latency; after six levels the rows at a leaf make room for others. */
enum { SIDE_BY_SIDE = 8, LEVELS = 6 };

INLINE int is_leaf(const int64_t *node) { return *node < 0; }

INLINE void traverse_levels(const int64_t **nodes, const uint8_t *rows, const uint16_t *values) {
  const int64_t *node[SIDE_BY_SIDE];
  UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) node[k] = nodes[rows[k]];
  for (int level = 0; level < LEVELS; level++)
    UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) {
      const int64_t *child = libdas_child(node[k], values + rows[k]);
      node[k] = is_leaf(node[k]) ? node[k] : child;
    }
  UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) nodes[rows[k]] = node[k];
}

/* Keeps the rows that have not reached a leaf; returns their number. */
INLINE ptrdiff_t drop_leaves(const int64_t **nodes, uint8_t *rows, ptrdiff_t count) {
  ptrdiff_t kept = 0;
  for (ptrdiff_t k = 0; k < count; k++) {
    uint8_t row = rows[k];
    rows[kept] = row;
    kept += !is_leaf(nodes[row]);
  }
  return kept;
}

INLINE void find_leaves(const int64_t *root, const libdas_path_step *steps, ptrdiff_t count,
                        const int32_t *exits, const uint16_t *values, ptrdiff_t rows,
                        const int64_t **leaves) {
  uint16_t exit[LIBDAS_BLOCK_ROWS];
  find_path_exits(values, steps, count, exit);
  uint8_t active[LIBDAS_BLOCK_ROWS + SIDE_BY_SIDE];
  for (ptrdiff_t row = 0; row < rows; row++) {
    leaves[row] = root + exits[exit[row]];
    active[row] = (uint8_t)row;
  }
  ptrdiff_t left = rows;
  while ((left = drop_leaves(leaves, active, left)) > 0) {
    /* Copies of the last row fill up the last eight; they end where it does. */
    for (int k = 0; k < SIDE_BY_SIDE; k++) active[left + k] = active[left - 1];
    for (ptrdiff_t first = 0; first < left; first += SIDE_BY_SIDE)
      traverse_levels(leaves, active + first, values);
  }
}

MULTIVERSION(void, find_leaves,
             (const int64_t *root, const libdas_path_step *steps, ptrdiff_t count,
              const int32_t *exits, const uint16_t *values, ptrdiff_t rows, const int64_t **leaves),
             (root, steps, count, exits, values, rows, leaves))

/* ---- Trees with real thresholds ---- */

/* 16 traversals side by side: 16 rows in one tree, or one row in 16 trees. There is one version for
   all processors: for AVX-512 the compiler turns the loads into gathers, three times as slow. */
enum { TRAVERSALS = 16 };

/* The child that a row goes to. A leaf is its own left child: nothing is greater than its NaN. */
INLINE ptrdiff_t threshold_child(const libdas_tree_node *tree, ptrdiff_t index,
                                 const double *row) {
  const libdas_tree_node *node = tree + index;
  return node->left + (row[node->feature] > node->threshold);
}

/* `TreeNode.leafValue` in C. */
INLINE double leaf_value(const libdas_tree_node *leaf) {
  uint64_t bits;
  double value;
  memcpy(&bits, &leaf->threshold, sizeof bits);
  bits = (bits ^ 0x7ff8000000000000) | 0x4070000000000000;
  memcpy(&value, &bits, sizeof value);
  return value - 256;
}

/* The leaves, counted from the first node of each tree. The only branch is one a level: a traversal
   that has reached its leaf stays there until the last one has. */
INLINE void find_threshold_leaves(const libdas_tree_node *const *trees, const double *const *rows,
                                  ptrdiff_t *nodes) {
  ptrdiff_t inner;
  UNROLL for (int k = 0; k < TRAVERSALS; k++) nodes[k] = 0;
  do {
    inner = 0;
    UNROLL for (int k = 0; k < TRAVERSALS; k++)
      nodes[k] = threshold_child(trees[k], nodes[k], rows[k]);
    UNROLL for (int k = 0; k < TRAVERSALS; k++) inner |= trees[k][nodes[k]].left ^ nodes[k];
  } while (inner != 0);
}

/* Adds to 16 sums the leaf values of consecutive rows in one tree. */
INLINE void add_rows(const libdas_tree_node *tree, const double *rows, ptrdiff_t stride,
                     double *sums) {
  const libdas_tree_node *trees[TRAVERSALS];
  const double *x[TRAVERSALS];
  ptrdiff_t leaves[TRAVERSALS];
  UNROLL for (int k = 0; k < TRAVERSALS; k++) {
    trees[k] = tree;
    x[k] = rows + k * stride;
  }
  find_threshold_leaves(trees, x, leaves);
  UNROLL for (int k = 0; k < TRAVERSALS; k++) sums[k] += leaf_value(tree + leaves[k]);
}

/* Adds the leaf values of one row in all trees. Copies of the last tree fill up the last 16. */
INLINE double add_trees(const libdas_tree_node *nodes, const ptrdiff_t *starts, ptrdiff_t count,
                        const double *row, double sum) {
  for (ptrdiff_t first = 0; first < count; first += TRAVERSALS) {
    const libdas_tree_node *trees[TRAVERSALS];
    const double *x[TRAVERSALS];
    ptrdiff_t leaves[TRAVERSALS], valid = count - first;
    for (int k = 0; k < TRAVERSALS; k++) {
      trees[k] = nodes + starts[first + (k < valid ? k : valid - 1)];
      x[k] = row;
    }
    find_threshold_leaves(trees, x, leaves);
    for (int k = 0; k < TRAVERSALS && k < valid; k++) sum += leaf_value(trees[k] + leaves[k]);
  }
  return sum;
}

void libdas_add_leaf_values(const libdas_tree_node *nodes, const ptrdiff_t *starts,
                            ptrdiff_t tree_count, const double *rows, ptrdiff_t stride,
                            ptrdiff_t row_count, double *sums) {
  ptrdiff_t whole = row_count / TRAVERSALS * TRAVERSALS;
  for (ptrdiff_t tree = 0; tree < tree_count; tree++)
    for (ptrdiff_t row = 0; row < whole; row += TRAVERSALS)
      add_rows(nodes + starts[tree], rows + row * stride, stride, sums + row);
  for (ptrdiff_t row = whole; row < row_count; row++)
    sums[row] = add_trees(nodes, starts, tree_count, rows + row * stride, sums[row]);
}
