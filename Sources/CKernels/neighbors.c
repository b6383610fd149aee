#include "simd_dispatch.h"
#include "simd_f32.h"

/* Pairwise products or sums of differences in single precision, and the few smallest of them. */

enum { WIDTH = 2, MAX_HEIGHT = 8 };

/* One more term of a sum: a product, or the magnitude of a difference. */
INLINE f32x16 add_term(const int differences, f32x16 sum, f32x16 x, f32x16 y) {
  return differences ? sum + __builtin_elementwise_abs(x - y) : sum + x * y;
}

/* C <- A B for `height` rows of A and `width` panels of B; both are constants once inlined. */
INLINE void sum_tile(const int differences, const int height, const int width, const float *a,
                     const float *panels, ptrdiff_t inner, float *c, ptrdiff_t c_row) {
  f32x16 sums[MAX_HEIGHT][WIDTH];
  UNROLL for (int r = 0; r < height; r++)
    UNROLL for (int w = 0; w < width; w++) sums[r][w] = (f32x16){};
  for (ptrdiff_t p = 0; p < inner; p++) {
    f32x16 b[WIDTH];
    UNROLL for (int w = 0; w < width; w++) b[w] = load_f32(panels + (w * inner + p) * F32_LANES);
    UNROLL for (int r = 0; r < height; r++) {
      f32x16 x = (f32x16){} + a[r * inner + p];
      UNROLL for (int w = 0; w < width; w++)
        sums[r][w] = add_term(differences, sums[r][w], x, b[w]);
    }
  }
  UNROLL for (int r = 0; r < height; r++)
    UNROLL for (int w = 0; w < width; w++)
      memcpy(c + r * c_row + w * F32_LANES, &sums[r][w], sizeof(f32x16));
}

/* Panels run outside, so that each stays in the first cache while all rows of A pass it. */
INLINE void sum_panels(const int differences, const int height, const int width, ptrdiff_t rows,
                       ptrdiff_t panels, ptrdiff_t inner, const float *a, const float *b,
                       float *c) {
  const ptrdiff_t c_row = panels * F32_LANES;
  ptrdiff_t panel = 0;
  for (; panel + width <= panels; panel += width) {
    const float *piece = b + panel * inner * F32_LANES;
    float *out = c + panel * F32_LANES;
    ptrdiff_t row = 0;
    for (; row + height <= rows; row += height)
      sum_tile(differences, height, width, a + row * inner, piece, inner, out + row * c_row, c_row);
    for (; row < rows; row++)
      sum_tile(differences, 1, width, a + row * inner, piece, inner, out + row * c_row, c_row);
  }
  if (panel < panels)
    for (ptrdiff_t row = 0; row < rows; row++)
      sum_tile(differences, 1, 1, a + row * inner, b + panel * inner * F32_LANES, inner,
               c + row * c_row + panel * F32_LANES, c_row);
}

/* The tiles fill the vector registers, as those of linear_algebra.c. */
#define PANELS(name, height, width)                                                            \
  INLINE void name(int differences, ptrdiff_t rows, ptrdiff_t panels, ptrdiff_t inner,         \
                   const float *a, const float *b, float *c) {                                 \
    if (differences)                                                                           \
      sum_panels(1, height, width, rows, panels, inner, a, b, c);                              \
    else                                                                                       \
      sum_panels(0, height, width, rows, panels, inner, a, b, c);                              \
  }

PANELS(panels_wide, 8, 2)
PANELS(panels_middle, 6, 1)
PANELS(panels_narrow, 2, 1)

DISPATCH(void, pairwise_panels,
         (int differences, ptrdiff_t rows, ptrdiff_t panels, ptrdiff_t inner, const float *a,
          const float *b, float *c),
         (differences, rows, panels, inner, a, b, c), panels_wide, panels_middle, panels_narrow)

typedef float f32x8 __attribute__((vector_size(LANES * sizeof(float))));

/* Eight of the numbers at `from`, which are floats or doubles. */
INLINE f64x8 load_any(const int is_double, const void *from, ptrdiff_t index) {
  f32x8 value;
  if (is_double) return load((const double *)from + index);
  memcpy(&value, (const float *)from + index, sizeof value);
  return __builtin_convertvector(value, f64x8);
}

INLINE void pack_as(const int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
                    const double *center, const double *factor, float *out) {
  for (ptrdiff_t panel = 0; panel < panels; panel++, out += F32_LANES) {
    /* Not read back from `out`: one load of what two stores have just written waits for both. */
    f32x8 halves[F32_LANES / LANES] = {};
    for (ptrdiff_t column = 0; column < columns; column++, out += F32_LANES)
      UNROLL for (int part = 0; part < F32_LANES / LANES; part++) {
        f64x8 x = load_any(is_double, rows, (panel * columns + column) * F32_LANES + part * LANES);
        f32x8 y = __builtin_convertvector((x - center[column]) * factor[column], f32x8);
        memcpy(out + part * LANES, &y, sizeof y);
        halves[part] += 0.5f * y * y;
      }
    memcpy(out, halves, sizeof halves);
  }
}

INLINE void pack_panels(int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
                        const double *center, const double *factor, float *out) {
  if (is_double)
    pack_as(1, panels, columns, rows, center, factor, out);
  else
    pack_as(0, panels, columns, rows, center, factor, out);
}

MULTIVERSION(void, pack_panels,
             (int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
              const double *center, const double *factor, float *out),
             (is_double, panels, columns, rows, center, factor, out))

/* The term of one column in a distance. No product is fused with a sum: that would change bits. */
INLINE f64x8 difference_term(const int squares, f64x8 x, f64x8 y, double factor) {
#pragma clang fp contract(off)
  if (!squares) return factor * __builtin_elementwise_abs(x - y);
  f64x8 difference = factor * (x - y);
  return difference * difference;
}

INLINE void panel_distances_as(const int is_double, const int squares, ptrdiff_t panels,
                               ptrdiff_t columns, const void *rows, const double *x,
                               const double *factors, double *sums) {
#pragma clang fp contract(off)
  for (ptrdiff_t panel = 0; panel < panels; panel++)
    for (int part = 0; part < F32_LANES; part += LANES, sums += LANES) {
      const ptrdiff_t start = panel * columns * F32_LANES + part;
      f64x8 four[4] = {};
      ptrdiff_t c = 0;
      for (; c + 4 <= columns; c += 4)
        UNROLL for (int k = 0; k < 4; k++)
          four[k] += difference_term(squares, broadcast(x[c + k]),
                                     load_any(is_double, rows, start + (c + k) * F32_LANES),
                                     factors[c + k]);
      f64x8 sum = ((four[0] + four[1]) + four[2]) + four[3];
      for (; c < columns; c++)
        sum += difference_term(squares, broadcast(x[c]),
                               load_any(is_double, rows, start + c * F32_LANES), factors[c]);
      memcpy(sums, &sum, sizeof sum);
    }
}

INLINE void panel_distances(int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns,
                            const void *rows, const double *x, const double *factors,
                            double *sums) {
  if (is_double && squares)
    panel_distances_as(1, 1, panels, columns, rows, x, factors, sums);
  else if (is_double)
    panel_distances_as(1, 0, panels, columns, rows, x, factors, sums);
  else if (squares)
    panel_distances_as(0, 1, panels, columns, rows, x, factors, sums);
  else
    panel_distances_as(0, 0, panels, columns, rows, x, factors, sums);
}

MULTIVERSION(void, panel_distances,
             (int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
              const double *x, const double *factors, double *sums),
             (is_double, squares, panels, columns, rows, x, factors, sums))

INLINE f64x8 positive_gap(f64x8 low, f64x8 high, f64x8 other_low, f64x8 other_high) {
  return __builtin_elementwise_max(
      __builtin_elementwise_max(other_low - high, low - other_high), broadcast(0));
}

INLINE void box_distance_bounds_as(const int squares, ptrdiff_t count, ptrdiff_t columns,
                                   const double *factors, const double *low, const double *high,
                                   const double *other_low, const double *other_high,
                                   ptrdiff_t stride, double *bounds) {
  for (ptrdiff_t k = 0; k < count; k++, other_low += stride, other_high += stride) {
    f64x8 sums = broadcast(0);
    for (ptrdiff_t c = 0; c < columns; c += LANES) {
      const ptrdiff_t rest = columns - c;
      f64x8 gap = rest >= LANES
                      ? positive_gap(load(low + c), load(high + c), load(other_low + c),
                                     load(other_high + c)) * load(factors + c)
                      : positive_gap(load_partial(low + c, rest, 0),
                                     load_partial(high + c, rest, 0),
                                     load_partial(other_low + c, rest, 0),
                                     load_partial(other_high + c, rest, 0)) *
                            load_partial(factors + c, rest, 0);
      sums += squares ? gap * gap : gap;
    }
    bounds[k] = sum_lanes(sums);
  }
}

INLINE void box_distance_bounds(int squares, ptrdiff_t count, ptrdiff_t columns,
                                const double *factors, const double *low, const double *high,
                                const double *other_low, const double *other_high,
                                ptrdiff_t stride, double *bounds) {
  if (squares)
    box_distance_bounds_as(1, count, columns, factors, low, high, other_low, other_high, stride,
                           bounds);
  else
    box_distance_bounds_as(0, count, columns, factors, low, high, other_low, other_high, stride,
                           bounds);
}

MULTIVERSION(void, box_distance_bounds,
             (int squares, ptrdiff_t count, ptrdiff_t columns, const double *factors,
              const double *low, const double *high, const double *other_low,
              const double *other_high, ptrdiff_t stride, double *bounds),
             (squares, count, columns, factors, low, high, other_low, other_high, stride, bounds))

INLINE ptrdiff_t find_first_lt(const float *values, ptrdiff_t first, ptrdiff_t count, float bound) {
  for (; first + F32_LANES <= count; first += F32_LANES) {
    f32_mask below = load_f32(values + first) < bound;
    if (__builtin_reduce_or(below)) break;
  }
  while (first < count && !(values[first] < bound)) first++;
  return first;
}

MULTIVERSION(ptrdiff_t, find_first_lt,
             (const float *values, ptrdiff_t first, ptrdiff_t count, float bound),
             (values, first, count, bound))

INLINE ptrdiff_t find_first_le(const double *values, ptrdiff_t first, ptrdiff_t count,
                               double bound) {
  for (; first + LANES <= count; first += LANES) {
    f64_mask within = load(values + first) <= bound;
    if (__builtin_reduce_or(within)) break;
  }
  while (first < count && !(values[first] <= bound)) first++;
  return first;
}

MULTIVERSION(ptrdiff_t, find_first_le,
             (const double *values, ptrdiff_t first, ptrdiff_t count, double bound),
             (values, first, count, bound))

enum { GROUPS = 4 * F32_LANES };

INLINE f32x16 min_lanes(f32x16 x, f32x16 y) { return __builtin_elementwise_min(x, y); }

INLINE float approx_kth_smallest(const float *values, ptrdiff_t count, ptrdiff_t rank) {
  f32x16 min[4];
  float groups[GROUPS];
  if (rank > GROUPS) return __builtin_inff();
  UNROLL for (int g = 0; g < 4; g++) min[g] = (f32x16){} + __builtin_inff();
  ptrdiff_t k = 0;
  for (; k + GROUPS <= count; k += GROUPS)
    UNROLL for (int g = 0; g < 4; g++)
      min[g] = min_lanes(min[g], load_f32(values + k + g * F32_LANES));
  for (; k < count; k += F32_LANES) min[0] = min_lanes(min[0], load_f32(values + k));
  if (rank == 1)
    return __builtin_reduce_min(
        min_lanes(min_lanes(min[0], min[1]), min_lanes(min[2], min[3])));
  memcpy(groups, min, sizeof groups);
  /* The first `rank` elements are the smallest so far, ascending. */
  for (ptrdiff_t g = 1; g < GROUPS; g++) {
    float value = groups[g];
    ptrdiff_t index = g < rank ? g : rank - 1;
    if (g >= rank && value >= groups[index]) continue;
    for (; index > 0 && groups[index - 1] > value; index--) groups[index] = groups[index - 1];
    groups[index] = value;
  }
  return groups[rank - 1];
}

MULTIVERSION(float, approx_kth_smallest, (const float *values, ptrdiff_t count, ptrdiff_t rank),
             (values, count, rank))
