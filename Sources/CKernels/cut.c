#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* Every processor is to find the same cuts. */
#pragma STDC FP_CONTRACT OFF

typedef uint64_t lanes_word __attribute__((vector_size(LANES * sizeof(uint64_t))));

/* Whole numbers below 2^32, which fill the low bits of 2^52. */
INLINE lanes whole(lanes_word numbers) {
  return (lanes)(numbers | 0x4330000000000000u) - 0x1p52;
}

/* Sums from the first lane to each one. */
INLINE lanes_word sums(lanes_word x) {
  const lanes_word zero = {0};
  x += __builtin_shufflevector(zero, x, 0, 8, 9, 10, 11, 12, 13, 14);
  x += __builtin_shufflevector(zero, x, 0, 0, 8, 9, 10, 11, 12, 13);
  x += __builtin_shufflevector(zero, x, 0, 0, 0, 0, 8, 9, 10, 11);
  return x;
}

typedef struct {
  lanes numerator, denominator;
  lanes_word left;
  lanes_mask bin;
} cut_lanes;

INLINE int ranks_above(double a, double b, double c, double d) { return a * d > c * b; }

/* The first of the highest lanes. */
INLINE void keep_highest(libdas_cut *best, cut_lanes cuts) {
  for (int lane = 0; lane < LANES; lane++) {
    if (cuts.bin[lane] < 0) continue;
    double a = cuts.numerator[lane], b = cuts.denominator[lane];
    int above = ranks_above(a, b, best->numerator, best->denominator);
    int below = ranks_above(best->numerator, best->denominator, a, b);
    int is_lower = best->bin >= 0 && cuts.bin[lane] < best->bin;
    if (above || (!below && is_lower))
      *best = (libdas_cut){a, b, cuts.left[lane], cuts.bin[lane]};
  }
}

INLINE int best_cut(const uint64_t *histogram, ptrdiff_t bins, const libdas_node *node,
                    libdas_cut *best) {
  const double normal = (double)(node->counts & 0xffffffffu), other = (double)(node->counts >> 32);
  const double anomalous = other * node->ratio, total = normal + anomalous;
  const lanes least = all((double)node->least), most = all(normal + other - (double)node->least);
  const lanes lightest = all(node->lightest);
  cut_lanes cuts = {all(best->numerator), all(best->denominator), (lanes_word){0}, (lanes_mask){} - 1};
  lanes_mask bin = {0, 1, 2, 3, 4, 5, 6, 7}, varies = {0};
  lanes_word before = {0};
  for (ptrdiff_t k = 0; k < bins; k += LANES, bin += LANES) {
    lanes_word left, counts;
    memcpy(&counts, histogram + k, sizeof counts);
    left = before + sums(counts);
    before = (lanes_word){0} + left[LANES - 1];
    lanes left_normal = whole(left & 0xffffffffu), left_other = whole(left >> 32);
    lanes left_anomalous = left_other * node->ratio;
    lanes weight = left_normal + left_anomalous, rows = left_normal + left_other;
    lanes difference = total * left_anomalous - weight * anomalous;
    lanes numerator = difference * difference, denominator = weight * (total - weight);
    varies |= (left != 0) & (left != node->counts);
    /* Without rows on a side the fraction is 0 / 0, which is not above any. */
    lanes_mask better = numerator * cuts.denominator > cuts.numerator * denominator;
    better &= (rows >= least) & (rows <= most);
    better &= (weight >= lightest) & (total - weight >= lightest);
    cuts.numerator = select_lanes(better, numerator, cuts.numerator);
    cuts.denominator = select_lanes(better, denominator, cuts.denominator);
    cuts.left = (lanes_word)choose(better, (lanes_mask)left, (lanes_mask)cuts.left);
    cuts.bin = choose(better, bin, cuts.bin);
  }
  best->bin = -1;
  keep_highest(best, cuts);
  int64_t any = 0;
  for (int lane = 0; lane < LANES; lane++) any |= varies[lane];
  return any != 0;
}

MULTIVERSION(int, best_cut,
             (const uint64_t *histogram, ptrdiff_t bins, const libdas_node *node, libdas_cut *best),
             (histogram, bins, node, best))
