#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

INLINE double held(double value, double bound) {
  return value < -bound ? -bound : value > bound ? bound : value;
}

INLINE void scale(double *to, ptrdiff_t count, const double *from, const double *restrict shift,
                  const double *restrict factor, double bound) {
  for (ptrdiff_t k = 0; k < count; k++) to[k] = held((from[k] - shift[k]) * factor[k], bound);
}

MULTIVERSION(void, scale,
             (double *to, ptrdiff_t count, const double *from, const double *restrict shift,
              const double *restrict factor, double bound),
             (to, count, from, shift, factor, bound))

INLINE lanes roots(lanes squares) {
  lanes result;
  for (int lane = 0; lane < LANES; lane++)
    result[lane] = __builtin_sqrt(squares[lane] > 0 ? squares[lane] : 0);
  return result;
}

INLINE double squared_norm(const double *x, ptrdiff_t count) {
  lanes sums = all(0);
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    lanes value = count - k >= LANES ? load(x + k) : load_some(x + k, count - k, 0);
    sums += value * value;
  }
  return sum_lanes(sums);
}

INLINE double add_distances(const double *products, ptrdiff_t count, const double *weights,
                            const double *x, ptrdiff_t columns, double *least) {
  const double norm = squared_norm(x, columns) + 1;
  lanes sums = all(0), lows = all(__builtin_inf());
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    const ptrdiff_t rest = count - k;
    /* A padded lane weighs 0 and is the least of none. */
    lanes product = rest >= LANES ? load(products + k) : load_some(products + k, rest, __builtin_inf());
    lanes weight = rest >= LANES ? load(weights + k) : load_some(weights + k, rest, 0);
    lanes root = roots(product + norm);
    lows = select_lanes(root < lows, root, lows);
    sums += weight * (rest >= LANES ? root : select_lanes(weight == 0, all(0), root));
  }
  for (int lane = 1; lane < LANES; lane++)
    if (lows[lane] < lows[0]) lows[0] = lows[lane];
  *least = lows[0] * lows[0] / norm;
  return sum_lanes(sums);
}

MULTIVERSION(double, add_distances,
             (const double *products, ptrdiff_t count, const double *weights, const double *x,
              ptrdiff_t columns, double *least),
             (products, count, weights, x, columns, least))
