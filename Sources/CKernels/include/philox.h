/* Counter-based random numbers. */
#ifndef LIBDAS_PHILOX_H
#define LIBDAS_PHILOX_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* The words of `blocks` blocks, a multiple of 8, of a random stream from block `first` on: Philox
   4x32 with 10 rounds, two words a block (RandomStream.swift). */
void libdas_philox(uint64_t key, uint64_t stream, uint32_t first, ptrdiff_t blocks,
                   uint64_t *words);

#pragma GCC visibility pop
#endif
