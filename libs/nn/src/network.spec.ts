import { describe, expect, it } from 'vitest';
import { describeNetwork } from './network.js';

describe('A network', () => {
  it('lays out the published widths layer by layer, weights before biases, without a gap', () => {
    const { layers, parameterCount, inputSize, maxWidth } = describeNetwork([5, 64, 32, 16, 1]);
    expect({ parameterCount, inputSize, maxWidth }).toEqual({ parameterCount: 3009, inputSize: 5, maxWidth: 64 });
    expect(layers).toEqual([
      { index: 0, fanIn: 5, fanOut: 64, weightOffset: 0, biasOffset: 320, activation: 'relu' },
      { index: 1, fanIn: 64, fanOut: 32, weightOffset: 384, biasOffset: 2432, activation: 'relu' },
      { index: 2, fanIn: 32, fanOut: 16, weightOffset: 2464, biasOffset: 2976, activation: 'relu' },
      { index: 3, fanIn: 16, fanOut: 1, weightOffset: 2992, biasOffset: 3008, activation: 'identity' },
    ]);
  });

  it('has one activation in all hidden layers, and none after the last', () => {
    const { activation, layers } = describeNetwork([5, 64, 32, 1], 'algebraic-silu');
    expect(activation).toBe('algebraic-silu');
    expect(layers.map((layer) => layer.activation)).toEqual(['algebraic-silu', 'algebraic-silu', 'identity']);
  });

  it('may have no hidden layer: then it is linear', () => {
    const { layers, parameterCount } = describeNetwork([3, 1]);
    expect(layers).toEqual([{ index: 0, fanIn: 3, fanOut: 1, weightOffset: 0, biasOffset: 3, activation: 'identity' }]);
    expect(parameterCount).toBe(4);
  });

  it('keeps its widths when the caller changes the list', () => {
    const sizes = [2, 3, 1];
    const network = describeNetwork(sizes);
    sizes[1] = 99;
    expect(network.sizes).toEqual([2, 3, 1]);
  });

  it.each([
    [[], 'at least an input and an output width'],
    [[5], 'at least an input and an output width'],
    [[5, 0, 1], 'whole numbers of at least 1; got [5, 0, 1]'],
    [[5, 2.5, 1], 'whole numbers of at least 1; got [5, 2.5, 1]'],
    [[-5, 1], 'whole numbers of at least 1'],
    [[NaN, 1], 'whole numbers of at least 1'],
    [[5, 64, 2], 'the last width must be 1; got [5, 64, 2]'],
  ])('refuses the widths %j and says why', (sizes, message) => {
    expect(() => describeNetwork(sizes)).toThrow(RangeError);
    expect(() => describeNetwork(sizes)).toThrow(message);
  });
});
