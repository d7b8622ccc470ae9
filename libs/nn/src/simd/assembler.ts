/**
 * A small typed assembler for WebAssembly: functions over one imported memory, written with the specification's
 * mnemonics and checked as they are written.
 *
 *     const bytes = assemble({ memory: { pages: 1 } }, {
 *       add: (f) => { ... }
 *     });
 *
 * The module imports its memory as "env" "memory" and exports every function under its name.
 * Format: WebAssembly core specification, section 5.5.
 */
import { ByteWriter } from './bytes.js';
import { typeCodes, type FunctionBuilder } from './function-builder.js';

export interface MemoryImport {
  /** The minimum size, in pages of 64 KiB. */
  readonly pages: number;
  /** Shared between threads. Any size of at least `pages` fits. */
  readonly shared?: boolean;
}

const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 };
const FUNCTION_TYPE = 0x60;
const MEMORY = 0x02;
const FUNCTION = 0x00;
/** A shared memory's type must name a maximum size. It accepts any memory whose own maximum is no larger. */
const MOST_PAGES = 65536;

/**
 * The binary module of the given functions, exported by their names. @throws TypeError if a function ends with the
 * wrong stack
 */
export function assemble(
  memory: MemoryImport,
  functions: Readonly<Record<string, FunctionBuilder>>,
): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  const scratch = new ByteWriter();
  const builders = Object.values(functions);
  const section = (id: number, write: (content: ByteWriter) => void): void => {
    scratch.clear();
    write(scratch);
    out.u8(id);
    out.u32(scratch.length);
    out.append(scratch.bytes);
  };

  for (const byte of [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]) out.u8(byte); // "\0asm", version 1
  section(SECTION.type, (content) => {
    content.u32(builders.length);
    for (const { params, result } of builders) {
      content.u8(FUNCTION_TYPE);
      content.u32(params.length);
      for (const { type } of params) content.u8(typeCodes[type]);
      content.u32(result === undefined ? 0 : 1);
      if (result !== undefined) content.u8(typeCodes[result]);
    }
  });
  section(SECTION.import, (content) => {
    content.u32(1);
    content.name('env');
    content.name('memory');
    content.u8(MEMORY);
    content.u8(memory.shared === true ? 0x03 : 0x00);
    content.u32(memory.pages);
    if (memory.shared === true) content.u32(MOST_PAGES);
  });
  section(SECTION.function, (content) => {
    content.u32(builders.length);
    builders.forEach((_, index) => {
      content.u32(index);
    });
  });
  section(SECTION.export, (content) => {
    content.u32(builders.length);
    Object.keys(functions).forEach((name, index) => {
      content.name(name);
      content.u8(FUNCTION);
      content.u32(index);
    });
  });
  section(SECTION.code, (content) => {
    content.u32(builders.length);
    for (const builder of builders) builder.writeTo(content);
  });
  return out.bytes.slice();
}
