"""scikit-learn's GaussianProcessRegressor: a Gaussian kernel with a length scale for each feature, and white noise.

An evaluation of the marginal likelihood costs the cube of the rows, so it is maximised on few rows first and then, from
there, on as many more as some of the time allows; the rest of the time is for conditioning on as many rows as it allows.
The marginal likelihood needs no validation rows, so they are fitted on as well.
"""

import time

import numpy as np
from scipy.linalg import LinAlgError
from scipy.optimize import minimize
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

from methods.rows import Clock, Rows, Standardised, rows_that_fit

LEARNING_SHARE = 0.6
FIRST_ROWS = 150
# Of the gradient of the kernel matrix, with 7 parameters, there is an array of rows x rows x 7.
MOST_LEARNING_ROWS = 2500
EVALUATIONS_A_STAGE = 15
PROBE_ROWS = 1000


class OutOfTime(Exception):
    pass


def kernel_of(dimensions, noise):
    # A larger amplitude comes with such length scales that rounding leaves no positive matrix.
    return ConstantKernel(1.0, (1e-3, 1e3)) * RBF(np.ones(dimensions), (1e-2, 1e3)) + WhiteKernel(noise, (1e-10, 1.0))


class Stage:
    """The marginal likelihood of some rows maximised from a kernel on, until the deadline at most."""

    def __init__(self, kernel, scaled, chosen, deadline):
        self.seconds = []
        self.deadline = deadline
        model = GaussianProcessRegressor(kernel, alpha=1e-10, optimizer=self._maximise)
        model.fit(scaled.x[chosen], scaled.y[chosen])
        self.kernel = model.kernel_
        self.likelihood = model.log_marginal_likelihood_value_
        self.evaluation_seconds = float(np.median(self.seconds))

    def _maximise(self, negative_likelihood, initial, bounds):
        best_value, best = np.inf, initial

        def timed(theta):
            nonlocal best_value, best
            start = time.perf_counter()
            value, gradient = negative_likelihood(theta)
            self.seconds.append(time.perf_counter() - start)
            if value < best_value:
                best_value, best = value, theta.copy()
            if time.perf_counter() > self.deadline:
                raise OutOfTime
            return value, gradient

        try:
            minimize(timed, initial, method="L-BFGS-B", jac=True, bounds=bounds)
        except OutOfTime:
            pass
        return best, best_value


class GaussianProcess:
    variants = ("ARD",)

    def __init__(self, seed):
        self.order = np.random.default_rng(seed)

    def fit(self, variant: str, rows: Rows, clock: Clock):
        scaled = Standardised(rows, scale_targets=True)
        order = self.order.permutation(len(scaled.y))
        kernel = self._learn(scaled, order, clock)
        probe_start = time.perf_counter()
        model = self._condition(kernel, scaled, order[:PROBE_ROWS])
        probe_seconds = time.perf_counter() - probe_start
        if len(order) > PROBE_ROWS:
            count = rows_that_fit(0.75 * clock.rest(), probe_seconds, PROBE_ROWS, len(order))
            if count > PROBE_ROWS:
                model = self._condition(kernel, scaled, order[:count])
        return scaled.predictor(model.predict)

    def _learn(self, scaled, order, clock):
        """The kernel that is most likely, on as many rows as the time for it allows."""
        deadline = clock.start + LEARNING_SHARE * clock.rest_at_start
        count, most = min(FIRST_ROWS, len(order)), min(MOST_LEARNING_ROWS, len(order))
        # From little and from next to no noise: either start may end in a poor maximum.
        starts = [kernel_of(scaled.x.shape[1], noise) for noise in (1e-3, 1e-8)]
        while True:
            stages = [Stage(start, scaled, order[:count], deadline) for start in starts]
            best = max(stages, key=lambda stage: stage.likelihood)
            left = (deadline - time.perf_counter()) / EVALUATIONS_A_STAGE
            more = rows_that_fit(left, best.evaluation_seconds, count, min(4 * count, most))
            if left <= 0 or more < min(1.25 * count, most) or count == most:
                return best.kernel
            count, starts = more, [best.kernel]

    def _condition(self, kernel, scaled, chosen):
        """Adds to the diagonal what Cholesky needs, where the rows are so close that it finds no positive matrix."""
        alpha = 1e-10
        while True:
            try:
                model = GaussianProcessRegressor(kernel, alpha=alpha, optimizer=None)
                return model.fit(scaled.x[chosen], scaled.y[chosen])
            except LinAlgError:
                if alpha > 1e-4:
                    raise
                alpha *= 10
