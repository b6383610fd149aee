/* The solver of a one-class support vector machine: working set selection as in LIBSVM. */
#ifndef LIBDAS_SVM_H
#define LIBDAS_SVM_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* y <- y + a x + b z. */
void libdas_axpy2(double *restrict y, ptrdiff_t count, double a, const double *restrict x,
                  double b, const double *restrict z);

/* The first index of the smallest gradient among alpha < 1, or -1. */
ptrdiff_t libdas_argmin_gradient(const double *gradient, const double *alpha, ptrdiff_t count);

/* The partner of variable i in second-order working set selection (Fan, Chen and Lin 2005): among
   alpha > 0 with b = gradient - gradient_i > 0, the first index of the largest gain
   b^2 / max(a, tau), where a = diagonal_i + diagonal - 2 row is the curvature of the pair; -1, with
   gain -infinity, where there is none. `violation` is the largest b, or -infinity. */
typedef struct {
  ptrdiff_t index;
  double gain, violation;
} libdas_partner;
libdas_partner libdas_working_set_partner(const double *gradient, const double *alpha,
                                          const double *row, const double *diagonal,
                                          ptrdiff_t count, double gradient_i, double diagonal_i);

#pragma GCC visibility pop
#endif
