#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* Numbers of 32 bits, each in the low half of a word, which has room for their products. */
typedef uint64_t u32_pairs __attribute__((vector_size(LANES * sizeof(uint64_t))));

enum { ROUNDS = 10 };

INLINE void philox(uint64_t key, uint64_t stream, uint32_t first, ptrdiff_t blocks,
                   uint64_t *words) {
  const uint64_t low = 0xffffffffu;
  const u32_pairs lane = {0, 1, 2, 3, 4, 5, 6, 7};
  for (ptrdiff_t block = 0; block < blocks; block += LANES) {
    u32_pairs x0 = lane + (first + (uint64_t)block), x1 = {0};
    u32_pairs x2 = x1 + (stream & low), x3 = x1 + (stream >> 32);
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    UNROLL
    for (int round = 0; round < ROUNDS; round++) {
      u32_pairs p0 = (x0 & low) * 0xD2511F53u, p1 = (x2 & low) * 0xCD9E8D57u;
      x0 = p1 >> 32 ^ x1 ^ k0;
      x1 = p1 & low;
      x2 = p0 >> 32 ^ x3 ^ k1;
      x3 = p0 & low;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    u32_pairs even = x0 | x1 << 32, odd = x2 | x3 << 32;
    u32_pairs pairs[2] = {__builtin_shufflevector(even, odd, 0, 8, 1, 9, 2, 10, 3, 11),
                       __builtin_shufflevector(even, odd, 4, 12, 5, 13, 6, 14, 7, 15)};
    memcpy(words + 2 * block, pairs, sizeof pairs);
  }
}

MULTIVERSION(void, philox,
             (uint64_t key, uint64_t stream, uint32_t first, ptrdiff_t blocks, uint64_t *words),
             (key, stream, first, blocks, words))
