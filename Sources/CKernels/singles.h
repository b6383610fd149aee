/* Sixteen lanes of float, as wide as eight of double. */
#ifndef LIBDAS_SINGLES_H
#define LIBDAS_SINGLES_H

#include "lanes.h"
#include "CKernels.h"

enum { SINGLES = LIBDAS_PANEL_COLUMNS };
typedef float singles __attribute__((vector_size(SINGLES * sizeof(float))));
typedef int32_t singles_mask __attribute__((vector_size(SINGLES * sizeof(int32_t))));

INLINE singles load_singles(const float *from) {
  singles value;
  memcpy(&value, from, sizeof value);
  return value;
}

INLINE void store_singles(float *to, singles value) { memcpy(to, &value, sizeof value); }

#endif
