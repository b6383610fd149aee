/* Training of a neural network on vectors of float. Every count is a multiple of 16. */
#ifndef LIBDAS_NETWORK_H
#define LIBDAS_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* <x, y>, summed in sixteen lanes, which are added by halves. */
float libdas_dot(const float *x, const float *y, ptrdiff_t count);

/* y <- a x + b y; y is not read where b is 0. */
void libdas_axpby(float *y, ptrdiff_t count, float a, const float *x, float b);

/* x <- max(x, slope x), for a slope in [0, 1]. */
void libdas_leaky_relu(float *x, ptrdiff_t count, float slope);

/* gradient <- slope gradient where the layer's output is not positive. */
void libdas_leaky_relu_backward(float *gradient, ptrdiff_t count, const float *output,
                                float slope);

/* One step of Adam on x: g = gradient + weight_decay x; mean <- .9 mean + .1 g;
   square <- .999 square + .001 g^2; x <- x - rate mean / (sqrt(square / square_bias) + 1e-8). */
void libdas_adam(float *restrict x, ptrdiff_t count, const float *restrict gradient,
                 float *restrict mean, float *restrict square, float weight_decay, float rate,
                 float square_bias);

/* B <- A^T, for A of `rows` rows with `width` columns; rows of B have `rows` elements. */
void libdas_transpose(ptrdiff_t rows, ptrdiff_t width, const float *restrict a, float *restrict b);

#pragma GCC visibility pop
#endif
