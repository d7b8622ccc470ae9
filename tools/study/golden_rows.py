"""Prints the values in tools/src/study/rows.spec.ts: rows and parameters of the problems as NumPy draws them, all in float64.

Needs NumPy 1.24 to 2.x. Run from anywhere: python tools/study/golden_rows.py
"""

import numpy as np

DIFFICULTIES = {"oscillatory": (2, 9.0), "product-peak": (3, 7.25), "corner-peak": (4, 1.85), "gaussian": (5, 7.03), "continuous": (6, 20.4)}


def synthetic(x):
    bump = np.exp(-((x[:, 2] - 0.5) ** 2 + (x[:, 3] - 0.5) ** 2) / 0.02)
    return np.sin(2 * np.pi * x[:, 0]) * np.cos(2 * np.pi * x[:, 1]) + 0.3 * bump + 0.5 * x[:, 4] ** 2 - 0.2 * x[:, 0] * x[:, 3]


def friedman(x):
    return 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]


def genz(name, seed):
    stream, difficulty = DIFFICULTIES[name]
    rng = np.random.default_rng([seed, stream])
    c, w = rng.random(5), rng.random(5)
    c *= difficulty / c.sum()
    return {
        "oscillatory": lambda x: np.cos(2 * np.pi * w[0] + x @ c),
        "product-peak": lambda x: np.prod(1 / (c**-2.0 + (x - w) ** 2), axis=1),
        "corner-peak": lambda x: (1 + x @ c) ** -6.0,
        "gaussian": lambda x: np.exp(-((c * (x - w)) ** 2).sum(axis=1)),
        "continuous": lambda x: np.exp(-(c * np.abs(x - w)).sum(axis=1)),
    }[name]


def problem(name, n, seed):
    f = {"synthetic": synthetic, "friedman": friedman}.get(name) or genz(name, seed)
    rng = np.random.default_rng(seed)
    x = rng.random((n, 5))
    y = f(x)
    noise = {"synthetic": 0.01, "friedman": 1.0}.get(name, 0.05 * y.std())
    noisy = y + rng.normal(0, noise, n)
    truth = f(np.random.default_rng([seed, 1]).random((10_000, 5)))
    return y, noise, noisy, truth


for name in ("synthetic", "friedman", *DIFFICULTIES):
    for seed in (42, 7):
        y, noise, noisy, truth = problem(name, 50, seed)
        print(f"  ['{name}', {seed}, {y[0]!r}, {y[49]!r}, {noise!r}, {noisy[0]!r}, {noisy[49]!r}, {truth[0]!r}, {truth[9999]!r}],".replace("np.float64(", "").replace(")", ""))
