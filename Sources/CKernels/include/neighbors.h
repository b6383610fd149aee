/* Nearest neighbours: distances of rows in packed panels, and the smallest of them. */
#ifndef LIBDAS_NEIGHBORS_H
#define LIBDAS_NEIGHBORS_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* C <- A B in single precision, for A (rows x inner) and C (rows x columns) with consecutive
   columns and B (inner x columns) in packed panels of 16 columns, each row by row. With
   `differences`, sums of |a - b| instead of a b. */
enum { LIBDAS_PANEL_COLUMNS = 16 };
void libdas_pairwise_panels(int differences, ptrdiff_t rows, ptrdiff_t panels, ptrdiff_t inner,
                            const float *a, const float *b, float *c);

/* Makes panels of `columns` + 1 rows from panels of `columns` rows of doubles or floats: in single
   precision (x - center) * factor, with one center and factor a row, and half the sum of their
   squares. */
void libdas_pack_panels(int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
                        const double *center, const double *factor, float *out);

/* For x and each row y in panels of doubles or floats, the sum of f |x - y|, or of its squares,
   over the columns, each with a factor f: the distance before the final root. Terms are added in
   the order of `RowDistance`: in four lanes, then the rest. */
void libdas_panel_distances(int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns,
                            const void *rows, const double *x, const double *factors,
                            double *sums);

/* Lower bounds of the distances between the rows of a box and those of `count` others: sums of f g,
   or of (f g)^2 where `squares` is set, over the columns, with
   g = max(low' - high, low - high', 0). The other boxes begin `stride` numbers apart. */
void libdas_box_distance_bounds(int squares, ptrdiff_t count, ptrdiff_t columns,
                                const double *factors, const double *low, const double *high,
                                const double *other_low, const double *other_high,
                                ptrdiff_t stride, double *bounds);

/* The first index from `first` on whose value is below the bound, or `count`. */
ptrdiff_t libdas_find_first_lt(const float *values, ptrdiff_t first, ptrdiff_t count, float bound);

/* The first index from `first` on whose value does not exceed the bound, or `count`. */
ptrdiff_t libdas_find_first_le(const double *values, ptrdiff_t first, ptrdiff_t count,
                               double bound);

/* An upper bound of the `rank`-th smallest value, and close to it: the rank-th smallest of the
   minima of 64 groups; infinity where rank exceeds 64. `count` is a multiple of 16. */
float libdas_approx_kth_smallest(const float *values, ptrdiff_t count, ptrdiff_t rank);

#pragma GCC visibility pop
#endif
