/* Loops whose speed is the width of a vector: built for plain x86-64, for AVX2 with FMA and for
   AVX-512, and chosen by the processor at run time. No dispatch through ifunc, which sanitizers and
   other C libraries handle badly. The symbols are hidden: nothing here is part of the public ABI.

   Each result depends on its own operands alone, never on its place in an array or matrix. */
#ifndef LIBDAS_VECTOR_MATH_H
#define LIBDAS_VECTOR_MATH_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* C <- beta C + alpha A B, for A (rows x inner) and B (inner x columns), each with a stride for either
   direction, and C (rows x columns) with consecutive columns, which is not read where beta is 0. */
void libdas_multiply(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha,
                     const double *a, ptrdiff_t a_row, ptrdiff_t a_inner, const double *b,
                     ptrdiff_t b_inner, ptrdiff_t b_column, double beta, double *c,
                     ptrdiff_t c_row);

/* y <- beta y + alpha A x, for A (rows x columns) with consecutive columns; y is not read where beta is 0. */
void libdas_multiply_vector(ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a,
                            ptrdiff_t a_row, const double *x, double beta, double *y);

/* products[k] <- exp(min(scale * products[k] + shift + shifts[k], 0)): the Gaussian kernel from inner
   products, as 2 gamma <x, y> - gamma |x|^2 - gamma |y|^2. Relative error below 4e-16 beside that of
   the argument; arguments below -708, and those that overflowed, give exp(-708), about 3e-308. */
void libdas_gaussian(double *restrict products, ptrdiff_t count, double scale, double shift,
                     const double *restrict shifts);

/* products[k] <- tanh(scale * products[k] + shift), with an absolute error below 4e-16. */
void libdas_hyperbolic_tangent(double *products, ptrdiff_t count, double scale, double shift);

/* products[k] <- (scale * products[k] + shift)^exponent, for exponents from 0. */
void libdas_power(double *products, ptrdiff_t count, double scale, double shift, int exponent);

/* to[k] <- (from[k] - shift[k]) * factor[k], held within +-bound. `to` and `from` may be the same. */
void libdas_scale(double *to, ptrdiff_t count, const double *from, const double *restrict shift,
                  const double *restrict factor, double bound);

/* The sum of weights[k] |x - v_k|, from products[k] = -2 <x, v_k>, for `count` unit vectors. `least` receives
   the least squared distance as a share of |x|^2 + 1: where it is small, few digits of it are right. */
double libdas_add_distances(const double *products, ptrdiff_t count, const double *weights,
                            const double *x, ptrdiff_t columns, double *least);

/* For each column of `rows` rows that begin `stride` numbers after each other: sums <- sums + (x - origin), and
   the least and the greatest x. */
void libdas_add_deviations(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, double *restrict sums,
                           double *restrict least, double *restrict most);

/* squares <- squares + (x - origin - mean)^2, the same way. */
void libdas_add_squares(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                        const double *restrict origin, const double *restrict mean,
                        double *restrict squares);

/* Whether no magnitude is above the bound and no value is NaN. */
int libdas_all_within(const double *x, ptrdiff_t count, double bound);

/* Asks for memory that will be read soon; it need not be any. */
static inline void libdas_prefetch(const void *from, ptrdiff_t bytes) {
  for (ptrdiff_t k = 0; k < bytes; k += 64) __builtin_prefetch((const char *)from + k);
}

/* y <- y + a x + b z. */
void libdas_add_pair(double *restrict y, ptrdiff_t count, double a, const double *restrict x,
                     double b, const double *restrict z);

/* The first index with the least gradient among alpha < 1, or -1. */
ptrdiff_t libdas_least_gradient(const double *gradient, const double *alpha, ptrdiff_t count);

/* The partner of variable i in second-order working set selection: among alpha > 0 with
   b = gradient - gradient_i > 0, the first index with the greatest gain b^2 / max(a, tau), where
   a = diagonal_i + diagonal - 2 row is the curvature of the pair; -1, of gain -infinity, where there is
   none. `violation` is the greatest b, or -infinity. */
typedef struct {
  ptrdiff_t index;
  double gain, violation;
} libdas_partner;
libdas_partner libdas_best_partner(const double *gradient, const double *alpha, const double *row,
                                   const double *diagonal, ptrdiff_t count, double gradient_i,
                                   double diagonal_i);

/* C <- A B in single precision, for A (rows x inner) and C (rows x columns) with consecutive columns
   and B (inner x columns) in `panels` of 16 columns, one behind the other, row by row. With
   `differences`, sums of |a - b| in place of a b. */
enum { LIBDAS_PANEL_COLUMNS = 16 };
void libdas_combine_panels(int differences, ptrdiff_t rows, ptrdiff_t panels, ptrdiff_t inner,
                           const float *a, const float *b, float *c);

/* Makes panels of `columns` + 1 rows from panels of `columns` rows of doubles or floats: in single
   precision (x - center) * factor, which each row has one of, and half the sum of their squares. */
void libdas_pack_panels(int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
                        const double *center, const double *factor, float *out);

/* The sums that the distances of x to the rows of some panels of doubles or floats are made of: of
   f |x - y|, or of its squares, over the columns, of which each has a factor f. Terms are added as
   `RowDistance` adds them: in four lanes, then the rest. */
void libdas_sum_rows(int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns,
                     const void *rows, const double *x, const double *factors, double *sums);

/* What the rows of a box and those of `count` others differ by at least: sums of f g, or of (f g)^2 where
   `squares` is set, over the columns, with g = max(low' - high, low - high', 0). The others begin
   `stride` numbers after each other. */
void libdas_box_gaps(int squares, ptrdiff_t count, ptrdiff_t columns, const double *factors,
                     const double *low, const double *high, const double *other_low,
                     const double *other_high, ptrdiff_t stride, double *gaps);

/* The first index from `first` on whose value is below the bound, or `count`. */
ptrdiff_t libdas_first_below(const float *values, ptrdiff_t first, ptrdiff_t count, float bound);

/* The first index from `first` on whose value does not exceed the bound, or `count`. */
ptrdiff_t libdas_first_at_most(const double *values, ptrdiff_t first, ptrdiff_t count,
                               double bound);

/* A bound that at least `rank` values are not above, and few more: the rank-th least of the minima of
   64 groups, or infinity where rank is greater than that. `count` is a multiple of 16. */
float libdas_least_bound(const float *values, ptrdiff_t count, ptrdiff_t rank);

/* A step of a path through a tree: rows whose code is greater leave it (`leaves_right`), or those whose code is not. */
typedef struct {
  int32_t feature;
  uint16_t code;
  uint16_t leaves_right;
} libdas_step;

/* For each of 64 rows the first step at which it leaves the path, or `count`. The code of feature f of row r is
   codes[64 f + r]. */
enum { LIBDAS_PATH_ROWS = 64, LIBDAS_PATH_STEPS = 65535 };
void libdas_leave_path(const uint16_t *codes, const libdas_step *steps, ptrdiff_t count,
                       uint16_t *places);

/* Where a row goes from a node that is no leaf; CodedNode.swift has the layout of a node. The code of feature f is
   row[64 f]. */
static inline const int64_t *libdas_child(const int64_t *node, const uint16_t *row) {
  int64_t word = *node;
  return node + (word >> 36) + (row[word >> 10 & 0x3ffffc0] > (uint16_t)word);
}

/* The leaves that `rows` rows, 64 at most, end in: rows that leave the tree's path of `count` steps at step k begin
   `exits[k]` nodes behind the root. */
void libdas_descend(const int64_t *root, const libdas_step *steps, ptrdiff_t count,
                    const int32_t *exits, const uint16_t *codes, ptrdiff_t rows,
                    const int64_t **leaves);

/* The vote of a leaf. */
static inline uint64_t libdas_vote(int64_t leaf) {
  return (uint64_t)(leaf & INT64_MAX) >> 36 << 16 | (uint64_t)(leaf & 0xffff);
}

/* The first four levels of a tree: the children of node k are 2 k + 1, for rows that are not above its
   threshold, and 2 k + 2. A threshold that is no number sends every row to the first child. */
enum { LIBDAS_CROWN_NODES = 15 };
typedef struct {
  double threshold[LIBDAS_CROWN_NODES];
  int32_t feature[LIBDAS_CROWN_NODES];
} libdas_crown;

/* For each of 64 rows, feature by feature as above, which of the 16 ways through a crown it takes. */
void libdas_pass_crown(const double *columns, const libdas_crown *crown, int64_t *places);

/* A node of a tree that is to be cut: how many rows of class 0 and 1 it holds, in the low and the high
   half of a word; the weight of a class-1 row, where the others weigh 1; the fewest rows and the least
   weight to a side. */
typedef struct {
  uint64_t counts;
  double ratio;
  int64_t least;
  double lightest;
} libdas_node;

/* The best cut of a node so far. Its rank is a fraction, numerator over denominator. */
typedef struct {
  double numerator, denominator;
  uint64_t left;
  int64_t bin;
} libdas_cut;

/* Cuts a node behind each bin of a histogram, whose words count classes as a node's do. Where a cut
   ranks above `best` it takes its place; among equals the lowest does. Zero where no bin has rows on
   both sides. `bins` is a multiple of 8. GiniGain.swift has the mathematics. */
int libdas_best_cut(const uint64_t *histogram, ptrdiff_t bins, const libdas_node *node,
                    libdas_cut *best);

/* An index into ascending values, of which CellIndex.swift tells: 64 stretches, each with a knot and with
   a factor that leads from there to the number of a cell, 0 to `last`; the first place of each cell,
   and one more. */
enum { LIBDAS_STRETCHES = 64 };
typedef struct {
  const int32_t *places;
  const double *knots, *factors;
  int32_t last;
} libdas_cells;

/* The cell of each x: with 64 (last + 1) cells, a number that rises with x. NaN falls into some cell. */
void libdas_find_cells(const libdas_cells *index, ptrdiff_t count, const double *x, int32_t *cells);

/* For each x the first places of values that are at least x, and that are above x. Values are doubles,
   or floats where `single` is set; eight infinities stand behind them. */
enum { LIBDAS_SENTINELS = 8 };
void libdas_find_places(const libdas_cells *index, int single, const void *values, ptrdiff_t count,
                        const double *x, int32_t *below, int32_t *through);

/* What training a network does to vectors of float, beside products. Every count is a multiple of 16. */

/* <x, y>, summed in sixteen parts and these by halves. */
float libdas_dot(const float *x, const float *y, ptrdiff_t count);

/* y <- a x + b y; y is not read where b is 0. */
void libdas_combine(float *y, ptrdiff_t count, float a, const float *x, float b);

/* x <- max(x, slope x), for a slope in [0, 1]. */
void libdas_leaky(float *x, ptrdiff_t count, float slope);

/* gradient <- slope gradient where the layer's output is not positive: the way back through libdas_leaky. */
void libdas_leaky_back(float *gradient, ptrdiff_t count, const float *output, float slope);

/* One step of Adam on x: g = gradient + weight_decay x; mean <- .9 mean + .1 g; square <- .999 square + .001 g^2;
   x <- x - rate mean / (sqrt(square / square_bias) + 1e-8). */
void libdas_adam(float *restrict x, ptrdiff_t count, const float *restrict gradient,
                 float *restrict mean, float *restrict square, float weight_decay, float rate,
                 float square_bias);

/* B <- A^T, for A of `rows` rows with `width` columns; rows of B have `rows` elements. */
void libdas_transpose(ptrdiff_t rows, ptrdiff_t width, const float *restrict a, float *restrict b);

/* A list of rows of which `draws` says how often each counts: for class 0 below `normals`, else for
   class 1. The bin of row r is bins[stride r]. */
typedef struct {
  const uint32_t *rows;
  ptrdiff_t count;
  const uint16_t *draws;
  uint32_t normals;
  const uint8_t *bins;
  ptrdiff_t stride;
} libdas_rows;

/* Adds the draws of rows to a histogram of words that count class 0 in the low half and class 1 in the
   high one, or subtracts them. A spare histogram is empty before and after: rows take turns
   between two, for to add to a word just written takes longer. */
void libdas_tally(const libdas_rows *list, int subtracts, ptrdiff_t bins, void *histogram,
                  void *spare);

/* The words of `blocks` blocks, a multiple of 8, of a random stream from block `first` on: Philox 4x32 with
   10 rounds, two words a block (RandomStream.swift). */
void libdas_philox(uint64_t key, uint64_t stream, uint32_t first, ptrdiff_t blocks,
                   uint64_t *words);

#pragma GCC visibility pop
#endif
