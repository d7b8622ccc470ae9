"""JAX: a whole epoch under one jit, its steps by lax.scan, then the last partial batch and the validation pass.

The best honest form found here: the state (weights, moments, best weights) is donated, so that it is updated in place; rows
are gathered once an epoch; two steps a turn of the loop (unroll=2) is as quick as 4 or 8 and compiles sooner; the order
comes from NumPy, since a permutation inside jit is a sort. The epoch's compilation happens once, in the warm-up.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

import peer

UNROLL = 2


class Trainer:
    def __init__(self, rows, seed):
        import jax
        import jax.numpy as jnp

        self.sizes = peer.widths(rows)
        self.row_count = len(rows.x_train)
        full = self.row_count // peer.BATCH_SIZE * peer.BATCH_SIZE
        x_train, y_train = jnp.asarray(rows.x_train), jnp.asarray(rows.y_train)
        x_validation, y_validation = jnp.asarray(rows.x_validation), jnp.asarray(rows.y_validation)

        def predict(params, x):
            for weight, bias in params[:-1]:
                x = jax.nn.relu(x @ weight + bias)
            weight, bias = params[-1]
            return (x @ weight + bias)[:, 0]

        def loss(params, x, y):
            return jnp.mean((predict(params, x) - y) ** 2)

        def step(state, batch):
            params, m, v, p1, p2 = state
            gradients = jax.grad(loss)(params, *batch)
            p1, p2 = p1 * peer.BETA1, p2 * peer.BETA2
            alpha = peer.LEARNING_RATE * jnp.sqrt(1 - p2) / (1 - p1)
            m = jax.tree.map(lambda m, g: peer.BETA1 * m + (1 - peer.BETA1) * g, m, gradients)
            v = jax.tree.map(lambda v, g: peer.BETA2 * v + (1 - peer.BETA2) * g * g, v, gradients)
            params = jax.tree.map(lambda w, m, v: w - alpha * m / (jnp.sqrt(v) + peer.EPSILON), params, m, v)
            return (params, m, v, p1, p2), None

        def epoch(state, best, best_loss, order):
            x, y = x_train[order], y_train[order]
            batches = x[:full].reshape(-1, peer.BATCH_SIZE, x.shape[1]), y[:full].reshape(-1, peer.BATCH_SIZE)
            state, _ = jax.lax.scan(step, state, batches, unroll=UNROLL)
            if full < len(x):
                state, _ = step(state, (x[full:], y[full:]))
            validation_loss = loss(state[0], x_validation, y_validation)
            is_better = validation_loss < best_loss
            best = jax.tree.map(lambda new, old: jnp.where(is_better, new, old), state[0], best)
            return state, best, jnp.where(is_better, validation_loss, best_loss)

        self.epoch = jax.jit(epoch, donate_argnums=(0, 1, 2))
        self.predict_with = jax.jit(predict)

    def reset(self, seed):
        import jax
        import jax.numpy as jnp
        import numpy

        self.rng = numpy.random.default_rng(seed)

        def layer(fan_in, fan_out):
            limit = (6 / (fan_in + fan_out)) ** 0.5
            return jnp.asarray(self.rng.uniform(-limit, limit, (fan_in, fan_out)), "f4"), jnp.zeros(fan_out, "f4")

        params = [layer(fan_in, fan_out) for fan_in, fan_out in zip(self.sizes, self.sizes[1:])]
        zeros = lambda: jax.tree.map(jnp.zeros_like, params)
        self.state = (params, zeros(), zeros(), jnp.float32(1), jnp.float32(1))
        self.best = zeros()

    def train(self, epochs):
        import jax
        import jax.numpy as jnp

        state, best, best_loss = self.state, self.best, jnp.float32(jnp.inf)
        for _ in range(epochs):
            order = self.rng.permutation(self.row_count).astype("i4")
            state, best, best_loss = self.epoch(state, best, best_loss, order)
        self.state, self.best = jax.block_until_ready((state, best))

    def predict(self, x):
        import numpy

        return numpy.asarray(self.predict_with(self.best, x))


def create(rows, seed, threads):
    import jax

    return Trainer(rows, seed), {"jax": jax.__version__, "jaxlib": jax.lib.__version__}


peer.run("jax", create)
