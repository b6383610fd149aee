#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* Every processor finds the same buckets. */
#pragma STDC FP_CONTRACT OFF

INLINE int32_t bucket_of(const libdas_rank_index *index, double x) {
  const double last = (double)index->last;
  int segment = 0;
  UNROLL for (int step = LIBDAS_SEGMENTS / 2; step > 0; step /= 2)
    segment += index->starts[segment + step] <= x ? step : 0;
  double offset = (x - index->starts[segment]) * index->slopes[segment];
  offset = offset < last ? offset : last;
  /* Adding 2^52 rounds to an integer, in the low bits. */
  double sum = (offset > 0 ? offset : 0) + 0x1p52;
  int64_t bits;
  memcpy(&bits, &sum, sizeof bits);
  return segment * (index->last + 1) + (int32_t)bits;
}

typedef void bucket_finder(const libdas_rank_index *index, ptrdiff_t count, const double *x,
                           int32_t *buckets);

INLINE void find_buckets(const libdas_rank_index *index, ptrdiff_t count, const double *x,
                         int32_t *buckets) {
  /* A copy, which stores to buckets cannot change. Vectors would be assembled lane by lane. */
  const libdas_rank_index own = *index;
#pragma clang loop vectorize(disable)
  for (ptrdiff_t k = 0; k < count; k++) buckets[k] = bucket_of(&own, x[k]);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE static inline __attribute__((always_inline, target("avx512f,avx512dq,fma")))

/* Entries of a table of 64 in eight registers, by the half, the quarter of that, and the last four
   bits of the index. */
WIDE __m512d table_lookup(const __m512d *table, __m512i index, __mmask8 half, __mmask8 quarter) {
  __m512d a = _mm512_permutex2var_pd(table[0], index, table[1]);
  __m512d b = _mm512_permutex2var_pd(table[2], index, table[3]);
  __m512d c = _mm512_permutex2var_pd(table[4], index, table[5]);
  __m512d d = _mm512_permutex2var_pd(table[6], index, table[7]);
  return _mm512_mask_blend_pd(half, _mm512_mask_blend_pd(quarter, a, b),
                              _mm512_mask_blend_pd(quarter, c, d));
}

/* `find_buckets` for eight values at a time, with the same steps. */
WIDE void find_buckets_wide(const libdas_rank_index *index, ptrdiff_t count, const double *x,
                            int32_t *buckets) {
  /* Loading the tables does not pay for a few values. */
  if (count < 8) return find_buckets(index, count, x, buckets);
  __m512d starts[8], slopes[8];
  for (int part = 0; part < 8; part++) {
    starts[part] = _mm512_loadu_pd(index->starts + 8 * part);
    slopes[part] = _mm512_loadu_pd(index->slopes + 8 * part);
  }
  const __m512d middle = _mm512_set1_pd(index->starts[32]);
  const __m512d low = _mm512_set1_pd(index->starts[16]), high = _mm512_set1_pd(index->starts[48]);
  const __m512d last = _mm512_set1_pd((double)index->last), none = _mm512_setzero_pd();
  const __m512i width = _mm512_set1_epi64(index->last + 1);
  ptrdiff_t k = 0;
  for (; k + 8 <= count; k += 8) {
    __m512d value = _mm512_loadu_pd(x + k);
    __mmask8 half = _mm512_cmp_pd_mask(middle, value, _CMP_LE_OQ);
    __mmask8 quarter =
        _mm512_cmp_pd_mask(_mm512_mask_blend_pd(half, low, high), value, _CMP_LE_OQ);
    __m512i segment = _mm512_setzero_si512();
    UNROLL for (int step = 8; step > 0; step /= 2) {
      __m512i next = _mm512_add_epi64(segment, _mm512_set1_epi64(step));
      __mmask8 reached =
          _mm512_cmp_pd_mask(table_lookup(starts, next, half, quarter), value, _CMP_LE_OQ);
      segment = _mm512_mask_mov_epi64(segment, reached, next);
    }
    __m512d start = table_lookup(starts, segment, half, quarter);
    __m512d slope = table_lookup(slopes, segment, half, quarter);
    __m512d offset = _mm512_mul_pd(_mm512_sub_pd(value, start), slope);
    offset = _mm512_max_pd(_mm512_min_pd(offset, last), none);
    segment = _mm512_mask_add_epi64(segment, quarter, segment, _mm512_set1_epi64(16));
    segment = _mm512_mask_add_epi64(segment, half, segment, _mm512_set1_epi64(32));
    __m512i sum = _mm512_castpd_si512(_mm512_add_pd(offset, _mm512_set1_pd(0x1p52)));
    __m512i bucket = _mm512_add_epi64(sum, _mm512_mul_epu32(segment, width));
    _mm256_storeu_si256((__m256i *)(buckets + k), _mm512_cvtepi64_epi32(bucket));
  }
  find_buckets(index, count - k, x + k, buckets + k);
}
#else
#define find_buckets_wide find_buckets
#define WIDE INLINE
#endif

DISPATCH(void, find_buckets,
         (const libdas_rank_index *index, ptrdiff_t count, const double *x, int32_t *buckets),
         (index, count, x, buckets), find_buckets_wide, find_buckets, find_buckets)

/* Eight values, one line of the cache, from an index that is a multiple of eight. */
INLINE f64x8 line_at(const void *values, int single, int32_t first) {
  if (!single) return load((const double *)values + first);
  typedef float f32x8 __attribute__((vector_size(LANES * sizeof(float))));
  f32x8 line;
  memcpy(&line, (const float *)values + first, sizeof line);
  return __builtin_convertvector(line, f64x8);
}

INLINE void prefetch(const void *values, int single, int32_t index) {
  __builtin_prefetch((const char *)values + (ptrdiff_t)index * (single ? 4 : 8));
}

INLINE int32_t count_true(f64_mask mask) { return -(int32_t)__builtin_reduce_add(mask); }

/* The first line from `low` to `high` whose last value is at least x, by bisection. */
INLINE int32_t find_line(const void *values, int single, double x, int32_t low, int32_t high) {
  while (low < high) {
    int32_t middle = (low + (high - low) / 2) & -LANES;
    if (line_at(values, single, middle)[LANES - 1] < x)
      low = middle + LANES;
    else
      high = middle;
  }
  return low;
}

/* The values take each step of the search together: what the next step reads is prefetched while
   others take this one. All values before a bucket's first rank are below x, so a whole line can be
   counted, and a second line is seldom needed. */
INLINE void find_some(bucket_finder *find, const libdas_rank_index *index, int single,
                      const void *values, ptrdiff_t count, const double *x, int32_t *lower,
                      int32_t *upper) {
  find(index, count, x, lower);
  for (ptrdiff_t k = 0; k < count; k++) __builtin_prefetch(index->ranks + lower[k]);
  for (ptrdiff_t k = 0; k < count; k++) {
    const int32_t *rank = index->ranks + lower[k];
    lower[k] = rank[0] & -LANES;
    upper[k] = rank[1] & -LANES;
    prefetch(values, single, lower[k]);
    prefetch(values, single, upper[k]);
  }
  for (ptrdiff_t k = 0; k < count; k++) {
    int32_t first = lower[k];
    f64x8 line = line_at(values, single, first);
    int32_t below = count_true(line < broadcast(x[k]));
    if (below == LANES) {
      first = find_line(values, single, x[k], first + LANES, upper[k]);
      line = line_at(values, single, first);
      below = count_true(line < broadcast(x[k]));
    }
    lower[k] = first + below;
    upper[k] = first + count_true(line <= broadcast(x[k]));
  }
}

INLINE void find_ranks(bucket_finder *find, const libdas_rank_index *index, int single,
                       const void *values, ptrdiff_t count, const double *x, int32_t *lower,
                       int32_t *upper) {
  const ptrdiff_t batch = 128;
  for (ptrdiff_t k = 0; k < count; k += batch) {
    ptrdiff_t size = count - k < batch ? count - k : batch;
    if (single)
      find_some(find, index, 1, values, size, x + k, lower + k, upper + k);
    else
      find_some(find, index, 0, values, size, x + k, lower + k, upper + k);
  }
}

#define PARAMETERS                                                                             \
  (const libdas_rank_index *index, int single, const void *values, ptrdiff_t count,            \
   const double *x, int32_t *lower, int32_t *upper)

WIDE void find_ranks_wide PARAMETERS {
  find_ranks(find_buckets_wide, index, single, values, count, x, lower, upper);
}

INLINE void find_ranks_narrow PARAMETERS {
  find_ranks(find_buckets, index, single, values, count, x, lower, upper);
}

DISPATCH(void, find_ranks, PARAMETERS, (index, single, values, count, x, lower, upper),
         find_ranks_wide, find_ranks_narrow, find_ranks_narrow)
