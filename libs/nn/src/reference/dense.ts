/**
 * Dense layer: y = x W + b, forward and backward, in plain TypeScript.
 *
 *     input (B, fanIn)   weight (fanIn, fanOut)   bias (fanOut)   output, dOutput (B, fanOut)
 *     output  = input weight + bias
 *     dWeight = input' dOutput      dBias = sum over B of dOutput      dInput = dOutput weight'
 *
 * Rumelhart, Hinton and Williams (1986). Every sum is taken in the plain order, rounded to float32 after each
 * multiplication and after each addition:
 *
 *     sum = f32(sum + f32(a * b))      first index to last: over fan-in, from the bias (forward);
 *                                      over the rows, from zero (dWeight, dBias); over fan-out, from zero (dInput)
 *
 * Three things make it quick, and none of them touches the order of a sum or a rounding:
 *  - Sixteen neighbouring sums (eight in dInput) run side by side, `a0` to `a15`: a sum alone would wait for each
 *    addition.
 *  - Terms whose factor is a ReLU's zero are left out: the lists in `ActiveUnits` name the others. Adding f32(0 * w)
 *    changes no sum, unless w is infinite or NaN, or the sum is -0; the engine looks for those first (`canSkip`).
 *  - Working arrays are Float64Arrays whose values are float32s. V8 computes in doubles, so a float32 array costs one
 *    more conversion at each load (measured: docs/decisions/0001-the-reference-engine-skips-zeros.md).
 *
 * The functions come from a factory so that `float64.ts` can make a second set, which does not round.
 */
import type { ActiveUnits } from './relu.js';

/** Rounds to the storage precision: Math.fround, or the identity in the float64 form. */
export type Round = (x: number) => number;

/** One layer's parameters as working copies. */
export interface DenseWeights {
  readonly fanIn: number;
  readonly fanOut: number;
  /** (fanIn, fanOut) */
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

export interface DenseKernels {
  /** Overwrites output. `inputs` names the inputs of each row that may be non-zero. */
  forward(layer: DenseWeights, input: Float64Array, inputs: ActiveUnits, output: Float64Array, rows: number): void;
  /** Overwrites dParams[offset ...] with dWeight (fanIn, fanOut) and, behind it, dBias (fanOut). */
  backwardParams(
    layer: DenseWeights,
    input: Float64Array,
    inputs: ActiveUnits,
    dOutput: Float64Array,
    dParams: Float64Array,
    offset: number,
    rows: number,
  ): void;
  /** Overwrites dInput: the gradient for the inputs that `inputs` names (through their ReLU), zero for the others. */
  backwardInput(
    layer: DenseWeights,
    dOutput: Float64Array,
    outputs: ActiveUnits,
    dInput: Float64Array,
    inputs: ActiveUnits,
    rows: number,
  ): void;
}

export function denseKernels(f32: Round): DenseKernels {
  function forward(
    layer: DenseWeights,
    input: Float64Array,
    inputs: ActiveUnits,
    output: Float64Array,
    rows: number,
  ): void {
    const { fanIn, fanOut, weight, bias } = layer;
    const { unitsOfRow, countOfRow } = inputs;
    for (let row = 0; row < rows; row++) {
      const at = row * fanOut;
      for (let o = 0; o < fanOut; o++) output[at + o] = bias[o];
      addRows(unitsOfRow, row * fanIn, countOfRow[row], input, row * fanIn, 1, weight, output, at, fanOut);
    }
  }

  function backwardParams(
    layer: DenseWeights,
    input: Float64Array,
    inputs: ActiveUnits,
    dOutput: Float64Array,
    dParams: Float64Array,
    offset: number,
    rows: number,
  ): void {
    const { fanIn, fanOut } = layer;
    const { rowsOfUnit, countOfUnit, batchSize } = inputs;
    const biasOffset = offset + fanIn * fanOut;
    dParams.fill(0, offset, biasOffset + fanOut);
    for (let i = 0; i < fanIn; i++) {
      const count = Math.min(countOfUnit[i], rows);
      addRows(rowsOfUnit, i * batchSize, count, input, i, fanIn, dOutput, dParams, offset + i * fanOut, fanOut);
    }
    for (let row = 0; row < rows; row++) {
      for (let o = 0; o < fanOut; o++) {
        dParams[biasOffset + o] = f32(dParams[biasOffset + o] + dOutput[row * fanOut + o]);
      }
    }
  }

  // sums[at + j] += sum over k in list of factor[factorAt + k * factorStride] * matrix[k][j]      0 <= j < width
  function addRows(
    list: Int32Array,
    listAt: number,
    count: number,
    factor: Float64Array,
    factorAt: number,
    factorStride: number,
    matrix: Float64Array,
    sums: Float64Array,
    at: number,
    width: number,
  ): void {
    const end = listAt + count;
    let j = 0;
    for (; j + 16 <= width; j += 16) {
      const s = at + j;
      let a0 = sums[s];
      let a1 = sums[s + 1];
      let a2 = sums[s + 2];
      let a3 = sums[s + 3];
      let a4 = sums[s + 4];
      let a5 = sums[s + 5];
      let a6 = sums[s + 6];
      let a7 = sums[s + 7];
      let a8 = sums[s + 8];
      let a9 = sums[s + 9];
      let a10 = sums[s + 10];
      let a11 = sums[s + 11];
      let a12 = sums[s + 12];
      let a13 = sums[s + 13];
      let a14 = sums[s + 14];
      let a15 = sums[s + 15];
      for (let t = listAt; t < end; t++) {
        const k = list[t];
        const x = factor[factorAt + Math.imul(k, factorStride)];
        const q = Math.imul(k, width) + j;
        a0 = f32(a0 + f32(x * matrix[q]));
        a1 = f32(a1 + f32(x * matrix[q + 1]));
        a2 = f32(a2 + f32(x * matrix[q + 2]));
        a3 = f32(a3 + f32(x * matrix[q + 3]));
        a4 = f32(a4 + f32(x * matrix[q + 4]));
        a5 = f32(a5 + f32(x * matrix[q + 5]));
        a6 = f32(a6 + f32(x * matrix[q + 6]));
        a7 = f32(a7 + f32(x * matrix[q + 7]));
        a8 = f32(a8 + f32(x * matrix[q + 8]));
        a9 = f32(a9 + f32(x * matrix[q + 9]));
        a10 = f32(a10 + f32(x * matrix[q + 10]));
        a11 = f32(a11 + f32(x * matrix[q + 11]));
        a12 = f32(a12 + f32(x * matrix[q + 12]));
        a13 = f32(a13 + f32(x * matrix[q + 13]));
        a14 = f32(a14 + f32(x * matrix[q + 14]));
        a15 = f32(a15 + f32(x * matrix[q + 15]));
      }
      sums[s] = a0;
      sums[s + 1] = a1;
      sums[s + 2] = a2;
      sums[s + 3] = a3;
      sums[s + 4] = a4;
      sums[s + 5] = a5;
      sums[s + 6] = a6;
      sums[s + 7] = a7;
      sums[s + 8] = a8;
      sums[s + 9] = a9;
      sums[s + 10] = a10;
      sums[s + 11] = a11;
      sums[s + 12] = a12;
      sums[s + 13] = a13;
      sums[s + 14] = a14;
      sums[s + 15] = a15;
    }
    for (; j < width; j++) {
      let sum = sums[at + j];
      for (let t = listAt; t < end; t++) {
        const k = list[t];
        sum = f32(sum + f32(factor[factorAt + k * factorStride] * matrix[k * width + j]));
      }
      sums[at + j] = sum;
    }
  }

  // dInput[row][i] = sum over o of dOutput[row][o] * weight[i][o]      i and o from their lists
  function backwardInput(
    layer: DenseWeights,
    dOutput: Float64Array,
    outputs: ActiveUnits,
    dInput: Float64Array,
    inputs: ActiveUnits,
    rows: number,
  ): void {
    const { fanIn, fanOut, weight } = layer;
    const inputList = inputs.unitsOfRow;
    const outputList = outputs.unitsOfRow;
    dInput.fill(0, 0, rows * fanIn);
    for (let row = 0; row < rows; row++) {
      const inputAt = row * fanIn;
      const outputAt = row * fanOut;
      const last = inputAt + inputs.countOfRow[row] - 1;
      const end = outputAt + outputs.countOfRow[row];
      for (let t = inputAt; t <= last; t += 8) {
        // the last group may be short: it then computes its last input more than once
        const i0 = inputList[t];
        const i1 = inputList[Math.min(t + 1, last)];
        const i2 = inputList[Math.min(t + 2, last)];
        const i3 = inputList[Math.min(t + 3, last)];
        const i4 = inputList[Math.min(t + 4, last)];
        const i5 = inputList[Math.min(t + 5, last)];
        const i6 = inputList[Math.min(t + 6, last)];
        const i7 = inputList[Math.min(t + 7, last)];
        let a0 = 0;
        let a1 = 0;
        let a2 = 0;
        let a3 = 0;
        let a4 = 0;
        let a5 = 0;
        let a6 = 0;
        let a7 = 0;
        for (let u = outputAt; u < end; u++) {
          const o = outputList[u];
          const d = dOutput[outputAt + o];
          a0 = f32(a0 + f32(d * weight[i0 * fanOut + o]));
          a1 = f32(a1 + f32(d * weight[i1 * fanOut + o]));
          a2 = f32(a2 + f32(d * weight[i2 * fanOut + o]));
          a3 = f32(a3 + f32(d * weight[i3 * fanOut + o]));
          a4 = f32(a4 + f32(d * weight[i4 * fanOut + o]));
          a5 = f32(a5 + f32(d * weight[i5 * fanOut + o]));
          a6 = f32(a6 + f32(d * weight[i6 * fanOut + o]));
          a7 = f32(a7 + f32(d * weight[i7 * fanOut + o]));
        }
        dInput[inputAt + i0] = a0;
        dInput[inputAt + i1] = a1;
        dInput[inputAt + i2] = a2;
        dInput[inputAt + i3] = a3;
        dInput[inputAt + i4] = a4;
        dInput[inputAt + i5] = a5;
        dInput[inputAt + i6] = a6;
        dInput[inputAt + i7] = a7;
      }
    }
  }

  return { forward, backwardParams, backwardInput };
}
