"""Writes libs/random/src/ziggurat-tables.ts: the three tables of NumPy's ziggurat for normals.

They are read out of the static library that NumPy installs for its C users (numpy/random/lib/libnpyrandom.a), because
computing them anew does not give the same bits: NumPy's constants carry the rounding errors of the program that once
printed them. Each table is found by its first two values and then checked against its defining formula.

Needs: NumPy 2.4.6 (any from 1.17 on has the same tables), on Linux or macOS.
Run from anywhere: python tools/golden/ziggurat_tables.py
"""

import math
import struct
from pathlib import Path

import numpy as np
from golden_file import ROOT

LIBRARY = Path(np.__file__).parent / "random" / "lib" / "libnpyrandom.a"
R = 3.6541528853610087963519472518
INVERSE_R = 0.27366123732975827203338247596
AREA = 0.0049286732339746  # of each layer, tail included in the first


def table(code: str, first: tuple) -> list:
    content = LIBRARY.read_bytes()
    start = content.index(struct.pack(f"<2{code}", *first))
    return list(struct.unpack_from(f"<256{code}", content, start))


ki = table("Q", (0xEF33D8025EF6A, 0))
wi = table("d", (8.68362706080130616677e-16, 4.77933017572773682428e-17))
fi = table("d", (1.0, 9.77101701267671596263e-01))

# Layer i ends at x[i] = 2^52 wi[i], its height is fi[i] = exp(-x[i]^2 / 2), and ki[i] = 2^52 x[i - 1] / x[i].
x = [w * 2.0**52 for w in wi]
assert math.isclose(x[255], R, rel_tol=1e-15) and math.isclose(x[0], AREA / fi[255], rel_tol=1e-12)
assert all(math.isclose(fi[i], math.exp(-0.5 * x[i] ** 2), rel_tol=1e-14) for i in range(1, 256))
assert all(math.isclose(x[i] * (fi[i - 1] - fi[i]), AREA, rel_tol=1e-11) for i in range(2, 256))
assert all(abs(ki[i] - 2.0**52 * x[i - 1] / x[i]) < 8 for i in range(2, 256))


def typescript(name: str, array: str, what: str, values: list[str], a_line: int) -> str:
    rows = [", ".join(values[i : i + a_line]) for i in range(0, 256, a_line)]
    body = "".join(f"  {row},\n" for row in rows)
    return f"\n/** {what} */\nexport const {name} = new {array}([\n{body}]);\n"


text = f"""/**
 * The tables of the ziggurat method for normals: 256 layers of equal area under exp(-x^2 / 2).
 *
 * Written by tools/golden/ziggurat_tables.py out of NumPy {np.__version__} (ziggurat_constants.h), to the bit.
 * Copyright (c) 2005-2025, NumPy Developers; BSD 3-Clause licence (see THIRD-PARTY-NOTICES).
 */

/** Where the last layer ends and the tail begins. */
export const TAIL_START = {R!r};

/** 1 / TAIL_START, with NumPy's digits. */
export const INVERSE_TAIL_START = {INVERSE_R!r};
"""
text += typescript(
    "LAYER_THRESHOLD", "Float64Array",
    "ki: a 52-bit draw below it is inside the layer at once; integers, exact in a float64.",
    [f"0x{k:013x}" for k in ki], 6)
text += typescript("LAYER_WIDTH", "Float64Array", "wi: the right end of each layer over 2^52.", [repr(w) for w in wi], 4)
text += typescript("LAYER_HEIGHT", "Float64Array", "fi: exp(-x^2 / 2) at the right end of each layer.", [repr(f) for f in fi], 4)

(ROOT / "libs/random/src/ziggurat-tables.ts").write_text(text)
