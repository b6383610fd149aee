#include "dispatch.h"
#include "lanes.h"
#include "CKernels.h"

/* Products of matrices by the scheme of Goto and van de Geijn ("Anatomy of high-performance matrix
   multiplication", ACM TOMS 2008): a panel of a few columns of B is packed so that it stays in the first
   cache, and blocks of A's rows run along it with all sums in registers.

   Each sum runs over the inner dimension in ascending order, in pieces of INNER terms, whatever block
   its row and column fall into: an element of C depends on its row of A and its column of B alone. */
enum { INNER = 256, BLOCK_ROWS = 128, MOST_ROWS = 8, MOST_WIDTH = 2 };

typedef struct {
  const double *first;
  ptrdiff_t row, column;
} strided;

/* Copies `count` columns of B into a panel of `width` lanes, padded with 0. Where a row of B is in one
   piece, so is its copy. */
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

/* out <- beta out + sum, as far as `count` goes. */
INLINE void store_result(double *out, ptrdiff_t count, lanes sum, double beta) {
  if (count >= LANES) {
    lanes result = beta == 0 ? sum : beta * load(out) + sum;
    memcpy(out, &result, sizeof result);
  } else {
    for (ptrdiff_t k = 0; k < count; k++) out[k] = beta == 0 ? sum[k] : beta * out[k] + sum[k];
  }
}

/* C <- beta C + alpha A panel, for `rows` rows of A; `rows` and `width` are constants once inlined. */
INLINE void multiply_rows(const int rows, const int width, strided a, const double *panel,
                          ptrdiff_t inner, double alpha, double beta, double *c, ptrdiff_t c_row,
                          ptrdiff_t count) {
  lanes sums[MOST_ROWS][MOST_WIDTH];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int w = 0; w < width; w++) sums[r][w] = all(0);
  for (ptrdiff_t p = 0; p < inner; p++) {
    lanes b[MOST_WIDTH];
    UNROLL for (int w = 0; w < width; w++) b[w] = load(panel + (p * width + w) * LANES);
    UNROLL for (int r = 0; r < rows; r++) {
      lanes x = all(a.first[r * a.row + p * a.column]);
      UNROLL for (int w = 0; w < width; w++) sums[r][w] += x * b[w];
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int w = 0; w < width; w++)
      store_result(c + r * c_row + w * LANES, count - w * LANES, alpha * sums[r][w], beta);
}

INLINE void multiply_panel(const int height, const int width, strided a, const double *panel,
                           ptrdiff_t rows, ptrdiff_t inner, double alpha, double beta, double *c,
                           ptrdiff_t c_row, ptrdiff_t count) {
  ptrdiff_t row = 0;
  for (; row + height <= rows; row += height) {
    strided block = {a.first + row * a.row, a.row, a.column};
    multiply_rows(height, width, block, panel, inner, alpha, beta, c + row * c_row, c_row, count);
  }
  for (; row < rows; row++) {
    strided block = {a.first + row * a.row, a.row, a.column};
    multiply_rows(1, width, block, panel, inner, alpha, beta, c + row * c_row, c_row, count);
  }
}

INLINE ptrdiff_t smaller(ptrdiff_t x, ptrdiff_t y) { return x < y ? x : y; }

INLINE void multiply_by_tiles(const int height, const int width, ptrdiff_t rows,
                              ptrdiff_t columns, ptrdiff_t inner, double alpha, strided a,
                              strided b, double beta, double *c, ptrdiff_t c_row) {
  double panel[INNER * MOST_WIDTH * LANES] __attribute__((aligned(64)));
  const ptrdiff_t step = width * LANES;
  for (ptrdiff_t p = 0; p == 0 || p < inner; p += INNER)
    for (ptrdiff_t row = 0; row < rows; row += BLOCK_ROWS)
      for (ptrdiff_t column = 0; column < columns; column += step) {
        const ptrdiff_t depth = smaller(INNER, inner - p), count = smaller(step, columns - column);
        strided piece = {b.first + p * b.row + column * b.column, b.row, b.column};
        strided block = {a.first + row * a.row + p * a.column, a.row, a.column};
        pack_panel(width, panel, piece, depth, count);
        multiply_panel(height, width, block, panel, smaller(BLOCK_ROWS, rows - row), depth, alpha,
                       p == 0 ? beta : 1, c + row * c_row + column, c_row, count);
      }
}

/* The heights fill the vector registers: 32, 16 and 16 of 8, 4 and 2 lanes. */
#define MULTIPLY(name, height, width)                                                          \
  INLINE void name(ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha,           \
                   const double *a, ptrdiff_t a_row, ptrdiff_t a_inner, const double *b,       \
                   ptrdiff_t b_inner, ptrdiff_t b_column, double beta, double *c,              \
                   ptrdiff_t c_row) {                                                          \
    multiply_by_tiles(height, width, rows, columns, inner, alpha,                              \
                      (strided){a, a_row, a_inner}, (strided){b, b_inner, b_column}, beta, c,  \
                      c_row);                                                                  \
  }

MULTIPLY(multiply_wide, 8, 2)
MULTIPLY(multiply_middle, 6, 1)
MULTIPLY(multiply_narrow, 2, 1)

DISPATCH(void, multiply,
         (ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t inner, double alpha, const double *a,
          ptrdiff_t a_row, ptrdiff_t a_inner, const double *b, ptrdiff_t b_inner,
          ptrdiff_t b_column, double beta, double *c, ptrdiff_t c_row),
         (rows, columns, inner, alpha, a, a_row, a_inner, b, b_inner, b_column, beta, c, c_row),
         multiply_wide, multiply_middle, multiply_narrow)

/* Inner products of `rows` rows of A with x; `rows` is a constant once inlined. */
INLINE void multiply_vector_rows(const int rows, ptrdiff_t columns, double alpha, const double *a,
                                 ptrdiff_t a_row, const double *x, double beta, double *y) {
  lanes sums[4];
  UNROLL for (int r = 0; r < rows; r++) sums[r] = all(0);
  ptrdiff_t column = 0;
  for (; column + LANES <= columns; column += LANES) {
    lanes factor = load(x + column);
    UNROLL for (int r = 0; r < rows; r++) sums[r] += load(a + r * a_row + column) * factor;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    double sum = sum_lanes(sums[r]);
    for (ptrdiff_t rest = column; rest < columns; rest++) sum += a[r * a_row + rest] * x[rest];
    y[r] = beta == 0 ? alpha * sum : beta * y[r] + alpha * sum;
  }
}

INLINE void multiply_vector(ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a,
                            ptrdiff_t a_row, const double *x, double beta, double *y) {
  ptrdiff_t row = 0;
  for (; row + 4 <= rows; row += 4)
    multiply_vector_rows(4, columns, alpha, a + row * a_row, a_row, x, beta, y + row);
  for (; row < rows; row++)
    multiply_vector_rows(1, columns, alpha, a + row * a_row, a_row, x, beta, y + row);
}

MULTIVERSION(void, multiply_vector,
             (ptrdiff_t rows, ptrdiff_t columns, double alpha, const double *a, ptrdiff_t a_row,
              const double *x, double beta, double *y),
             (rows, columns, alpha, a, a_row, x, beta, y))
