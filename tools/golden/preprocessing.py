"""Writes libs/data/golden/preprocessing.json: scaler, cleaning and .npy files of awkward data as NumPy and scikit-learn
make them. A float32 is written as the float64 that equals it; "nan", "inf" and "-inf" are strings, bytes are base64.

Needs: NumPy 2.x; scikit-learn 1.7 or earlier (newer ones transform in float32). The file says which made it.
Run from anywhere: python tools/golden/preprocessing.py
"""

import base64
import io
import math

import numpy as np
import sklearn
from golden_file import write
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(2)


def plain(values: np.ndarray) -> list:
    return [value if math.isfinite(value) else str(value) for value in values.ravel().tolist()]


def scaler_case(title: str, x: np.ndarray) -> dict:
    x = x.astype(np.float32)
    scaler = StandardScaler().fit(x)
    return {
        "title": title,
        "dimensions": x.shape[1],
        "x": plain(x),
        "mean": scaler.mean_.tolist(),
        "scale": scaler.scale_.tolist(),
        "scaled": plain(scaler.transform(x)),
    }


def columns(*values) -> np.ndarray:
    return np.stack([np.broadcast_to(column, 12) for column in values], axis=1)


def cleaning_case() -> dict:
    """Rows of which some targets and features are not finite, and one column holds no finite value at all."""
    x = rng.normal(0, 3, (60, 4)).astype(np.float32)
    y = rng.normal(0, 1, 60).astype(np.float32)
    x[:, 3] = np.nan
    for bad in (np.nan, np.inf, -np.inf):
        x[rng.integers(0, 60, 6), rng.integers(0, 3, 6)] = bad
        y[rng.integers(0, 60, 2)] = bad
    kept = np.isfinite(y)
    kept_x = np.where(np.isfinite(x[kept]), x[kept], np.float32(np.nan))
    rest, test = train_test_split(np.arange(kept.sum()), test_size=0.15, random_state=42)
    train, validation = train_test_split(rest, test_size=0.15 / (1 - 0.15), random_state=42)
    # In float64, so that the means are those of float64 sums.
    imputer = SimpleImputer(strategy="mean", keep_empty_features=True).fit(kept_x[train].astype(np.float64))
    parts = {}
    scaler = StandardScaler().fit(imputer.transform(kept_x[train]).astype(np.float32))
    for name, rows in (("training", train), ("validation", validation), ("test", test)):
        parts[name] = plain(scaler.transform(imputer.transform(kept_x[rows]).astype(np.float32)))
    return {
        "dimensions": 4,
        "x": plain(x),
        "y": plain(y),
        "droppedRowCount": int((~kept).sum()),
        "imputedValueCount": int(np.isnan(kept_x).sum()),
        "imputation": imputer.statistics_.tolist(),
        "scaled": parts,
    }


def decimals() -> list:
    """float32 values, each beside the shortest decimal that NumPy prints for it."""
    bits = rng.integers(0, 0x7F800000, 300, dtype=np.uint32) | (rng.integers(0, 2, 300, dtype=np.uint32) << 31)
    chosen = [0.1, 1 / 3, 5.0, 1e-45, 1.1754944e-38, 3.4028235e38, 16777216.0, 123456.79, 2.0**-24, 2.0**-10, 2.0**100]
    values = np.concatenate([bits.astype(np.uint32).view(np.float32), np.array(chosen, dtype=np.float32)])
    return [[float(value), str(value)] for value in values]


def npy_case(values: np.ndarray) -> dict:
    file = io.BytesIO()
    np.save(file, values)
    return {
        "dtype": values.dtype.str,
        "shape": list(values.shape),
        "values": values.ravel().tolist(),
        "base64": base64.b64encode(file.getvalue()).decode(),
    }


counted = np.arange(12)
golden = {
    "madeBy": f"tools/golden/preprocessing.py with NumPy {np.__version__} and scikit-learn {sklearn.__version__}",
    "scalers": [
        scaler_case("two constant columns beside a varying one", columns(0.1, counted, -7e9)),
        scaler_case("a column of zeros", columns(0, counted % 5)),
        scaler_case("huge and tiny values", columns(rng.normal(0, 1e30, 12), rng.normal(0, 1e-40, 12))),
        scaler_case("a small spread on a large offset", columns(1e6 + counted / 4, 16777216 + counted, counted)),
        scaler_case("one row", columns(3, 4, 5)[:1]),
        scaler_case("random columns of several sizes", columns(*(rng.normal(10**k, 10**k, 12) for k in range(-3, 4)))),
    ],
    "cleaning": cleaning_case(),
    "decimals": decimals(),
    "npy": [
        npy_case(np.array([[1.5, -0.0], [3.4028235e38, 1e-45], [0.1, 2]], dtype="<f4")),
        npy_case(np.array([0.1, 0.2, 0.3], dtype="<f4")),
        npy_case(np.array([0, -1, 2**31 - 1, -(2**31)], dtype="<i4")),
        npy_case(np.zeros((0,), dtype="<i4")),
        npy_case(np.arange(24, dtype="<f4").reshape(2, 3, 4)),
    ],
}  # fmt: skip
write("libs/data/golden/preprocessing.json", golden)
