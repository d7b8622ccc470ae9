"""scikit-learn's HistGradientBoostingRegressor: as it comes, and slower, smaller trees that stop by the validation rows."""

from sklearn.ensemble import HistGradientBoostingRegressor

from methods.rows import Clock, Rows


class Boosting:
    variants = ("defaults", "tuned")

    def __init__(self, seed):
        self.seed = seed
        self.iterations = None

    def fit(self, variant: str, rows: Rows, clock: Clock):
        if variant == "defaults":
            return HistGradientBoostingRegressor(random_state=self.seed).fit(rows.x, rows.y).predict
        settings = {"learning_rate": 0.05, "max_leaf_nodes": 15, "random_state": self.seed}
        if rows.validation is None:
            model = HistGradientBoostingRegressor(max_iter=self.iterations, early_stopping=False, **settings)
            return model.fit(rows.x, rows.y).predict
        model = HistGradientBoostingRegressor(max_iter=2000, early_stopping=True, n_iter_no_change=50, **settings)
        model.fit(rows.x, rows.y, X_val=rows.validation.x, y_val=rows.validation.y)
        self.iterations = model.n_iter_
        return model.predict
