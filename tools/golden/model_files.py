"""Writes libs/interpolator/golden/safetensors.json: files as Python's safetensors writes them, as base64, with what they
hold; files of ours, laid out here by hand, after Python's safetensors has read them and found the same; and files that
Python writes or takes and we refuse. NaN and infinities are texts.

Needs: NumPy 2.x, safetensors 0.8. Run from anywhere: python tools/golden/model_files.py
"""

import base64
import json
import math
import struct
import tempfile
from pathlib import Path

import numpy as np
import safetensors
from golden_file import write
from safetensors import safe_open
from safetensors.numpy import load, save

rng = np.random.default_rng(8)
DTYPES = {"float64": "F64", "float32": "F32", "int32": "I32", "uint32": "U32", "uint8": "U8"}
TEXTS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def text_of(values: bytes) -> str:
    return base64.b64encode(values).decode()


def values_of(array: np.ndarray) -> list:
    """As JavaScript's Number takes them."""
    return [value if math.isfinite(value) else TEXTS[str(value)] for value in array.ravel().tolist()]


def described(tensors: dict) -> list:
    return [
        {"name": name, "dtype": DTYPES[str(array.dtype)], "shape": list(array.shape), "values": values_of(array)}
        for name, array in tensors.items()
    ]


def by_python(title: str, tensors: dict, metadata: dict | None = None) -> dict:
    file = save(tensors, metadata)
    return {"title": title, "base64": text_of(file), "metadata": list((metadata or {}).items()), "tensors": described(tensors)}


def header_and_buffer(header: dict, buffer: bytes) -> bytes:
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + buffer


def by_us(title: str, tensors: dict, metadata: dict) -> dict:
    """Our layout: the header in the order given; in the buffer wide elements first, otherwise in that order too."""
    header = {"__metadata__": metadata} if metadata else {}
    header |= {name: {"dtype": DTYPES[str(array.dtype)], "shape": list(array.shape)} for name, array in tensors.items()}
    buffer = b""
    for name, array in sorted(tensors.items(), key=lambda item: -item[1].itemsize):
        header[name]["data_offsets"] = [len(buffer), len(buffer) + array.nbytes]
        buffer += array.tobytes()
    file = header_and_buffer(header, buffer)
    with tempfile.NamedTemporaryFile() as named:
        named.write(file)
        named.flush()
        with safe_open(named.name, "np") as opened:
            assert (opened.metadata() or {}) == metadata
    read = load(file)
    assert read.keys() == tensors.keys()
    assert all(read[name].dtype == tensors[name].dtype for name in tensors)
    assert all(np.array_equal(read[name], tensors[name], equal_nan=True) for name in tensors)
    return {"title": title, "base64": text_of(file), "metadata": list(metadata.items()), "tensors": described(tensors)}


def refused(dtype: str) -> dict:
    return {"title": dtype, "base64": text_of(save({"w": np.ones((2, 2), dtype=dtype)}))}


def extremes(dtype: str) -> np.ndarray:
    if np.dtype(dtype).kind != "f":
        limits = np.iinfo(dtype)
        return np.array([limits.min, limits.max, 0, 1], dtype=dtype)
    limits = np.finfo(dtype)
    numbers = [limits.max, limits.min, limits.tiny, limits.smallest_subnormal, -0.0, 1 / 3, np.nan, np.inf, -np.inf]
    return np.array(numbers, dtype=dtype)


network = {
    "layers.0.weight": rng.normal(0, 1, (5, 3)).astype("f4"),
    "layers.0.bias": np.zeros(3, dtype="f4"),
    "layers.1.weight": rng.normal(0, 1, (3, 1)).astype("f4"),
    "layers.1.bias": np.zeros(1, dtype="f4"),
    "inputScaler.mean": rng.normal(0, 1, 5),
    "step": np.array(7, dtype="u4"),
    "flags": np.array([1, 0, 1], dtype="u1"),
}
names = {
    "__proto__": rng.normal(0, 1, 3).astype("f4"),
    "constructor": np.arange(3, dtype="i4"),
    "": np.arange(2, dtype="u1"),
    "0": np.arange(2, dtype="u4"),
    'a "quoted" \\ back': np.arange(2, dtype="f8"),
    "température": np.arange(2, dtype="f4"),
    "\U0001f600": np.arange(1, dtype="f8"),
}
empty = {"rows": np.zeros((0, 5), dtype="f4"), "columns": np.zeros((5, 0), dtype="f8"), "one": np.ones(1, dtype="f4")}
texts = {"framework": 'fived "1"\n\ttab \\ é \U0001f600 \u2028'}
golden = {
    "madeBy": f"tools/golden/model_files.py with safetensors {safetensors.__version__}, NumPy {np.__version__}",
    "python": [
        *(by_python(f"{dtype}, its extremes", {"x": extremes(dtype)}) for dtype in DTYPES),
        by_python("a network", network, {"format": "fived"}),
        by_python("unusual names", names),
        by_python("unusual text", {"x": np.ones(1, dtype="f4")}, texts),
        by_python("empty tensors", empty),
        by_python("a scalar and many dimensions", {"s": np.array(2.5), "d": np.ones((1, 2, 1, 1, 3, 1), dtype="f4")}),
        by_python("no tensor", {}),
        by_python("no tensor but metadata", {}, {"a": ""}),
    ],
    "ours": [
        by_us("a network", network, {"format": "fived", "10": "ten", "__proto__": "1"}),
        by_us("unusual names", names, {}),
        by_us("unusual text", {"x": np.ones(1, dtype="f4")}, texts),
        by_us("empty tensors", empty, {}),
        by_us("narrow before wide", {"a": np.ones(3, "u1"), "b": np.ones(1, "f4"), "c": np.ones(1)}, {}),
        by_us("no tensor", {}, {}),
    ],
    "refused": [refused(dtype) for dtype in ["f2", "i1", "i2", "u2", "i8", "u8", "bool"]],
}  # fmt: skip
write("libs/interpolator/golden/safetensors.json", golden)
