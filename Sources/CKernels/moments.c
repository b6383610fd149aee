#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* What is kept of each column is loaded and stored once for eight rows. */
enum { ROWS = 8 };

/* Every processor is to round alike: no product is fused with a sum. */
#pragma STDC FP_CONTRACT OFF

/* `rows` is a constant once inlined. */
INLINE void add_deviations_of(const int rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                              const double *restrict origin, double *restrict sums,
                              double *restrict least, double *restrict most) {
  for (ptrdiff_t k = 0; k < columns; k++) {
    double sum = sums[k], low = least[k], high = most[k];
    UNROLL for (int r = 0; r < rows; r++) {
      double value = x[r * stride + k];
      sum += value - origin[k];
      low = value < low ? value : low;
      high = value >= high ? value : high;
    }
    sums[k] = sum, least[k] = low, most[k] = high;
  }
}

INLINE void add_deviations(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, double *restrict sums,
                           double *restrict least, double *restrict most) {
  ptrdiff_t row = 0;
  for (; row + ROWS <= rows; row += ROWS)
    add_deviations_of(ROWS, columns, x + row * stride, stride, origin, sums, least, most);
  for (; row < rows; row++)
    add_deviations_of(1, columns, x + row * stride, stride, origin, sums, least, most);
}

MULTIVERSION(void, add_deviations,
             (ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
              const double *restrict origin, double *restrict sums, double *restrict least,
              double *restrict most),
             (rows, columns, x, stride, origin, sums, least, most))

INLINE void add_squares_of(const int rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, const double *restrict mean,
                           double *restrict squares) {
  for (ptrdiff_t k = 0; k < columns; k++) {
    double sum = squares[k];
    UNROLL for (int r = 0; r < rows; r++) {
      double deviation = (x[r * stride + k] - origin[k]) - mean[k];
      sum += deviation * deviation;
    }
    squares[k] = sum;
  }
}

INLINE void add_squares(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                        const double *restrict origin, const double *restrict mean,
                        double *restrict squares) {
  ptrdiff_t row = 0;
  for (; row + ROWS <= rows; row += ROWS)
    add_squares_of(ROWS, columns, x + row * stride, stride, origin, mean, squares);
  for (; row < rows; row++)
    add_squares_of(1, columns, x + row * stride, stride, origin, mean, squares);
}

MULTIVERSION(void, add_squares,
             (ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
              const double *restrict origin, const double *restrict mean, double *restrict squares),
             (rows, columns, x, stride, origin, mean, squares))

/* No early exit, so that the loop runs in vectors. */
INLINE int all_within(const double *x, ptrdiff_t count, double bound) {
  int64_t outside = 0;
  for (ptrdiff_t k = 0; k < count; k++) outside |= !(__builtin_fabs(x[k]) <= bound);
  return outside == 0;
}

MULTIVERSION(int, all_within, (const double *x, ptrdiff_t count, double bound), (x, count, bound))
