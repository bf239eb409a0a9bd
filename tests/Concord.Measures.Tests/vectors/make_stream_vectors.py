"""Writes the case files of the stream detectors.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_stream_vectors.py
"""
import math
from fractions import Fraction

import numpy as np
import scipy
from scipy import stats

from case_writer import numbers, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
rng = np.random.Generator(np.random.PCG64(41))


def digits(values, n=3):
    return [round(float(v), n) for v in values]


STREAMS = {
    "a rise of the mean": digits(np.r_[rng.uniform(0, 0.6, 150), rng.uniform(0.4, 1, 150)]),
    "a fall of the mean": digits(np.r_[rng.uniform(0.4, 1, 150), rng.uniform(0, 0.6, 150)]),
    "nothing happens": digits(rng.uniform(0, 1, 300)),
    "errors become more": [int(v) for v in np.r_[rng.random(200) < 0.15, rng.random(150) < 0.6]],
    "errors become fewer": [int(v) for v in np.r_[rng.random(150) < 0.6, rng.random(200) < 0.1]],
    "a wider spread": digits(np.r_[rng.normal(0.5, 0.05, 150), rng.normal(0.5, 0.4, 150)]),
    "all equal": [0.5] * 200,
    "no error": [0] * 100,
    "one late error": [0] * 60 + [1] + [0] * 60,
    "short": [0.1, 0.9, 0.4],
    "empty": [],
}


def adwin(stream, delta=0.002):
    """keeps every value and computes means and variance from them; borders lie where buckets of 1, 2, 4 ... meet"""
    window, sizes, alarms = [], [], []
    for t, x in enumerate(stream, 1):
        window.append(x)
        sizes.append(1)
        size = 1
        while sizes.count(size) > 5:
            at = sizes.index(size)
            sizes[at:at + 2] = [2 * size]
            size *= 2
        drift = False
        while t % 32 == 0 and len(window) > 10:
            w = np.array(window, dtype=float)
            cut = False
            for border in np.cumsum(sizes)[:-1]:
                a, b = w[:border], w[border:]
                if len(a) < 5 or len(b) < 5:
                    continue
                d = math.log(2 * math.log(len(w)) / delta)
                m = 1 / (len(a) - 4) + 1 / (len(b) - 4)
                cut = cut or abs(a.mean() - b.mean()) > math.sqrt(2 * m * w.var() * d) + 2 * d * m / 3
            if not cut:
                break
            window, sizes, drift = window[sizes[0]:], sizes[1:], True
        if drift:
            alarms.append(t - 1)
    return {"alarms": alarms, "width": len(window), "mean": float(np.mean(window)) if window else None}


write("Adwin", f"every value kept, {NUMPY}", [(name, {"stream": numbers(s)}, adwin(s)) for name, s in STREAMS.items()])


def page_hinkley(stream, delta, threshold):
    """each step recomputed from the values since the last alarm"""
    alarms, start = [], 0
    sums = []
    for t, x in enumerate(stream):
        part = stream[start:t + 1]
        mean = math.fsum(part) / len(part)
        sums.append(max(0.0, 0.9999 * (sums[-1] if sums else 0.0) + x - mean - delta))
        if len(part) >= 30 and sums[-1] - min(sums) > threshold:
            alarms.append(t)
            start, sums = t + 1, []
    return {"alarms": alarms}


write("PageHinkley", "Python, own loop", [
    (f"{name}, threshold {h}", {"stream": numbers(s), "delta": 0.005, "threshold": h}, page_hinkley(s, 0.005, h)) for name, s in STREAMS.items() for h in (3, 50)])


def ddm(stream):
    alarms, warnings, part, best = [], [], [], None
    for t, x in enumerate(stream):
        part.append(int(x))
        n, k = len(part), sum(part)
        if n < 30 or k == 0:
            continue
        p = Fraction(k, n)
        s = math.sqrt(p * (1 - p) / n)
        if best is None or p + s <= best[0] + best[1]:
            best = (p, s)
        if p + s > best[0] + 3 * best[1]:
            alarms.append(t)
            part, best = [], None
        elif p + s > best[0] + 2 * best[1]:
            warnings.append(t)
    return {"alarms": alarms, "warnings": warnings}


write("DriftDetectionMethod", "Python, own loop with exact rates", [
    (name, {"stream": numbers(s)}, ddm(s)) for name, s in STREAMS.items() if set(s) <= {0, 1}])


def kswin(stream, alpha, length, newest):
    alarms, start = [], 0
    for t in range(len(stream)):
        part = stream[start:t + 1]
        if len(part) < length:
            continue
        part = part[-length:]
        old, new = part[:-newest], part[-newest:]
        p = exact(old, new)
        if p <= alpha:
            alarms.append(t)
            start = t + 1 - newest
    return {"alarms": alarms}


def exact(a, b):
    """number of ways to deal out the rows that stay below the gap, in whole numbers; ties compared at the end of each run of equal values"""
    n, m = len(a), len(b)
    pooled = sorted(a + b)
    ends = {i + 1 for i in range(n + m) if i + 1 == n + m or pooled[i + 1] != pooled[i]}
    sa, sb = np.sort(a), np.sort(b)
    d = max(abs(int(np.searchsorted(sa, z, "right")) * m - int(np.searchsorted(sb, z, "right")) * n) for z in set(pooled))
    if d == 0:
        return 1.0
    inside = [0] * (m + 1)
    for i in range(n + 1):
        for j in range(m + 1):
            ways = 1 if i == j == 0 else (inside[j] if i else 0) + (inside[j - 1] if j else 0)
            inside[j] = 0 if i + j in ends and abs(i * m - j * n) >= d else ways
    p = 1 - Fraction(inside[m], math.comb(n + m, n))
    if len(ends) == n + m:
        assert abs(stats.ks_2samp(a, b, mode="exact").pvalue - float(p)) < 1e-8
    return float(p)


write("KolmogorovSmirnovWindow", f"Python in whole numbers, without ties checked against {SCIPY} scipy.stats.ks_2samp(mode='exact')", [
    (f"{name}, level {alpha}", {"stream": numbers(s), "alpha": alpha, "length": 60, "newest": 20}, kswin(s, alpha, 60, 20))
    for name, s in STREAMS.items() for alpha in ((0.001,) if len(s) < 200 or name == "nothing happens" else (0.01, 0.0001))])


def ewma(stream, mean, deviation, weight):
    """each level as the weighted sum of all values so far"""
    alarms, level, half = [], mean, 0.0
    x = np.array(stream, dtype=float)
    for t in range(1, len(x) + 1):
        w = weight * (1 - weight) ** np.arange(t - 1, -1, -1)
        level = float(w @ x[:t] + (1 - weight) ** t * mean)
        half = 3 * deviation * math.sqrt((w ** 2).sum())
        if abs(level - mean) > half:
            alarms.append(t - 1)
    return {"alarms": alarms, "level": level, "low": mean - half, "high": mean + half}


write("ExponentiallyWeightedChart", f"weighted sums over all values so far, {NUMPY}", [
    *[(f"{name}, weight {w}", {"stream": numbers(s), "mean": 0.35, "deviation": 0.18, "weight": w}, ewma(s, 0.35, 0.18, w))
      for name, s in STREAMS.items() if "error" not in name and name != "all equal" for w in (0.05, 0.2, 1)],
    ("a reference that does not vary", {"stream": "2*5 2.5 2*5", "mean": 2, "deviation": 0, "weight": 0.5}, {"alarms": [5, 6, 7, 8, 9, 10]})])
