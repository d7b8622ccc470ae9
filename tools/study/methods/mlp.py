"""scikit-learn's MLPRegressor: as it comes, and three tuned forms. Features and targets are standardised for all."""

import copy
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from methods.rows import Clock, Rows, Standardised, mse

# Where the iterations end is decided here, by time or by validation rows.
warnings.filterwarnings("ignore", category=ConvergenceWarning)

# L-BFGS forgets its memory of gradients between the blocks, which costs it some ten iterations.
BLOCK_ITERATIONS = 100
MOST_BLOCKS = 50
PATIENCE_BLOCKS = 6
MOST_EPOCHS = 1000
PATIENCE_EPOCHS = 50


class Mlp:
    variants = ("defaults", "tanh, L-BFGS", "relu, Adam, early stopping", "tanh, L-BFGS, alpha 1")

    def __init__(self, seed):
        self.seed = seed
        # Of L-BFGS, by variant: found with validation rows, to be used without.
        self.blocks = {}

    def fit(self, variant: str, rows: Rows, clock: Clock):
        scaled = Standardised(rows, scale_targets=True)
        if variant == "defaults":
            model = MLPRegressor(random_state=self.seed).fit(scaled.x, scaled.y)
        elif variant == "relu, Adam, early stopping":
            model = self._adam(scaled, rows, clock)
        else:
            alpha = 1.0 if "alpha" in variant else 1e-4
            model = self._lbfgs(variant, alpha, scaled, rows, clock)
        return scaled.predictor(model.predict)

    def _lbfgs(self, variant, alpha, scaled, rows, clock):
        model = MLPRegressor(
            hidden_layer_sizes=(64, 32), activation="tanh", solver="lbfgs", alpha=alpha, tol=1e-8,
            max_iter=BLOCK_ITERATIONS, warm_start=True, random_state=self.seed,
        )  # fmt: skip
        best, self.blocks[variant] = self._train(
            model, lambda: model.fit(scaled.x, scaled.y), self.blocks.get(variant, MOST_BLOCKS), PATIENCE_BLOCKS, scaled, rows, clock
        )
        return best

    def _adam(self, scaled, rows, clock):
        """The weights of single epochs jump about, so it must always be able to choose: without validation rows by a tenth of its own."""
        x, y = scaled.x, scaled.y
        if rows.validation is None:
            order = np.random.default_rng(self.seed).permutation(len(y))
            held_out, kept = np.split(order, [len(y) // 10])
            rows = Rows(rows.x, rows.y, Rows(rows.x[held_out], rows.y[held_out]))
            x, y = x[kept], y[kept]
        model = MLPRegressor(
            hidden_layer_sizes=(64, 32, 16), batch_size=64, learning_rate_init=0.003, random_state=self.seed
        )
        best, _ = self._train(model, lambda: model.partial_fit(x, y), MOST_EPOCHS, PATIENCE_EPOCHS, scaled, rows, clock)
        return best

    def _train(self, model, step, most, patience, scaled, rows, clock):
        """The best weights by validation rows, and the number of steps to them; without such rows, the weights after all steps.

        Ends when its share of the time does, or when nothing has improved for some steps.
        """
        best_loss, best, best_steps, longest = float("inf"), model, most, 0.0
        for steps in range(1, most + 1):
            start = clock.elapsed()
            step()
            if rows.validation is None:
                continue
            loss = mse(scaled.predictor(model.predict)(rows.validation.x), rows.validation.y)
            if loss < best_loss:
                best_loss, best_steps, best = loss, steps, copy.deepcopy(model)
            longest = max(longest, clock.elapsed() - start)
            if steps - best_steps >= patience or clock.share() < longest:
                break
        return best, best_steps
