#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* Sums of eight rows at once, lane by lane what libdas_multiply_vector does with one: eight sums, which
   are added by halves, and the last columns. */
INLINE lanes panel_products(const double *panel, ptrdiff_t columns, const double *x) {
  lanes s[LANES];
  UNROLL for (int j = 0; j < LANES; j++) s[j] = all(0);
  ptrdiff_t column = 0;
  for (; column + LANES <= columns; column += LANES)
    UNROLL for (int j = 0; j < LANES; j++)
      s[j] += load(panel + (column + j) * LANES) * x[column + j];
  lanes sum = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  for (; column < columns; column++) sum += load(panel + column * LANES) * x[column];
  return sum;
}

INLINE void multiply_panels(ptrdiff_t count, ptrdiff_t columns, const double *panels,
                            const double *x, double *products) {
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    lanes sums = panel_products(panels + k * columns, columns, x);
    memcpy(products + k, &sums, (count - k < LANES ? count - k : LANES) * sizeof(double));
  }
}

MULTIVERSION(void, multiply_panels,
             (ptrdiff_t count, ptrdiff_t columns, const double *panels, const double *x,
              double *products),
             (count, columns, panels, x, products))
