"""Writes the case files of the rank tests between samples.

Run with Debian's python3, python3-numpy, python3-scipy and python3-mpmath:  /usr/bin/python3 make_two_sample_vectors.py
"""
import math
import warnings
from fractions import Fraction
from itertools import combinations

import mpmath as mp
import numpy as np
import scipy
from scipy import stats

from case_writer import NONE, REL, numbers, write

SCIPY = f"SciPy {scipy.__version__}"
MPMATH = f"mpmath {mp.__version__}"
mp.mp.dps = 30
rng = np.random.Generator(np.random.PCG64(11))


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


def smirnov(x, zeros, rest):
    """Smirnov's alternating integrals between the 1st and 2nd, 3rd and 4th ... zero of the determinant; rest(y) = |D(y)|."""
    total, sign, j = mp.mpf(0), 1, 0
    while True:
        a, b = zeros(2 * j + 1), zeros(2 * j + 2)
        part = mp.quad(lambda t: mp.exp(-x * (a + (b - a) * mp.sin(t) ** 2) / 2) / (a + (b - a) * mp.sin(t) ** 2)
                       / mp.sqrt(rest(a + (b - a) * mp.sin(t) ** 2)) * (b - a) * mp.sin(2 * t), [0, 0.005, 0.01, 0.02, 0.04, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.2, mp.pi / 2])
        total += sign * part / mp.pi
        if part < mp.mpf(10) ** -22 * total:
            return total
        sign, j = -sign, j + 1


def cvm_law(x):
    return smirnov(mp.mpf(x), lambda j: (j * mp.pi) ** 2, lambda y: abs(mp.sin(mp.sqrt(y)) / mp.sqrt(y)))


def determinant(y):
    return -mp.cos(mp.pi / 2 * mp.sqrt(1 + 4 * y)) / (mp.pi * y)


def ad_law(x, k):
    x = mp.mpf(x)
    if k == 2:
        return smirnov(x, lambda j: mp.mpf(j) * (j + 1), lambda y: abs(determinant(y)))
    if k == 3:  # all zeros are double: a sum of exponentials
        return mp.nsum(lambda j: (-1) ** (int(j) + 1) * (2 * j + 1) * mp.exp(-x * j * (j + 1) / 2), [1, 200], method="d")


def small(value):
    return float(value)


write("CramerVonMisesLaw", f"{MPMATH}, Smirnov's alternating integrals; the body checked against {SCIPY} scipy.stats._hypotests._cdf_cvm_inf", [
    *[(f"statistic {x}", {"x": repr(x)}, {"upperTail": (small(cvm_law(x)), REL)}) for x in (0.02, 0.05, 0.11, 1 / 6, 0.3473, 0.46136, 0.74346, 1.5, 5.0, 40.0)],
    ("nothing", {"x": "0"}, {"upperTail": 1}), ("below nothing", {"x": "-0.2"}, {"upperTail": 1})])
for x in (0.05, 0.3, 1.2):
    assert abs(float(cvm_law(x)) - (1 - stats._hypotests._cdf_cvm_inf(x))) < 1e-12


def ad_four(x):
    """k = 4 by Imhof's integral over the closed determinant; the argument is followed continuously"""
    def integrand(t):
        if t == 0:
            return (3 - x) / 2
        theta, log_rho = mp.mpf(0), mp.mpf(0)
        w = mp.sqrt(1 + 8j * t)
        log_d = mp.log(1 + mp.exp(1j * mp.pi * w)) - 1j * mp.pi / 2 * w - mp.log(2) - mp.log(-2j * mp.pi * t)
        log_phi = mp.mpc(-1.5) * log_d
        return mp.im(mp.exp(log_phi - 1j * t * x)) / t
    return mp.mpf(1) / 2 + mp.quad(integrand, [0, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512], method="gauss-legendre") / mp.pi


write("AndersonDarlingLaw", f"{MPMATH}: two samples by Smirnov's alternating integrals, three by the sum of exponentials, four by Gil-Pelaez inversion", [
    *[(f"statistic {x}, two samples", {"x": repr(x), "samples": 2}, {"upperTail": (small(ad_law(x, 2)), REL)}) for x in (0.1, 0.3, 1.0, 1.933, 2.492, 3.857, 10.0, 60.0, 600.0)],
    *[(f"statistic {x}, three samples", {"x": repr(x), "samples": 3}, {"upperTail": (small(ad_law(x, 3)), REL)}) for x in (0.6, 1.0, 2.0, 4.0, 12.0, 100.0)],
    *[(f"statistic {x}, four samples", {"x": repr(x), "samples": 4}, {"upperTail": (small(ad_four(mp.mpf(x))), "within 1e-10")}) for x in (1.0, 3.0, 6.0, 9.0)],
    ("nothing", {"x": "0", "samples": 2}, {"upperTail": 1})])

PAIRS = {
    "shifted": (rounded(rng.normal(0, 1, 40)), rounded(rng.normal(0.8, 1.2, 30))),
    "one law": (rounded(rng.normal(0, 1, 25)), rounded(rng.normal(0, 1, 50))),
    "far apart": (rounded(rng.normal(0, 1, 60)), rounded(rng.normal(9, 1, 60))),
    "small": ([1.5, 2.5, 7], [0.5, 3, 9, 11]),
    "heavy ties": ([1] * 20 + [2] * 30 + [3] * 10, [1] * 5 + [2] * 10 + [3] * 15 + [4] * 2),
    "two values": ([0] * 30 + [1] * 10, [0] * 4 + [1] * 11),
    "one value in common": ([5, 5, 5, 5], [5, 5, 6]),
    "missing on both sides": ([1, None, 3, 4], [None, 2, 2]),
    "one value each": ([1], [2]),
    "both constant and equal": ([4] * 9, [4, 4]),
    "empty window": ([1, 2, 3], []),
    "empty reference": ([], [1, 2]),
    "window with missing rows only": ([1, 2, 3], [None, None]),
}


def present(rows):
    return [r for r in rows if r is not None]


def cramer(r, c):
    a, b = present(r), present(c)
    if not a or not b:
        return {"statistic": NONE, "p": NONE}
    n, m = len(a), len(b)
    total = Fraction(0)
    for z in a + b:  # exact fractions, row by row
        at_most = Fraction(sum(x <= z for x in a), n) - Fraction(sum(x <= z for x in b), m)
        less = Fraction(sum(x < z for x in a), n) - Fraction(sum(x < z for x in b), m)
        total += (at_most ** 2 + less ** 2) / 2
    t = Fraction(n * m, (n + m) ** 2) * total
    size = n + m
    mean = Fraction(1, 6) * (1 + Fraction(1, size))
    variance = Fraction((size + 1) * (4 * n * m * size - 3 * (n * n + m * m) - 2 * n * m), 45 * size * size * 4 * n * m)
    x = 1 / mp.mpf(6) + (mp.mpf(t.numerator) / t.denominator - mp.mpf(mean.numerator) / mean.denominator) / mp.sqrt(mp.mpf(45 * variance.numerator) / variance.denominator) if variance > 0 else mp.mpf(0)
    p = 1 if x < 0.003 else cvm_law(x)
    if len(set(a + b)) == n + m and max(n, m) > 20:
        check = stats.cramervonmises_2samp(a, b, method="asymptotic")
        assert abs(check.statistic - float(t)) < 1e-12 and abs(check.pvalue - float(p)) < 1e-8  # its far tail ends there
    return {"statistic": float(t), "p": (float(p), REL)}


write("CramerVonMises", f"own loop over rows in exact fractions and {MPMATH}; without ties checked against {SCIPY} scipy.stats.cramervonmises_2samp", [
    (name, {"reference": numbers(r), "current": numbers(c)}, cramer(r, c)) for name, (r, c) in PAIRS.items()])


def anderson(samples):
    rows = [present(s) for s in samples]
    if len(rows) < 2 or any(not s for s in rows) or len({x for s in rows for x in s}) < 2 or sum(map(len, rows)) < 4:
        return {"statistic": NONE, "standardized": NONE, "p": NONE}
    k, n = len(rows), sum(map(len, rows))
    pooled = [x for s in rows for x in s]
    total = Fraction(0)  # from the definition in exact fractions
    for s in rows:
        part = Fraction(0)
        for z in set(pooled):
            at = pooled.count(z)
            b = sum(x < z for x in pooled) + Fraction(at, 2)
            m = sum(x < z for x in s) + Fraction(s.count(z), 2)
            part += Fraction(at, n) * (n * m - b * len(s)) ** 2 / (b * (n - b) - Fraction(n * at, 4))
        total += part / len(s)
    total *= Fraction(n - 1, n)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        standardized = stats.anderson_ksamp(rows).statistic
    variance = (k - 1) * 2 * (math.pi ** 2 - 9) / 3
    x = k - 1 + standardized * math.sqrt(variance)
    p = 1 if x < 0.01 * (k - 1) else ad_law(x, k) if k < 4 else ad_four(mp.mpf(x))
    return {"statistic": float(total), "standardized": standardized, "p": (float(p), "within 1e-7 relative")}


SAMPLES = {name: [r, c] for name, (r, c) in PAIRS.items()} | {
    "three samples": [rounded(rng.normal(0, 1, 20)), rounded(rng.normal(0.3, 1, 15)), rounded(rng.normal(0, 2, 25))],
    "four samples with ties": [[1, 2, 2, 3, 5], [2, 2, 4, 6, 6, 7], [1, 1, 3, 3], [5, 6, 7, 8, 8]],
    "one sample": [[1, 2, 3, 4]],
}
write("AndersonDarling", f"A² from the definition in exact fractions; standardised by {SCIPY} scipy.stats.anderson_ksamp(midrank=True); tail of the limit law by {MPMATH}", [
    (name, {f"sample{i + 1}": numbers(s) for i, s in enumerate(samples)}, anderson(samples)) for name, samples in SAMPLES.items()])


def exact(r, c):
    """every way to choose the rows of one sample among all rows"""
    a, b = present(r), present(c)
    if not a or not b:
        return {"statistic": NONE, "p": NONE}
    pooled, n, m = a + b, len(a), len(b)
    points = sorted(set(pooled))

    def gap(chosen):
        first = [pooled[i] for i in chosen]
        second = [pooled[i] for i in range(n + m) if i not in chosen]
        return max(abs(Fraction(sum(x <= z for x in first), n) - Fraction(sum(x <= z for x in second), m)) for z in points)
    d = gap(frozenset(range(n)))
    ways = [gap(frozenset(w)) >= d for w in combinations(range(n + m), n)]
    return {"statistic": float(d), "p": (sum(ways) / len(ways), REL)}


SMALL = {
    "small": ([1.5, 2.5, 7], [0.5, 3, 9, 11]),
    "apart": ([1, 2, 3, 4, 5], [11, 12, 13, 14, 15, 16]),
    "the same rows": ([1, 2, 3, 4], [1, 2, 3, 4]),
    "ties": ([1, 1, 2, 2, 3, 3], [2, 3, 3, 4, 4, 4]),
    "two values": ([0, 0, 0, 0, 1], [0, 1, 1, 1, 1, 1]),
    "missing rows play no part": ([1, None, 3, 4], [None, 2, 2]),
    "one value each": ([1], [2]),
    "constant and equal": ([4, 4, 4], [4, 4]),
    "empty window": ([1, 2, 3], []),
    "empty reference": ([], [1, 2]),
}
cases = [(name, {"reference": numbers(r), "current": numbers(c)}, exact(r, c)) for name, (r, c) in SMALL.items()]
for name, (n, m, shift) in {"larger, no ties": (60, 45, 0.5), "larger, far tail": (120, 90, 5.0), "larger, one law": (150, 150, 0.0)}.items():
    a, b = rounded(rng.normal(0, 1, n), 6), rounded(rng.normal(shift, 1, m), 6)
    found = stats.ks_2samp(a, b, mode="exact")
    # SciPy subtracts from 1 here, so its far tails are checked by the number of lattice paths instead
    da = max(abs(sum(x <= z for x in a) * m - sum(x <= z for x in b) * n) for z in a + b)
    inside = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            inside[i][j] = 0 if abs(i * m - j * n) >= da else 1 if i == j == 0 else (inside[i - 1][j] if i else 0) + (inside[i][j - 1] if j else 0)
    p = 1 - Fraction(inside[n][m], math.comb(n + m, n))
    assert abs(found.pvalue - float(p)) < 1e-9
    cases.append((name, {"reference": numbers(a), "current": numbers(b)}, {"statistic": da / (n * m), "p": (float(p), REL)}))
write("KolmogorovSmirnovExact", f"every way to deal out the rows, counted; without ties the number of lattice paths in whole numbers, checked against {SCIPY} scipy.stats.ks_2samp(mode='exact')", cases)
