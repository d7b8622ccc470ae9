"""Writes libs/random/golden/ziggurat-tables.json: the three tables of NumPy's ziggurat for normals.

They are read out of the static library that NumPy installs for its C users (numpy/random/lib/libnpyrandom.a). Each
table is found by its first two values and then checked against its defining formula.

Needs: NumPy 2.4.6 (any from 1.17 on has the same tables), on Linux or macOS.
Run from anywhere: python tools/golden/ziggurat_tables.py
"""

import math
import struct
from pathlib import Path

import numpy as np
from golden_file import write

LIBRARY = Path(np.__file__).parent / "random" / "lib" / "libnpyrandom.a"
R = 3.6541528853610087963519472518
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

write(
    "libs/random/golden/ziggurat-tables.json",
    {
        "madeBy": f"tools/golden/ziggurat_tables.py with NumPy {np.__version__}",
        "thresholds": ki,
        "widths": wi,
        "heights": fi,
    },
)
