#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

INLINE void axpy2(double *restrict y, ptrdiff_t count, double a, const double *restrict x,
                  double b, const double *restrict z) {
  for (ptrdiff_t k = 0; k < count; k++) y[k] += a * x[k] + b * z[k];
}

MULTIVERSION(void, axpy2,
             (double *restrict y, ptrdiff_t count, double a, const double *restrict x, double b,
              const double *restrict z),
             (y, count, a, x, b, z))

INLINE void update_argmin(max_lanes *best, f64x8 gradient, f64x8 alpha, f64_mask index) {
  keep_max(best, blend(alpha < 1, -gradient, broadcast(-__builtin_inf())), index);
}

INLINE ptrdiff_t argmin_gradient(const double *gradient, const double *alpha, ptrdiff_t count) {
  max_lanes best = no_max();
  f64_mask index = {0, 1, 2, 3, 4, 5, 6, 7};
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES, index += LANES)
    update_argmin(&best, load(gradient + k), load(alpha + k), index);
  if (k < count)
    update_argmin(&best, load_partial(gradient + k, count - k, 0),
                  load_partial(alpha + k, count - k, 1), index);
  return max_index(best);
}

MULTIVERSION(ptrdiff_t, argmin_gradient,
             (const double *gradient, const double *alpha, ptrdiff_t count),
             (gradient, alpha, count))

INLINE void update_partner(max_lanes *best, f64x8 *violation, f64x8 gradient, f64x8 alpha,
                           f64x8 row, f64x8 diagonal, f64_mask index, double gradient_i,
                           double diagonal_i) {
  /* LIBSVM's tau: the curvature taken where the kernel is not positive definite. */
  const f64x8 TAU = broadcast(1e-12), NONE = broadcast(-__builtin_inf());
  f64x8 b = blend(alpha > 0, gradient - gradient_i, NONE);
  *violation = blend(b > *violation, b, *violation);
  f64x8 a = diagonal_i + diagonal - 2 * row;
  f64x8 gain = b * b / blend(a > 0, a, TAU);
  keep_max(best, blend(b > 0, gain, NONE), index);
}

INLINE double max_lane(f64x8 x) {
  double max = x[0];
  for (int lane = 1; lane < LANES; lane++)
    if (x[lane] > max) max = x[lane];
  return max;
}

INLINE libdas_partner working_set_partner(const double *gradient, const double *alpha,
                                          const double *row, const double *diagonal,
                                          ptrdiff_t count, double gradient_i, double diagonal_i) {
  max_lanes best = no_max();
  f64x8 violation = broadcast(-__builtin_inf());
  f64_mask index = {0, 1, 2, 3, 4, 5, 6, 7};
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES, index += LANES)
    update_partner(&best, &violation, load(gradient + k), load(alpha + k), load(row + k),
                   load(diagonal + k), index, gradient_i, diagonal_i);
  if (k < count) {
    ptrdiff_t rest = count - k;
    update_partner(&best, &violation, load_partial(gradient + k, rest, 0), load_partial(alpha + k,
                   rest, 0), load_partial(row + k, rest, 0), load_partial(diagonal + k, rest, 1),
                   index, gradient_i, diagonal_i);
  }
  return (libdas_partner){max_index(best), max_lane(best.value), max_lane(violation)};
}

MULTIVERSION(libdas_partner, working_set_partner,
             (const double *gradient, const double *alpha, const double *row,
              const double *diagonal, ptrdiff_t count, double gradient_i, double diagonal_i),
             (gradient, alpha, row, diagonal, count, gradient_i, diagonal_i))
