#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

INLINE lanes_mask turns_right(const double *columns, const libdas_crown *crown, int node) {
  const double *values = columns + (ptrdiff_t)crown->feature[node] * LIBDAS_PATH_ROWS;
  return load(values) > all(crown->threshold[node]);
}

/* All nodes are asked, and the answers of those that a row would not come to are dropped: no answer
   waits for another. */
INLINE void pass_crown(const double *columns, const libdas_crown *crown, int64_t *places) {
  for (int row = 0; row < LIBDAS_PATH_ROWS; row += LANES) {
    lanes_mask right[LIBDAS_CROWN_NODES], place;
    UNROLL for (int node = 0; node < LIBDAS_CROWN_NODES; node++)
      right[node] = turns_right(columns + row, crown, node);
    lanes_mask a = right[0], b = choose(a, right[2], right[1]);
    lanes_mask c = choose(a, choose(b, right[6], right[5]), choose(b, right[4], right[3]));
    lanes_mask d = choose(a,
                          choose(b, choose(c, right[14], right[13]), choose(c, right[12], right[11])),
                          choose(b, choose(c, right[10], right[9]), choose(c, right[8], right[7])));
    place = (a & 8) | (b & 4) | (c & 2) | (d & 1);
    memcpy(places + row, &place, sizeof place);
  }
}

MULTIVERSION(void, pass_crown,
             (const double *columns, const libdas_crown *crown, int64_t *places),
             (columns, crown, places))
