#include "dispatch.h"
#include "lanes.h"
#include "vector_math.h"

enum { GROUPS = 4 };

INLINE void note(lanes_mask *places, const double *values, double threshold, int turn_right,
                 int64_t step) {
  UNROLL for (int g = 0; g < GROUPS; g++) {
    lanes value = load(values + g * LANES);
    lanes_mask leaves = turn_right ? value > all(threshold) : value <= all(threshold);
    places[g] = choose(leaves, (lanes_mask){} + step, places[g]);
  }
}

/* Backwards, so that the first step at which a row leaves is noted last. */
INLINE void leave_path(const double *columns, const libdas_step *steps, ptrdiff_t count,
                       int64_t *places) {
  for (ptrdiff_t row = 0; row < LIBDAS_PATH_ROWS; row += GROUPS * LANES) {
    lanes_mask noted[GROUPS];
    UNROLL for (int g = 0; g < GROUPS; g++) noted[g] = (lanes_mask){} + count;
    for (ptrdiff_t step = count - 1; step >= 0; step--) {
      const double *values = columns + (ptrdiff_t)steps[step].feature * LIBDAS_PATH_ROWS + row;
      if (steps[step].leaves_right)
        note(noted, values, steps[step].threshold, 1, step);
      else
        note(noted, values, steps[step].threshold, 0, step);
    }
    memcpy(places + row, noted, sizeof noted);
  }
}

MULTIVERSION(void, leave_path,
             (const double *columns, const libdas_step *steps, ptrdiff_t count, int64_t *places),
             (columns, steps, count, places))
