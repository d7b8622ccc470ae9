"""Writes libs/nn/golden/torch-trajectory.json: losses and weights of real PyTorch in float64, for libs/nn to follow.

The weights and the rows are doubles of NumPy's default_rng, and the order of the rows is RandomState's, both of which
libs/random draws to the same bits; so the file holds only what PyTorch answered.

PyTorch adds epsilon to the corrected root of the second moment, Keras (and libs/nn) to the uncorrected one:

    PyTorch  lr / (1 - p1) * m / (sqrt(v) / sqrt(1 - p2) + eps)        p1, p2 = beta1^t, beta2^t
    Keras    lr * sqrt(1 - p2) / (1 - p1) * m / (sqrt(v) + epsilon)

which are the same if PyTorch gets eps = epsilon / sqrt(1 - p2) before each of its steps.

Needs: PyTorch on a CPU (any from 1.12 on), NumPy 1.24 to 2.x (the file says which made it).
Run from anywhere: python tools/golden/torch_trajectory.py
"""

import base64
import math

import numpy as np
import torch
from golden_file import write

STEP_COUNT = 200
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def create_model(sizes: list, rng: np.random.Generator) -> torch.nn.Sequential:
    """Layer by layer: the weights (fan_in, fan_out) row by row, then the biases, each from -limit to limit."""
    modules = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        limit = math.sqrt(6 / (fan_in + fan_out))
        linear = torch.nn.Linear(fan_in, fan_out)
        weight = limit * (2 * rng.random((fan_in, fan_out)) - 1)
        bias = limit * (2 * rng.random(fan_out) - 1)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weight.T))
            linear.bias.copy_(torch.from_numpy(bias))
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def flat_params(model: torch.nn.Sequential) -> np.ndarray:
    parts = []
    for linear in model:
        if isinstance(linear, torch.nn.Linear):
            parts += [linear.weight.detach().numpy().T.ravel(), linear.bias.detach().numpy()]
    return np.concatenate(parts)


def trajectory(sizes, row_count, batch_size, learning_rate, beta1, beta2, epsilon, seed) -> dict:
    rng = np.random.default_rng(seed)
    x = torch.from_numpy(2 * rng.random((row_count, sizes[0])) - 1)
    y = torch.from_numpy(2 * rng.random(row_count) - 1)
    model = create_model(sizes, rng)
    adam = torch.optim.Adam(model.parameters(), lr=learning_rate, betas=(beta1, beta2), eps=epsilon)
    losses = []
    p2 = 1.0
    epoch = 0
    while len(losses) < STEP_COUNT:
        order = np.random.RandomState(seed + epoch).permutation(row_count)
        epoch += 1
        for first in range(0, row_count, batch_size):
            if len(losses) == STEP_COUNT:
                break
            rows = torch.from_numpy(order[first : first + batch_size])
            adam.zero_grad()
            loss = torch.nn.functional.mse_loss(model(x[rows])[:, 0], y[rows])
            loss.backward()
            p2 *= beta2
            adam.param_groups[0]["eps"] = epsilon / math.sqrt(1 - p2)
            adam.step()
            losses.append(loss.item())
    return {
        "sizes": sizes, "rowCount": row_count, "batchSize": batch_size, "learningRate": learning_rate,
        "beta1": beta1, "beta2": beta2, "epsilon": epsilon, "seed": seed, "losses": losses,
        "paramsBase64": base64.b64encode(flat_params(model).astype("<f8").tobytes()).decode(),
    }  # fmt: skip


golden = {
    "madeBy": f"tools/golden/torch_trajectory.py with PyTorch {torch.__version__}, NumPy {np.__version__}",
    "trajectories": [
        trajectory([5, 32, 16, 1], 70, 32, 0.001, 0.9, 0.999, 1e-7, 42),
        trajectory([2, 16, 8, 8, 1], 23, 4, 0.01, 0.5, 0.9, 1e-8, 7),
        trajectory([3, 1], 20, 20, 0.01, 0.9, 0.99, 1e-3, 1),
    ],
}
write("libs/nn/golden/torch-trajectory.json", golden)
