"""Writes the case files of the chi-square test of rare levels and of unseen levels.

Mean and variance of the statistic come from going through every way to deal the rows out, level by level, in whole fractions; no formula of theirs is used.
Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_sparse_vectors.py
"""
from collections import defaultdict
from fractions import Fraction
from math import comb

import numpy as np
import scipy
from scipy import optimize, stats

from case_writer import NONE, REL, levels, write


def moments(n, totals):
    """Over all subsets of n of the rows: for each number of rows dealt so far, weight, sum and sum of squares of the statistic."""
    everything = sum(totals)
    m = everything - n
    state = {0: (1, Fraction(0), Fraction(0))}
    for total in totals:
        following = defaultdict(lambda: [0, Fraction(0), Fraction(0)])
        for dealt, (weight, first, second) in state.items():
            for here in range(total + 1):
                ways = comb(total, here)
                gap = Fraction(here) - Fraction(n * total, everything)
                part = gap * gap * Fraction(everything * everything, n * m * total)
                row = following[dealt + here]
                row[0] += ways * weight
                row[1] += ways * (first + part * weight)
                row[2] += ways * (second + 2 * part * first + part * part * weight)
        state = {dealt: tuple(row) for dealt, row in following.items() if dealt <= n}
    weight, first, second = state[n]
    mean = first / weight
    return float(mean), float(second / weight - mean * mean)


cases = []
for name, reference, current in [
    ("all levels new", [3] * 6 + [0] * 6, [0] * 6 + [3] * 6),
    ("nothing moved", [1, 2, 1, 0, 2, 1, 1, 2], [1, 1, 2, 1, 2, 1, 0, 2]),
    ("uneven sides", [1, 1, 1, 0, 0, 0, 1], [2, 3, 0, 4, 2, 1, 3]),
    ("levels of one row beside larger ones", [1, 0, 1, 1, 0, 4, 2, 3], [0, 1, 0, 0, 1, 1, 4, 3]),
    ("a level without rows", [2, 0, 3, 1], [1, 0, 0, 4]),
    ("every level once: no way to deal tells anything", [1, 1, 0, 0], [0, 0, 1, 1]),
    ("one level", [4], [5]),
]:
    pairs = [(a, b) for a, b in zip(reference, current) if a + b]
    totals = [a + b for a, b in pairs]
    n, m = sum(reference), sum(current)
    p = NONE
    if len(pairs) > 1:
        statistic = stats.chi2_contingency([[a for a, _ in pairs], [b for _, b in pairs]], correction=False)[0]
        mean, variance = moments(n, totals)
        if variance > 0:
            p = stats.gamma.sf(statistic, mean * mean / variance, scale=variance / mean)
    cases.append((name, {"reference": " ".join(map(str, reference)), "current": " ".join(map(str, current))}, {"p": p if p is NONE else (float(p), REL)}))

write("ChiSquareSparse", f"SciPy {scipy.__version__}, scipy.stats.gamma with mean and variance by going through every way to deal", cases)


def bound(reference, current):
    """Chernoff's bound by SciPy's minimiser, in plain sums over the levels."""
    n, m = sum(reference.values()), sum(current.values())
    totals = [reference.get(level, 0) + current.get(level, 0) for level in {**reference, **current}]
    unseen = sum(rows for level, rows in current.items() if level not in reference)
    if unseen == 0:
        return 0, 1.0
    share = m / (n + m)

    def log_bound(tilt):
        return sum(np.logaddexp(np.log1p(-share**t), t * np.log(share) + tilt * t) for t in totals) - tilt * unseen

    found = optimize.minimize_scalar(log_bound, bounds=(0, 60), method="bounded", options={"xatol": 1e-12})
    return unseen, float(np.exp(min(0.0, found.fun)))


cases = []
for name, reference, current in [
    ("one new level of six rows", {"a": 300, "b": 200}, {"a": 296, "b": 198, "new": 6}),
    ("three rows beside a large reference", {"a": 20000, "b": 10000}, {"a": 300, "b": 197, "new": 3}),
    ("half of the window new in rare levels", {"a": 500, **{f"l{i}": 5 for i in range(100)}}, {"a": 500, **{f"n{i}": 5 for i in range(100)}}),
    ("rare levels that come and go", {f"l{i}": 1 for i in range(60)}, {f"l{i}": 1 for i in range(30, 90)}),
    ("nothing new", {"a": 3, "b": 4}, {"a": 9}),
]:
    unseen, p = bound(reference, current)
    cases.append((name, {"reference": levels(reference), "current": levels(current)}, {"share": (unseen / sum(current.values())), "p": (p, "within 1e-6 relative")}))

write("UnseenLevels", f"SciPy {scipy.__version__}, scipy.optimize.minimize_scalar on Chernoff's bound", cases)
