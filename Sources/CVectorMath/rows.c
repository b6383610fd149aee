#include "dispatch.h"
#include "lanes.h"
#include "vector_math.h"

INLINE double held(double value, double bound) {
  return value < -bound ? -bound : value > bound ? bound : value;
}

INLINE void scale(double *values, ptrdiff_t count, const double *shift, const double *factor,
                  double bound) {
  for (ptrdiff_t k = 0; k < count; k++)
    values[k] = held((values[k] - shift[k]) * factor[k], bound);
}

MULTIVERSION(void, scale,
             (double *values, ptrdiff_t count, const double *shift, const double *factor,
              double bound),
             (values, count, shift, factor, bound))

INLINE lanes roots(lanes squares) {
  lanes result;
  for (int lane = 0; lane < LANES; lane++)
    result[lane] = __builtin_sqrt(squares[lane] > 0 ? squares[lane] : 0);
  return result;
}

INLINE double add_roots(const double *squares, ptrdiff_t count, double more,
                        const double *weights, double *least) {
  lanes sums = all(0), lows = all(__builtin_inf());
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    const ptrdiff_t rest = count - k;
    /* A padded lane weighs 0 and is the least of none. */
    lanes square = rest >= LANES ? load(squares + k) : load_some(squares + k, rest, __builtin_inf());
    lanes weight = rest >= LANES ? load(weights + k) : load_some(weights + k, rest, 0);
    lanes root = roots(square + more);
    lows = select_lanes(root < lows, root, lows);
    sums += weight * (rest >= LANES ? root : select_lanes(weight == 0, all(0), root));
  }
  for (int lane = 1; lane < LANES; lane++)
    if (lows[lane] < lows[0]) lows[0] = lows[lane];
  *least = lows[0];
  return sum_lanes(sums);
}

MULTIVERSION(double, add_roots,
             (const double *squares, ptrdiff_t count, double more, const double *weights,
              double *least),
             (squares, count, more, weights, least))
