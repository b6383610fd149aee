#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* exp(t) for t in [-708, 708]; NaN and everything below count as -708.

   t = k ln 2 + r with integer k and |r| <= ln 2 / 2, so exp(t) = 2^k exp(r). ln 2 is split in two
   so that k * LN2_HIGH is exact for |k| < 2^11 and r keeps all its bits. exp(r) is Taylor's series
   up to r^13 / 13!: the first term left out is below 5e-18. Adding 1.5 * 2^52 rounds to an integer
   and leaves k in the low bits; a shift carries it into the exponent. */
INLINE double exponential(double t) {
  const double LOG2_E = 0x1.71547652b82fep0, ROUND = 0x1.8p52;
  const double LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;
  t = t > -708 ? t : -708;
  double rounded = t * LOG2_E + ROUND;
  double k = rounded - ROUND;
  double r = t - k * LN2_HIGH;
  r = r - k * LN2_LOW;
  double p = 1.0 / 6227020800;
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 1.0 / 2;
  p = p * r + 1;
  p = p * r + 1;
  uint64_t exponent, bits;
  memcpy(&exponent, &rounded, sizeof exponent);
  memcpy(&bits, &p, sizeof bits);
  bits += exponent << 52;
  memcpy(&p, &bits, sizeof p);
  return p;
}

INLINE void rbf_kernel(double *restrict products, ptrdiff_t count, double scale, double shift,
                       const double *restrict shifts) {
  for (ptrdiff_t k = 0; k < count; k++) {
    double t = scale * products[k] + (shift + shifts[k]);
    products[k] = exponential(t > 0 ? 0 : t);
  }
}

MULTIVERSION(void, rbf_kernel,
             (double *restrict products, ptrdiff_t count, double scale, double shift,
              const double *restrict shifts),
             (products, count, scale, shift, shifts))

/* tanh |t| = (1 - e) / (1 + e) with e = exp(-2 |t|). */
INLINE void tanh_kernel(double *products, ptrdiff_t count, double scale, double shift) {
  for (ptrdiff_t k = 0; k < count; k++) {
    double t = scale * products[k] + shift;
    double e = exponential(-2 * __builtin_fabs(t));
    products[k] = __builtin_copysign((1 - e) / (1 + e), t);
  }
}

MULTIVERSION(void, tanh_kernel, (double *products, ptrdiff_t count, double scale, double shift),
             (products, count, scale, shift))

/* By squaring: each bit of the exponent squares the base once. */
INLINE f64x8 raise(f64x8 base, int exponent) {
  f64x8 result = exponent & 1 ? base : broadcast(1);
  for (exponent >>= 1; exponent > 0; exponent >>= 1) {
    base *= base;
    if (exponent & 1) result *= base;
  }
  return result;
}

INLINE void power_kernel(double *products, ptrdiff_t count, double scale, double shift,
                         int exponent) {
  ptrdiff_t k = 0;
  for (; k + LANES <= count; k += LANES) {
    f64x8 result = raise(scale * load(products + k) + shift, exponent);
    memcpy(products + k, &result, sizeof result);
  }
  if (k < count) {
    f64x8 result = raise(scale * load_partial(products + k, count - k, 0) + shift, exponent);
    memcpy(products + k, &result, (size_t)(count - k) * sizeof(double));
  }
}

MULTIVERSION(void, power_kernel,
             (double *products, ptrdiff_t count, double scale, double shift, int exponent),
             (products, count, scale, shift, exponent))
