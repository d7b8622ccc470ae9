"""Writes libs/data/golden/dataset.json: dataset, split and scaled features as NumPy and scikit-learn make them.

Hashes are SHA-256 of little-endian bytes in row-major order: float32 for values, int32 for row indices. The first rows are
readable too; a float32 is written as the float64 that equals it.

Needs: NumPy 1.24 to 2.x; scikit-learn 1.7 or earlier (from 1.8 on a float32 matrix is transformed by mean and scale
rounded to float32, before by both in float64). The file says which made it.
Run from anywhere: python tools/golden/dataset.py
"""

import numpy as np
import sklearn
from golden_file import sha256, write
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def dataset(n: int, seed: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.random((n, 5))
    y = (
        np.sin(2 * np.pi * x[:, 0]) * np.cos(2 * np.pi * x[:, 1])
        + 0.3 * np.exp(-((x[:, 2] - 0.5) ** 2 + (x[:, 3] - 0.5) ** 2) / 0.02)
        + 0.5 * x[:, 4] ** 2
        - 0.2 * x[:, 0] * x[:, 3]
    )
    y += rng.normal(0, noise, n)
    return x.astype(np.float32), y.astype(np.float32)


def split(n: int, seed: int) -> dict[str, np.ndarray]:
    rest, test = train_test_split(np.arange(n), test_size=0.15, random_state=seed)
    train, validation = train_test_split(rest, test_size=0.15 / (1 - 0.15), random_state=seed)
    return {"train": train, "validation": validation, "test": test}


def case(n: int, seed: int = 42, noise: float = 0.01) -> dict:
    x, y = dataset(n, seed, noise)
    parts = split(n, seed)
    scaler = StandardScaler().fit(x[parts["train"]])
    scaled = {name: scaler.transform(x[rows]) for name, rows in parts.items()}
    assert all(values.dtype == np.float32 for values in scaled.values())
    return {
        "sampleCount": n,
        "seed": seed,
        "noise": noise,
        "xSha256": sha256(x, "<f4"),
        "ySha256": sha256(y, "<f4"),
        "firstX": x[:2].tolist(),
        "firstY": y[:2].tolist(),
        "mean": scaler.mean_.tolist(),
        "scale": scaler.scale_.tolist(),
        "parts": {
            name: {
                "rowCount": len(rows),
                "firstIndices": rows[:5].tolist(),
                "indicesSha256": sha256(rows, "<i4"),
                "firstScaled": scaled[name][0].tolist(),
                "scaledSha256": sha256(scaled[name], "<f4"),
                "ySha256": sha256(y[rows], "<f4"),
            }
            for name, rows in parts.items()
        },
    }


def small_split(n: int) -> dict:
    return {"rowCount": n, "parts": {name: rows.tolist() for name, rows in split(n, 42).items()}}


golden = {
    "madeBy": f"tools/golden/dataset.py with NumPy {np.__version__} and scikit-learn {sklearn.__version__}",
    "sweep": [case(n) for n in range(1_000, 10_001, 1_000)],
    "others": [case(1_000, 43), case(1_000, 42, 0.0), case(2_500, 7, 0.1), case(3, 0), case(17, 2**32 - 1)],
    "smallSplits": [small_split(n) for n in range(3, 11)],
}
write("libs/data/golden/dataset.json", golden)
