#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* By squaring: each bit of the exponent squares the base once. */
INLINE lanes raise(lanes base, int exponent) {
  lanes result = exponent & 1 ? base : all(1);
  for (exponent >>= 1; exponent > 0; exponent >>= 1) {
    base *= base;
    if (exponent & 1) result *= base;
  }
  return result;
}

INLINE void power(double *products, ptrdiff_t count, double scale, double shift, int exponent) {
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES) {
    lanes result = raise(scale * load(products + k) + shift, exponent);
    memcpy(products + k, &result, sizeof result);
  }
  if (k < count) {
    lanes result = raise(scale * load_some(products + k, count - k, 0) + shift, exponent);
    memcpy(products + k, &result, (size_t)(count - k) * sizeof(double));
  }
}

MULTIVERSION(void, power,
             (double *products, ptrdiff_t count, double scale, double shift, int exponent),
             (products, count, scale, shift, exponent))
