"""Writes the case files of regression errors, bootstrap intervals and estimates without labels.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_estimate_vectors.py
"""
import math
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats

from case_writer import NONE, REL, Z95, labelled, numbers, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
rng = np.random.Generator(np.random.PCG64(23))

# ---------------------------------------------------------------- regression
TRUTH = [round(float(x), 3) for x in rng.gamma(2, 10, 40)]
REGRESSION = {
    "plain": ([round(t + float(e), 3) for t, e in zip(TRUTH, rng.normal(0.5, 3, 40))], TRUTH),
    "perfect": ([1, 2, 3, 5], [1, 2, 3, 5]),
    "always too high by two": ([3, 4, 5, 7], [1, 2, 3, 5]),
    "worse than the mean": ([10, -10, 10], [1, 2, 3]),
    "all outcomes equal": ([1, 2, 3], [2, 2, 2]),
    "one row": ([1.5], [2]),
    "missing predictions and outcomes": ([1, None, 3, 4, 9], [2, 5, None, 4, 7]),
    "only missing rows": ([None, 1], [2, None]),
    "empty": ([], []),
    "large values close together": ([1e9 + 0.5, 1e9 + 1, 1e9], [1e9, 1e9 + 0.25, 1e9 + 1]),
}


def regression(p, y):
    rows = [(a, b) for a, b in zip(p, y) if a is not None and b is not None]
    names = ("bias", "biasError", "absolute", "absoluteError", "root", "rootLow", "rootHigh", "rSquared", "quantile50", "quantile90")
    if not rows:
        return {"rows": 0, **{k: NONE for k in names}}
    e = np.array([float(Fraction(a) - Fraction(b)) for a, b in rows])
    truth = np.array([b for _, b in rows], dtype=float)
    n = len(e)
    sq = e ** 2
    se = sq.std(ddof=1) / math.sqrt(n) if n > 1 else NONE
    return {"rows": n, "bias": math.fsum(e) / n, "biasError": e.std(ddof=1) / math.sqrt(n) if n > 1 else NONE,
            "absolute": math.fsum(abs(e)) / n, "absoluteError": abs(e).std(ddof=1) / math.sqrt(n) if n > 1 else NONE, "root": math.sqrt(sq.mean()),
            "rootLow": NONE if se is NONE else math.sqrt(max(sq.mean() - Z95 * se, 0)), "rootHigh": NONE if se is NONE else math.sqrt(sq.mean() + Z95 * se),
            "rSquared": (1 - sq.sum() / ((truth - truth.mean()) ** 2).sum(), "within 1e-9 relative") if len(set(truth)) > 1 else NONE,
            "quantile50": np.quantile(abs(e), 0.5), "quantile90": np.quantile(abs(e), 0.9)}


write("RegressionErrors", f"{NUMPY} over single rows, exact differences", [
    (name, {"predictions": numbers(p), "outcomes": numbers(y)}, regression(p, y)) for name, (p, y) in REGRESSION.items()])


# ---------------------------------------------------------------- bootstrap
def average_precision(pos, neg):
    """vectorised over replicates; columns are scores from high to low"""
    tp, sel = np.cumsum(pos, axis=1), np.cumsum(pos + neg, axis=1)
    with np.errstate(all="ignore"):
        return np.nansum(pos / pos.sum(axis=1, keepdims=True) * tp / sel, axis=1)


def bootstrap(f, counts, replicates=40000):
    counts = np.array(counts)
    drawn = rng.multinomial(counts.sum(), counts / counts.sum(), size=replicates)
    return np.quantile(f(drawn.astype(float)), [0.025, 0.975])


SCORED = [(s / 20, [int(x) for x in rng.binomial(60, [0.02 + 0.045 * s / 2, 0.5 - 0.022 * s])]) for s in range(1, 20)]
flat = [n for _, pair in SCORED for n in pair]
low_high = bootstrap(lambda d: average_precision(d[:, 0::2][:, ::-1], d[:, 1::2][:, ::-1]), flat)
share = bootstrap(lambda d: d[:, 0] / d.sum(axis=1), [130, 870])
large = bootstrap(lambda d: d[:, 0] / d.sum(axis=1), [30000, 270000])
GROUPS = {"a": (520, 310, 200, 60, 150, 60), "b": (330, 130, 80, 20, 120, 50)}


def cells(v):
    a, s, tp, fp, tn, fn = v
    return [tp, fp, tn, fn, s - tp - fp, a - s - tn - fn]


def parity(d):
    rates = [(d[:, o] + d[:, o + 1] + d[:, o + 4]) / d[:, o:o + 6].sum(axis=1) for o in (0, 6)]
    return np.abs(rates[0] - rates[1])


groups = bootstrap(parity, cells(GROUPS["a"]) + cells(GROUPS["b"]))
write("Bootstrap", f"{NUMPY}, numpy.random multinomial draws (PCG64), 40,000 replicates; both sides vary, hence the tolerance", [
    ("a share of a thousand rows", {"counts": "130 870"}, {"low": (share[0], "within 0.004"), "high": (share[1], "within 0.004")}),
    ("a share of three hundred thousand rows", {"counts": "30000 270000"}, {"low": (large[0], "within 0.0002"), "high": (large[1], "within 0.0002")}),
    ("average precision", {"scores": " ".join(f"{s}:{p},{n}" for s, (p, n) in SCORED)}, {"low": (low_high[0], "within 0.008"), "high": (low_high[1], "within 0.008")}),
    ("difference of selection rates", {"groups": " ".join(f"{k}={','.join(map(str, v))}" for k, v in GROUPS.items())}, {"low": (groups[0], "within 0.008"), "high": (groups[1], "within 0.008")}),
    ("a share of nothing", {"counts": "0 0"}, {"low": NONE, "high": NONE}),
    ("all in one cell", {"counts": "12 0"}, {"low": 1, "high": 1}),
])


# ---------------------------------------------------------------- isotonic calibration
def simulated(n, decimals, power=1.0):
    s = rng.random(n)
    y = rng.random(n) < s ** power
    return [(round(float(a), decimals), int(b)) for a, b in zip(s, y)]


CALIBRATIONS = {
    "plain": simulated(60, 3),
    "heavy ties": simulated(80, 1, 2.0),
    "rising by itself": [(0.1, 0), (0.2, 0), (0.8, 1), (0.9, 1)],
    "the wrong way round": [(0.9, 0), (0.8, 0), (0.2, 1), (0.1, 1)],
    "all scores equal": [(0.5, 1), (0.5, 0), (0.5, 0)],
    "only positives": [(0.3, 1), (0.6, 1)],
    "one row": [(0.7, 1)],
    "scores that are no probabilities": [(-3.5, 0), (0.5, 1), (0.2, 0), (7.25, 1), (6, 0)],
    "empty": [],
}


def isotonic(rows):
    """the max-min formula in exact fractions: largest over starts at or below of the smallest over ends at or above of the mean between"""
    scores = sorted({s for s, _ in rows})
    out = {}
    for i, s in enumerate(scores):
        out[s] = max(min(Fraction(sum(y for x, y in rows if scores[a] <= x <= scores[b]), sum(scores[a] <= x <= scores[b] for x, _ in rows))
                         for b in range(i, len(scores))) for a in range(i + 1))
    return out


def calibrated(fit, x):
    if not fit:
        return NONE
    scores = sorted(fit)
    return float(np.interp(x, scores, [float(fit[s]) for s in scores]))


PROBES = [-5, 0, 0.05, 0.15, 0.333, 0.5, 0.55, 0.72, 0.85, 0.95, 1, 9]
write("IsotonicCalibration", f"the max-min formula in exact fractions, own loop; between scores {NUMPY} numpy.interp", [
    (name, {"rows": labelled(rows), "probes": " ".join(map(str, PROBES))}, {"calibrated": [calibrated(isotonic(rows), x) for x in PROBES]})
    for name, rows in CALIBRATIONS.items()])


# ---------------------------------------------------------------- confidence-based estimates
def weights(fit, scores):
    """matrix of rows by blocks: how much of a block's share is in a row's probability"""
    knots = sorted(fit)
    values = [fit[k] for k in knots]
    names = []
    for v in values:
        if not names or names[-1] != v:
            names.append(v)
    out = np.zeros((len(scores), len(names)))
    for r, s in enumerate(scores):
        for j in range(len(names)):
            out[r, j] = np.interp(s, knots, [1.0 if names.index(v) == j else 0.0 for v in values])
    return out, [float(v) for v in names]


def measures(p, s, d):
    """straight from the definition, pair by pair"""
    n = len(p)
    q = 1 - p
    tp, fp, tn, fn = (p * d).sum(), (q * d).sum(), (q * (1 - d)).sum(), (p * (1 - d)).sum()
    k = np.where(s[:, None] > s[None, :], 1.0, np.where(s[:, None] == s[None, :], 0.5, 0.0))
    pair = np.outer(p, q)
    np.fill_diagonal(pair, 0)
    return {"accuracy": (tp + tn) / n, "precision": tp / (tp + fp) if d.sum() else NONE, "recall": tp / (tp + fn) if tp + fn > 0 else NONE,
            "auc": (pair * k).sum() / pair.sum() if pair.sum() > 1e-9 * n else NONE,
            "brier": (p * (1 - s) ** 2 + q * s ** 2).mean() if s.min() >= 0 and s.max() <= 1 else NONE}


def estimates(calibration, window):
    names = ("accuracy", "precision", "recall", "auc", "brier")
    nothing = {**{k: NONE for k in names}, **{k + "Error": NONE for k in names}}
    if not calibration or not window:
        return nothing
    fit = isotonic(calibration)
    s, d = np.array([a for a, _ in window], dtype=float), np.array([b for _, b in window], dtype=float)
    w, shares = weights(fit, s)
    p = w @ np.array(shares)
    value = measures(p, s, d)
    rows = [0] * len(shares)
    positives = [0] * len(shares)
    for x, y in calibration:
        j = shares.index(float(fit[x]))
        rows[j] += 1
        positives[j] += y
    out = {}
    learnt_s, learnt_y = np.array([a for a, _ in calibration], dtype=float), np.array([b for _, b in calibration])
    flattered = measures(weights(fit, learnt_s)[0] @ np.array(shares), learnt_s, np.zeros(len(learnt_s)))
    up, down = learnt_s[learnt_y == 1], learnt_s[learnt_y == 0]
    realised = {"auc": np.mean([[1.0 if a > b else 0.5 if a == b else 0.0 for b in down] for a in up]) if len(up) and len(down) else NONE,
                "brier": ((learnt_s - learnt_y) ** 2).mean() if learnt_s.min() >= 0 and learnt_s.max() <= 1 else NONE}
    for name in names:
        out[name] = value[name]
        if value[name] is NONE:
            out[name + "Error"] = NONE
            continue
        if name in realised and realised[name] is not NONE and flattered[name] is not NONE:
            out[name] = min(max(value[name] + realised[name] - flattered[name], 0), 1)
        step = 1e-5  # derivatives by central differences
        a = np.array([(measures(p + step * e, s, d)[name] - measures(p - step * e, s, d)[name]) / (2 * step) for e in np.eye(len(p))])
        v = (p * (1 - p) * a ** 2).sum()
        for j in range(len(shares)):
            q = (positives[j] + 1) / (rows[j] + 2)
            v += (w[:, j] @ a) ** 2 * q * (1 - q) / rows[j]
        out[name + "Error"] = (math.sqrt(v), "within 1e-6")
    return out


WINDOWS = {
    "plain": (CALIBRATIONS["plain"], [(round(float(s), 3), int(s > 0.5)) for s in rng.random(40)]),
    "heavy ties": (CALIBRATIONS["heavy ties"], [(round(float(s), 1), int(s > 0.62)) for s in rng.random(30)]),
    "decisions not by a threshold": (CALIBRATIONS["plain"], [(round(float(s), 2), int(b)) for s, b in zip(rng.random(20), rng.random(20) < 0.5)]),
    "nothing decided 1": (CALIBRATIONS["plain"], [(0.2, 0), (0.4, 0), (0.45, 0)]),
    "one row": (CALIBRATIONS["plain"], [(0.41, 1)]),
    "sure of everything": (CALIBRATIONS["rising by itself"], [(0.95, 1), (0.9, 1), (0.1, 0)]),
    "sure of one class": (CALIBRATIONS["only positives"], [(0.3, 1), (0.5, 0)]),
    "scores that are no probabilities": (CALIBRATIONS["scores that are no probabilities"], [(-4, 0), (0.3, 0), (5, 1), (6.5, 1)]),
    "empty window": (CALIBRATIONS["plain"], []),
    "nothing to calibrate with": ([], [(0.3, 1)]),
}
write("ConfidenceBasedPerformance", f"own loops over rows and pairs, {NUMPY}; derivatives by central differences; rows of the window are score:decision", [
    (name, {"calibration": labelled(c), "window": labelled(w)}, estimates(c, w)) for name, (c, w) in WINDOWS.items()])


# ---------------------------------------------------------------- importance weighting
def weighted(strata):
    """one row at a time; strata are (tp, fp, tn, fn, window rows)"""
    names = ("accuracy", "precision", "recall")
    known = [s for s in strata if sum(s[:4])]
    window = sum(s[4] for s in strata)
    seen = sum(s[4] for s in known)
    out = {"covered": seen / window if window else NONE}
    if not window or seen / window < 0.95:
        return {**out, "effectiveRows": NONE, **{k: NONE for k in names}, **{k + "Error": NONE for k in names}}
    n = sum(sum(s[:4]) for s in known)
    rows = []
    for h, (tp, fp, tn, fn, cur) in enumerate(known):
        w = (cur / seen) / (sum((tp, fp, tn, fn)) / n)
        rows += [(h, w, kind) for kind, count in zip(("tp", "fp", "tn", "fn"), (tp, fp, tn, fn)) for _ in range(count)]
    out["effectiveRows"] = sum(w for _, w, _ in rows) ** 2 / sum(w * w for _, w, _ in rows)
    for name, hit, miss in (("accuracy", ("tp", "tn"), ("fp", "fn")), ("precision", ("tp",), ("fp",)), ("recall", ("tp",), ("fn",))):
        a, b = sum(w for _, w, k in rows if k in hit), sum(w for _, w, k in rows if k in miss)
        if a + b == 0:
            out[name], out[name + "Error"] = NONE, NONE
            continue
        r = a / (a + b)
        move = [(h, w * ((1 - r) if k in hit else -r if k in miss else 0) / (a + b)) for h, w, k in rows]
        v = 0
        for h in range(len(known)):
            x = np.array([m for g, m in move if g == h])
            v += ((x - x.mean()) ** 2).sum()
        out[name], out[name + "Error"] = r, math.sqrt(v)
    return out


STRATA = {
    "plain": [(40, 10, 30, 5, 100), (20, 10, 80, 10, 300), (5, 3, 50, 6, 50)],
    "the same mix": [(40, 10, 30, 5, 170), (20, 10, 80, 10, 240)],
    "a stratum the window does not have": [(40, 10, 30, 5, 0), (20, 10, 80, 10, 60)],
    "few rows where nothing is known": [(40, 10, 30, 5, 960), (0, 0, 0, 0, 40)],
    "many rows where nothing is known": [(40, 10, 30, 5, 80), (0, 0, 0, 0, 40)],
    "nothing decided 1": [(0, 0, 30, 5, 80), (0, 0, 10, 2, 10)],
    "one stratum": [(4, 1, 3, 2, 17)],
    "empty window": [(4, 1, 3, 2, 0)],
    "no strata": [],
}
write("ImportanceWeightedPerformance", f"own loop over single rows, {NUMPY}; strata are tp,fp,tn,fn,rows of the window", [
    (name, {"strata": " ".join(",".join(map(str, s)) for s in strata) or "empty"}, weighted(strata)) for name, strata in STRATA.items()])
