#include "bits.h"
#include "dispatch.h"
#include "CKernels.h"

typedef uint8_t bytes __attribute__((vector_size(64)));
typedef uint16_t shorts __attribute__((vector_size(128)));

INLINE void drawn_rows(const uint16_t *draws, ptrdiff_t words, uint64_t *set) {
  for (ptrdiff_t w = 0; w < words; w++) {
    shorts each;
    memcpy(&each, draws + 64 * w, sizeof each);
    set[w] = word_of(__builtin_convertvector(each != 0, bits));
  }
}

MULTIVERSION(void, drawn_rows, (const uint16_t *draws, ptrdiff_t words, uint64_t *set),
             (draws, words, set))

INLINE ptrdiff_t part_rows(uint64_t *set, ptrdiff_t words, const uint8_t *bins, uint8_t last_left,
                           int keeps_left, uint64_t *leaving, int32_t *places) {
  const uint64_t flip = keeps_left ? ~(uint64_t)0 : 0;
  ptrdiff_t count = 0;
  for (ptrdiff_t w = 0; w < words; w++) {
    bytes each;
    memcpy(&each, bins + 64 * w, sizeof each);
    uint64_t right = word_of(__builtin_convertvector(each > last_left, bits));
    uint64_t stay = set[w] & (right ^ flip), leave = set[w] ^ stay;
    set[w] = stay;
    /* Written in any case, counted where rows leave: no branch to guess. */
    leaving[count] = leave;
    places[count] = (int32_t)w;
    count += leave != 0;
  }
  return count;
}

MULTIVERSION(ptrdiff_t, part_rows,
             (uint64_t *set, ptrdiff_t words, const uint8_t *bins, uint8_t last_left,
              int keeps_left, uint64_t *leaving, int32_t *places),
             (set, words, bins, last_left, keeps_left, leaving, places))

/* Four rows at once, be there so many or not, and so no branch for most words: what was written too
   much is written over. */
INLINE uint32_t *list_word(uint64_t word, uint32_t first, uint32_t *list) {
  uint32_t *end = list + __builtin_popcountll(word);
  do {
    for (int k = 0; k < 4; k++) {
      *list++ = first + (uint32_t)__builtin_ctzll(word | (uint64_t)1 << 63);
      word &= word - 1;
    }
  } while (list < end);
  return end;
}

INLINE ptrdiff_t list_rows(const uint64_t *set, const int32_t *places, ptrdiff_t words,
                           const uint64_t *among, uint32_t *list) {
  uint32_t *end = list;
  for (ptrdiff_t k = 0; k < words; k++) {
    ptrdiff_t w = places ? places[k] : k;
    end = list_word(set[k] & among[w], (uint32_t)(64 * w), end);
  }
  return end - list;
}

MULTIVERSION(ptrdiff_t, list_rows,
             (const uint64_t *set, const int32_t *places, ptrdiff_t words, const uint64_t *among,
              uint32_t *list),
             (set, places, words, among, list))
