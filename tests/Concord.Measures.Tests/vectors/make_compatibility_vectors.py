"""Writes the case files of the definitions of other tools and of Student's law, by the functions that those tools call.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_compatibility_vectors.py
"""
import math
import warnings

import numpy as np
import scipy
from scipy import stats
from scipy.spatial.distance import jensenshannon

from case_writer import NONE, REL, levels, numbers, tail, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
rng = np.random.Generator(np.random.PCG64(53))
warnings.simplefilter("ignore")

write("StudentLaw", f"{SCIPY}, scipy.stats.t.sf", [
    *[(f"deviation {t} with {k} degrees of freedom", {"t": repr(float(t)), "degreesOfFreedom": repr(float(k))}, {"twoSided": (tail(2 * stats.t.sf(abs(t), k)), REL)})
      for k in (0.5, 1, 2, 5, 30, 1044, 1e6) for t in (0, 1e-6, 0.3, -1.2, 1.96, 4, 12, 37)],
    ("a far tail stays positive", {"t": "1e5", "degreesOfFreedom": "100"}, {"twoSided": (tail(2 * stats.t.sf(1e5, 100)), "within 1e-6 relative")})])


def digits(values, n=3):
    return [round(float(v), n) for v in values]


PAIRS = {
    "shifted": (digits(rng.normal(0, 1, 90)), digits(rng.normal(0.4, 1.2, 70))),
    "one law": (digits(rng.lognormal(0, 1, 128)), digits(rng.lognormal(0, 1, 128))),
    "few distinct values": ([i % 7 for i in range(60)], [(i * i) % 9 for i in range(40)]),
    "a window beyond the reference": (digits(rng.uniform(0, 1, 80)), digits(rng.uniform(2, 3, 30))),
    "rounded to one digit": (digits(rng.normal(0, 2, 150), 1), digits(rng.normal(0.5, 2, 100), 1)),
    "missing values": ([None if v > 1 else v for v in digits(rng.normal(0, 1, 60))], [None if v < -1 else v for v in digits(rng.normal(0, 1, 50))]),
    "small samples": ([1.5, 2.5, 7, 8, 9.25, 3], [0.5, 3, 9, 11, 4]),
}


def zeros(x):
    x = x.astype(float).copy()
    low = x[x > 0].min()
    x[x == 0] = low / 1e6 if low <= 1e-4 else 1e-4
    return x


def by_value(a, b):
    keys = sorted(set(a) | set(b))
    return np.array([a.count(k) for k in keys]) / len(a), np.array([b.count(k) for k in keys]) / len(b)


def evidently(ref, cur):
    a, b = [v for v in ref if v is not None], [v for v in cur if v is not None]
    x, y = np.array(a, dtype=float), np.array(b, dtype=float)
    if len(set(a)) > 20:
        e = np.histogram_bin_edges(np.r_[x, y], bins="sturges")
        p, q = np.histogram(x, e)[0] / len(x), np.histogram(y, e)[0] / len(y)
    else:
        p, q = by_value(a, b)
    e = np.histogram_bin_edges(sorted(set(a) | set(b)), bins="sturges")
    h, k = np.histogram(x, e)[0] / len(x), np.histogram(y, e)[0] / len(y)
    u, v = zeros(p), zeros(q)
    return {"psi": ((u - v) * np.log(u / v)).sum(), "js": (jensenshannon(p, q), "within 1e-7"), "kl": stats.entropy(u, v), "hellinger": (math.sqrt(1 - min(np.sqrt(h * k).sum(), 1)), "within 1e-7"),
            "wasserstein": stats.wasserstein_distance(x, y) / max(x.std(), 0.001), "ks": stats.ks_2samp(x, y, mode="exact").pvalue,
            "cramerVonMises": (stats.cramervonmises_2samp(x, y, method="asymptotic").pvalue, "within 1e-8"),
            "andersonDarling": stats.anderson_ksamp([x, y]).significance_level,
            "mannWhitney": stats.mannwhitneyu(x, y, alternative="less", method="asymptotic").pvalue, "student": stats.ttest_ind(x, y).pvalue,
            "eppsSingleton": (stats.epps_singleton_2samp(x, y).pvalue, "within 1e-8"), "energy": stats.energy_distance(x, y)}


write("EvidentlyNumeric", f"the functions Evidently 0.7 calls: {SCIPY} scipy.stats and scipy.spatial.distance, {NUMPY} numpy.histogram", [
    (name, {"reference": numbers(r), "current": numbers(c)}, evidently(r, c)) for name, (r, c) in PAIRS.items()])

LEVELS = {
    "plain": ({"a": 50, "b": 30, "c": 20}, {"a": 40, "b": 40, "c": 5}),
    "two levels": ({"no": 300, "yes": 100}, {"no": 120, "yes": 60}),
    "missing left out": ({"a": 50, "b": 30, "__missing__": 20}, {"a": 40, "b": 10, "__missing__": 50}),
    "a lost level": ({"a": 50, "b": 30, "c": 1}, {"a": 40, "b": 10}),
    "a rare lost level": ({"a": 50000, "b": 30000, "c": 1}, {"a": 400, "b": 250}),
    "one level": ({"a": 5}, {"a": 9}),
    "samples of one size": ({"a": 50, "b": 30, "c": 20}, {"a": 40, "b": 42, "c": 18}),
    "samples of one size and a lost level": ({"a": 50, "b": 30, "c": 20}, {"a": 60, "b": 40}),
    "samples of one size and a new level": ({"a": 50, "b": 50}, {"a": 40, "b": 50, "c": 10}),
}


def tables(r, c):
    keys = sorted((set(r) | set(c)) - {"__missing__"})
    return np.array([r.get(k, 0) for k in keys]), np.array([c.get(k, 0) for k in keys])


def evidently_levels(r, c):
    a, b = tables(r, c)
    p, q = a / a.sum(), b / b.sum()
    u, v = zeros(p), zeros(q)
    n, m = a.sum(), b.sum()
    share = (a[0] + b[0]) / (n + m)
    z = NONE if share in (0, 1) else (p[0] - q[0]) / math.sqrt(share * (1 - share) * (1 / n + 1 / m))
    return {"psi": ((u - v) * np.log(u / v)).sum(), "js": (np.nan_to_num(jensenshannon(p, q)), "within 1e-7"), "kl": stats.entropy(u, v),
            "hellinger": (math.sqrt(1 - min(np.sqrt(p * q).sum(), 1)), "within 1e-7"), "chiSquare": stats.chisquare(b, p * m).pvalue if len(a) > 1 and not ((a == 0) & (b > 0)).any() else NONE,
            "g": stats.power_divergence(b, a, lambda_="log-likelihood").pvalue if len(a) > 1 and n == m and not ((a == 0) & (b > 0)).any() else NONE,
            "z": 1 if z is NONE else 2 * stats.norm.sf(abs(z))}


write("EvidentlyCategorical", f"the functions Evidently 0.7 calls: {SCIPY} scipy.stats and scipy.spatial.distance", [
    (name, {"reference": levels(r), "current": levels(c)}, evidently_levels(r, c)) for name, (r, c) in LEVELS.items()])


def variation(a, b, keys):
    return 0.5 * np.abs(np.array([a.count(k) for k in keys]) / len(a) - np.array([b.count(k) for k in keys]) / len(b)).sum()


def permutations(ref, cur):
    a, b = [v for v in ref if v is not None], [v for v in cur if v is not None]
    keys, both, hits = sorted(set(a) | set(b)), a + b, 0
    np.random.seed(0)
    for _ in range(1000):
        chosen = np.random.choice(both, len(a), replace=False).tolist()
        left = [k for k in keys for _ in range(both.count(k) - chosen.count(k))]
        hits += variation(a, b, keys) <= variation(chosen, left, keys)
    return hits / 1000


ROWS = {
    "two levels": (list("aababbabab"), list("bbbababb")),
    "three levels in any order": (list("abcabccbaabcabc" * 3), list("ccbcacccbc" * 2)),
    "missing left out": (list("abab") + [None] + list("aabb"), [None, "a", "b", "b", "b", None]),
    "one level": (list("aaa"), list("aa")),
    "nothing in common": (list("aaaa"), list("bbb")),
    "one row each": (["a"], ["b"]),
}
write("TotalVariationPermutation", f"the steps of Evidently 0.7 with {NUMPY} numpy.random.seed and numpy.random.choice", [
    *[(name, {key: " ".join(v or "." for v in rows) for key, rows in (("reference", r), ("current", c))}, {"p": permutations(r, c)}) for name, (r, c) in ROWS.items()],
    ("no row on one side", {"reference": "empty", "current": "a b"}, {"p": NONE}),
    ("only missing rows on one side", {"reference": "a b", "current": ". ."}, {"p": NONE})])


def outside(p, q):
    left = 1 - q.sum()
    return (np.append(p, 0), np.append(q, left)) if left > 1e-12 else (p, q)


def nanny(ref, cur):
    a, b = [v for v in ref if v is not None], [v for v in cur if v is not None]
    x, y = np.array(a, dtype=float), np.array(b, dtype=float)
    if len(set(a)) > 50 or len(set(a)) / len(a) > 0.1:
        e = np.histogram_bin_edges(x, bins="doane")
        p, q = outside(np.histogram(x, e)[0] / len(x), np.histogram(y, e)[0] / len(y))
    else:
        keys = sorted(set(a))
        p, q = outside(np.array([a.count(k) for k in keys]) / len(a), np.array([b.count(k) for k in keys]) / len(b))
    return {"ks": stats.ks_2samp(x, y).statistic, "js": (jensenshannon(p, q, base=2), "within 1e-7"), "wasserstein": stats.wasserstein_distance(x, y),
            "hellinger": np.linalg.norm(np.sqrt(p) - np.sqrt(q)) / math.sqrt(2)}


write("NannyMLNumeric", f"the functions NannyML 0.10 calls: {SCIPY} scipy.stats and scipy.spatial.distance, {NUMPY} numpy.histogram", [
    (name, {"reference": numbers(r), "current": numbers(c)}, nanny(r, c)) for name, (r, c) in PAIRS.items()])


def nanny_levels(r, c):
    a, b = tables(r, c)
    p, q = a / a.sum(), b / b.sum()
    return {"chiSquare": stats.chi2_contingency(np.array([a, b]))[0] if len(a) > 1 else NONE, "js": (np.nan_to_num(jensenshannon(p, q, base=2)), "within 1e-7"),
            "lInfinity": abs(p - q).max(), "hellinger": np.linalg.norm(np.sqrt(p) - np.sqrt(q)) / math.sqrt(2)}


write("NannyMLCategorical", f"the functions NannyML 0.10 calls: {SCIPY} scipy.stats and scipy.spatial.distance", [
    (name, {"reference": levels(r), "current": levels(c)}, nanny_levels(r, c)) for name, (r, c) in LEVELS.items()])
