"""Writes the *.case files: inputs and expected values from implementations that share no code with Concord.Measures.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_vectors.py
"own loop" in a header means a direct transcription of the definition over single rows in this file.
Cases may also be added by hand; README.md says how a case is written.
"""
import math
from fractions import Fraction

import numpy as np
import scipy
from scipy import special, stats
from scipy.spatial.distance import jensenshannon
from scipy.stats.contingency import association, relative_risk

from case_writer import NONE, REL, Z95, labelled, levels, numbers, tail, text, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
rng = np.random.Generator(np.random.PCG64(7))

# ---------------------------------------------------------------- laws
write("ChiSquareLaw", f"{SCIPY}, scipy.stats.chi2.sf and .ppf; the last tail is below the smallest double", [
    *[(f"{x} with {k} degrees of freedom", {"x": repr(float(x)), "degreesOfFreedom": k}, {"upperTail": (tail(stats.chi2.sf(x, k)), REL)})
      for k in (1, 2, 3, 5, 9, 24, 99, 999) for x in (1e-8, 0.3, 1, k * 0.9, k, k + 1, k * 1.5 + 3, 4 * k + 20, 300, 1300)],
    ("nothing at or below zero", {"x": "0", "degreesOfFreedom": 3}, {"upperTail": 1}),
    ("a tail too small for a double stays positive", {"x": "5000", "degreesOfFreedom": 5}, {"upperTail": (tail(0), REL)}),
    *[(f"{p} point with {k} degrees of freedom", {"probability": p, "degreesOfFreedom": k}, {"quantile": (stats.chi2.ppf(p, k), REL)})
      for k in (1, 2, 9, 24, 999) for p in (0.01, 0.5, 0.95, 0.99)],
    ("no degrees of freedom", {"probability": 0.95, "degreesOfFreedom": 0}, {"quantile": 0}),
])
write("NormalLaw", f"{SCIPY}, scipy.stats.norm.sf and .ppf", [
    *[(f"deviation {z}", {"z": repr(float(z))}, {"upperTail": (stats.norm.sf(z), REL), "twoSided": (2 * stats.norm.sf(abs(z)), REL)})
      for z in (0, 0.1, 0.5, 1, 1.3, 1.5, 1.9599, 2.5, 4, 8, 20, 37, -0.4, -2, -9)],
    *[(f"{p} point", {"probability": p}, {"quantile": stats.norm.ppf(p)}) for p in (0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999)],
])
write("KolmogorovLaw", f"{SCIPY}, scipy.special.kolmogorov", [
    (f"scaled gap {x}", {"x": repr(float(x))}, {"upperTail": (special.kolmogorov(x), REL)})
    for x in (0, 0.05, 0.2, 0.4, 0.6, 0.81, 0.82, 0.83, 1, 1.2238, 1.3581, 1.6276, 2, 3, 5, 10, 19)])
write("OneSampleKolmogorovLaw", f"{SCIPY}, scipy.stats.kstwo.sf", [
    (f"gap {d} of {n} values", {"d": repr(float(d)), "n": n}, {"upperTail": (stats.kstwo.sf(d, n), "within 1e-9")})
    for n, ds in {
        1: (0.5, 0.6, 0.9), 2: (0.2, 0.4, 0.6, 0.8), 5: (0.09, 0.15, 0.3, 0.45, 0.7, 0.95), 10: (0.05, 0.11, 0.25, 0.4, 0.6),
        20: (0.03, 0.1, 0.2, 0.35), 100: (0.006, 0.04, 0.1, 0.15, 0.19, 0.25, 0.6), 140: (0.05, 0.1, 0.168, 0.2),
        141: (0.02, 0.05, 0.1, 0.124, 0.13, 0.2), 500: (0.0009, 0.01, 0.03, 0.05, 0.066, 0.07, 0.1), 1701: (0.01, 0.02, 0.035, 0.05, 0.2),
        34478: (0.002, 0.004, 0.006, 0.0081, 0.02), 250000: (0.0005, 0.001, 0.002, 0.0029, 0.003)}.items() for d in ds])

# ---------------------------------------------------------------- samples
def finite(rows):
    return np.array([r for r in rows if r is not None], dtype=float)


NUMERIC = {
    "plain": list(range(1, 11)),
    "one value": [42.5],
    "all equal": [7] * 6,
    "empty": [],
    "all missing": [None] * 4,
    "with missing rows": [3, None, 1, 2, None],
    "zero-heavy": [0] * 12 + [5, 120, 33.5, -2, 7, 7],
    "large values close together": [1e9 + 0.25, 1e9 + 0.5, 1e9, 1e9 + 1, 1e9 + 0.125],
    "negative": [-3.5, -1, -1, 0, 2],
    "random": [round(x, 6) for x in rng.lognormal(0, 1, 41)],
}


def describe(rows):
    x = finite(rows)
    if not len(x):
        return {k: NONE for k in ("mean", "populationStandardDeviation", "quantile10", "median", "quantile90", "medianOfNonZero", "zeroShare")}
    nz = x[x != 0]
    return {"mean": math.fsum(x) / len(x), "populationStandardDeviation": np.std(x), "quantile10": np.quantile(x, 0.1), "median": np.median(x),
            "quantile90": np.quantile(x, 0.9), "medianOfNonZero": np.median(nz) if len(nz) else NONE, "zeroShare": np.mean(x == 0)}


write("EmpiricalDistribution", f"{NUMPY}, numpy.quantile (linear), numpy.std (ddof 0), numpy.median; math.fsum", [
    (name, {"rows": numbers(rows)}, {"count": len(finite(rows)), "missing": len(rows) - len(finite(rows)), **describe(rows)}) for name, rows in NUMERIC.items()])

PAIRS = {
    "shifted": ([round(x, 6) for x in rng.normal(0, 1, 60)], [round(x, 6) for x in rng.normal(0.8, 1.2, 45)]),
    "same rows": ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    "heavy ties": ([1] * 20 + [2] * 30 + [3] * 10, [1] * 5 + [2] * 10 + [3] * 15 + [4] * 2),
    "zero-heavy": ([0] * 40 + [5, 6, 7, 8, 100], [0] * 20 + [0.05, 0.06, 0.07]),
    "no overlap": ([1, 2, 3], [10, 11, 12, 13]),
    "missing on one side": ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, None, 3, None, 5, 20]),
    "missing on both sides": ([1, None, 3, 4], [None, 2, 2]),
    "one value each": ([1], [2]),
    "one value against many": ([5], [1, 5, 9, 12]),
    "constant reference": ([4, 4, 4, 4], [4, 5, 6]),
    "both constant and equal": ([4, 4, 4], [4, 4]),
    "large values": ([1e12 + i * 0.25 for i in range(30)], [1e12 + 3 + i * 0.5 for i in range(20)]),
    "empty window": ([1, 2, 3], []),
    "empty reference": ([], [1, 2]),
    "window with missing rows only": ([1, 2, 3], [None, None]),
}


def wasserstein(a, b):
    """own loop in exact fractions"""
    a, b = sorted(map(Fraction, a)), sorted(map(Fraction, b))
    points = sorted(set(a) | set(b))
    total = Fraction(0)
    for left, right in zip(points, points[1:]):
        f = Fraction(sum(x <= left for x in a), len(a))
        g = Fraction(sum(x <= left for x in b), len(b))
        total += abs(f - g) * (right - left)
    return float(total)


def ks(ref, cur):
    a, b = finite(ref), finite(cur)
    if not len(a) or not len(b):
        return {"statistic": NONE, "limitP": NONE, "oneSampleLawP": NONE}
    d = stats.ks_2samp(a, b, mode="asymp").statistic
    en = len(a) * len(b) / (len(a) + len(b))
    n = np.round(en)
    return {"statistic": d, "limitP": special.kolmogorov(math.sqrt(en) * d), "oneSampleLawP": stats.ks_2samp(a, b, mode="asymp").pvalue if n >= 1 else NONE}


write("KolmogorovSmirnov", f"{SCIPY}, scipy.stats.ks_2samp(mode='asymp') and scipy.special.kolmogorov", [
    (name, {"reference": numbers(r), "current": numbers(c)}, ks(r, c)) for name, (r, c) in PAIRS.items()])


def carried(ref, cur):
    a, b = finite(ref), finite(cur)
    if not len(a) or not len(b):
        return {"distance": NONE, "overReferenceDeviation": NONE}
    w = wasserstein(a, b)
    assert abs(w - stats.wasserstein_distance(a, b)) <= 1e-9 * max(1, abs(a).max())
    return {"distance": w, "overReferenceDeviation": w / np.std(a) if np.std(a) else NONE}


write("Wasserstein", f"own loop in exact fractions, checked against {SCIPY} scipy.stats.wasserstein_distance", [
    (name, {"reference": numbers(r), "current": numbers(c)}, carried(r, c)) for name, (r, c) in PAIRS.items()])


def binned(ref, cur):
    a, b = finite(ref), finite(cur)
    edges = np.unique(np.quantile(a, np.arange(1, 10) / 10)) if len(a) else np.array([])
    out = []
    for rows, x in ((ref, a), (cur, b)):
        counts = [0] * (len(edges) + 1)
        for v in x:
            counts[int(np.sum(edges < v))] += 1
        if any(v is None for v in [*ref, *cur]):
            counts.append(sum(v is None for v in rows))
        out.append(counts)
    return {"edges": (list(edges), "within 1e-12 relative"), "referenceCounts": out[0], "currentCounts": out[1]}


write("QuantileBins", f"{NUMPY}, numpy.quantile (linear) and own loop", [
    (name, {"reference": numbers(r), "current": numbers(c)}, binned(r, c)) for name, (r, c) in PAIRS.items()])


def unit(ref, cur):
    a, b = finite(ref), finite(cur)
    a, b = abs(a[a != 0]), abs(b[b != 0])
    return {"ratio": np.median(b) / np.median(a) if len(a) and len(b) else NONE}


write("UnitChange", f"{NUMPY}, numpy.median", [
    *[(name, {"reference": numbers(r), "current": numbers(c)}, unit(r, c)) for name, (r, c) in PAIRS.items()],
    ("divided by a hundred", {"reference": "0*50 1200 3000 7500", "current": "0*20 12 30 75 75"}, {"ratio": 52.5 / 3000}),
    ("only zeros", {"reference": "0 0 0", "current": "0 1"}, {"ratio": NONE}),
    ("both signs, median of the reference zero", {"reference": "-2 2", "current": "1"}, {"ratio": 0.5}),
    ("both signs, a thousand times as large", {"reference": "-4 -3 -1 0 1 2 5", "current": "-4000 -3000 -1000 0 1000 2000 5000"}, {"ratio": 1000.0})])

# ---------------------------------------------------------------- tables
TABLES = {
    "six levels": ([16, 16, 16, 16, 16, 8], [16, 18, 16, 14, 12, 12]),
    "six levels, reference doubled": ([32, 32, 32, 32, 32, 16], [16, 18, 16, 14, 12, 12]),
    "two levels": ([4020, 980], [2082, 496]),
    "same shares": ([10, 20, 30], [100, 200, 300]),
    "new level": ([50, 50, 0], [40, 40, 20]),
    "lost level": ([50, 40, 10], [60, 40, 0]),
    "nothing in common": ([5, 5, 0, 0], [0, 0, 3, 7]),
    "a level without rows on either side": ([30, 0, 20], [10, 0, 40]),
    "rare levels": ([400, 80, 12, 3, 2, 2, 1], [170, 20, 1, 4, 0, 3, 2]),
    "one rare level": ([400, 100, 2], [390, 110, 6]),
    "all levels rare": ([1, 2, 1, 1], [2, 1, 0, 1]),
    "far tail": ([100000, 100], [60000, 40100]),
    "one row each": ([1, 0], [0, 1]),
    "one level": ([10], [20]),
    "empty window": ([10, 20], [0, 0]),
    "empty reference": ([0, 0], [1, 2]),
    "large counts": ([3000000000, 2000000000], [1500000000, 1000300000]),
}


def shares(r, c):
    return np.array(r) / sum(r), np.array(c) / sum(c)


def when(r, c, f):
    return f() if sum(r) and sum(c) else NONE


def psi(r, c):
    e, a = (np.maximum(x, 0.0001) for x in shares(r, c))
    return float(np.sum((a - e) * np.log(a / e)))


def given(r, c):
    return {"reference": " ".join(map(str, r)), "current": " ".join(map(str, c))}


def noise(r, c, p=None):
    k = len(r) - 1
    return (1 / sum(r) + 1 / sum(c)) * (k if p is None else (stats.chi2.ppf(p, k) if k else 0))


def chi2(r, c):
    keep = [(a, b) for a, b in zip(r, c) if a + b]
    if not sum(r) or not sum(c) or len(keep) < 2:
        return NONE, NONE, NONE
    return stats.chi2_contingency(np.array(keep, dtype=float).T, correction=False)[:3]


def merged(r, c):
    if not sum(r) or not sum(c):
        return r, c
    n, m, pool, keep = sum(r), sum(c), [0, 0], []
    for a, b in zip(r, c):
        if min((a + b) * n / (n + m), (a + b) * m / (n + m)) < 5:
            pool = [pool[0] + a, pool[1] + b]
        else:
            keep.append((a, b))
    keep.append(tuple(pool))
    return [k[0] for k in keep], [k[1] for k in keep]


def two_sample(r, c):
    out = {}
    for prefix, (x, p, dof) in {"": chi2(r, c), "merged": chi2(*merged(r, c))}.items():
        names = [prefix + n if not prefix else prefix + n[0].upper() + n[1:] for n in ("statistic", "degreesOfFreedom", "p")]
        out.update({names[0]: (x, REL), names[1]: 0 if dof is NONE else dof, names[2]: (tail(p), REL)})
    return out


def one_sample(r, c):
    keep = [(a, b) for a, b in zip(r, c) if a + b]
    if not sum(r) or not sum(c) or len(keep) < 2 or any(a == 0 for a, _ in keep):
        return {"statistic": NONE, "p": NONE}
    x, p = stats.chisquare([b for _, b in keep], [a / sum(r) * sum(c) for a, _ in keep])
    return {"statistic": (x, REL), "p": (tail(p), "within 1e-6 relative")}


def cramer(r, c):
    if chi2(r, c)[0] is NONE:
        return NONE
    return association(np.array([(a, b) for a, b in zip(r, c) if a + b]).T, method="cramer", correction=False)


write("PopulationStabilityIndex", f"{NUMPY} from the definition; {SCIPY} scipy.stats.chi2.ppf", [
    (name, given(r, c), {"index": when(r, c, lambda: psi(r, c)), "expectedBySampling": when(r, c, lambda: noise(r, c)),
                         "point95": when(r, c, lambda: noise(r, c, 0.95)), "point99": when(r, c, lambda: noise(r, c, 0.99))}) for name, (r, c) in TABLES.items()])
write("JensenShannonDistance", f"{SCIPY}, scipy.spatial.distance.jensenshannon(base=2)", [
    (name, given(r, c), {"distance": (when(r, c, lambda: np.nan_to_num(jensenshannon(*shares(r, c), base=2))), "within 1e-7" if name == "same shares" else "within 1e-9")})
    for name, (r, c) in TABLES.items()])
write("HellingerDistance", f"{NUMPY} from the definition", [
    (name, given(r, c), {"distance": when(r, c, lambda: np.linalg.norm(np.sqrt(shares(r, c)[0]) - np.sqrt(shares(r, c)[1])) / math.sqrt(2))}) for name, (r, c) in TABLES.items()])
write("TotalVariation", f"{NUMPY} from the definition", [
    (name, given(r, c), {"distance": when(r, c, lambda: np.abs(np.subtract(*shares(r, c))).sum() / 2)}) for name, (r, c) in TABLES.items()])
write("LInfinityDistance", f"{NUMPY} from the definition", [
    (name, given(r, c), {"distance": when(r, c, lambda: np.abs(np.subtract(*shares(r, c))).max())}) for name, (r, c) in TABLES.items()])
write("ChiSquareTwoSample", f"{SCIPY}, scipy.stats.chi2_contingency(correction=False); pooling of rare levels by own loop", [
    (name, given(r, c), two_sample(r, c)) for name, (r, c) in TABLES.items()])
write("ChiSquareOneSample", f"{SCIPY}, scipy.stats.chisquare", [(name, given(r, c), one_sample(r, c)) for name, (r, c) in TABLES.items() if name != "large counts"])
write("CramersV", f"{SCIPY}, scipy.stats.contingency.association(method='cramer')", [(name, given(r, c), {"effect": cramer(r, c)}) for name, (r, c) in TABLES.items()])


def missing_test(rm, rn, cm, cn):
    x, p, _ = chi2([rm, rn - rm], [cm, cn - cm])
    return {"statistic": (x, REL), "p": (p, REL)}


write("MissingShareTest", f"{SCIPY}, scipy.stats.chi2_contingency(correction=False)", [
    (name, dict(zip(("referenceMissing", "referenceRows", "currentMissing", "currentRows"), v)), missing_test(*v)) for name, v in {
        "a rise from none to five percent": (0, 5000, 125, 2500), "the same share": (10, 100, 100, 1000), "a small fall": (298, 5000, 143, 2578),
        "no missing rows anywhere": (0, 100, 0, 50), "nothing but missing rows": (100, 100, 50, 50), "empty window": (3, 100, 0, 0)}.items()])

LEVELS = {
    "new, lost and kept": ({"a": 5, "b": 3, "z": 1}, {"a": 2, "b": 4, "c": 2, "d": 1}),
    "missing appears": ({"a": 5}, {"a": 4, "__missing__": 1}),
    "levels compare by character": ({"10": 3, "2": 1}, {"2": 1, "02": 4}),
    "empty window": ({"a": 1}, {}),
}


def seen(r, c):
    union = sorted(set(r) | set(c))
    new = sorted(set(c) - set(r))
    unseen = sum(c[k] for k in new if k != "__missing__")
    return {"levels": " ".join(union), "referenceCounts": [r.get(k, 0) for k in union], "currentCounts": [c.get(k, 0) for k in union],
            "newLevels": " ".join(new) or "empty", "lostLevels": " ".join(sorted(set(r) - set(c))) or "empty",
            "newLevelShare": unseen / sum(c.values()) if c else NONE}


write("CategoryCounts", "Python dictionaries, own loop", [(name, {"reference": levels(r), "current": levels(c)}, seen(r, c)) for name, (r, c) in LEVELS.items()])

# ---------------------------------------------------------------- performance
def simulated(n, decimals, calibration=1.0):
    y = rng.random(n) < 0.35
    s = 1 / (1 + np.exp(-rng.normal(np.where(y, 0.9, -0.9), 1.1) * calibration))
    return [(round(float(a), decimals), int(b)) for a, b in zip(s, y)]


SCORES = {
    "plain": simulated(60, 6),
    "heavy ties": simulated(80, 1),
    "perfect": [(0.1, 0), (0.2, 0), (0.8, 1), (0.9, 1)],
    "the wrong way round": [(0.9, 0), (0.8, 0), (0.2, 1), (0.1, 1), (0.15, 1)],
    "all scores equal": [(0.5, 1), (0.5, 0), (0.5, 0), (0.5, 1), (0.5, 1)],
    "one row of each class": [(0.3, 0), (0.6, 1)],
    "only positives": [(0.3, 1), (0.6, 1)],
    "only negatives": [(0.3, 0), (0.6, 0), (0.6, 0)],
    "one row": [(0.7, 1)],
    "certain and wrong": [(0.0, 1), (1.0, 0), (1.0, 1), (0.0, 0)],
    "at the edges of calibration bins": [(0.1, 0), (0.2, 1), (0.3, 0), (0.6, 1), (0.7, 1), (0.8, 0), (0.9, 1), (1.0, 1), (0.0, 0)],
    "empty": [],
}
UNBOUNDED = ("scores that are no probabilities", [(-1.5, 0), (0.2, 1), (0.1, 0), (3.25, 1)])


def delong(rows):
    pos = [s for s, y in rows if y]
    neg = [s for s, y in rows if not y]
    if not pos or not neg:
        return NONE, NONE
    psi_ = np.array([[1.0 if p > q else 0.5 if p == q else 0.0 for q in neg] for p in pos])
    auc = psi_.mean()
    assert abs(auc - stats.mannwhitneyu(pos, neg).statistic / (len(pos) * len(neg))) < 1e-12
    if len(pos) < 2 or len(neg) < 2:
        return auc, NONE
    return auc, math.sqrt(np.var(psi_.mean(axis=1), ddof=1) / len(pos) + np.var(psi_.mean(axis=0), ddof=1) / len(neg))


def roc(rows):
    auc, se = delong(rows)
    return {"area": auc, "standardError": se, "low": NONE if se is NONE else auc - Z95 * se, "high": NONE if se is NONE else auc + Z95 * se,
            "gini": NONE if auc is NONE else 2 * auc - 1}


def rows_of(cases, f):
    return [(name, {"rows": labelled(rows)}, f(rows)) for name, rows in cases]


ALL = [*SCORES.items(), UNBOUNDED]
write("RocAuc", f"own loop over all pairs, {NUMPY}; area checked against {SCIPY} scipy.stats.mannwhitneyu", rows_of(ALL, roc))


def difference_of_areas(a, b):
    (x, s), (y, t) = delong(a), delong(b)
    if NONE in (x, y, s, t):
        return NONE
    if s == 0 and t == 0:
        return 1.0 if x == y else NONE
    return 2 * stats.norm.sf(abs(x - y) / math.hypot(s, t))


def difference_of_brier(a, b):
    if len(a) < 2 or len(b) < 2:
        return NONE
    x, y = (np.array([(s - l) ** 2 for s, l in rows]) for rows in (a, b))
    v = x.var(ddof=1) / len(x) + y.var(ddof=1) / len(y)
    return 2 * stats.norm.sf(abs(x.mean() - y.mean()) / math.sqrt(v)) if v else (1.0 if x.mean() == y.mean() else NONE)


write("PerformanceDifference", f"own loops, {NUMPY}; {SCIPY} scipy.stats.norm.sf", [
    (f"{a} against {b}", {"first": labelled(SCORES[a]), "second": labelled(SCORES[b])},
     {"areaP": difference_of_areas(SCORES[a], SCORES[b]), "brierP": difference_of_brier(SCORES[a], SCORES[b])})
    for a, b in (("plain", "heavy ties"), ("plain", "the wrong way round"), ("plain", "plain"), ("perfect", "perfect"), ("perfect", "all scores equal"),
                 ("plain", "only positives"), ("perfect", "the wrong way round"), ("plain", "one row"))])


def average_precision(rows):
    if not any(y for _, y in rows):
        return {"averagePrecision": NONE}
    total, before = 0.0, 0.0
    positives = sum(y for _, y in rows)
    for t in sorted({s for s, _ in rows}, reverse=True):
        chosen = [y for s, y in rows if s >= t]
        recall = sum(chosen) / positives
        total += (recall - before) * sum(chosen) / len(chosen)
        before = recall
    return {"averagePrecision": total}


write("AveragePrecision", "own loop over thresholds", rows_of(ALL, average_precision))


def brier(rows):
    e = np.array([(s - y) ** 2 for s, y in rows])
    probability = all(0 <= s <= 1 for s, _ in rows)
    return {"score": e.mean() if len(e) and probability else NONE, "variance": e.var(ddof=1) if len(e) > 1 and probability else NONE}


def log_loss(rows):
    if not rows or not all(0 <= s <= 1 for s, _ in rows):
        return {"loss": NONE}
    p = np.clip([s for s, _ in rows], 1e-15, 1 - 1e-15)
    y = np.array([y for _, y in rows])
    return {"loss": -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))}


def ece(rows):
    if not rows or not all(0 <= s <= 1 for s, _ in rows):
        return {"error": NONE}
    bins = {}
    for s, y in rows:
        bins.setdefault(min(math.floor(10 * s), 9), []).append((s, y))
    return {"error": sum(len(b) / len(rows) * abs(np.mean([y for _, y in b]) - np.mean([s for s, _ in b])) for b in bins.values())}


def separation(rows):
    pos, neg = [s for s, y in rows if y], [s for s, y in rows if not y]
    return {"separation": stats.ks_2samp(pos, neg, mode="asymp").statistic if pos and neg else NONE}


write("BrierScore", NUMPY, rows_of(ALL, brier))
write("LogLoss", NUMPY, rows_of(ALL, log_loss))
write("ExpectedCalibrationError", f"own loop, {NUMPY}", rows_of(ALL, ece))
write("ScoreSeparation", f"{SCIPY}, scipy.stats.ks_2samp", rows_of(ALL, separation))


def top(rows, share):
    if not rows:
        return {"precision": NONE, "rows": 0, "hits": 0}
    k = math.ceil(Fraction(str(share)) * len(rows))
    border = sorted((s for s, _ in rows), reverse=True)[k - 1]
    above = [y for s, y in rows if s > border]
    at = [y for s, y in rows if s == border]
    hits = sum(above) + Fraction(sum(at), len(at)) * (k - len(above))
    return {"precision": hits / k, "rows": k, "hits": float(hits)}


write("PrecisionAtTop", "own loop in exact fractions", [
    *[(f"{name}, top {share}", {"rows": labelled(rows), "share": share}, top(rows, share)) for name, rows in ALL for share in (0.05, 0.25, 1)],
    ("seven percent of a hundred rows is seven rows", {"rows": labelled([(i / 100, i % 2) for i in range(100)]), "share": 0.07}, {"precision": 4 / 7, "rows": 7, "hits": 4})])


def estimated(rows):
    """rows: score and decision"""
    if not rows or not all(0 <= s <= 1 for s, _ in rows):
        return {"accuracy": NONE, "area": NONE}
    s = np.array([s for s, _ in rows])
    d = np.array([d for _, d in rows])
    pairs = sum(a * (1 - b) * (1.0 if a > b else 0.5 if a == b else 0.0) for a in s for b in s)
    weight = s.sum() * (1 - s).sum()
    return {"accuracy": np.mean(np.where(d == 1, s, 1 - s)), "area": pairs / weight if weight else NONE}


write("EstimatedPerformance", f"own loop over all pairs of rows, {NUMPY}; rows are score:decision", [
    *rows_of(ALL, estimated), ("certain and one-sided", {"rows": "1:1 1:1"}, {"accuracy": 1, "area": NONE})])


def rate(a, b):
    return a / b if b else NONE


def confusion(tp, fp, tn, fn):
    n = tp + fp + tn + fn
    low_high = stats.binomtest(tp + tn, n).proportion_ci(method="wilson") if n else (NONE, NONE)
    return {"accuracy": rate(tp + tn, n), "low": low_high[0], "high": low_high[1], "precision": rate(tp, tp + fp), "recall": rate(tp, tp + fn),
            "specificity": rate(tn, tn + fp), "f1": rate(2 * tp, 2 * tp + fp + fn), "baseRate": rate(tp + fn, n), "decisionRate": rate(tp + fp, n)}


write("Confusion", f"own arithmetic; Wilson interval by {SCIPY} scipy.stats.binomtest", [
    (name, dict(zip(("truePositives", "falsePositives", "trueNegatives", "falseNegatives"), v)), confusion(*v)) for name, v in {
        "plain": (732, 215, 3492, 406), "all right": (5, 0, 7, 0), "all wrong": (0, 3, 0, 4), "nothing predicted positive": (0, 0, 8, 2),
        "no positive row": (0, 1, 9, 0), "only true negatives": (0, 0, 6, 0), "empty": (0, 0, 0, 0)}.items()])

# ---------------------------------------------------------------- rates
write("Proportion", f"{SCIPY}, scipy.stats.binomtest(...).proportion_ci(method='wilson')", [
    *[(f"{k} of {n}", {"successes": k, "trials": n}, {"rate": k / n, "low": stats.binomtest(k, n).proportion_ci(method="wilson").low,
                                                      "high": stats.binomtest(k, n).proportion_ci(method="wilson").high})
      for k, n in ((0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (10, 14), (318, 475), (1, 1000000))],
    ("none of none", {"successes": 0, "trials": 0}, {"rate": NONE, "low": NONE, "high": NONE})])


def two_rates(a, n, b, m):
    if not n or not m:
        return {"p": NONE}
    if a + b in (0, n + m):
        return {"p": 1}
    return {"p": (tail(stats.chi2_contingency([[a, n - a], [b, m - b]], correction=False)[1]), REL)}


RATES = {"plain": (105, 148, 223, 330), "equal": (10, 100, 20, 200), "far apart": (900, 1000, 100, 1000), "very far apart": (90000, 100000, 10000, 100000),
         "nobody": (0, 10, 0, 20), "everybody": (10, 10, 20, 20), "empty first": (0, 0, 3, 10), "small": (1, 3, 2, 3), "nobody on one side": (0, 12, 30, 100)}
write("TwoProportionTest", f"{SCIPY}, scipy.stats.chi2_contingency(correction=False) of the 2 x 2 table", [
    (name, dict(zip(("successes1", "trials1", "successes2", "trials2"), v)), two_rates(*v)) for name, v in RATES.items()])


def impact(a, n, b, m):
    if not n or not m or not b:
        return {"ratio": NONE, "low": NONE, "high": NONE}
    if not a:
        return {"ratio": 0, "low": NONE, "high": NONE}
    r = relative_risk(a, n, b, m)
    ci = r.confidence_interval(0.95)
    return {"ratio": r.relative_risk, "low": ci.low, "high": ci.high}


write("DisparateImpact", f"{SCIPY}, scipy.stats.contingency.relative_risk (log method)", [
    *[(name, dict(zip(("successes", "trials", "referenceSuccesses", "referenceTrials"), v)), impact(*v)) for name, v in RATES.items()],
    ("nobody of the reference group", dict(zip(("successes", "trials", "referenceSuccesses", "referenceTrials"), (3, 10, 0, 10))), impact(3, 10, 0, 10))])

# groups: name allRows/allSelected tp/fp/tn/fn
COMPAS_AA = (3696, 2174, 1369, 805, 990, 532)
GROUPS = {
    "two groups": {"female": (152, 107, 88, 17, 28, 15), "male": (348, 233, 191, 32, 60, 47)},
    "three groups, one small": {"a": (500, 300, 200, 60, 150, 60), "b": (300, 120, 80, 20, 120, 50), "tiny": (3, 0, 0, 0, 2, 1)},
    "a group without positives is left out of the true positive rate": {"a": (40, 20, 10, 5, 15, 5), "b": (40, 10, 6, 2, 20, 7), "c": (9, 1, 0, 1, 8, 0)},
    "equally large groups, the larger name is the reference": {"north": (10, 5, 3, 1, 4, 2), "south": (10, 4, 3, 1, 5, 1)},
    "nobody is selected": {"a": (10, 0, 0, 0, 6, 4), "b": (12, 0, 0, 0, 8, 4)},
    "everybody is selected": {"a": (10, 10, 6, 4, 0, 0), "b": (12, 12, 8, 4, 0, 0)},
    "one group": {"a": (10, 5, 3, 1, 4, 2)},
    "no labels": {"a": (10, 5, 0, 0, 0, 0), "b": (20, 5, 0, 0, 0, 0)},
    "a group without labels": {"a": (10, 5, 3, 2, 4, 1), "b": (20, 5, 0, 0, 0, 0), "c": (30, 20, 12, 6, 7, 3)},
    "no groups": {},
}


def compare(rates, ratio):
    known = [r for r in rates if r is not NONE]
    if len(known) < 2 or (ratio and max(known) == 0):
        return NONE
    return min(known) / max(known) if ratio else max(known) - min(known)


def pick(values, f):
    known = [v for v in values if v is not NONE]
    return f(known) if known else NONE


def fairness(groups):
    g = [dict(zip(("all", "allSelected", "tp", "fp", "tn", "fn"), v), name=k) for k, v in groups.items()]
    for x in g:
        x["n"] = x["tp"] + x["fp"] + x["tn"] + x["fn"]
    sel = [rate(x["tp"] + x["fp"], x["n"]) for x in g]
    sel_all = [rate(x["allSelected"], x["all"]) for x in g]
    tpr = [rate(x["tp"], x["tp"] + x["fn"]) for x in g]
    fpr = [rate(x["fp"], x["fp"] + x["tn"]) for x in g]
    yes, no = sum(x["allSelected"] for x in g), sum(x["all"] - x["allSelected"] for x in g)
    lab_yes, lab_no = sum(x["tp"] + x["fp"] for x in g), sum(x["tn"] + x["fn"] for x in g)
    return {"difference": compare(sel, False), "ratio": compare(sel, True), "differenceAll": compare(sel_all, False), "ratioAll": compare(sel_all, True),
            "equalOpportunity": compare(tpr, False),
            "equalizedOddsDifference": pick([compare(tpr, False), compare(fpr, False)], max), "equalizedOddsRatio": pick([compare(tpr, True), compare(fpr, True)], min),
            "reference": max(g, key=lambda x: (x["n"], x["name"]))["name"] if g else "empty",
            "tooSmall": " ".join(x["name"] for x in g if x["n"] < 30) or "empty",
            "selectiveLabels": lab_yes / yes - lab_no / no if yes and no else NONE}


write("GroupComparison", "own loop; groups are name=allRows,allSelected,tp,fp,tn,fn", [
    (name, {"groups": " ".join(f"{k}={','.join(map(str, v))}" for k, v in groups.items()) or "empty"}, fairness(groups)) for name, groups in GROUPS.items()])


def adjusted(p):
    """own loop straight from the definition: smallest of n p(j) / j over the p-values at least as large"""
    out = []
    for v in p:
        out.append(min(min(1.0, w * len(p) / sum(x <= w for x in p)) for w in p if w >= v))
    return out


P = {"textbook": [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0],
     "unordered with ties": [0.04, 0.001, 0.04, 0.9, 0.02, 0.001], "one": [0.03], "empty": [], "all one": [1, 1, 1], "far tails": [1e-300, 0.5, 1e-200]}
write("BenjaminiHochberg", "own loop from the definition; the textbook case is Table 1 of Benjamini and Hochberg (1995)", [
    *[(name, {"pValues": text([float(x) for x in p])}, {"adjusted": (adjusted(p), REL)}) for name, p in P.items()],
    ("what was not computed is no test", {"pValues": "0.01 none 0.04 none 0.03"}, {"adjusted": "0.03 none 0.04 none 0.04"})])
