/* Ranks of values in a sorted column, by an index of buckets (RankIndex.swift). */
#ifndef LIBDAS_RANK_LOOKUP_H
#define LIBDAS_RANK_LOOKUP_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(hidden)

/* The index: 64 segments, each with its start and with a slope that maps a value to a bucket of the
   segment, 0 to `last`; and the first rank of each bucket, with one more at the end. */
enum { LIBDAS_SEGMENTS = 64 };
typedef struct {
  const int32_t *ranks;
  const double *starts, *slopes;
  int32_t last;
} libdas_rank_index;

/* The bucket of each x, of 64 (last + 1) in all: a number that rises with x. NaN falls into some
   bucket. */
void libdas_find_buckets(const libdas_rank_index *index, ptrdiff_t count, const double *x,
                         int32_t *buckets);

/* For each x the first index of a value that is at least x (`lower`), and that is above x
   (`upper`). Values are doubles, or floats where `single` is set; eight infinities follow them. */
enum { LIBDAS_SENTINELS = 8 };
void libdas_find_ranks(const libdas_rank_index *index, int single, const void *values,
                       ptrdiff_t count, const double *x, int32_t *lower, int32_t *upper);

#pragma GCC visibility pop
#endif
