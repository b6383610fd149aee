/* Products of matrices and vectors in double precision. */
#ifndef LIBDAS_LINEAR_ALGEBRA_H
#define LIBDAS_LINEAR_ALGEBRA_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* C <- beta C + alpha A B, for A (rows x inner) and B (inner x columns), each with a stride for
   either direction, and C (rows x columns) with consecutive columns. C is not read where beta
   is 0. */
void libdas_gemm(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha, const double *a,
                 ptrdiff_t a_row, ptrdiff_t a_inner, const double *b, ptrdiff_t b_inner,
                 ptrdiff_t b_column, double beta, double *c, ptrdiff_t c_row);

/* y <- beta y + alpha A x, for A (rows x columns) with consecutive columns. y is not read where
   beta is 0. */
void libdas_gemv(ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a, ptrdiff_t a_row,
                 const double *x, double beta, double *y);

/* The sum of weights[k] |x - v_k|, from products[k] = -2 <x, v_k>, for `count` unit vectors v_k.
   `min` receives the smallest squared distance over |x|^2 + 1: where that is small, few of its
   digits are right. */
double libdas_weighted_distances(const double *products, ptrdiff_t count, const double *weights,
                                 const double *x, ptrdiff_t columns, double *min);

#pragma GCC visibility pop
#endif
