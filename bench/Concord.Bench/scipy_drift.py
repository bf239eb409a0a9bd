# What a data scientist writes by hand: every column of two files compared with pandas and SciPy. Prints how many figures it made.
import sys
import numpy as np
import pandas as pd
from scipy import stats
from scipy.spatial.distance import jensenshannon

reference, current = (pd.read_csv(path, parse_dates=["timestamp"]) for path in sys.argv[1:3])


def psi(p, q):
    p, q = np.maximum(p, 1e-4), np.maximum(q, 1e-4)
    return float(np.sum((q - p) * np.log(q / p)))


figures = 0
for name in reference.columns:
    if name in ("timestamp", "prediction_id", "label"):
        continue
    before, now = reference[name], current[name]
    missing = stats.chi2_contingency([[before.isna().sum() + 1, before.notna().sum()], [now.isna().sum() + 1, now.notna().sum()]])[1]
    if before.dtype.kind == "f":
        a, b = before.dropna().to_numpy(), now.dropna().to_numpy()
        edges = np.unique(np.quantile(a, np.arange(1, 10) / 10))
        p, q = (np.bincount(np.searchsorted(edges, x), minlength=len(edges) + 1) / len(x) for x in (a, b))
        found = [stats.ks_2samp(a, b, mode="asymp"), stats.wasserstein_distance(a, b) / a.std(), psi(p, q), jensenshannon(p, q)]
    else:
        table = pd.DataFrame({"before": before.value_counts(), "now": now.value_counts()}).fillna(0)
        p, q = table["before"] / table["before"].sum(), table["now"] / table["now"].sum()
        found = [stats.chi2_contingency(table.T)[1], psi(p, q), jensenshannon(p, q), float(np.abs(p - q).sum() / 2)]
    figures += len(found) + 1
print(figures)
