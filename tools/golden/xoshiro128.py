"""Writes libs/random/golden/xoshiro128.json: the raw stream of xoshiro128++ and shuffles made with it.

Written from the published algorithm (https://prng.di.unimi.it/xoshiro128plusplus.c) with Python's whole numbers; for the
state 1, 2, 3, 4 the first draws are 641, 1573767, 3222811527, 3517856514, as the published C program and other
implementations of it give. Seeds become states by NumPy's SeedSequence.

Needs: NumPy 1.17 or later (the file says which made it).
Run from anywhere: python tools/golden/xoshiro128.py
"""

import numpy as np
from golden_file import write

MASK = 2**32 - 1


def rotl(x: int, k: int) -> int:
    return (x << k | x >> (32 - k)) & MASK


def xoshiro128(state):
    s0, s1, s2, s3 = (int(word) for word in state)
    while True:
        yield (rotl((s0 + s3) & MASK, 7) + s0) & MASK
        t = (s1 << 9) & MASK
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= t
        s3 = rotl(s3, 11)


def stream(state, count: int) -> list[int]:
    draws = xoshiro128(state)
    return [next(draws) for _ in range(count)]


def shuffled(state, n: int) -> list[int]:
    draws, order = xoshiro128(state), list(range(n))
    for i in range(n - 1, 0, -1):
        while (j := next(draws) >> (32 - i.bit_length())) > i:
            pass
        order[i], order[j] = order[j], order[i]
    return order


assert stream([1, 2, 3, 4], 4) == [641, 1573767, 3222811527, 3517856514]

states = [[1, 2, 3, 4], [MASK, 0, 0, 0], [0x80000000, 0x7FFFFFFF, 0xDEADBEEF, 0x12345678]]
seeds = []
for seed in (0, 42, 2**53 - 1):
    state = np.random.SeedSequence(seed).generate_state(4).tolist()
    seeds.append({"seed": seed, "state": state, "draws": stream(state, 6), "shuffled": shuffled(state, 33)})
golden = {
    "madeBy": f"tools/golden/xoshiro128.py with NumPy {np.__version__}",
    "streams": [{"state": state, "draws": stream(state, 200)} for state in states],
    "seeds": seeds,
}
write("libs/random/golden/xoshiro128.json", golden)
