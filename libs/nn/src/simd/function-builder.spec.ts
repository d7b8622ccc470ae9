import { describe, expect, it } from 'vitest';
import { assemble } from './assembler.js';
import { FunctionBuilder, type Local } from './function-builder.js';

function run(f: FunctionBuilder, ...args: number[]): unknown {
  const bytes = assemble({ pages: 1 }, { run: f });
  expect(WebAssembly.validate(bytes)).toBe(true);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  return (instance.exports['run'] as (...args: number[]) => unknown)(...args);
}

describe('a function', () => {
  it('takes parameters and gives its result', () => {
    const f = new FunctionBuilder(['i32', 'i32'], 'i32');
    const [x, y] = f.params;
    f.get(x);
    f.get(y);
    f.emit('i32.sub');
    expect(run(f, 7, 3)).toBe(4);
  });

  it('takes an address beyond 2^31 as the signed number of the same bits', () => {
    const f = new FunctionBuilder([], 'i32');
    f.emit('i32.const', 0xfffffff0);
    expect(run(f)).toBe(-16);
  });

  it('counts in a loop, with a local that starts at zero', () => {
    // sum of 1 .. n
    const f = new FunctionBuilder(['i32'], 'i32');
    const [n] = f.params;
    const sum = f.local('i32');
    f.block((done) => {
      f.loop((again) => {
        f.get(n);
        f.emit('i32.eqz');
        f.br_if(done);
        f.get(sum);
        f.get(n);
        f.emit('i32.add');
        f.set(sum);
        f.get(n);
        f.emit('i32.const', 1);
        f.emit('i32.sub');
        f.set(n);
        f.br(again);
      });
    });
    f.get(sum);
    expect(run(f, 10)).toBe(55);
    expect(run(f, 0)).toBe(0);
  });

  it('branches to the label that it is given, however deep', () => {
    const f = new FunctionBuilder([], 'i32');
    const result = f.local('i32');
    f.block((outer) => {
      f.block(() => {
        f.block(() => {
          f.emit('i32.const', 1);
          f.set(result);
          f.br(outer);
        });
        f.emit('i32.const', 2);
        f.set(result);
      });
      f.emit('i32.const', 3);
      f.set(result);
    });
    f.get(result);
    expect(run(f)).toBe(1);
  });

  it('selects one of two values, and does what is under an if', () => {
    const f = new FunctionBuilder(['i32'], 'f32');
    const [condition] = f.params;
    const x = f.local('f32');
    f.get(condition);
    f.if(() => {
      f.emit('f32.const', 10);
      f.set(x);
    });
    f.get(x);
    f.emit('f32.const', -1);
    f.get(condition);
    f.select('f32');
    expect(run(f, 1)).toBe(10);
    expect(run(f, 0)).toBe(-1);
  });

  it('leaves a tee on the stack', () => {
    const f = new FunctionBuilder([], 'i32');
    const x = f.local('i32');
    f.emit('i32.const', 21);
    f.tee(x);
    f.get(x);
    f.emit('i32.add');
    expect(run(f)).toBe(42);
  });
});

describe('a wrong program is refused where it is written', () => {
  const f = (): FunctionBuilder => new FunctionBuilder(['i32', 'f32'], undefined);
  const foreign: Local = { index: 0, type: 'v128' };

  it.each<[string, (f: FunctionBuilder) => void, string]>([
    [
      'an operand is missing',
      (g) => {
        g.emit('i32.add');
      },
      'i32.add takes (i32 i32); on the stack is ().',
    ],
    [
      'an operand has another type',
      (g) => {
        g.get(g.params[0]);
        g.get(g.params[1]);
        g.emit('f32.add');
      },
      'f32.add takes (f32 f32); on the stack is (i32 f32).',
    ],
    [
      'a vector is needed',
      (g) => {
        g.emit('f32.const', 1);
        g.emit('f32x4.sqrt');
      },
      'f32x4.sqrt takes (v128); on the stack is (f32).',
    ],
    [
      'a local is set to another type',
      (g) => {
        g.emit('f32.const', 1);
        g.set(g.params[0]);
      },
      'local.set takes (i32); on the stack is (f32).',
    ],
    [
      'a block leaves something',
      (g) => {
        g.block(() => {
          g.emit('i32.const', 1);
        });
      },
      'block leaves (i32) on the stack.',
    ],
    [
      'a block takes from outside',
      (g) => {
        g.emit('i32.const', 1);
        g.block(() => {
          g.emit('i32.eqz');
        });
      },
      'i32.eqz takes (i32); on the stack is ().',
    ],
    [
      'a branch condition is no i32',
      (g) => {
        g.block((label) => {
          g.emit('f32.const', 1);
          g.br_if(label);
        });
      },
      'br_if takes (i32); on the stack is (f32).',
    ],
    [
      'a branch goes to a closed block',
      (g) => {
        let closed = { depth: 0 };
        g.block((label) => {
          closed = label;
        });
        g.br(closed);
      },
      'A branch can only go to a block that is still open.',
    ],
    [
      'a local belongs to another function',
      (g) => {
        g.get(foreign);
      },
      'Local 0 (v128) is not a local of this function.',
    ],
    [
      'a lane does not exist',
      (g) => {
        g.emit('v128.const', [0, 0, 0, 0]);
        g.emit('f32x4.extract_lane', 4);
      },
      'f32x4.extract_lane has lanes 0 to 3; got 4.',
    ],
    [
      'an address is negative',
      (g) => {
        g.get(g.params[0]);
        g.emit('f32.load', -4);
      },
      'An unsigned 32-bit integer is needed; got -4.',
    ],
    [
      'a select mixes types',
      (g) => {
        g.get(g.params[0]);
        g.get(g.params[1]);
        g.get(g.params[0]);
        g.select('f32');
      },
      'select takes (f32 f32 i32); on the stack is (i32 f32 i32).',
    ],
  ])('%s', (_, write, message) => {
    expect(() => {
      write(f());
    }).toThrow(message);
  });

  it('the result is missing at the end', () => {
    expect(() => assemble({ pages: 1 }, { f: new FunctionBuilder([], 'f32') })).toThrow(
      'The function must end with (f32) on the stack; there is ().',
    );
  });

  it('something is left at the end', () => {
    const g = new FunctionBuilder();
    g.emit('i32.const', 1);
    expect(() => assemble({ pages: 1 }, { g })).toThrow('The function must end with () on the stack; there is (i32).');
  });
});
