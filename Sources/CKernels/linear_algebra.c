#include "simd_dispatch.h"
#include "simd_f64.h"
#include "CKernels.h"

/* Products of matrices by the scheme of Goto and van de Geijn ("Anatomy of high-performance matrix
   multiplication", ACM TOMS 2008): a panel of a few columns of B is packed to fit the first-level
   cache, and blocks of A's rows are multiplied by it with all sums in registers.

   Each sum runs over the inner dimension in ascending order, in pieces of INNER terms, in every
   block: an element of C depends on its row of A and its column of B alone. */
enum { INNER = 256, BLOCK_ROWS = 128, MAX_ROWS = 8, MAX_WIDTH = 2 };

typedef struct {
  const double *first;
  ptrdiff_t row, column;
} strided;

/* Copies `count` columns of B into a panel of `width` vectors, padded with 0. A contiguous row is
   copied as a whole. */
INLINE void pack_panel(const int width, double *panel, strided b, ptrdiff_t inner,
                       ptrdiff_t count) {
  const ptrdiff_t columns = width * LANES;
  if (b.column == 1 && count == columns) {
    for (ptrdiff_t p = 0; p < inner; p++)
      memcpy(panel + p * columns, b.first + p * b.row, columns * sizeof(double));
    return;
  }
  for (ptrdiff_t column = 0; column < columns; column++)
    for (ptrdiff_t p = 0; p < inner; p++)
      panel[p * columns + column] =
          column < count ? b.first[p * b.row + column * b.column] : 0;
}

/* out <- beta out + sum, for at most `count` elements. */
INLINE void store_result(double *out, ptrdiff_t count, f64x8 sum, double beta) {
  if (count >= LANES) {
    f64x8 result = beta == 0 ? sum : beta * load(out) + sum;
    memcpy(out, &result, sizeof result);
  } else {
    for (ptrdiff_t k = 0; k < count; k++) out[k] = beta == 0 ? sum[k] : beta * out[k] + sum[k];
  }
}

/* C <- beta C + alpha A panel, for `rows` rows of A. `rows` and `width` are constants once
   inlined. */
INLINE void gemm_rows(const int rows, const int width, strided a, const double *panel,
                      ptrdiff_t inner, double alpha, double beta, double *c, ptrdiff_t c_row,
                      ptrdiff_t count) {
  f64x8 sums[MAX_ROWS][MAX_WIDTH];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int w = 0; w < width; w++) sums[r][w] = broadcast(0);
  for (ptrdiff_t p = 0; p < inner; p++) {
    f64x8 b[MAX_WIDTH];
    UNROLL for (int w = 0; w < width; w++) b[w] = load(panel + (p * width + w) * LANES);
    UNROLL for (int r = 0; r < rows; r++) {
      f64x8 x = broadcast(a.first[r * a.row + p * a.column]);
      UNROLL for (int w = 0; w < width; w++) sums[r][w] += x * b[w];
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int w = 0; w < width; w++)
      store_result(c + r * c_row + w * LANES, count - w * LANES, alpha * sums[r][w], beta);
}

INLINE void gemm_panel(const int height, const int width, strided a, const double *panel,
                       ptrdiff_t rows, ptrdiff_t inner, double alpha, double beta, double *c,
                       ptrdiff_t c_row, ptrdiff_t count) {
  ptrdiff_t row = 0;
  for (; row + height <= rows; row += height) {
    strided block = {a.first + row * a.row, a.row, a.column};
    gemm_rows(height, width, block, panel, inner, alpha, beta, c + row * c_row, c_row, count);
  }
  for (; row < rows; row++) {
    strided block = {a.first + row * a.row, a.row, a.column};
    gemm_rows(1, width, block, panel, inner, alpha, beta, c + row * c_row, c_row, count);
  }
}

INLINE ptrdiff_t smaller(ptrdiff_t x, ptrdiff_t y) { return x < y ? x : y; }

INLINE void gemm_tiles(const int height, const int width, ptrdiff_t rows, ptrdiff_t columns,
                       ptrdiff_t inner, double alpha, strided a, strided b, double beta,
                       double *c, ptrdiff_t c_row) {
  double panel[INNER * MAX_WIDTH * LANES] __attribute__((aligned(64)));
  const ptrdiff_t step = width * LANES;
  for (ptrdiff_t p = 0; p == 0 || p < inner; p += INNER)
    for (ptrdiff_t row = 0; row < rows; row += BLOCK_ROWS)
      for (ptrdiff_t column = 0; column < columns; column += step) {
        const ptrdiff_t depth = smaller(INNER, inner - p), count = smaller(step, columns - column);
        strided piece = {b.first + p * b.row + column * b.column, b.row, b.column};
        strided block = {a.first + row * a.row + p * a.column, a.row, a.column};
        pack_panel(width, panel, piece, depth, count);
        gemm_panel(height, width, block, panel, smaller(BLOCK_ROWS, rows - row), depth, alpha,
                       p == 0 ? beta : 1, c + row * c_row + column, c_row, count);
      }
}

/* The heights fill the vector registers: 32, 16 and 16 of 8, 4 and 2 lanes. */
#define GEMM(name, height, width)                                                          \
  INLINE void name(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha,           \
                   const double *a, ptrdiff_t a_row, ptrdiff_t a_inner, const double *b,       \
                   ptrdiff_t b_inner, ptrdiff_t b_column, double beta, double *c,              \
                   ptrdiff_t c_row) {                                                          \
    gemm_tiles(height, width, rows, columns, inner, alpha,                              \
                      (strided){a, a_row, a_inner}, (strided){b, b_inner, b_column}, beta, c,  \
                      c_row);                                                                  \
  }

GEMM(gemm_wide, 8, 2)
GEMM(gemm_middle, 6, 1)
GEMM(gemm_narrow, 2, 1)

DISPATCH(void, gemm,
         (ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha, const double *a,
          ptrdiff_t a_row, ptrdiff_t a_inner, const double *b, ptrdiff_t b_inner,
          ptrdiff_t b_column, double beta, double *c, ptrdiff_t c_row),
         (rows, columns, inner, alpha, a, a_row, a_inner, b, b_inner, b_column, beta, c, c_row),
         gemm_wide, gemm_middle, gemm_narrow)

/* Inner products of `rows` rows of A with x; `rows` is a constant once inlined. */
INLINE void gemv_rows(const int rows, ptrdiff_t columns, double alpha, const double *a,
                      ptrdiff_t a_row, const double *x, double beta, double *y) {
  f64x8 sums[4];
  UNROLL for (int r = 0; r < rows; r++) sums[r] = broadcast(0);
  ptrdiff_t column = 0;
  for (; column + LANES <= columns; column += LANES) {
    f64x8 factor = load(x + column);
    UNROLL for (int r = 0; r < rows; r++) sums[r] += load(a + r * a_row + column) * factor;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    double sum = sum_lanes(sums[r]);
    for (ptrdiff_t rest = column; rest < columns; rest++) sum += a[r * a_row + rest] * x[rest];
    y[r] = beta == 0 ? alpha * sum : beta * y[r] + alpha * sum;
  }
}

INLINE void gemv(ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a,
                 ptrdiff_t a_row, const double *x, double beta, double *y) {
  ptrdiff_t row = 0;
  for (; row + 4 <= rows; row += 4)
    gemv_rows(4, columns, alpha, a + row * a_row, a_row, x, beta, y + row);
  for (; row < rows; row++)
    gemv_rows(1, columns, alpha, a + row * a_row, a_row, x, beta, y + row);
}

MULTIVERSION(void, gemv,
             (ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a, ptrdiff_t a_row,
              const double *x, double beta, double *y),
             (rows, columns, alpha, a, a_row, x, beta, y))

INLINE f64x8 roots(f64x8 squares) {
  f64x8 result;
  for (int lane = 0; lane < LANES; lane++)
    result[lane] = __builtin_sqrt(squares[lane] > 0 ? squares[lane] : 0);
  return result;
}

INLINE double squared_norm(const double *x, ptrdiff_t count) {
  f64x8 sums = broadcast(0);
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    f64x8 value = count - k >= LANES ? load(x + k) : load_partial(x + k, count - k, 0);
    sums += value * value;
  }
  return sum_lanes(sums);
}

INLINE double weighted_distances(const double *products, ptrdiff_t count, const double *weights,
                                 const double *x, ptrdiff_t columns, double *min) {
  const double norm = squared_norm(x, columns) + 1;
  f64x8 sums = broadcast(0), lows = broadcast(__builtin_inf());
  for (ptrdiff_t k = 0; k < count; k += LANES) {
    const ptrdiff_t rest = count - k;
    /* A padded lane has weight 0 and never the minimum. */
    f64x8 product =
        rest >= LANES ? load(products + k) : load_partial(products + k, rest, __builtin_inf());
    f64x8 weight = rest >= LANES ? load(weights + k) : load_partial(weights + k, rest, 0);
    f64x8 root = roots(product + norm);
    lows = blend(root < lows, root, lows);
    sums += weight * (rest >= LANES ? root : blend(weight == 0, broadcast(0), root));
  }
  for (int lane = 1; lane < LANES; lane++)
    if (lows[lane] < lows[0]) lows[0] = lows[lane];
  *min = lows[0] * lows[0] / norm;
  return sum_lanes(sums);
}

MULTIVERSION(double, weighted_distances,
             (const double *products, ptrdiff_t count, const double *weights, const double *x,
              ptrdiff_t columns, double *min),
             (products, count, weights, x, columns, min))
