#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* Every processor is to find the same cells. */
#pragma STDC FP_CONTRACT OFF

INLINE int32_t cell_of(const libdas_cells *index, double x) {
  const double last = (double)index->last;
  int stretch = 0;
  UNROLL for (int step = LIBDAS_STRETCHES / 2; step > 0; step /= 2)
    stretch += index->knots[stretch + step] <= x ? step : 0;
  double along = (x - index->knots[stretch]) * index->factors[stretch];
  along = along < last ? along : last;
  /* What is added to 2^52 is rounded to a whole number, in the low bits. */
  double sum = (along > 0 ? along : 0) + 0x1p52;
  int64_t bits;
  memcpy(&bits, &sum, sizeof bits);
  return stretch * (index->last + 1) + (int32_t)bits;
}

typedef void cell_finder(const libdas_cells *index, ptrdiff_t count, const double *x,
                         int32_t *cells);

INLINE void find_cells(const libdas_cells *index, ptrdiff_t count, const double *x,
                       int32_t *cells) {
  /* A copy, which stores to cells do not change. Lanes would have to be put together one by one. */
  const libdas_cells own = *index;
#pragma clang loop vectorize(disable)
  for (ptrdiff_t k = 0; k < count; k++) cells[k] = cell_of(&own, x[k]);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE static inline __attribute__((always_inline, target("avx512f,avx512dq,fma")))

/* Entries of a table of 64 in eight registers: of its half and its quarter there, and the last four
   bits of the index. */
WIDE __m512d pick(const __m512d *table, __m512i index, __mmask8 half, __mmask8 quarter) {
  __m512d a = _mm512_permutex2var_pd(table[0], index, table[1]);
  __m512d b = _mm512_permutex2var_pd(table[2], index, table[3]);
  __m512d c = _mm512_permutex2var_pd(table[4], index, table[5]);
  __m512d d = _mm512_permutex2var_pd(table[6], index, table[7]);
  return _mm512_mask_blend_pd(half, _mm512_mask_blend_pd(quarter, a, b),
                              _mm512_mask_blend_pd(quarter, c, d));
}

/* `find_cells` for eight values at a time, by the same steps. */
WIDE void find_cells_wide(const libdas_cells *index, ptrdiff_t count, const double *x,
                          int32_t *cells) {
  /* Few values are not worth the loading of the tables. */
  if (count < 8) return find_cells(index, count, x, cells);
  __m512d knots[8], factors[8];
  for (int part = 0; part < 8; part++) {
    knots[part] = _mm512_loadu_pd(index->knots + 8 * part);
    factors[part] = _mm512_loadu_pd(index->factors + 8 * part);
  }
  const __m512d middle = _mm512_set1_pd(index->knots[32]);
  const __m512d low = _mm512_set1_pd(index->knots[16]), high = _mm512_set1_pd(index->knots[48]);
  const __m512d last = _mm512_set1_pd((double)index->last), none = _mm512_setzero_pd();
  const __m512i width = _mm512_set1_epi64(index->last + 1);
  ptrdiff_t k = 0;
  for (; k + 8 <= count; k += 8) {
    __m512d value = _mm512_loadu_pd(x + k);
    __mmask8 half = _mm512_cmp_pd_mask(middle, value, _CMP_LE_OQ);
    __mmask8 quarter =
        _mm512_cmp_pd_mask(_mm512_mask_blend_pd(half, low, high), value, _CMP_LE_OQ);
    __m512i stretch = _mm512_setzero_si512();
    UNROLL for (int step = 8; step > 0; step /= 2) {
      __m512i next = _mm512_add_epi64(stretch, _mm512_set1_epi64(step));
      __mmask8 reached =
          _mm512_cmp_pd_mask(pick(knots, next, half, quarter), value, _CMP_LE_OQ);
      stretch = _mm512_mask_mov_epi64(stretch, reached, next);
    }
    __m512d along = _mm512_mul_pd(_mm512_sub_pd(value, pick(knots, stretch, half, quarter)),
                                  pick(factors, stretch, half, quarter));
    along = _mm512_max_pd(_mm512_min_pd(along, last), none);
    stretch = _mm512_mask_add_epi64(stretch, quarter, stretch, _mm512_set1_epi64(16));
    stretch = _mm512_mask_add_epi64(stretch, half, stretch, _mm512_set1_epi64(32));
    __m512i sum = _mm512_castpd_si512(_mm512_add_pd(along, _mm512_set1_pd(0x1p52)));
    __m512i cell = _mm512_add_epi64(sum, _mm512_mul_epu32(stretch, width));
    _mm256_storeu_si256((__m256i *)(cells + k), _mm512_cvtepi64_epi32(cell));
  }
  find_cells(index, count - k, x + k, cells + k);
}
#else
#define find_cells_wide find_cells
#define WIDE INLINE
#endif

DISPATCH(void, find_cells,
         (const libdas_cells *index, ptrdiff_t count, const double *x, int32_t *cells),
         (index, count, x, cells), find_cells_wide, find_cells, find_cells)

/* Eight values, in a line of the cache, from a place on that is a multiple of eight. */
INLINE lanes values_at(const void *values, int single, int32_t place) {
  if (!single) return load((const double *)values + place);
  typedef float floats __attribute__((vector_size(LANES * sizeof(float))));
  floats line;
  memcpy(&line, (const float *)values + place, sizeof line);
  return __builtin_convertvector(line, lanes);
}

INLINE void prefetch(const void *values, int single, int32_t place) {
  __builtin_prefetch((const char *)values + (ptrdiff_t)place * (single ? 4 : 8));
}

INLINE int32_t true_lanes(lanes_mask mask) { return -(int32_t)__builtin_reduce_add(mask); }

/* The first of the lines from `place` to `high` whose last value is at least x. */
INLINE int32_t line_of(const void *values, int single, double x, int32_t place, int32_t high) {
  while (place < high) {
    int32_t middle = (place + (high - place) / 2) & -LANES;
    if (values_at(values, single, middle)[LANES - 1] < x)
      place = middle + LANES;
    else
      high = middle;
  }
  return place;
}

/* The values go through the steps of the search together: what one step needs is fetched while the
   one before goes on with others. All below the first place of a cell are below x, so a whole line can
   be counted, and the next one is seldom needed. */
INLINE void find_some(cell_finder *find, const libdas_cells *index, int single,
                      const void *values, ptrdiff_t count, const double *x, int32_t *below,
                      int32_t *through) {
  find(index, count, x, below);
  for (ptrdiff_t k = 0; k < count; k++) __builtin_prefetch(index->places + below[k]);
  for (ptrdiff_t k = 0; k < count; k++) {
    const int32_t *place = index->places + below[k];
    below[k] = place[0] & -LANES;
    through[k] = place[1] & -LANES;
    prefetch(values, single, below[k]);
    prefetch(values, single, through[k]);
  }
  for (ptrdiff_t k = 0; k < count; k++) {
    int32_t place = below[k];
    lanes line = values_at(values, single, place);
    int32_t less = true_lanes(line < all(x[k]));
    if (less == LANES) {
      place = line_of(values, single, x[k], place + LANES, through[k]);
      line = values_at(values, single, place);
      less = true_lanes(line < all(x[k]));
    }
    below[k] = place + less;
    through[k] = place + true_lanes(line <= all(x[k]));
  }
}

INLINE void find_places(cell_finder *find, const libdas_cells *index, int single,
                        const void *values, ptrdiff_t count, const double *x, int32_t *below,
                        int32_t *through) {
  const ptrdiff_t batch = 128;
  for (ptrdiff_t k = 0; k < count; k += batch) {
    ptrdiff_t size = count - k < batch ? count - k : batch;
    if (single)
      find_some(find, index, 1, values, size, x + k, below + k, through + k);
    else
      find_some(find, index, 0, values, size, x + k, below + k, through + k);
  }
}

#define PARAMETERS                                                                             \
  (const libdas_cells *index, int single, const void *values, ptrdiff_t count, const double *x, \
   int32_t *below, int32_t *through)

WIDE void find_places_wide PARAMETERS {
  find_places(find_cells_wide, index, single, values, count, x, below, through);
}

INLINE void find_places_narrow PARAMETERS {
  find_places(find_cells, index, single, values, count, x, below, through);
}

DISPATCH(void, find_places, PARAMETERS, (index, single, values, count, x, below, through),
         find_places_wide, find_places_narrow, find_places_narrow)
