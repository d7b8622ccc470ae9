/*
 * C = A B by libxsmm, which writes the machine code of each shape when it is first asked for (in the warm-up, with AVX-512 where
 * the machine has it, unless HELD_TO_AVX2 is defined). Its matrices are column-major, so that it is asked for C' = B' A'. What it starts with, the ReLU and the
 * mask are loops of ours around it, as in a library's fused layer.
 */
#include "product.h"

#include <libxsmm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HELD_TO_AVX2
const char peer_name[] = "native-libxsmm-avx2";
__attribute__((constructor)) static void hold(void) {
  libxsmm_init(); /* which chooses by the processor: it would overrule an earlier choice */
  libxsmm_set_target_archid(LIBXSMM_X86_AVX2);
}
#else
const char peer_name[] = "native-libxsmm";
#endif

void peer_versions(char *text, int size) {
  snprintf(text, size, "\"compiler\":\"%s\",\"libxsmm\":\"%s\"", __VERSION__, LIBXSMM_VERSION);
}

void product(const Product *p, int rows, int columns, int terms) {
  const int is_transposed = p->a_term != 1, a_stride = is_transposed ? p->a_term : p->a_row;
  const int flags = is_transposed ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
  const float one = 1, beta = p->start ? 1 : 0;
  if (p->start)
    for (int r = 0; r < rows; r++) memcpy(p->c + (size_t)r * p->c_row, p->start, columns * sizeof(float));
  /* libxsmm keeps what it has made: from the second time on this is a look-up */
  libxsmm_smmfunction kernel =
      libxsmm_smmdispatch(columns, rows, terms, &p->b_row, &a_stride, &p->c_row, &one, &beta, &flags, NULL);
  if (!kernel) {
    fprintf(stderr, "network: libxsmm has no kernel for %d x %d x %d on this machine\n", rows, columns, terms);
    exit(1);
  }
  kernel(p->b, p->a, p->c);
  for (int r = 0; r < rows && (p->relu || p->mask); r++) {
    float *c = p->c + (size_t)r * p->c_row;
    const float *mask = p->mask ? p->mask + (size_t)r * p->c_row : c;
    for (int j = 0; j < columns; j++) c[j] = mask[j] > 0 ? c[j] : 0;
  }
}
