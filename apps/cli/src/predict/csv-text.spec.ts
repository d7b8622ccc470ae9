import { describe, expect, it } from 'vitest';
import { createLineWriter, csvFormat, jsonFormat } from './csv-text.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const batch = {
  values: Float64Array.of(0.5, NaN, -0, 1e-7),
  predicted: [Float64Array.of(1 / 3, 1e21), Float64Array.of(-2, NaN)] as const,
};

describe('what predict writes', () => {
  it('is a line a row, each number so that it reads back, nothing where one is missing', () => {
    expect(text(createLineWriter(csvFormat(['y', 'y_lower']))(batch))).toBe('0.3333333333333333,-2\n1e+21,\n');
    expect(text(createLineWriter(csvFormat(['a', 'b', 'y', 'y_lower']))(batch))).toBe(
      '0.5,,0.3333333333333333,-2\n-0,1e-7,1e+21,\n',
    );
  });

  it('is an object a line in JSON Lines, null where a number is missing', () => {
    const lines = text(createLineWriter(jsonFormat(['a "1"', 'b', 'y', 'y_lower']))(batch));
    expect(lines).toBe(
      '{"a \\"1\\"":0.5,"b":null,"y":0.3333333333333333,"y_lower":-2}\n' +
        '{"a \\"1\\"":-0,"b":1e-7,"y":1e+21,"y_lower":null}\n',
    );
  });

  it('holds while the next lines are made', () => {
    const linesOf = createLineWriter(csvFormat(['y']));
    const first = linesOf({ values: Float64Array.of(1), predicted: [Float64Array.of(1)] });
    const second = linesOf({ values: Float64Array.of(2), predicted: [Float64Array.of(2)] });
    expect([text(first), text(second)]).toEqual(['1\n', '2\n']);
  });

  it('quotes names that would be taken for something else', () => {
    expect(csvFormat(['a', 'b,c', '"d"', '#e', ' f']).header).toBe('a,"b,c","""d""","#e"," f"\n');
  });
});
