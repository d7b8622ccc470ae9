"""Writes libs/interpolator/golden/interpolator.json: metrics, scaling and least squares as scikit-learn and NumPy have them;
and python_model.safetensors, a model file that Python's safetensors made, with its predictions in the JSON. Python writes
metadata in another order each time, so that file's header changes from run to run; nothing else does.

Needs: NumPy 2.x, scikit-learn 1.x, safetensors 0.8.
Run from anywhere: python tools/golden/interpolator.py
"""

import hashlib
import json
import math
from pathlib import Path

import numpy as np
import safetensors
import sklearn
from golden_file import ROOT, write
from safetensors.numpy import save_file
from sklearn.dummy import DummyRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import max_error, mean_absolute_error, r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDER = "libs/interpolator/golden"
rng = np.random.default_rng(6)


def plain(values: np.ndarray) -> list:
    return [value if math.isfinite(value) else str(value) for value in np.asarray(values).ravel().tolist()]


def metrics(actual: np.ndarray, predicted: np.ndarray) -> dict:
    return {
        "r2": float(r2_score(actual, predicted)),
        "rmse": float(root_mean_squared_error(actual, predicted)),
        "mae": float(mean_absolute_error(actual, predicted)),
        "maxError": float(max_error(actual, predicted)),
    }


def metrics_case(title: str, actual, predicted) -> dict:
    actual, predicted = np.asarray(actual, float), np.asarray(predicted, float)
    return {"title": title, "actual": plain(actual), "predicted": plain(predicted), "metrics": metrics(actual, predicted)}


def scaling_case(title: str, column) -> dict:
    column = np.asarray(column, float)[:, np.newaxis]
    # two columns: for one, NumPy sums in another order
    imputed = SimpleImputer().fit_transform(np.hstack([column, column]))
    scaler = StandardScaler().fit(imputed)
    return {"title": title, "values": plain(column), "mean": float(scaler.mean_[0]), "scale": float(scaler.scale_[0])}


def least_squares_case(title: str, a: np.ndarray, y: np.ndarray) -> dict:
    coefficients, _, rank, _ = np.linalg.lstsq(a, y, rcond=None)
    return {
        "title": title,
        "columns": [plain(column) for column in a.T],
        "y": plain(y),
        "rank": int(rank),
        "coefficients": plain(coefficients),
        "fitted": plain(a @ coefficients),
    }


def baselines_case() -> dict:
    """The whole way from rows to the baselines' metrics: split, scale, fit."""
    x = rng.normal(size=(60, 3)) * [1, 1e-3, 1e4] + [0, 5, -1e4]
    y = x @ [1, 200, 3e-4] + 0.5 * rng.normal(size=60) + 1e3
    rest, test = train_test_split(np.arange(60), test_size=0.15, random_state=42)
    training, validation = train_test_split(rest, test_size=0.15 / 0.85, random_state=42)
    sets = {"training": training, "validation": validation, "test": test}

    def judged(model) -> dict:
        model.fit(x[training], y[training])
        return {name: metrics(y[rows], model.predict(x[rows])) for name, rows in sets.items()}

    return {
        "x": plain(x),
        "y": plain(y),
        "rows": {name: rows.tolist() for name, rows in sets.items()},
        "mean": judged(DummyRegressor()),
        # scaled: LinearRegression drops directions that are 1e-6 of the longest
        "leastSquares": judged(make_pipeline(StandardScaler(), LinearRegression())),
    }


def python_model() -> dict:
    """A model file by another hand, after the description in src/model-file.ts and src/model-metadata.ts."""
    sizes = [2, 4, 3, 1]
    member_count = 2
    layers = [  # (members, fanIn, fanOut) and (members, fanOut)
        (rng.normal(size=(member_count, fan_in, fan_out)).astype(np.float32), rng.normal(size=(member_count, fan_out)).astype(np.float32))
        for fan_in, fan_out in zip(sizes, sizes[1:])
    ]
    weights = b"".join(part[k].astype("<f4").tobytes() for k in range(member_count) for layer in layers for part in layer)
    tensors = {
        "features.mean": np.array([10.0, -0.5]),
        "features.scale": np.array([4.0, 1e-3]),
        "features.min": np.array([0.0, -0.51]),
        "features.max": np.array([20.0, -0.49]),
        "target.mean": np.array([1e6]),
        "target.scale": np.array([2.5]),
        # two epochs of the first member, then three of the second
        "history.train_loss": np.array([1.5, 0.75, 2.0, 1.0, 0.5]),
        "history.validation_loss": np.array([1.0, 1.25, 2.5, 1.5, 1.125]),
    }
    for k, (weight, bias) in enumerate(layers):
        tensors[f"layers.{k}.weight"] = weight
        tensors[f"layers.{k}.bias"] = bias
    score = {"r2": 0.5, "rmse": 1.25, "mae": 1.0, "maxError": 3.0}
    scores = {name: score for name in ("training", "validation", "test")}
    covered = {**score, "coverage95": 0.9375}
    metadata = {
        "format_version": "1",
        "network": {"sizes": sizes, "activation": "relu"},
        "feature_names": ["Länge", "__proto__"],
        "target_name": "Kosten in €",
        "settings": {
            "optimizer": "adam", "hiddenSizes": sizes[1:-1], "activation": "relu", "epochs": 3, "batchSize": 32,
            "learningRate": 0.001, "schedule": "constant", "patience": 0, "members": 3, "seed": 42,
        },
        "training": {
            "rowCounts": {"training": 70, "validation": 15, "test": 15},
            "cleaning": {"droppedRowCount": 3, "imputedValueCount": 1},
            "dropped": [{"index": 1, "seed": 6, "validationLoss": 9.5, "bestEpoch": 1, "epochsRun": 3, "stoppedBy": "epochs"}],
        },
        "members": [
            {"index": 0, "seed": 42, "validationLoss": 1.0, "bestEpoch": 1, "epochsRun": 2, "stoppedBy": "patience"},
            {"index": 2, "seed": 7, "validationLoss": 1.125, "bestEpoch": 3, "epochsRun": 3, "stoppedBy": "epochs"},
        ],
        "uncertainty": {"spreadFactor": 0.75, "floor": 0.125, "bandMultiplier": 2.25},
        "metrics": {"training": score, "validation": covered, "test": covered, "baselines": {"mean": scores, "leastSquares": scores}},
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
    }
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in metadata.items()}
    save_file(tensors, ROOT / FOLDER / "python_model.safetensors", texts)

    x = rng.uniform(tensors["features.min"], tensors["features.max"], size=(12, 2))
    activation = (x - tensors["features.mean"]) / tensors["features.scale"]
    for k, (weight, bias) in enumerate(layers):
        activation = activation @ weight.astype(float) + bias[:, np.newaxis]
        if k + 1 < len(layers):
            activation = np.maximum(activation, 0)
    outputs = activation[..., 0]  # (members, rows)
    deviations = np.sqrt(0.75**2 * outputs.var(axis=0, ddof=1) + 0.125**2)
    return {"x": plain(x), "predictions": plain(outputs.mean(axis=0) * 2.5 + 1e6), "standardDeviations": plain(deviations * 2.5)}


y = rng.normal(size=15)
noisy = y + 0.1 * rng.normal(size=15)
a = rng.normal(size=(20, 4))
ramp = np.linspace(-1, 1, 12)

golden = {
    "numpy": np.__version__,
    "scikit-learn": sklearn.__version__,
    "safetensors": safetensors.__version__,
    "metrics": [
        metrics_case("ordinary targets", y, noisy),
        metrics_case("predictions worse than the mean", y, -3 * y),
        metrics_case("a mean of 1e6", y + 1e6, noisy + 1e6),
        metrics_case("a variance of 1e-8", 1e-4 * y, 1e-4 * noisy),
        metrics_case("a constant target, met", [0.25] * 7, [0.25] * 7),
        metrics_case("a constant target, missed", [0.25] * 7, [0.25] * 6 + [0.5]),
        metrics_case("all exact", y, y),
    ],
    "scaling": [
        scaling_case("ordinary values", rng.normal(3, 2, size=12)),
        scaling_case("values about 1e6 with a variance of 1e-8", 1e6 + 1e-4 * rng.normal(size=12)),
        scaling_case("a constant", [0.1] * 12),
        scaling_case("a constant of 1e8 up to 1 ulp", 1e8 + np.spacing(1e8) * rng.integers(-1, 2, size=12)),
        scaling_case("missing values", [1, np.nan, 4, 2, np.nan, 8, 1, 3, 7, np.nan]),
    ],
    "leastSquares": [
        least_squares_case("more rows than columns", a, rng.normal(size=20)),
        least_squares_case("columns of very different lengths", a * [1, 1e-3, 1e3, 1], rng.normal(size=20)),
        least_squares_case("nearly equal columns", np.stack([ramp, ramp + 1e-4 * a[:12, 0]], axis=1), rng.normal(size=12)),
        least_squares_case("a column that is the sum of two", np.column_stack([a, a[:, 0] + a[:, 1]]), rng.normal(size=20)),
        least_squares_case("equal columns and a column of zeros", np.stack([ramp, ramp, 0 * ramp], axis=1), rng.normal(size=12)),
        least_squares_case("fewer rows than columns", a[:3], rng.normal(size=3)),
    ],
    "baselines": [baselines_case()],
    "pythonModel": [python_model()],
}
write(f"{FOLDER}/interpolator.json", golden)
