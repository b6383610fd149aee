#include "bits.h"
#include "dispatch.h"
#include "CKernels.h"

enum { GROUP = LIBDAS_PATH_ROWS };
typedef uint16_t codes_lanes __attribute__((vector_size(GROUP * sizeof(uint16_t))));

/* Rows of a group, as bits, that are at the same node. `place` is the node and, in its high half, the first
   row of the group. */
typedef libdas_party party;

/* Those of 64 rows whose code of a node's feature is greater than the node's. */
INLINE uint64_t rows_above(int64_t node, const uint16_t *codes) {
  codes_lanes each;
  memcpy(&each, codes + (node >> 10 & 0x3ffffc0), sizeof each);
  return word_of(__builtin_convertvector(each > (uint16_t)node, bits));
}

/* Writes who of each party goes left and who goes right, or the party behind `*leaves` where the node is a leaf.
   All three are written in any case and counted where there are rows: no branch to guess. */
INLINE ptrdiff_t take_step(const int64_t *root, const uint16_t *codes, ptrdiff_t columns,
                           const party *restrict now, ptrdiff_t count, party *restrict next,
                           party *restrict *leaves) {
  party *grown = next, *settled = *leaves;
  for (ptrdiff_t k = 0; k < count; k++) {
    /* By words, as they were written: a load of both would have to wait until they are in the cache. */
    uint64_t rows = now[k].rows, place = now[k].place;
    int64_t node = root[(uint32_t)place];
    uint64_t walking = rows & ~(uint64_t)(node >> 63);
    uint64_t right = walking & rows_above(node, codes + columns * (ptrdiff_t)(place >> 32));
    *settled = (party){rows, place};
    settled += node < 0;
    uint64_t child = place + (uint64_t)(node >> 36);
    *grown = (party){walking ^ right, child};
    grown += walking != right;
    *grown = (party){right, child + 1};
    grown += right != 0;
  }
  *leaves = settled;
  return grown - next;
}

/* Gives each row the number of its party. */
INLINE void number_rows(const party *parties, ptrdiff_t count, uint16_t *numbers) {
  for (ptrdiff_t k = 0; k < count; k++) {
    uint16_t *group = numbers + (parties[k].place >> 32);
    codes_lanes each, ones = __builtin_convertvector(bits_of(parties[k].rows), codes_lanes);
    memcpy(&each, group, sizeof each);
    codes_lanes own = (codes_lanes){} - ones;
    each = (own & ((codes_lanes){} + (uint16_t)k)) | (~own & each);
    memcpy(group, &each, sizeof each);
  }
}

INLINE ptrdiff_t descend_together(const int64_t *root, const uint16_t *codes, ptrdiff_t columns,
                                  ptrdiff_t rows, party *memory, uint64_t *sums) {
  party *now = memory, *next = now + LIBDAS_TOGETHER + 1, *leaves = next + LIBDAS_TOGETHER + 1;
  ptrdiff_t count = 0, steps = 0;
  for (ptrdiff_t first = 0; first < rows; first += GROUP) {
    ptrdiff_t absent = first + GROUP > rows ? first + GROUP - rows : 0;
    now[count++] = (party){~(uint64_t)0 >> absent, (uint64_t)first << 32};
  }
  party *end = leaves;
  while (count > 0) {
    steps += count;
    count = take_step(root, codes, columns, now, count, next, &end);
    party *spare = now;
    now = next;
    next = spare;
  }
  uint16_t numbers[LIBDAS_TOGETHER];
  uint64_t votes[LIBDAS_TOGETHER];
  number_rows(leaves, end - leaves, numbers);
  /* Loads one by one are faster than gathers. */
#pragma clang loop vectorize(disable)
  for (ptrdiff_t k = 0; k < end - leaves; k++)
    votes[k] = libdas_vote(root[(uint32_t)leaves[k].place]);
#pragma clang loop vectorize(disable)
  for (ptrdiff_t row = 0; row < rows; row++) sums[row] += votes[numbers[row]];
  return steps;
}

MULTIVERSION(ptrdiff_t, descend_together,
             (const int64_t *root, const uint16_t *codes, ptrdiff_t columns, ptrdiff_t rows,
              party *memory, uint64_t *sums),
             (root, codes, columns, rows, memory, sums))
