/*
 * The bar: the published training by hand in C. Same data, same network, same work as `fived bench`: every epoch shuffles the
 * rows, takes minibatches with the last partial one, then makes a validation pass and keeps the best weights. Float32, but in
 * an order of sums that suits the machine: not the same bits. The products are in a file of their own:
 *
 *   cc -O3 -march=native -ffast-math -o network network.c product-tiled.c -lm
 *   cc -O3 -march=native -ffast-math -o network network.c product-libxsmm.c -lxsmm -lxsmmnoblas -ldl -lpthread -lm
 *   ./network rows.npz [epochs] [seed] [threads, which is ignored] [batch size] [hidden widths, e.g. 64,32,16]
 *
 * First epochs until a second has passed (the warm-up), then from fresh weights the training. Prints one JSON line: seconds of the training alone, R2
 * and MSE on the test rows (best epoch's weights).
 *
 * Columns are padded to a multiple of 8 with zeros, so that no product has a remainder in its width.
 */
#include "product.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_LAYERS = 8, LANES = 8 };

static void fail(const char *message) {
  fprintf(stderr, "network: %s\n", message);
  exit(1);
}

static float *floats(size_t count) {
  float *p = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64 + 64);
  if (!p) fail("out of memory");
  memset(p, 0, (count * sizeof(float) + 63) / 64 * 64 + 64);
  return p;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/* ---- rows: the stored (uncompressed) .npy entries of an .npz file ---- */

static float *array(const uint8_t *zip, size_t size, const char *name, int *rows, int *columns) {
  char entry[64];
  snprintf(entry, sizeof entry, "%s.npy", name);
  for (size_t at = 0; at + 30 <= size && memcmp(zip + at, "PK\3\4", 4) == 0;) {
    uint16_t method, name_length, extra_length, header_length;
    uint32_t length;
    memcpy(&method, zip + at + 8, 2);
    memcpy(&length, zip + at + 18, 4);
    memcpy(&name_length, zip + at + 26, 2);
    memcpy(&extra_length, zip + at + 28, 2);
    const char *entry_name = (const char *)zip + at + 30;
    const uint8_t *npy = zip + at + 30 + name_length + extra_length;
    if (method != 0) fail("the .npz must be stored, not compressed");
    if (name_length == strlen(entry) && memcmp(entry_name, entry, name_length) == 0) {
      memcpy(&header_length, npy + 8, 2);
      const char *shape = strstr((const char *)npy + 10, "'shape': (");
      if (!shape || !strstr((const char *)npy + 10, "<f4")) fail("arrays must be <f4");
      *columns = 1;
      sscanf(shape, "'shape': (%d, %d)", rows, columns);
      float *copy = floats((size_t)*rows * *columns);
      memcpy(copy, npy + 10 + header_length, (size_t)*rows * *columns * sizeof(float));
      return copy;
    }
    at += 30 + name_length + extra_length + length;
  }
  fail("an array is missing: write the file with fived data --split");
  return NULL;
}

/* ---- random numbers: xoshiro128++ (Blackman and Vigna, public domain) ---- */

static uint32_t state[4];

static uint32_t next32(void) {
  uint32_t sum = state[0] + state[3], result = ((sum << 7) | (sum >> 25)) + state[0], t = state[1] << 9;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = (state[3] << 11) | (state[3] >> 21);
  return result;
}

static void shuffle(int *order, int n) {
  for (int i = n - 1; i > 0; i--) {
    int j = (int)(((uint64_t)next32() * (uint32_t)(i + 1)) >> 32), moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
}

/* ---- the network: widths padded to a multiple of 8, but for the inputs and the output ---- */

static int chunk; /* rows of the buffers below: a minibatch, or as many as a pass without gradients takes at once */
static int layers, size[MOST_LAYERS + 1], width[MOST_LAYERS + 1], offset[MOST_LAYERS], parameters;
static float *params, *grads, *moment1, *moment2, *best, *transposed[MOST_LAYERS];
static float *activation[MOST_LAYERS + 1], *gradient[MOST_LAYERS + 1], *target;

static float *bias_of(float *vector, int l) { return vector + offset[l] + size[l] * width[l + 1]; }

/* The last layer has one output: a dot product a row. */
static void forward_last(int rows) {
  int l = layers - 1, n = size[l];
  const float *w = params + offset[l];
  float b = *bias_of(params, l);
  for (int r = 0; r < rows; r++) {
    float sum = b;
    const float *x = activation[l] + (size_t)r * width[l];
    for (int i = 0; i < n; i++) sum += x[i] * w[i];
    activation[layers][r] = sum;
  }
}

static void forward(const float *inputs, int rows) {
  for (int l = 0; l + 1 < layers; l++) {
    Product p = {.a = l ? activation[l] : inputs, .a_row = width[l], .a_term = 1, .b = params + offset[l],
                 .b_row = width[l + 1], .c = activation[l + 1], .c_row = width[l + 1], .start = bias_of(params, l), .relu = 1};
    product(&p, rows, width[l + 1], size[l]);
  }
  forward_last(rows);
}

static double squared_error(const float *y, int rows) {
  double sum = 0;
  for (int r = 0; r < rows; r++) {
    double d = activation[layers][r] - y[r];
    sum += d * d;
  }
  return sum;
}

static void backward(int rows) {
  float k = 2.0f / rows;
  float *d = gradient[layers];
  for (int r = 0; r < rows; r++) d[r] = k * (activation[layers][r] - target[r]);
  { /* the last layer: dw = x' d, db = sum of d, dx = d w' through the ReLU */
    int l = layers - 1, n = size[l];
    float *dw = grads + offset[l], sum = 0;
    const float *w = params + offset[l];
    memset(dw, 0, n * sizeof(float));
    for (int r = 0; r < rows; r++) {
      const float *x = activation[l] + (size_t)r * width[l];
      float *dx = gradient[l] + (size_t)r * width[l];
      float dr = d[r];
      sum += dr;
      for (int i = 0; i < n; i++) dw[i] += x[i] * dr;
      for (int i = 0; i < n; i++) dx[i] = x[i] > 0 ? dr * w[i] : 0;
    }
    *bias_of(grads, l) = sum;
  }
  for (int l = layers - 2; l >= 0; l--) {
    int m = width[l + 1];
    Product dw = {.a = activation[l], .a_row = 1, .a_term = width[l], .b = gradient[l + 1], .b_row = m,
                  .c = grads + offset[l], .c_row = m};
    product(&dw, size[l], m, rows);
    float *db = bias_of(grads, l);
    memset(db, 0, m * sizeof(float));
    for (int r = 0; r < rows; r++)
      for (int j = 0; j < m; j++) db[j] += gradient[l + 1][(size_t)r * m + j];
    if (l == 0) break;
    float *t = transposed[l];
    const float *w = params + offset[l];
    for (int i = 0; i < size[l]; i++)
      for (int o = 0; o < size[l + 1]; o++) t[(size_t)o * width[l] + i] = w[(size_t)i * m + o];
    Product dx = {.a = gradient[l + 1], .a_row = m, .a_term = 1, .b = t, .b_row = width[l],
                  .c = gradient[l], .c_row = width[l], .mask = activation[l]};
    product(&dx, rows, width[l], size[l + 1]);
  }
}

/* Moments that have decayed to nothing become zero, as in fived: denormals are slow. */
static void adam(float alpha) {
  const float b1 = 0.9f, c1 = 1 - 0.9, b2 = 0.999f, c2 = 1 - 0.999, epsilon = 1e-7f;
  for (int i = 0; i < parameters; i++) {
    float g = grads[i], m = b1 * moment1[i] + c1 * g, v = b2 * moment2[i] + c2 * g * g;
    m = fabsf(m) < 0x1p-48f ? 0 : m;
    v = v < 0x1p-96f ? 0 : v;
    moment1[i] = m;
    moment2[i] = v;
    params[i] -= alpha * m / (sqrtf(v) + epsilon);
  }
}

static void gather(const float *x, const float *y, const int *order, int rows, int columns) {
  for (int r = 0; r < rows; r++) {
    memcpy(activation[0] + (size_t)r * columns, x + (size_t)order[r] * columns, columns * sizeof(float));
    target[r] = y[order[r]];
  }
}

typedef struct {
  const float *x, *y;
  int count;
} Rows;

/* Fresh weights and moments. */
static void reset(int seed) {
  for (int i = 0; i < 4; i++) state[i] = (uint32_t)seed * 2654435761u + 0x9e3779b9u * (i + 1);
  for (int i = 0; i < 64; i++) next32();
  for (int l = 0; l < layers; l++) {
    float limit = sqrtf(6.0f / (size[l] + size[l + 1]));
    for (int i = 0; i < size[l]; i++)
      for (int o = 0; o < size[l + 1]; o++)
        params[offset[l] + i * width[l + 1] + o] = limit * (2 * (next32() >> 8) * 0x1p-24f - 1);
  }
  for (int l = 0; l < layers; l++) memset(bias_of(params, l), 0, width[l + 1] * sizeof(float));
  memset(moment1, 0, parameters * sizeof(float));
  memset(moment2, 0, parameters * sizeof(float));
}

/* The loss summed over all rows. */
static double evaluate(Rows rows) {
  double loss = 0;
  for (int first = 0; first < rows.count; first += chunk) {
    int count = rows.count - first < chunk ? rows.count - first : chunk;
    forward(rows.x + (size_t)first * size[0], count);
    loss += squared_error(rows.y + first, count);
  }
  return loss;
}

/* Leaves the best epoch's weights. */
static void train(Rows training, Rows validation, int *order, int epochs, int batch) {
  double best_loss = INFINITY, p1 = 1, p2 = 1;
  int n = training.count;
  for (int i = 0; i < n; i++) order[i] = i;
  for (int epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, n);
    for (int first = 0; first < n; first += batch) {
      int rows = n - first < batch ? n - first : batch;
      gather(training.x, training.y, order + first, rows, size[0]);
      forward(activation[0], rows);
      backward(rows);
      p1 *= 0.9, p2 *= 0.999;
      adam((float)(0.001 * sqrt(1 - p2) / (1 - p1)));
    }
    double loss = evaluate(validation);
    if (loss < best_loss) {
      best_loss = loss;
      memcpy(best, params, parameters * sizeof(float));
    }
  }
  memcpy(params, best, parameters * sizeof(float));
}

/* The high-water mark of this program alone (ru_maxrss, where there is no other, may hold the parent's), in KiB. */
static long peak_rss_kib(void) {
  char line[256];
  long kib = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status)) sscanf(line, "VmHWM: %ld", &kib);
  if (status) fclose(status);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return kib ? kib : usage.ru_maxrss;
}

static Rows read_rows(const uint8_t *zip, size_t bytes, const char *part, int *columns) {
  char name[64];
  Rows rows;
  int one;
  snprintf(name, sizeof name, "X_%s", part);
  rows.x = array(zip, bytes, name, &rows.count, columns);
  snprintf(name, sizeof name, "y_%s", part);
  rows.y = array(zip, bytes, name, &rows.count, &one);
  return rows;
}

int main(int count, char **argument) {
  if (count < 2) fail("usage: network rows.npz [epochs] [seed] [threads] [batch size] [hidden widths]");
  int epochs = count > 2 ? atoi(argument[2]) : 300, seed = count > 3 ? atoi(argument[3]) : 42;
  int batch = count > 5 ? atoi(argument[5]) : 32;
  char *hidden = strdup(count > 6 ? argument[6] : "64,32,16");

  FILE *file = fopen(argument[1], "rb");
  if (!file) fail("cannot open the rows");
  fseek(file, 0, SEEK_END);
  size_t bytes = ftell(file);
  rewind(file);
  uint8_t *zip = malloc(bytes + 1);
  if (!zip || fread(zip, 1, bytes, file) != bytes) fail("cannot read the rows");
  zip[bytes] = 0;
  int inputs;
  Rows training = read_rows(zip, bytes, "train", &inputs);
  Rows validation = read_rows(zip, bytes, "validation", &inputs), test = read_rows(zip, bytes, "test", &inputs);

  double start = now();
  size[0] = width[0] = inputs;
  for (char *part = strtok(hidden, ","); part && layers + 1 < MOST_LAYERS; part = strtok(NULL, ",")) size[++layers] = atoi(part);
  size[++layers] = 1;
  for (int l = 1; l <= layers; l++) width[l] = l == layers ? 1 : (size[l] + LANES - 1) / LANES * LANES;
  for (int l = 0; l < layers; l++) {
    offset[l] = parameters;
    parameters += size[l] * width[l + 1] + width[l + 1];
  }
  params = floats(parameters), grads = floats(parameters), moment1 = floats(parameters), moment2 = floats(parameters), best = floats(parameters);
  chunk = batch > 256 ? batch : 256;
  target = floats(chunk);
  for (int l = 0; l <= layers; l++) {
    activation[l] = floats((size_t)chunk * width[l]);
    gradient[l] = floats((size_t)chunk * width[l]);
    if (l && l < layers) transposed[l] = floats((size_t)size[l + 1] * width[l]);
  }
  int *order = malloc(training.count * sizeof(int));
  double setup = now() - start;

  reset(seed);
  start = now();
  int warm_up_epochs = 0;
  double warm_up = 0;
  for (; warm_up < 1; warm_up_epochs++, warm_up = now() - start) train(training, validation, order, 1, batch);
  reset(seed);
  start = now();
  train(training, validation, order, epochs, batch);
  double seconds = now() - start;

  double residual = evaluate(test), mean = 0, total = 0;
  for (int i = 0; i < test.count; i++) mean += test.y[i] / test.count;
  for (int i = 0; i < test.count; i++) total += (test.y[i] - mean) * (test.y[i] - mean);
  char versions[256];
  peer_versions(versions, sizeof versions);
  printf("{\"peer\":\"%s\",\"versions\":{%s},\"epochs\":%d,\"seed\":%d,\"setup_seconds\":%.9f,\"warm_up_epochs\":%d,\"warm_up_seconds\":%.9f,"
         "\"training_seconds\":%.9f,\"test_r2\":%.9f,\"test_mse\":%.12f,\"peak_rss_bytes\":%ld}\n",
         peer_name, versions, epochs, seed, setup, warm_up_epochs, warm_up, seconds, 1 - residual / total, residual / test.count,
         peak_rss_kib() * 1024);
  return 0;
}
