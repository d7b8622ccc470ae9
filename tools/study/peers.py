"""One of the four Python methods on the rows of one problem, fitted variant by variant as asked.

    peers.py METHOD ROWS.npz SEED

METHOD is one of those in `create`. First it prints its versions and its variants, cheapest first. Then it answers each line of
standard input by one line, all of them JSON:

    {"fit": VARIANT, "rows": "training" | "both", "rest": seconds, "share": seconds}
        -> {"seconds": of the fit and of predicting the validation rows, "validation_mse": null if fitted on both} or {"failure": text}
    {"judge": VARIANT, "rows": "training" | "both"}
        -> {"test_mse": ..., "truth_rmse": ...}

"both" are training and validation rows. No fit sees a test row.
"""

import json
import platform
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn

from methods.boosting import Boosting
from methods.gaussian_process import GaussianProcess
from methods.mlp import Mlp
from methods.rbf import Rbf
from methods.rows import Clock, Rows, mse

warnings.filterwarnings("ignore")


def create(method, seed, training_row_count):
    if method == "mlp":
        return Mlp(seed)
    if method == "gaussian-process":
        return GaussianProcess(seed)
    if method == "boosting":
        return Boosting(seed)
    if method == "rbf":
        return Rbf(training_row_count)
    raise SystemExit(f"there is no method {method}")


def read(path):
    with np.load(path) as file:
        return {name: file[name].astype(float) for name in file.files}


class Session:
    def __init__(self, method, path, seed):
        arrays = read(path)
        self.validation = Rows(arrays["X_validation"], arrays["y_validation"])
        training = Rows(arrays["X_training"], arrays["y_training"])
        both = Rows(np.concatenate([training.x, self.validation.x]), np.concatenate([training.y, self.validation.y]))
        self.rows = {"training": Rows(training.x, training.y, self.validation), "both": both}
        self.test = Rows(arrays["X_test"], arrays["y_test"])
        self.truth = Rows(arrays["X_truth"], arrays["y_truth"])
        self.method = create(method, seed, len(training.y))
        self.predictors = {}

    def fit(self, variant, rows, rest, share):
        start = time.perf_counter()
        try:
            predict = self.method.fit(variant, self.rows[rows], Clock(rest, share))
            validation_mse = mse(predict(self.validation.x), self.validation.y) if rows == "training" else None
        except (np.linalg.LinAlgError, ValueError, MemoryError) as error:
            return {"failure": f"{type(error).__name__}: {error}".splitlines()[0], "seconds": time.perf_counter() - start}
        self.predictors[variant, rows] = predict
        return {"seconds": time.perf_counter() - start, "validation_mse": validation_mse}

    def judge(self, variant, rows):
        predict = self.predictors[variant, rows]
        return {
            "test_mse": mse(predict(self.test.x), self.test.y),
            "truth_rmse": mse(predict(self.truth.x), self.truth.y) ** 0.5,
        }


def say(answer):
    print(json.dumps(answer), flush=True)


def main(method, path, seed):
    session = Session(method, path, int(seed))
    versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
    say({"versions": versions, "variants": session.method.variants})
    for line in sys.stdin:
        request = json.loads(line)
        if "fit" in request:
            say(session.fit(request["fit"], request["rows"], request["rest"], request["share"]))
        else:
            say(session.judge(request["judge"], request["rows"]))


main(*sys.argv[1:])
