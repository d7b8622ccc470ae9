/* The product of matrices, which each bar has of its own kind. */
#pragma once

/* C = A B for row-major matrices, C rows x columns. Rows and strides are multiples of 8 floats, but for A's. */
typedef struct {
  const float *a; /* element (r, k) at a[r * a_row + k * a_term]; one of the two strides is 1 */
  int a_row, a_term;
  const float *b; /* row k at b + k * b_row; columns side by side */
  int b_row;
  float *c;
  int c_row;
  const float *start; /* what each row of sums starts with, or NULL for zero */
  int relu;
  const float *mask; /* C is 0 where this matrix, of C's strides, is not > 0; or NULL */
} Product;

/* columns is a multiple of 8 */
void product(const Product *p, int rows, int columns, int terms);

/* The name of the runner, and the versions of what it is made with as the inside of a JSON object. */
extern const char peer_name[];
void peer_versions(char *text, int size);
