/* Passes over the rows of a table. */
#ifndef LIBDAS_TABLES_H
#define LIBDAS_TABLES_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* to[k] <- (from[k] - shift[k]) * factor[k], clamped to +-bound. `to` and `from` may be equal. */
void libdas_affine_clamp(double *to, ptrdiff_t count, const double *from,
                         const double *restrict shift, const double *restrict factor,
                         double bound);

/* For each column of `rows` rows that begin `stride` numbers apart: sums <- sums + (x - origin),
   and the minimum and the maximum of x. */
void libdas_column_sums(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                        const double *restrict origin, double *restrict sums,
                        double *restrict min, double *restrict max);

/* The same for squares <- squares + (x - origin - mean)^2. */
void libdas_column_squares(ptrdiff_t rows, ptrdiff_t columns, const double *x, ptrdiff_t stride,
                           const double *restrict origin, const double *restrict mean,
                           double *restrict squares);

/* Whether no magnitude exceeds the bound and no value is NaN. */
int libdas_is_bounded(const double *x, ptrdiff_t count, double bound);

/* Prefetches `bytes` bytes. The address need not be mapped. */
static inline void libdas_prefetch(const void *from, ptrdiff_t bytes) {
  for (ptrdiff_t k = 0; k < bytes; k += 64) __builtin_prefetch((const char *)from + k);
}

#pragma GCC visibility pop
#endif
