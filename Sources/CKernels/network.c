#include "simd_dispatch.h"
#include "simd_f32.h"

INLINE float dot(const float *x, const float *y, ptrdiff_t count) {
  f32x16 sums = {};
  for (ptrdiff_t k = 0; k < count; k += F32_LANES) sums += load_f32(x + k) * load_f32(y + k);
  float part[F32_LANES];
  store_f32(part, sums);
  for (int half = F32_LANES / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++) part[lane] += part[lane + half];
  return part[0];
}

MULTIVERSION(float, dot, (const float *x, const float *y, ptrdiff_t count), (x, y, count))

INLINE void axpby(float *y, ptrdiff_t count, float a, const float *x, float b) {
  if (b == 0)
    for (ptrdiff_t k = 0; k < count; k += F32_LANES) store_f32(y + k, a * load_f32(x + k));
  else
    for (ptrdiff_t k = 0; k < count; k += F32_LANES)
      store_f32(y + k, a * load_f32(x + k) + b * load_f32(y + k));
}

MULTIVERSION(void, axpby, (float *y, ptrdiff_t count, float a, const float *x, float b),
             (y, count, a, x, b))

INLINE void leaky_relu(float *x, ptrdiff_t count, float slope) {
  for (ptrdiff_t k = 0; k < count; k += F32_LANES) {
    f32x16 z = load_f32(x + k);
    store_f32(x + k, __builtin_elementwise_max(z, slope * z));
  }
}

MULTIVERSION(void, leaky_relu, (float *x, ptrdiff_t count, float slope), (x, count, slope))

INLINE void leaky_relu_backward(float *gradient, ptrdiff_t count, const float *output,
                                float slope) {
  for (ptrdiff_t k = 0; k < count; k += F32_LANES) {
    f32x16 g = load_f32(gradient + k);
    f32_mask up = load_f32(output + k) > 0;
    f32_mask scaled = (f32_mask)(slope * g);
    store_f32(gradient + k, (f32x16)((up & (f32_mask)g) | (~up & scaled)));
  }
}

MULTIVERSION(void, leaky_relu_backward,
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

/* By square blocks, which stay in the first-level cache. */
INLINE void transpose(ptrdiff_t rows, ptrdiff_t width, const float *restrict a,
                      float *restrict b) {
  enum { SQUARE = 16 };
  for (ptrdiff_t first = 0; first < rows; first += SQUARE)
    for (ptrdiff_t column = 0; column < width; column++) {
      const ptrdiff_t end = first + SQUARE < rows ? first + SQUARE : rows;
      for (ptrdiff_t row = first; row < end; row++)
        b[column * rows + row] = a[row * width + column];
    }
}

MULTIVERSION(void, transpose,
             (ptrdiff_t rows, ptrdiff_t width, const float *restrict a, float *restrict b),
             (rows, width, a, b))
