#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* A word of a histogram as two numbers: class 0 in the low half, class 1 in the high half. */
typedef uint32_t class_pair[2];

/* A row's class selects the half without a branch. `stride` is a constant where it is 1. */
INLINE void add_rows(libdas_sample_rows list, ptrdiff_t stride, uint32_t sign,
                     class_pair *histogram) {
  for (ptrdiff_t k = 0; k < list.count; k++) {
    const uint32_t row = list.rows[k];
    histogram[list.bins[row * stride]][row >= list.normals] += sign * list.counts[row];
  }
}

INLINE void accumulate_histogram(const libdas_sample_rows *list, int subtracts,
                                 uint64_t *histogram) {
  const uint32_t sign = subtracts ? -1u : 1;
  if (list->stride == 1)
    add_rows(*list, 1, sign, (class_pair *)histogram);
  else
    add_rows(*list, list->stride, sign, (class_pair *)histogram);
}

MULTIVERSION(void, accumulate_histogram,
             (const libdas_sample_rows *list, int subtracts, uint64_t *histogram),
             (list, subtracts, histogram))

/* Every processor finds the same splits. */
#pragma STDC FP_CONTRACT OFF

typedef uint64_t u64x8 __attribute__((vector_size(LANES * sizeof(uint64_t))));

/* Integers below 2^32 as doubles: as the low bits of 2^52. */
INLINE f64x8 to_f64(u64x8 numbers) {
  return (f64x8)(numbers | 0x4330000000000000u) - 0x1p52;
}

/* Prefix sums of eight lanes. */
INLINE u64x8 prefix_sums(u64x8 x) {
  const u64x8 zero = {0};
  x += __builtin_shufflevector(zero, x, 0, 8, 9, 10, 11, 12, 13, 14);
  x += __builtin_shufflevector(zero, x, 0, 0, 8, 9, 10, 11, 12, 13);
  x += __builtin_shufflevector(zero, x, 0, 0, 0, 0, 8, 9, 10, 11);
  return x;
}

typedef struct {
  f64x8 numerator, denominator;
  u64x8 left;
  f64_mask bin;
} split_lanes;

/* Whether a / b > c / d. */
INLINE int is_greater(double a, double b, double c, double d) { return a * d > c * b; }

/* Replaces `best` by the first of the lanes that score highest. */
INLINE void keep_best(libdas_split *best, split_lanes splits) {
  for (int lane = 0; lane < LANES; lane++) {
    if (splits.bin[lane] < 0) continue;
    double a = splits.numerator[lane], b = splits.denominator[lane];
    int above = is_greater(a, b, best->numerator, best->denominator);
    int below = is_greater(best->numerator, best->denominator, a, b);
    int is_lower = best->bin >= 0 && splits.bin[lane] < best->bin;
    if (above || (!below && is_lower))
      *best = (libdas_split){a, b, splits.left[lane], splits.bin[lane]};
  }
}

INLINE int best_split(const uint64_t *histogram, ptrdiff_t bins, const libdas_split_node *node,
                      libdas_split *best) {
  const double normal = (double)(node->counts & 0xffffffffu), other = (double)(node->counts >> 32);
  const double anomalous = other * node->ratio, total = normal + anomalous;
  const f64x8 min_rows = broadcast((double)node->min_rows);
  const f64x8 max_rows = broadcast(normal + other - (double)node->min_rows);
  const f64x8 min_weight = broadcast(node->min_weight);
  split_lanes splits = {broadcast(best->numerator), broadcast(best->denominator), (u64x8){0},
                        (f64_mask){} - 1};
  f64_mask bin = {0, 1, 2, 3, 4, 5, 6, 7}, varies = {0};
  u64x8 before = {0};
  for (ptrdiff_t k = 0; k < bins; k += LANES, bin += LANES) {
    u64x8 left, counts;
    memcpy(&counts, histogram + k, sizeof counts);
    left = before + prefix_sums(counts);
    before = (u64x8){0} + left[LANES - 1];
    f64x8 left_normal = to_f64(left & 0xffffffffu), left_other = to_f64(left >> 32);
    f64x8 left_anomalous = left_other * node->ratio;
    f64x8 weight = left_normal + left_anomalous, rows = left_normal + left_other;
    f64x8 difference = total * left_anomalous - weight * anomalous;
    f64x8 numerator = difference * difference, denominator = weight * (total - weight);
    varies |= (left != 0) & (left != node->counts);
    /* Without rows on a side the fraction is 0 / 0, which is above none. */
    f64_mask better = numerator * splits.denominator > splits.numerator * denominator;
    better &= (rows >= min_rows) & (rows <= max_rows);
    better &= (weight >= min_weight) & (total - weight >= min_weight);
    splits.numerator = blend(better, numerator, splits.numerator);
    splits.denominator = blend(better, denominator, splits.denominator);
    splits.left = (u64x8)blend_mask(better, (f64_mask)left, (f64_mask)splits.left);
    splits.bin = blend_mask(better, bin, splits.bin);
  }
  best->bin = -1;
  keep_best(best, splits);
  int64_t any = 0;
  for (int lane = 0; lane < LANES; lane++) any |= varies[lane];
  return any != 0;
}

MULTIVERSION(int, best_split,
             (const uint64_t *histogram, ptrdiff_t bins, const libdas_split_node *node,
              libdas_split *best),
             (histogram, bins, node, best))
