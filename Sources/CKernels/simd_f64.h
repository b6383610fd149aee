/* Vectors of eight doubles, which the compiler splits over the registers of the hardware. The
   number is fixed so that every processor picks the same index among equals. All functions are
   inlined, so the calling convention of vectors, which -Wpsabi warns of, does not matter. */
#ifndef LIBDAS_SIMD_F64_H
#define LIBDAS_SIMD_F64_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma GCC diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

enum { LANES = 8 };
typedef double f64x8 __attribute__((vector_size(LANES * sizeof(double))));
typedef int64_t f64_mask __attribute__((vector_size(LANES * sizeof(int64_t))));

INLINE f64x8 load(const double *from) {
  f64x8 value;
  memcpy(&value, from, sizeof value);
  return value;
}

/* The first `count` lanes from memory, the others `fill`. */
INLINE f64x8 load_partial(const double *from, ptrdiff_t count, double fill) {
  f64x8 value;
  for (int lane = 0; lane < LANES; lane++) value[lane] = lane < count ? from[lane] : fill;
  return value;
}

INLINE f64x8 broadcast(double value) { return (f64x8){} + value; }

INLINE f64_mask blend_mask(f64_mask mask, f64_mask yes, f64_mask no) {
  return (mask & yes) | (~mask & no);
}

INLINE f64x8 blend(f64_mask mask, f64x8 yes, f64x8 no) {
  return (f64x8)blend_mask(mask, (f64_mask)yes, (f64_mask)no);
}

/* The sum of eight lanes, by halves. */
INLINE double sum_lanes(f64x8 x) {
  double s04 = x[0] + x[4], s15 = x[1] + x[5], s26 = x[2] + x[6], s37 = x[3] + x[7];
  return (s04 + s26) + (s15 + s37);
}

/* The maximum of each lane so far, with its index. */
typedef struct {
  f64x8 value;
  f64_mask index;
} max_lanes;

INLINE max_lanes no_max(void) {
  return (max_lanes){broadcast(-__builtin_inf()), (f64_mask){} - 1};
}

INLINE void keep_max(max_lanes *best, f64x8 value, f64_mask index) {
  f64_mask better = value > best->value;
  best->value = blend(better, value, best->value);
  best->index = blend_mask(better, index, best->index);
}

INLINE ptrdiff_t max_index(max_lanes best) {
  int winner = 0;
  for (int lane = 1; lane < LANES; lane++) {
    int greater = best.value[lane] > best.value[winner];
    int equal = best.value[lane] == best.value[winner];
    if (greater || (equal && best.index[lane] < best.index[winner])) winner = lane;
  }
  return best.index[winner];
}

#endif
