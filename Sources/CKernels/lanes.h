/* Eight lanes of double, whatever the hardware has: the compiler splits them over its registers. The
   number is fixed so that every processor picks the same index among equals. All functions are
   inlined, so that the calling convention of vectors, which -Wpsabi warns of, does not matter. */
#ifndef LIBDAS_LANES_H
#define LIBDAS_LANES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t lanes_mask __attribute__((vector_size(LANES * sizeof(int64_t))));

INLINE lanes load(const double *from) {
  lanes value;
  memcpy(&value, from, sizeof value);
  return value;
}

/* The first `count` of eight lanes, the others `fill`. */
INLINE lanes load_some(const double *from, ptrdiff_t count, double fill) {
  lanes value;
  for (int lane = 0; lane < LANES; lane++) value[lane] = lane < count ? from[lane] : fill;
  return value;
}

INLINE lanes all(double value) { return (lanes){} + value; }

INLINE lanes_mask choose(lanes_mask mask, lanes_mask yes, lanes_mask no) {
  return (mask & yes) | (~mask & no);
}

INLINE lanes select_lanes(lanes_mask mask, lanes yes, lanes no) {
  return (lanes)choose(mask, (lanes_mask)yes, (lanes_mask)no);
}

/* The sum of eight lanes, by halves. */
INLINE double sum_lanes(lanes x) {
  double s04 = x[0] + x[4], s15 = x[1] + x[5], s26 = x[2] + x[6], s37 = x[3] + x[7];
  return (s04 + s26) + (s15 + s37);
}

/* The greatest value seen by each lane, with its index. */
typedef struct {
  lanes value;
  lanes_mask index;
} best_lanes;

INLINE best_lanes no_best(void) {
  return (best_lanes){all(-__builtin_inf()), (lanes_mask){} - 1};
}

INLINE void keep_best(best_lanes *best, lanes value, lanes_mask index) {
  lanes_mask better = value > best->value;
  best->value = select_lanes(better, value, best->value);
  best->index = choose(better, index, best->index);
}

INLINE ptrdiff_t best_index(best_lanes best) {
  int winner = 0;
  for (int lane = 1; lane < LANES; lane++) {
    int greater = best.value[lane] > best.value[winner];
    int equal = best.value[lane] == best.value[winner];
    if (greater || (equal && best.index[lane] < best.index[winner])) winner = lane;
  }
  return best.index[winner];
}

#endif
