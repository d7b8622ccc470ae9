"""scikit-learn's MLPRegressor: one partial_fit an epoch, so that a validation pass and the best weights fit in between.

Its early_stopping would take validation rows from the training rows and score them by R2, so it is off. partial_fit takes as
long as an epoch of fit (measured: within 1%). Its biases start at random (within the Glorot limit), not at zero: there is
no setting for it. The rest is the published training: float32, ReLU, Adam with epsilon 1e-7 in Keras's form, no L2 term.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import peer


class Trainer:
    def __init__(self, rows):
        self.rows = rows

    def reset(self, seed):
        import numpy
        from sklearn.neural_network import MLPRegressor

        self.model = MLPRegressor(
            hidden_layer_sizes=peer.HIDDEN, batch_size=peer.BATCH_SIZE, learning_rate_init=peer.LEARNING_RATE,
            beta_1=peer.BETA1, beta_2=peer.BETA2, epsilon=peer.EPSILON, alpha=0,
            # a RandomState, not a number: with a number each partial_fit would shuffle the rows alike
            random_state=numpy.random.RandomState(seed),
        )  # fmt: skip

    def train(self, epochs):
        model, rows = self.model, self.rows
        best_loss, best = float("inf"), None
        for _ in range(epochs):
            model.partial_fit(rows.x_train, rows.y_train)
            loss = ((model.predict(rows.x_validation) - rows.y_validation) ** 2).mean()
            if loss < best_loss:
                best_loss = loss
                best = [array.copy() for array in (*model.coefs_, *model.intercepts_)]
        layers = len(model.coefs_)
        model.coefs_, model.intercepts_ = best[:layers], best[layers:]

    def predict(self, x):
        return self.model.predict(x)


def create(rows, seed, threads):
    import numpy
    import sklearn

    return Trainer(rows), {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}


peer.run("scikit-learn", create)
