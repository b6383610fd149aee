#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

enum { GROUPS = 2, CODES = LIBDAS_PATH_ROWS / GROUPS };
typedef uint16_t codes_lanes __attribute__((vector_size(CODES * sizeof(uint16_t))));

INLINE void note(codes_lanes *places, const uint16_t *codes, uint16_t code, int leaves_right,
                 uint16_t step) {
  UNROLL for (int g = 0; g < GROUPS; g++) {
    codes_lanes values, bound = (codes_lanes){} + code;
    memcpy(&values, codes + g * CODES, sizeof values);
    codes_lanes leave = (codes_lanes)(leaves_right ? values > bound : values <= bound);
    places[g] = (leave & ((codes_lanes){} + step)) | (~leave & places[g]);
  }
}

/* Backwards, so that the first step at which a row leaves is noted last. */
INLINE void leave_path(const uint16_t *codes, const libdas_step *steps, ptrdiff_t count,
                       uint16_t *places) {
  codes_lanes noted[GROUPS];
  UNROLL for (int g = 0; g < GROUPS; g++) noted[g] = (codes_lanes){} + (uint16_t)count;
  for (ptrdiff_t step = count - 1; step >= 0; step--) {
    const uint16_t *values = codes + (ptrdiff_t)steps[step].feature * LIBDAS_PATH_ROWS;
    if (steps[step].leaves_right)
      note(noted, values, steps[step].code, 1, (uint16_t)step);
    else
      note(noted, values, steps[step].code, 0, (uint16_t)step);
  }
  memcpy(places, noted, sizeof noted);
}

MULTIVERSION(void, leave_path,
             (const uint16_t *codes, const libdas_step *steps, ptrdiff_t count, uint16_t *places),
             (codes, steps, count, places))
