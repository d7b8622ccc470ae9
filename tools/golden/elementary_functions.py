"""Writes libs/random/golden/elementary-functions.json: correctly rounded sin, cos, exp and log1p at chosen points.

Each value is computed to 400 bits by mpmath and rounded once to float64 (to denormals too). The points cover every branch
of fdlibm's algorithms: tiny, small, around the limits of each reduction, the closest to multiples of pi/2, and huge. Each
entry is [x, f(x), rest], rest being what rounding f(x) left, all written so that they read back to the same bits.

Needs: NumPy and mpmath 1.3 (the file says which made it).
Run from anywhere: python tools/golden/elementary_functions.py
"""

import math
import random

import mpmath
from golden_file import write

mpmath.mp.prec = 400
rng = random.Random(5)


def rounded(value) -> float:
    """To the nearest float64; mpmath's own conversion rounds twice below the normal range."""
    if value == 0 or abs(value) >= mpmath.mpf(2) ** -1022:
        return float(value)
    return int(mpmath.nint(value * mpmath.mpf(2) ** 1074)) * 5e-324


def log_uniform(low: float, high: float) -> float:
    return rng.choice((-1, 1)) * math.exp(rng.uniform(math.log(low), math.log(high)))


def around(*limits: float) -> list[float]:
    return [x for limit in limits for x in (math.nextafter(limit, -math.inf), limit, math.nextafter(limit, math.inf))]


def nearest_to_multiples(count: int) -> list[float]:
    """The angles below 2^20 pi/2 that come closest to a multiple of pi/2, in units of their last place."""
    half_pi = int(mpmath.pi / 2 * mpmath.mpf(2) ** 300)
    found = []
    for k in range(1, 2**20):
        angle = k * half_pi / 2**300  # of Python's whole numbers: rounded correctly
        distance = abs(k * half_pi - (int(angle * 2.0**60) << 240)) / 2**300
        found.append((distance / math.ulp(angle), angle))
    return [angle for _, angle in sorted(found)[:count]]


tiny = [5e-324, -5e-324, 2.0**-1022, -(2.0**-1030), 2.0**-54, 2.0**-29, -(2.0**-28), 2.0**-27]
angles = (
    tiny
    + around(*(sign * k * math.pi / 4 for k in (1, 2, 3, 4, 5, 6, 8, 9, 100, 12345) for sign in (1, -1)))
    + [rng.uniform(0, 2 * math.pi) for _ in range(300)]
    + [log_uniform(1e-9, 1.6e6) for _ in range(300)]
    + [k * math.pi / 2 for k in rng.sample(range(10**6), 100)]
    + nearest_to_multiples(50)
    + [0.3, 0.78125, 1647099.0, -1647099.0]
)
exponents = (
    tiny
    + around(0.34657359027997264, -0.34657359027997264, 1.0397207708399179, -1.0397207708399179, 1.0, -1.0)
    + around(-708.3964185322641, -707.703, 709.0895657128241)
    + [709.782712893384, -745.1332191019411, -745.1, -740.0, -720.5, -709.5]
    + [-rng.expovariate(0.5) for _ in range(300)]
    + [rng.uniform(-745, 709.7) for _ in range(300)]
    + [log_uniform(1e-9, 1) for _ in range(100)]
)
increments = (
    tiny
    + around(0.41421356237309503, -0.2928932188134525, 0.5, -0.5, 1.0, 3.0, 2.0**53)
    + [-1 + 2.0**-53, 1e-300, 1e300, 1.7976931348623157e308, 2.0**53 + 2, 2.0**60, 2.0**-20, 1 + 2.0**-22]
    + [-rng.random() for _ in range(300)]
    + [log_uniform(1e-9, 0.99) for _ in range(150)]
    + [abs(log_uniform(1e-3, 1e20)) for _ in range(150)]
)
functions = {"sin": angles, "cos": angles, "exp": exponents, "log1p": increments}
golden = {"madeBy": f"tools/golden/elementary_functions.py with mpmath {mpmath.__version__}"}
for name, points in functions.items():
    golden[name] = []
    for x in points:
        true = getattr(mpmath, name)(mpmath.mpf(x))
        value = rounded(true)
        golden[name].append([x, value, rounded(true - mpmath.mpf(value))])

write("libs/random/golden/elementary-functions.json", golden)
