/*
 * C = A B with 4 rows by 16 columns of C in registers (8 sums of 8 floats), as BLIS has it: tiled by hand for AVX2 and FMA.
 */
#include "product.h"

#include <immintrin.h>
#include <stdio.h>

enum { LANES = 8 };

const char peer_name[] = "native-c";

void peer_versions(char *text, int size) { snprintf(text, size, "\"compiler\":\"%s\"", __VERSION__); }

static inline __attribute__((always_inline)) void tile(const Product *p, int r0, int j, int terms, int rows, int vectors) {
  __m256 sum[4][2];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++)
      sum[r][v] = p->start ? _mm256_loadu_ps(p->start + j + v * LANES) : _mm256_setzero_ps();
  const float *a = p->a + (size_t)r0 * p->a_row, *b = p->b + j;
  for (int k = 0; k < terms; k++, a += p->a_term, b += p->b_row) {
    __m256 b0 = _mm256_loadu_ps(b), b1 = vectors > 1 ? _mm256_loadu_ps(b + LANES) : b0;
    for (int r = 0; r < rows; r++) {
      __m256 x = _mm256_broadcast_ss(a + (size_t)r * p->a_row);
      sum[r][0] = _mm256_fmadd_ps(x, b0, sum[r][0]);
      if (vectors > 1) sum[r][1] = _mm256_fmadd_ps(x, b1, sum[r][1]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++) {
      size_t at = (size_t)(r0 + r) * p->c_row + j + v * LANES;
      __m256 s = sum[r][v];
      if (p->relu) s = _mm256_max_ps(s, _mm256_setzero_ps());
      if (p->mask) s = _mm256_and_ps(s, _mm256_cmp_ps(_mm256_loadu_ps(p->mask + at), _mm256_setzero_ps(), _CMP_GT_OQ));
      _mm256_storeu_ps(p->c + at, s);
    }
}

void product(const Product *p, int rows, int columns, int terms) {
  int r = 0;
  for (; r + 4 <= rows; r += 4) {
    int j = 0;
    for (; j + 2 * LANES <= columns; j += 2 * LANES) tile(p, r, j, terms, 4, 2);
    if (j < columns) tile(p, r, j, terms, 4, 1);
  }
  for (; r < rows; r++) {
    int j = 0;
    for (; j + 2 * LANES <= columns; j += 2 * LANES) tile(p, r, j, terms, 1, 2);
    if (j < columns) tile(p, r, j, terms, 1, 1);
  }
}
