#include "lanes.h"
#include "CKernels.h"

/* A descent is a chain of loads, each waiting for the one before. Eight side by side fill the waits; after
   six levels those that have come to a leaf make room for others. */
enum { SIDE_BY_SIDE = 8, LEVELS = 6 };

INLINE int is_leaf(const int64_t *node) { return *node < 0; }

INLINE void descend_some(const int64_t **places, const uint8_t *rows, const uint16_t *codes) {
  const int64_t *place[SIDE_BY_SIDE];
  UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) place[k] = places[rows[k]];
  for (int level = 0; level < LEVELS; level++)
    UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) {
      const int64_t *child = libdas_child(place[k], codes + rows[k]);
      place[k] = is_leaf(place[k]) ? place[k] : child;
    }
  UNROLL for (int k = 0; k < SIDE_BY_SIDE; k++) places[rows[k]] = place[k];
}

/* Keeps the numbers of the rows that have not come to a leaf; returns how many they are. */
INLINE ptrdiff_t drop_leaves(const int64_t **places, uint8_t *rows, ptrdiff_t count) {
  ptrdiff_t kept = 0;
  for (ptrdiff_t k = 0; k < count; k++) {
    uint8_t row = rows[k];
    rows[kept] = row;
    kept += !is_leaf(places[row]);
  }
  return kept;
}

void libdas_descend(const int64_t *root, const libdas_step *steps, ptrdiff_t count,
                    const int32_t *exits, const uint16_t *codes, ptrdiff_t rows,
                    const int64_t **leaves) {
  uint16_t ways[LIBDAS_PATH_ROWS];
  libdas_leave_path(codes, steps, count, ways);
  uint8_t active[LIBDAS_PATH_ROWS + SIDE_BY_SIDE];
  for (ptrdiff_t row = 0; row < rows; row++) {
    leaves[row] = root + exits[ways[row]];
    active[row] = (uint8_t)row;
  }
  ptrdiff_t left = rows;
  while ((left = drop_leaves(leaves, active, left)) > 0) {
    /* The last of them fills what is left of the last eight: it gets there no sooner. */
    for (int k = 0; k < SIDE_BY_SIDE; k++) active[left + k] = active[left - 1];
    for (ptrdiff_t first = 0; first < left; first += SIDE_BY_SIDE)
      descend_some(leaves, active + first, codes);
  }
}
