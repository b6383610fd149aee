#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

INLINE double clamp(double value, double bound) {
  return value < -bound ? -bound : value > bound ? bound : value;
}

INLINE void affine_clamp(double *to, ptrdiff_t count, const double *from,
                         const double *restrict shift, const double *restrict factor,
                         double bound) {
  for (ptrdiff_t k = 0; k < count; k++) to[k] = clamp((from[k] - shift[k]) * factor[k], bound);
}

MULTIVERSION(void, affine_clamp,
             (double *to, ptrdiff_t count, const double *from, const double *restrict shift,
              const double *restrict factor, double bound),
             (to, count, from, shift, factor, bound))

/* Rows that are added to the sums of a column between one load and store of them. */
enum { ROWS = 8 };

/* Every processor rounds alike: no product is fused with a sum. */
#pragma STDC FP_CONTRACT OFF

/* `rows` is a constant once inlined. */
INLINE void column_sums_of(const int rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, double *restrict sums,
                           double *restrict min, double *restrict max) {
  for (ptrdiff_t k = 0; k < columns; k++) {
    double sum = sums[k], low = min[k], high = max[k];
    UNROLL for (int r = 0; r < rows; r++) {
      double value = x[r * stride + k];
      sum += value - origin[k];
      low = value < low ? value : low;
      high = value >= high ? value : high;
    }
    sums[k] = sum, min[k] = low, max[k] = high;
  }
}

INLINE void column_sums(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                        const double *restrict origin, double *restrict sums,
                        double *restrict min, double *restrict max) {
  ptrdiff_t row = 0;
  for (; row + ROWS <= rows; row += ROWS)
    column_sums_of(ROWS, columns, x + row * stride, stride, origin, sums, min, max);
  for (; row < rows; row++)
    column_sums_of(1, columns, x + row * stride, stride, origin, sums, min, max);
}

MULTIVERSION(void, column_sums,
             (ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
              const double *restrict origin, double *restrict sums, double *restrict min,
              double *restrict max),
             (rows, columns, x, stride, origin, sums, min, max))

INLINE void column_squares_of(const int rows, ptrdiff_t columns, const double *x,
                              ptrdiff_t stride, const double *restrict origin,
                              const double *restrict mean, double *restrict squares) {
  for (ptrdiff_t k = 0; k < columns; k++) {
    double sum = squares[k];
    UNROLL for (int r = 0; r < rows; r++) {
      double deviation = (x[r * stride + k] - origin[k]) - mean[k];
      sum += deviation * deviation;
    }
    squares[k] = sum;
  }
}

INLINE void column_squares(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, const double *restrict mean,
                           double *restrict squares) {
  ptrdiff_t row = 0;
  for (; row + ROWS <= rows; row += ROWS)
    column_squares_of(ROWS, columns, x + row * stride, stride, origin, mean, squares);
  for (; row < rows; row++)
    column_squares_of(1, columns, x + row * stride, stride, origin, mean, squares);
}

MULTIVERSION(void, column_squares,
             (ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
              const double *restrict origin, const double *restrict mean, double *restrict squares),
             (rows, columns, x, stride, origin, mean, squares))

/* No early exit, so that the loop runs in vectors. */
INLINE int is_bounded(const double *x, ptrdiff_t count, double bound) {
  int64_t outside = 0;
  for (ptrdiff_t k = 0; k < count; k++) outside |= !(__builtin_fabs(x[k]) <= bound);
  return outside == 0;
}

MULTIVERSION(int, is_bounded, (const double *x, ptrdiff_t count, double bound), (x, count, bound))
