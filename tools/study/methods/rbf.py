"""SciPy's RBFInterpolator: three kernels, smoothing chosen by the validation rows, nearest neighbours where rows are many."""

import time

import numpy as np
from scipy.interpolate import RBFInterpolator

from methods.rows import Clock, Rows, Standardised, mse, rows_that_fit

KERNELS = {"thin plate spline": "thin_plate_spline", "cubic": "cubic", "quintic": "quintic"}
# Of standardised features.
SMOOTHINGS = (0, 0.01, 0.1, 1, 10, 100, 1000)
# A solution takes 1,500 rows some tenths of a second: all kernels and smoothings are tried on all rows.
FEW_ROWS = 1500
PROBE_ROWS = 1000
ALL_ROWS = "all rows that time allows"

GRID = {f"{name}, smoothing {smoothing}": {"kernel": kernel, "smoothing": smoothing} for smoothing in SMOOTHINGS for name, kernel in KERNELS.items()}
NEIGHBOURS = {
    f"{name}, smoothing {smoothing}, {neighbours} neighbours": {"kernel": KERNELS[name], "smoothing": smoothing, "neighbors": neighbours}
    for name, smoothing, neighbours in (("cubic", 0, 60), ("quintic", 0, 100), ("thin plate spline", 0, 60), ("cubic", 1, 60), ("quintic", 10, 100))
}


class Rbf:
    def __init__(self, training_row_count):
        self.settings = {**GRID, **NEIGHBOURS} if training_row_count <= FEW_ROWS else NEIGHBOURS
        self.variants = tuple(self.settings) if training_row_count <= FEW_ROWS else (*NEIGHBOURS, ALL_ROWS)
        self.chosen = None

    def fit(self, variant: str, rows: Rows, clock: Clock):
        scaled = Standardised(rows, scale_targets=False)
        if variant == ALL_ROWS:
            return self._all_rows(scaled, rows, clock)
        return scaled.predictor(RBFInterpolator(scaled.x, scaled.y, **self.settings[variant]))

    def _all_rows(self, scaled, rows, clock):
        """Kernel and smoothing by the validation rows, tried on a part of the rows; then one solution."""
        order = np.random.default_rng(0).permutation(len(scaled.y))
        probe = order[:PROBE_ROWS]
        solve_seconds = []
        if rows.validation is not None:
            losses = {}
            for name, settings in GRID.items():
                start = time.perf_counter()
                model = RBFInterpolator(scaled.x[probe], scaled.y[probe], **settings)
                solve_seconds.append(time.perf_counter() - start)
                losses[name] = mse(scaled.predictor(model)(rows.validation.x), rows.validation.y)
            self.chosen = min(losses, key=losses.get)
            self.probe_seconds = float(np.median(solve_seconds))
        count = rows_that_fit(0.75 * clock.rest(), self.probe_seconds, PROBE_ROWS, len(order))
        chosen = order[: max(count, PROBE_ROWS)]
        return scaled.predictor(RBFInterpolator(scaled.x[chosen], scaled.y[chosen], **GRID[self.chosen]))
