#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

INLINE void add_pair(double *restrict y, ptrdiff_t count, double a, const double *restrict x, double b,
                     const double *restrict z) {
  for (ptrdiff_t k = 0; k < count; k++) y[k] += a * x[k] + b * z[k];
}

MULTIVERSION(void, add_pair,
             (double *restrict y, ptrdiff_t count, double a, const double *restrict x, double b,
              const double *restrict z),
             (y, count, a, x, b, z))

INLINE void least_of(best_lanes *best, lanes gradient, lanes alpha, lanes_mask index) {
  keep_best(best, select_lanes(alpha < 1, -gradient, all(-__builtin_inf())), index);
}

INLINE ptrdiff_t least_gradient(const double *gradient, const double *alpha, ptrdiff_t count) {
  best_lanes best = no_best();
  lanes_mask index = {0, 1, 2, 3, 4, 5, 6, 7};
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES, index += LANES)
    least_of(&best, load(gradient + k), load(alpha + k), index);
  if (k < count)
    least_of(&best, load_some(gradient + k, count - k, 0), load_some(alpha + k, count - k, 1),
             index);
  return best_index(best);
}

MULTIVERSION(ptrdiff_t, least_gradient,
             (const double *gradient, const double *alpha, ptrdiff_t count),
             (gradient, alpha, count))

INLINE void partner_of(best_lanes *best, lanes *violation, lanes gradient, lanes alpha, lanes row,
                       lanes diagonal, lanes_mask index, double gradient_i, double diagonal_i) {
  /* LIBSVM's tau: the curvature taken where the kernel is not positive definite. */
  const lanes TAU = all(1e-12), NONE = all(-__builtin_inf());
  lanes b = select_lanes(alpha > 0, gradient - gradient_i, NONE);
  *violation = select_lanes(b > *violation, b, *violation);
  lanes a = diagonal_i + diagonal - 2 * row;
  lanes gain = b * b / select_lanes(a > 0, a, TAU);
  keep_best(best, select_lanes(b > 0, gain, NONE), index);
}

INLINE double greatest_lane(lanes x) {
  double greatest = x[0];
  for (int lane = 1; lane < LANES; lane++)
    if (x[lane] > greatest) greatest = x[lane];
  return greatest;
}

INLINE libdas_partner best_partner(const double *gradient, const double *alpha, const double *row,
                                   const double *diagonal, ptrdiff_t count, double gradient_i,
                                   double diagonal_i) {
  best_lanes best = no_best();
  lanes violation = all(-__builtin_inf());
  lanes_mask index = {0, 1, 2, 3, 4, 5, 6, 7};
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES, index += LANES)
    partner_of(&best, &violation, load(gradient + k), load(alpha + k), load(row + k),
               load(diagonal + k), index, gradient_i, diagonal_i);
  if (k < count) {
    ptrdiff_t rest = count - k;
    partner_of(&best, &violation, load_some(gradient + k, rest, 0), load_some(alpha + k, rest, 0),
               load_some(row + k, rest, 0), load_some(diagonal + k, rest, 1), index, gradient_i,
               diagonal_i);
  }
  return (libdas_partner){best_index(best), greatest_lane(best.value), greatest_lane(violation)};
}

MULTIVERSION(libdas_partner, best_partner,
             (const double *gradient, const double *alpha, const double *row,
              const double *diagonal, ptrdiff_t count, double gradient_i, double diagonal_i),
             (gradient, alpha, row, diagonal, count, gradient_i, diagonal_i))
