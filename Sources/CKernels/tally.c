#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* A word of a histogram as two numbers: class 0 in the low half, class 1 in the high one. */
typedef uint32_t classes[2];

/* A row's class chooses the half without a branch. */
INLINE void add_row(libdas_rows list, ptrdiff_t stride, uint32_t row, uint32_t sign,
                    classes *histogram) {
  histogram[list.bins[row * stride]][row >= list.normals] += sign * list.draws[row];
}

INLINE void tally_rows(libdas_rows list, ptrdiff_t stride, uint32_t sign, classes *even,
                       classes *odd) {
  ptrdiff_t k = 0;
  for (; k + 1 < list.count; k += 2) {
    add_row(list, stride, list.rows[k], sign, even);
    add_row(list, stride, list.rows[k + 1], sign, odd);
  }
  if (k < list.count) add_row(list, stride, list.rows[k], sign, even);
}

INLINE void tally_signed(libdas_rows list, uint32_t sign, classes *even, classes *odd) {
  if (list.stride == 1)
    tally_rows(list, 1, sign, even, odd);
  else
    tally_rows(list, list.stride, sign, even, odd);
}

INLINE void tally(const libdas_rows *list, int subtracts, ptrdiff_t bins, void *histogram,
                  void *spare) {
  /* Below this number of rows two histograms take longer to add up than one to wait for. */
  const int takes_turns = list->count >= 128;
  classes *even = histogram, *odd = takes_turns ? spare : histogram;
  if (subtracts)
    tally_signed(*list, -1u, even, odd);
  else
    tally_signed(*list, 1, even, odd);
  for (ptrdiff_t bin = 0; takes_turns && bin < bins; bin++) {
    even[bin][0] += odd[bin][0];
    even[bin][1] += odd[bin][1];
    odd[bin][0] = odd[bin][1] = 0;
  }
}

MULTIVERSION(void, tally,
             (const libdas_rows *list, int subtracts, ptrdiff_t bins, void *histogram, void *spare),
             (list, subtracts, bins, histogram, spare))
