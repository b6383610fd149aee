/* Kernels of a support vector machine, as functions of an array of inner products. */
#ifndef LIBDAS_ELEMENTWISE_H
#define LIBDAS_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* products[k] <- exp(min(scale * products[k] + shift + shifts[k], 0)): the Gaussian kernel from
   inner products, as 2 gamma <x, y> - gamma |x|^2 - gamma |y|^2. The relative error is below 4e-16
   beside that of the argument. Arguments below -708, and those that overflowed, give exp(-708),
   about 3e-308. */
void libdas_rbf_kernel(double *restrict products, ptrdiff_t count, double scale, double shift,
                       const double *restrict shifts);

/* products[k] <- tanh(scale * products[k] + shift), with an absolute error below 4e-16. */
void libdas_tanh_kernel(double *products, ptrdiff_t count, double scale, double shift);

/* products[k] <- (scale * products[k] + shift)^exponent, for exponents from 0. */
void libdas_power_kernel(double *products, ptrdiff_t count, double scale, double shift,
                         int exponent);

#pragma GCC visibility pop
#endif
