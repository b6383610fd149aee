#include "dispatch.h"
#include "singles.h"

/* What a search for nearest neighbours does with each row: a product or a sum of differences in single
   precision, and finding the few least elements of it. */

enum { WIDTH = 2, MOST_HEIGHT = 8 };

/* One more term of a sum: a product, or the magnitude of a difference. */
INLINE singles add_term(const int differences, singles sum, singles x, singles y) {
  return differences ? sum + __builtin_elementwise_abs(x - y) : sum + x * y;
}

/* C <- A B for `height` rows of A and `width` panels of B; both are constants once inlined. */
INLINE void sum_tile(const int differences, const int height, const int width, const float *a,
                     const float *panels, ptrdiff_t inner, float *c, ptrdiff_t c_row) {
  singles sums[MOST_HEIGHT][WIDTH];
  UNROLL for (int r = 0; r < height; r++)
    UNROLL for (int w = 0; w < width; w++) sums[r][w] = (singles){};
  for (ptrdiff_t p = 0; p < inner; p++) {
    singles b[WIDTH];
    UNROLL for (int w = 0; w < width; w++) b[w] = load_singles(panels + (w * inner + p) * SINGLES);
    UNROLL for (int r = 0; r < height; r++) {
      singles x = (singles){} + a[r * inner + p];
      UNROLL for (int w = 0; w < width; w++)
        sums[r][w] = add_term(differences, sums[r][w], x, b[w]);
    }
  }
  UNROLL for (int r = 0; r < height; r++)
    UNROLL for (int w = 0; w < width; w++)
      memcpy(c + r * c_row + w * SINGLES, &sums[r][w], sizeof(singles));
}

/* Panels run outside, so that each stays in the first cache while all rows of A pass it. */
INLINE void sum_panels(const int differences, const int height, const int width, ptrdiff_t rows,
                       ptrdiff_t panels, ptrdiff_t inner, const float *a, const float *b,
                       float *c) {
  const ptrdiff_t c_row = panels * SINGLES;
  ptrdiff_t panel = 0;
  for (; panel + width <= panels; panel += width) {
    const float *piece = b + panel * inner * SINGLES;
    float *out = c + panel * SINGLES;
    ptrdiff_t row = 0;
    for (; row + height <= rows; row += height)
      sum_tile(differences, height, width, a + row * inner, piece, inner, out + row * c_row, c_row);
    for (; row < rows; row++)
      sum_tile(differences, 1, width, a + row * inner, piece, inner, out + row * c_row, c_row);
  }
  if (panel < panels)
    for (ptrdiff_t row = 0; row < rows; row++)
      sum_tile(differences, 1, 1, a + row * inner, b + panel * inner * SINGLES, inner,
               c + row * c_row + panel * SINGLES, c_row);
}

/* The tiles fill the vector registers, as those of product.c. */
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

DISPATCH(void, combine_panels,
         (int differences, ptrdiff_t rows, ptrdiff_t panels, ptrdiff_t inner, const float *a,
          const float *b, float *c),
         (differences, rows, panels, inner, a, b, c), panels_wide, panels_middle, panels_narrow)

typedef float half_singles __attribute__((vector_size(LANES * sizeof(float))));

/* Eight of the numbers at `from`, which are floats or doubles. */
INLINE lanes load_any(const int is_double, const void *from, ptrdiff_t index) {
  half_singles value;
  if (is_double) return load((const double *)from + index);
  memcpy(&value, (const float *)from + index, sizeof value);
  return __builtin_convertvector(value, lanes);
}

INLINE void pack_as(const int is_double, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
                    const double *center, const double *factor, float *out) {
  for (ptrdiff_t panel = 0; panel < panels; panel++, out += SINGLES) {
    /* Not read back from `out`: one load of what two stores have just written waits for both. */
    half_singles halves[SINGLES / LANES] = {};
    for (ptrdiff_t column = 0; column < columns; column++, out += SINGLES)
      UNROLL for (int part = 0; part < SINGLES / LANES; part++) {
        lanes x = load_any(is_double, rows, (panel * columns + column) * SINGLES + part * LANES);
        half_singles y =
            __builtin_convertvector((x - center[column]) * factor[column], half_singles);
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

/* A term of the distance of one column. Products are not joined with sums: that would change the bits. */
INLINE lanes difference_term(const int squares, lanes x, lanes y, double factor) {
#pragma clang fp contract(off)
  if (!squares) return factor * __builtin_elementwise_abs(x - y);
  lanes difference = factor * (x - y);
  return difference * difference;
}

INLINE void sum_rows_as(const int is_double, const int squares, ptrdiff_t panels,
                        ptrdiff_t columns, const void *rows, const double *x,
                        const double *factors, double *sums) {
#pragma clang fp contract(off)
  for (ptrdiff_t panel = 0; panel < panels; panel++)
    for (int part = 0; part < SINGLES; part += LANES, sums += LANES) {
      const ptrdiff_t start = panel * columns * SINGLES + part;
      lanes four[4] = {};
      ptrdiff_t c = 0;
      for (; c + 4 <= columns; c += 4)
        UNROLL for (int k = 0; k < 4; k++)
          four[k] += difference_term(squares, all(x[c + k]),
                                     load_any(is_double, rows, start + (c + k) * SINGLES),
                                     factors[c + k]);
      lanes sum = ((four[0] + four[1]) + four[2]) + four[3];
      for (; c < columns; c++)
        sum += difference_term(squares, all(x[c]),
                               load_any(is_double, rows, start + c * SINGLES), factors[c]);
      memcpy(sums, &sum, sizeof sum);
    }
}

INLINE void sum_rows(int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns,
                     const void *rows, const double *x, const double *factors, double *sums) {
  if (is_double && squares)
    sum_rows_as(1, 1, panels, columns, rows, x, factors, sums);
  else if (is_double)
    sum_rows_as(1, 0, panels, columns, rows, x, factors, sums);
  else if (squares)
    sum_rows_as(0, 1, panels, columns, rows, x, factors, sums);
  else
    sum_rows_as(0, 0, panels, columns, rows, x, factors, sums);
}

MULTIVERSION(void, sum_rows,
             (int is_double, int squares, ptrdiff_t panels, ptrdiff_t columns, const void *rows,
              const double *x, const double *factors, double *sums),
             (is_double, squares, panels, columns, rows, x, factors, sums))

INLINE lanes positive_gap(lanes low, lanes high, lanes other_low, lanes other_high) {
  return __builtin_elementwise_max(
      __builtin_elementwise_max(other_low - high, low - other_high), all(0));
}

INLINE void box_gaps_as(const int squares, ptrdiff_t count, ptrdiff_t columns,
                        const double *factors, const double *low, const double *high,
                        const double *other_low, const double *other_high, ptrdiff_t stride,
                        double *gaps) {
  for (ptrdiff_t k = 0; k < count; k++, other_low += stride, other_high += stride) {
    lanes sums = all(0);
    for (ptrdiff_t c = 0; c < columns; c += LANES) {
      const ptrdiff_t rest = columns - c;
      lanes gap = rest >= LANES
                      ? positive_gap(load(low + c), load(high + c), load(other_low + c),
                                     load(other_high + c)) * load(factors + c)
                      : positive_gap(load_some(low + c, rest, 0), load_some(high + c, rest, 0),
                                     load_some(other_low + c, rest, 0),
                                     load_some(other_high + c, rest, 0)) *
                            load_some(factors + c, rest, 0);
      sums += squares ? gap * gap : gap;
    }
    gaps[k] = sum_lanes(sums);
  }
}

INLINE void box_gaps(int squares, ptrdiff_t count, ptrdiff_t columns, const double *factors,
                     const double *low, const double *high, const double *other_low,
                     const double *other_high, ptrdiff_t stride, double *gaps) {
  if (squares)
    box_gaps_as(1, count, columns, factors, low, high, other_low, other_high, stride, gaps);
  else
    box_gaps_as(0, count, columns, factors, low, high, other_low, other_high, stride, gaps);
}

MULTIVERSION(void, box_gaps,
             (int squares, ptrdiff_t count, ptrdiff_t columns, const double *factors,
              const double *low, const double *high, const double *other_low,
              const double *other_high, ptrdiff_t stride, double *gaps),
             (squares, count, columns, factors, low, high, other_low, other_high, stride, gaps))

INLINE ptrdiff_t first_below(const float *values, ptrdiff_t first, ptrdiff_t count, float bound) {
  for (; first + SINGLES <= count; first += SINGLES) {
    singles_mask below = load_singles(values + first) < bound;
    if (__builtin_reduce_or(below)) break;
  }
  while (first < count && !(values[first] < bound)) first++;
  return first;
}

MULTIVERSION(ptrdiff_t, first_below,
             (const float *values, ptrdiff_t first, ptrdiff_t count, float bound),
             (values, first, count, bound))

INLINE ptrdiff_t first_at_most(const double *values, ptrdiff_t first, ptrdiff_t count,
                               double bound) {
  for (; first + LANES <= count; first += LANES) {
    lanes_mask within = load(values + first) <= bound;
    if (__builtin_reduce_or(within)) break;
  }
  while (first < count && !(values[first] <= bound)) first++;
  return first;
}

MULTIVERSION(ptrdiff_t, first_at_most,
             (const double *values, ptrdiff_t first, ptrdiff_t count, double bound),
             (values, first, count, bound))

enum { GROUPS = 4 * SINGLES };

INLINE singles lesser(singles x, singles y) { return __builtin_elementwise_min(x, y); }

INLINE float least_bound(const float *values, ptrdiff_t count, ptrdiff_t rank) {
  singles least[4];
  float groups[GROUPS];
  if (rank > GROUPS) return __builtin_inff();
  UNROLL for (int g = 0; g < 4; g++) least[g] = (singles){} + __builtin_inff();
  ptrdiff_t k = 0;
  for (; k + GROUPS <= count; k += GROUPS)
    UNROLL for (int g = 0; g < 4; g++)
      least[g] = lesser(least[g], load_singles(values + k + g * SINGLES));
  for (; k < count; k += SINGLES) least[0] = lesser(least[0], load_singles(values + k));
  if (rank == 1)
    return __builtin_reduce_min(lesser(lesser(least[0], least[1]), lesser(least[2], least[3])));
  memcpy(groups, least, sizeof groups);
  /* The first `rank` places hold the least so far in ascending order. */
  for (ptrdiff_t g = 1; g < GROUPS; g++) {
    float value = groups[g];
    ptrdiff_t place = g < rank ? g : rank - 1;
    if (g >= rank && value >= groups[place]) continue;
    for (; place > 0 && groups[place - 1] > value; place--) groups[place] = groups[place - 1];
    groups[place] = value;
  }
  return groups[rank - 1];
}

MULTIVERSION(float, least_bound, (const float *values, ptrdiff_t count, ptrdiff_t rank),
             (values, count, rank))
