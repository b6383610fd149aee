#include "dispatch.h"
#include "singles.h"

/* What training a network does to vectors of float, beside products. */

INLINE float dot(const float *x, const float *y, ptrdiff_t count) {
  singles sums = {};
  for (ptrdiff_t k = 0; k < count; k += SINGLES) sums += load_singles(x + k) * load_singles(y + k);
  float part[SINGLES];
  store_singles(part, sums);
  for (int half = SINGLES / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++) part[lane] += part[lane + half];
  return part[0];
}

MULTIVERSION(float, dot, (const float *x, const float *y, ptrdiff_t count), (x, y, count))

INLINE void combine(float *y, ptrdiff_t count, float a, const float *x, float b) {
  if (b == 0)
    for (ptrdiff_t k = 0; k < count; k += SINGLES) store_singles(y + k, a * load_singles(x + k));
  else
    for (ptrdiff_t k = 0; k < count; k += SINGLES)
      store_singles(y + k, a * load_singles(x + k) + b * load_singles(y + k));
}

MULTIVERSION(void, combine, (float *y, ptrdiff_t count, float a, const float *x, float b),
             (y, count, a, x, b))

INLINE void leaky(float *x, ptrdiff_t count, float slope) {
  for (ptrdiff_t k = 0; k < count; k += SINGLES) {
    singles z = load_singles(x + k);
    store_singles(x + k, __builtin_elementwise_max(z, slope * z));
  }
}

MULTIVERSION(void, leaky, (float *x, ptrdiff_t count, float slope), (x, count, slope))

INLINE void leaky_back(float *gradient, ptrdiff_t count, const float *output, float slope) {
  for (ptrdiff_t k = 0; k < count; k += SINGLES) {
    singles g = load_singles(gradient + k);
    singles_mask up = load_singles(output + k) > 0;
    store_singles(gradient + k,
                  (singles)((up & (singles_mask)g) | (~up & (singles_mask)(slope * g))));
  }
}

MULTIVERSION(void, leaky_back,
             (float *gradient, ptrdiff_t count, const float *output, float slope),
             (gradient, count, output, slope))

INLINE void adam(float *restrict x, ptrdiff_t count, const float *restrict gradient,
                 float *restrict mean, float *restrict square, float weight_decay, float rate,
                 float square_bias) {
  const float unbias = 1 / square_bias;
  for (ptrdiff_t k = 0; k < count; k++) {
    float g = gradient[k] + weight_decay * x[k];
    mean[k] = 0.9f * mean[k] + 0.1f * g;
    square[k] = 0.999f * square[k] + 0.001f * (g * g);
    x[k] -= rate * mean[k] / (__builtin_sqrtf(square[k] * unbias) + 1e-8f);
  }
}

MULTIVERSION(void, adam,
             (float *restrict x, ptrdiff_t count, const float *restrict gradient,
              float *restrict mean, float *restrict square, float weight_decay, float rate,
              float square_bias),
             (x, count, gradient, mean, square, weight_decay, rate, square_bias))

/* By squares that stay in the first cache. */
INLINE void transpose(ptrdiff_t rows, ptrdiff_t width, const float *restrict a,
                      float *restrict b) {
  enum { SQUARE = 16 };
  for (ptrdiff_t first = 0; first < rows; first += SQUARE)
    for (ptrdiff_t column = 0; column < width; column++) {
      const ptrdiff_t end = first + SQUARE < rows ? first + SQUARE : rows;
      for (ptrdiff_t row = first; row < end; row++) b[column * rows + row] = a[row * width + column];
    }
}

MULTIVERSION(void, transpose,
             (ptrdiff_t rows, ptrdiff_t width, const float *restrict a, float *restrict b),
             (rows, width, a, b))
