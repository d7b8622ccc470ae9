"""Rows of one problem, scaled, and a clock that tells a method how long it may take."""

import time
from dataclasses import dataclass

import numpy as np


BLOCK_ROWS = 2000
# A factorisation takes the cube of the rows; at these sizes that has not quite come through.
COST_POWER = 2.8


@dataclass(frozen=True)
class Rows:
    """Features (rows, 5) and targets (rows), float64. Validation rows are there only where they may be looked at."""

    x: np.ndarray
    y: np.ndarray
    validation: "Rows | None" = None


class Clock:
    """Seconds: `rest` is what is left of the budget, `share` the part of it that leaves time for what comes after."""

    def __init__(self, rest, share):
        self.start = time.perf_counter()
        self.rest_at_start = rest
        self.share_at_start = share

    def elapsed(self):
        return time.perf_counter() - self.start

    def rest(self):
        return self.rest_at_start - self.elapsed()

    def share(self):
        return self.share_at_start - self.elapsed()


def rows_that_fit(seconds, probe_seconds, probe_rows, most):
    """How many rows take so long, if `probe_rows` take `probe_seconds`."""
    return int(min(most, probe_rows * max(seconds / probe_seconds, 1e-3) ** (1 / COST_POWER)))


def mse(predicted, actual):
    return float(np.mean((np.asarray(predicted, dtype=float) - actual) ** 2))


class Standardised:
    """Features, and if asked for targets, to mean 0 and standard deviation 1, by the rows that a model is fitted on."""

    def __init__(self, rows, scale_targets):
        self.x_mean, self.x_scale = rows.x.mean(axis=0), rows.x.std(axis=0)
        self.y_mean, self.y_scale = (rows.y.mean(), rows.y.std()) if scale_targets else (0.0, 1.0)
        self.x, self.y = self.features(rows.x), self.targets(rows.y)

    def features(self, x):
        return (x - self.x_mean) / self.x_scale

    def targets(self, y):
        return (y - self.y_mean) / self.y_scale

    def predictor(self, predict):
        """In blocks: a kernel matrix of all rows at once may not fit into memory."""

        def predict_raw(x):
            blocks = (x[first : first + BLOCK_ROWS] for first in range(0, len(x), BLOCK_ROWS))
            return np.concatenate([predict(self.features(block)) for block in blocks]) * self.y_scale + self.y_mean

        return predict_raw
