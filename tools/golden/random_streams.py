"""Writes libs/random/golden/numpy-streams.json: what NumPy draws, for libs/random to equal.

Long sequences are stored as the SHA-256 of their little-endian bytes, with their first values readable. Floats are
written so that they read back to the same bits; 64-bit integers beyond 2^53 are strings.

Needs: NumPy 1.24 to 2.x (the file says which made it).
Run from anywhere: python tools/golden/random_streams.py
"""

import numpy as np
from golden_file import sha256, write

TAIL_START = 3.6541528853610088


def seed_sequence(entropy, spawn_key: tuple = ()) -> dict:
    words = np.random.SeedSequence(entropy, spawn_key=spawn_key).generate_state(10)
    return {"entropy": entropy, "spawnKey": list(spawn_key), "words": words.tolist()}


def pcg64(seed) -> dict:
    raw = np.random.PCG64(seed).random_raw(10_000)
    doubles = np.random.default_rng(seed).random(10_000)
    return {
        "seed": seed,
        "firstRaw": [f"{value:016x}" for value in raw[:6]],
        "rawSha256": sha256(raw, "<u8"),
        "firstDoubles": doubles[:6].tolist(),
        "doublesSha256": sha256(doubles, "<f8"),
    }


def normals(seed: int, mean: float, standard_deviation: float, count: int) -> dict:
    values = np.random.default_rng(seed).normal(mean, standard_deviation, count)
    z = (values - mean) / standard_deviation
    return {
        "seed": seed,
        "mean": mean,
        "standardDeviation": standard_deviation,
        "count": count,
        "first": values[:6].tolist(),
        "tailCount": int((np.abs(z) > TAIL_START).sum()),
        "largest": float(values[np.abs(z).argmax()]),
        "sha256": sha256(values, "<f8"),
    }


def integers(seed: int, low: int, high: int, count: int) -> dict:
    values = np.random.default_rng(seed).integers(low, high, count)
    return {
        "seed": seed, "low": low, "high": high, "count": count,
        "first": values[:6].tolist(), "sha256": sha256(values, "<i8"),
    }  # fmt: skip


def mixed(seed: int) -> dict:
    """One stream through every method in turn: the half of a 64-bit draw that a 32-bit one leaves must wait its turn."""
    rng = np.random.default_rng(seed)
    rounds = [
        [int(rng.integers(0, 10)), float(rng.random()), int(rng.integers(0, 2**40)), float(rng.normal(0, 1)),
         int(rng.integers(-5, 2**32 - 5)), int(rng.integers(7, 8)), int(rng.integers(0, 1000))]
        for _ in range(50)
    ]  # fmt: skip
    return {"seed": seed, "rounds": rounds}


def mt19937(seed: int) -> dict:
    doubles = np.random.RandomState(seed).random_sample(2_000)
    raw = np.random.RandomState(seed)._bit_generator.random_raw(2_000)
    return {
        "seed": seed,
        "firstRaw": raw[:6].tolist(),
        "rawSha256": sha256(raw, "<u4"),
        "firstDoubles": doubles[:6].tolist(),
        "doublesSha256": sha256(doubles, "<f8"),
    }


def permutation(seed: int, n: int) -> dict:
    values = np.random.RandomState(seed).permutation(n)
    return {"seed": seed, "n": n, "first": values[:10].tolist(), "sha256": sha256(values, "<i4")}


golden = {
    "madeBy": f"tools/golden/random_streams.py with NumPy {np.__version__}",
    "seedSequences": [
        seed_sequence(0), seed_sequence(42), seed_sequence(2**32 - 1), seed_sequence(2**32), seed_sequence(2**53 - 1),
        seed_sequence([]), seed_sequence([0]), seed_sequence([1, 2, 3]), seed_sequence([2**40, 0, 7, 2**53 - 1, 5]),
        seed_sequence(42, (0,)), seed_sequence(42, (1,)), seed_sequence(42, (3, 2**33, 0)),
        seed_sequence([1, 2, 3, 4, 5, 6], (9,)),
    ],
    "pcg64": [pcg64(0), pcg64(42), pcg64(2**53 - 1), pcg64([1, 2, 3])],
    "normals": [normals(42, 0, 1, 100_000), normals(7, 0, 1, 100_000), normals(1, -3.5, 0.25, 1_000)],
    "integers": [
        integers(42, 0, 10, 1_000), integers(42, -1000, 1000, 1_000), integers(3, 5, 6, 10),
        integers(42, 0, 3 * 2**30, 1_000), integers(42, 0, 2**32 - 1, 1_000), integers(42, 0, 2**32, 1_000),
        integers(42, 0, 2**32 + 1, 1_000), integers(42, -(2**31), 2**40, 1_000), integers(42, 0, 3 * 2**51, 20_000),
        integers(42, 0, 2**53 - 1, 1_000), integers(42, -(2**52), 2**52 - 1, 1_000),
    ],
    "mixed": mixed(42),
    "mt19937": [mt19937(0), mt19937(42), mt19937(2**32 - 1)],
    "permutations": [permutation(42, n) for n in (0, 1, 2, 3, 10, 850, 1000, 8500, 10_000, 65_537)]
    + [permutation(2**32 - 1, 1000)],
}  # fmt: skip
write("libs/random/golden/numpy-streams.json", golden)
