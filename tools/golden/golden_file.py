"""How the generators of golden values hash arrays and lay out their files."""

import hashlib
import json
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def sha256(values: np.ndarray, dtype: str) -> str:
    """Of the bytes in row-major order; `dtype` names the byte order too, as in '<f4'."""
    return hashlib.sha256(np.ascontiguousarray(values).astype(dtype).tobytes()).hexdigest()


def write(path: str, golden: dict) -> None:
    """JSON with one key a line, and one line for each element of a list of cases. Floats read back to the same bits."""
    lines = []
    for key, value in golden.items():
        text = json.dumps(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n  " + ",\n  ".join(json.dumps(case) for case in value) + "\n ]"
        lines.append(f" {json.dumps(key)}: {text}")
    (ROOT / path).write_text("{\n" + ",\n".join(lines) + "\n}\n")
