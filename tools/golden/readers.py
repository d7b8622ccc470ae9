"""Writes libs/data/golden/readers.json: .npy and .npz files as NumPy writes them, as base64, and the float64 that
astype("f8") makes of their values; NaN and infinities, which the readers take as missing values, are null.

Needs: NumPy 2.x. Run from anywhere: python tools/golden/readers.py
"""

import base64
import io
import math

import numpy as np
from golden_file import write

rng = np.random.default_rng(6)


def values_of(array: np.ndarray) -> list:
    return [value if math.isfinite(value) else None for value in array.astype("f8").ravel().tolist()]


def npy(title: str, array: np.ndarray, version=None) -> dict:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version, allow_pickle=True)
    return {"title": title, "base64": base64.b64encode(file.getvalue()).decode()}


def readable(title: str, array: np.ndarray, version=None) -> dict:
    return {**npy(title, array, version), "shape": list(array.shape), "values": values_of(array)}


def npz(title: str, save, columns: list[str], table: np.ndarray, **arrays) -> dict:
    file = io.BytesIO()
    save(file, **arrays)
    return {
        "title": title,
        "columnNames": columns,
        "values": values_of(table),
        "base64": base64.b64encode(file.getvalue()).decode(),
    }


def numbers(dtype: str, shape: tuple) -> np.ndarray:
    """Random bits as whole numbers, random normals as floats, with the extremes in front."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        values = rng.normal(0, 100, shape)
        values.flat[:4] = [np.nan, np.inf, -np.inf, np.finfo(kind).max]
        return values.astype(kind)
    limits = np.iinfo(kind)
    values = rng.integers(limits.min, limits.max, shape, dtype=kind.newbyteorder("="), endpoint=True)
    values.flat[:2] = [limits.min, limits.max]
    return values.astype(kind)


dtypes = ["<f4", ">f4", "<f8", ">f8", "|i1", "|u1"] + [f"{o}{k}{n}" for k in "iu" for n in (2, 4, 8) for o in "<>"]
x = rng.normal(0, 1, (7, 5))
y = rng.normal(0, 1, 7)
xy = np.column_stack([x, y])
names = ["x1", "x2", "x3", "x4", "x5", "y"]
columns = {"pressure": x[:, 0], "__proto__": x[:, 1], "y": y}
zeros = np.zeros((20000, 2), dtype="<f4")
golden = {
    "madeBy": f"tools/golden/readers.py with NumPy {np.__version__}",
    "npy": [
        *(readable(f"{dtype}, row-major", numbers(dtype, (3, 4))) for dtype in dtypes),
        *(readable(f"{dtype}, in Fortran's order", np.asfortranarray(numbers(dtype, (3, 4)))) for dtype in dtypes),
        readable("one dimension", numbers("<f8", (5,))),
        readable("version 2", numbers("<f4", (4, 2)), (2, 0)),
        readable("version 3", numbers("<f4", (4, 2)), (3, 0)),
        readable("whole numbers that float64 rounds", np.array([2**53 + 1, 2**53 + 3, -(2**63), 2**63 - 1])),
    ],
    "refused": [
        npy("float16", np.ones((2, 2), dtype="<f2")),
        npy("complex128", np.ones((2, 2), dtype="<c16")),
        npy("bool", np.ones((2, 2), dtype=bool)),
        npy("text", np.array(["a", "bc"])),
        npy("a structure", np.zeros(2, dtype=[("a", "<f4"), ("b", "<f8")])),
        npy("objects", np.array([1, None], dtype=object)),
        npy("no dimension", np.array(5.0)),
        npy("three dimensions", np.zeros((2, 3, 4))),
        npy("no rows", np.zeros((0, 6))),
        npy("no columns", np.zeros((6, 0))),
    ],
    "npz": [
        npz("X and y, stored", np.savez, names, xy, X=x, y=y),
        npz("X and y, deflated", np.savez_compressed, names, xy, X=x, y=y),
        npz("y as a column, X in Fortran's order", np.savez, names, xy, y=y[:, None], X=np.asfortranarray(x), other=y[:2]),
        npz("X without y", np.savez, names[:-1], x, X=x),
        npz("X of one dimension", np.savez, ["x1", "y"], np.column_stack([x[:, 0], y]), X=x[:, 0], y=y),
        npz("named columns", np.savez, list(columns), np.column_stack(list(columns.values())), **columns),
        npz("one array of another name", np.savez_compressed, names, xy, data=xy),
        npz("a column", np.savez, ["a"], y, a=y),
    ],
    "zeros": npz("", np.savez_compressed, [], np.zeros(1), X=zeros)["base64"],
}  # fmt: skip
write("libs/data/golden/readers.json", golden)
