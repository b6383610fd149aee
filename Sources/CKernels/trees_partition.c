#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* Whether a row is on the side that stays. */
INLINE unsigned stays(libdas_row_partition list, uint32_t row) {
  return (list.bins[row * list.stride] <= list.last_left_bin) == list.keeps_left;
}

/* Moves rows from `k` on, where `kept` rows before it stay. Both places are written and one of the
   indexes advances: no branch to mispredict. */
INLINE ptrdiff_t partition_from(libdas_row_partition list, ptrdiff_t k, ptrdiff_t kept) {
  for (; k < list.count; k++) {
    const uint32_t row = list.rows[k];
    const unsigned stay = stays(list, row);
    list.rows[kept] = list.spare[k - kept] = row;
    kept += stay;
  }
  memcpy(list.rows + kept, list.spare, (size_t)(list.count - kept) * sizeof *list.rows);
  return kept;
}

#if defined(__x86_64__)
#include <immintrin.h>

/* Moves 16 rows at a time. A compressing store is slow, so registers are compressed and stored
   whole; what they store past the rows of their side is overwritten later. */
INLINE __attribute__((target("avx512f"))) ptrdiff_t partition_wide(
    const libdas_row_partition *partition) {
  const libdas_row_partition list = *partition;
  const __m512i last_left_bin = _mm512_set1_epi32((int)list.last_left_bin);
  ptrdiff_t k = 0, kept = 0;
  for (; k + 16 <= list.count; k += 16) {
    uint8_t bins[16];
    UNROLL for (int lane = 0; lane < 16; lane++)
      bins[lane] = list.bins[list.rows[k + lane] * list.stride];
    const __m512i wide_bins = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)bins));
    const __mmask16 left = _mm512_cmple_epu32_mask(wide_bins, last_left_bin);
    const __mmask16 stay = list.keeps_left ? left : ~left, leave = ~stay;
    const __m512i rows = _mm512_loadu_si512(list.rows + k);
    _mm512_storeu_si512(list.spare + k - kept, _mm512_maskz_compress_epi32(leave, rows));
    _mm512_storeu_si512(list.rows + kept, _mm512_maskz_compress_epi32(stay, rows));
    kept += __builtin_popcount(stay);
  }
  return partition_from(list, k, kept);
}
#else
#define partition_wide partition_narrow
#endif

INLINE ptrdiff_t partition_narrow(const libdas_row_partition *partition) {
  return partition_from(*partition, 0, 0);
}

DISPATCH(ptrdiff_t, partition_rows, (const libdas_row_partition *list), (list), partition_wide,
         partition_narrow, partition_narrow)
