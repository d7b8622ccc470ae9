"""What the Python runners have in common: arguments, rows, the order of what is timed, and the line of results.

A runner is called with ROWS.npz EPOCHS SEED THREADS (1 or all); `fived data --split` wrote the rows. It makes a Trainer:

    train(epochs)   all epochs from a fresh start: new order of the rows each epoch, the last partial batch, a
                    validation pass after each, the best epoch's weights kept and restored at the end
    reset(seed)     fresh weights and moments, nothing compiled anew; not timed
    predict(x)      with the restored weights

First it trains epoch after epoch until a second has passed (the warm-up: what is compiled at the first call, or while it runs,
is then compiled), then it resets and is timed.
"""

import json
import platform
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# Of the warm-up.
LEAST_SECONDS = 1

HIDDEN = (64, 32, 16)
BATCH_SIZE = 32
LEARNING_RATE = 0.001
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7


@dataclass
class Rows:
    """Scaled features (rows, 5) and targets (rows), float32 as in the file."""

    x_train: "numpy.ndarray"
    y_train: "numpy.ndarray"
    x_validation: "numpy.ndarray"
    y_validation: "numpy.ndarray"
    x_test: "numpy.ndarray"
    y_test: "numpy.ndarray"


def read_rows(path: str) -> Rows:
    import numpy

    with numpy.load(path) as arrays:
        return Rows(*(arrays[f"{kind}_{part}"] for part in ("train", "validation", "test") for kind in ("X", "y")))


def widths(rows: Rows) -> list:
    return [rows.x_train.shape[1], *HIDDEN, 1]


def layers_of(params, sizes: list) -> list:
    """fived's flat vector of parameters as (weight (fan_in, fan_out), bias (fan_out)) of each layer."""
    layers, at = [], 0
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        weight, at = params[at : at + fan_in * fan_out].reshape(fan_in, fan_out), at + fan_in * fan_out
        bias, at = params[at : at + fan_out], at + fan_out
        layers.append((weight, bias))
    return layers


def peak_rss_bytes() -> int:
    """The high-water mark of this program alone; ru_maxrss, where there is no other, may hold the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    maximum = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return maximum if sys.platform == "darwin" else maximum * 1024


def run(peer: str, create) -> None:
    """`create(rows, seed, threads)` imports the library and returns its Trainer and the versions by package name."""
    path, epochs, seed, threads = sys.argv[-4], int(sys.argv[-3]), int(sys.argv[-2]), sys.argv[-1]
    rows = read_rows(path)

    start = time.perf_counter()
    trainer, versions = create(rows, seed, threads)
    setup_seconds = time.perf_counter() - start

    trainer.reset(seed)
    start = time.perf_counter()
    warm_up_epochs, warm_up_seconds = 0, 0
    while warm_up_seconds < LEAST_SECONDS:
        trainer.train(1)
        warm_up_epochs += 1
        warm_up_seconds = time.perf_counter() - start

    trainer.reset(seed)
    start = time.perf_counter()
    trainer.train(epochs)
    training_seconds = time.perf_counter() - start

    predictions = trainer.predict(rows.x_test).astype("f8").ravel()
    target = rows.y_test.astype("f8")
    mse = ((predictions - target) ** 2).mean()
    result = {
        "peer": peer,
        "versions": {**versions, "python": platform.python_version()},
        "epochs": epochs,
        "seed": seed,
        "setup_seconds": setup_seconds,
        "warm_up_epochs": warm_up_epochs,
        "warm_up_seconds": warm_up_seconds,
        "training_seconds": training_seconds,
        "test_r2": float(1 - mse / target.var()),
        "test_mse": float(mse),
        "peak_rss_bytes": peak_rss_bytes(),
    }
    print(json.dumps(result))
