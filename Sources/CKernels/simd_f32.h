/* Vectors of sixteen floats, as wide as eight doubles. */
#ifndef LIBDAS_SIMD_F32_H
#define LIBDAS_SIMD_F32_H

#include "simd_f64.h"
#include "CKernels.h"

enum { F32_LANES = LIBDAS_PANEL_COLUMNS };
typedef float f32x16 __attribute__((vector_size(F32_LANES * sizeof(float))));
typedef int32_t f32_mask __attribute__((vector_size(F32_LANES * sizeof(int32_t))));

INLINE f32x16 load_f32(const float *from) {
  f32x16 value;
  memcpy(&value, from, sizeof value);
  return value;
}

INLINE void store_f32(float *to, f32x16 value) { memcpy(to, &value, sizeof value); }

#endif
