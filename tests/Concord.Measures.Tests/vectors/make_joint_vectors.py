"""Writes the case files of joint drift and of control limits.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_joint_vectors.py
"""
import math

import numpy as np
import scipy
from scipy import optimize, stats

from case_writer import NONE, Z95, text, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
rng = np.random.Generator(np.random.PCG64(31))


def rows_text(rows):
    return " ".join(",".join("." if v is None else repr(float(v)).removesuffix(".0") for v in row) for row in rows) if rows else "empty"


def complete(rows):
    return np.array([r for r in rows if None not in r], dtype=float)


def drawn(n, covariance, mean=None, digits=3):
    k = len(covariance)
    return [[round(float(v), digits) for v in row] for row in rng.multivariate_normal(np.zeros(k) if mean is None else mean, covariance, n)]


CORRELATED = [[1, 0.8, 0.3], [0.8, 1, 0.2], [0.3, 0.2, 1]]
FREE = np.eye(3).tolist()

# ---------------------------------------------------------------- co-moments
MOMENTS = {
    "plain": (drawn(30, CORRELATED), drawn(12, FREE)),
    "missing values": ([[1, 2, None], [2, 1, 5], [3, 5, 1]], [[None, None, 1], [4, 4, 4]]),
    "large offset": ([[1e6 + a, b, c] for a, b, c in drawn(20, CORRELATED, digits=2)], [[1e6 + a, b, c] for a, b, c in drawn(9, CORRELATED, digits=2)]),
    "one row": ([[1, 2, 3]], []),
    "empty": ([], []),
}


def moments(a, b):
    x = complete(a + b)
    if not len(x):
        return {"rows": 0, "incomplete": len(a) + len(b), "means": [NONE] * 3, "covariances": [NONE] * 6}
    c = np.cov((x - x.mean(axis=0)).T, ddof=0) if len(x) > 1 else np.zeros((3, 3))
    return {"rows": len(x), "incomplete": len(a) + len(b) - len(x), "means": ([math.fsum(x[:, i]) / len(x) for i in range(3)], "within 1e-12 relative"),
            "covariances": ([c[i, j] for i in range(3) for j in range(i + 1)], "within 1e-9")}


write("CoMoments", f"{NUMPY}, numpy.cov over the rows of both samples (ddof 0)", [
    (name, {"first": rows_text(a), "second": rows_text(b)}, moments(a, b)) for name, (a, b) in MOMENTS.items()])


# ---------------------------------------------------------------- principal components
def reconstruction(reference, window, share):
    """row by row: project on the kept singular vectors, measure the distance"""
    x, w = complete(reference), complete(window)
    if len(x) < 2:
        return {"kept": 0, "error": NONE}
    vary = x.std(axis=0) > 0
    if vary.sum() < 2:
        return {"kept": 0, "error": NONE}
    m, s = x[:, vary].mean(axis=0), x[:, vary].std(axis=0)
    z = (x[:, vary] - m) / s
    _, sing, vt = np.linalg.svd(z, full_matrices=False)
    ratio = np.zeros(vary.sum())
    ratio[:len(sing)] = sing ** 2 / (sing ** 2).sum()
    kept = int(np.searchsorted(np.cumsum(ratio), share, side="right")) + 1
    if kept >= vary.sum():
        return {"kept": kept, "error": NONE}
    if len(w) < 2:
        return {"kept": kept, "error": NONE}
    y = (w[:, vary] - m) / s
    back = y @ vt[:kept].T @ vt[:kept]
    return {"kept": kept, "error": math.sqrt((np.linalg.norm(y - back, axis=1) ** 2).mean())}


REFERENCE = drawn(80, CORRELATED)
FIVE = rng.normal(0, 1, (5, 5))
FIVE = (FIVE @ FIVE.T).tolist()
PCA = {
    "the same law": (REFERENCE, drawn(40, CORRELATED), 0.65),
    "correlation lost": (REFERENCE, drawn(40, FREE), 0.65),
    "mean moved": (REFERENCE, drawn(40, CORRELATED, [1, 0, 0]), 0.65),
    "five columns of different scales": ([[a * 100, b, c / 50, d, e + 1000] for a, b, c, d, e in drawn(60, FIVE)],
                                         [[a * 100, b, c / 50, d, e + 1000] for a, b, c, d, e in drawn(25, np.eye(5).tolist())], 0.8),
    "a constant column": ([[a, b, 7, c] for a, b, c in drawn(30, CORRELATED)], [[a, b, 9, c] for a, b, c in drawn(10, FREE)], 0.65),
    "missing values": (REFERENCE, [[1, None, 2], [0.5, 0.2, 0.1], [1, 2, 3]], 0.65),
    "all components needed": (REFERENCE, drawn(10, FREE), 0.9999),
    "one varying column": ([[1, 5], [2, 5], [3, 5]], [[1, 5], [2, 5]], 0.65),
    "empty window": (REFERENCE, [], 0.65),
    "window of one row": (REFERENCE, [[1, 2, 3]], 0.65),
    "reference of one row": ([[1, 2, 3]], drawn(5, FREE), 0.65),
}
write("PrincipalComponentReconstruction", f"{NUMPY}, numpy.linalg.svd of the standardised rows, every row projected and measured", [
    (name, {"reference": rows_text(r), "window": rows_text(w), "share": s}, reconstruction(r, w, s)) for name, (r, w, s) in PCA.items()])

LIMITS = {"plain": [0.5, 0.55, 0.47, 0.52, 0.61], "one missing": [1.0, None, 2.0, 3.0], "all equal": [2.0, 2.0, 2.0], "two": [1.0, 2.0], "empty": []}


def limits(values):
    x = [v for v in values if v is not None]
    if len(x) < 3:
        return {"centre": NONE, "low": NONE, "high": NONE, "chunks": len(x)}
    m, s = np.mean(x), np.std(x, ddof=1)
    return {"centre": m, "low": m - 3 * s, "high": m + 3 * s, "chunks": len(x)}


write("ControlLimits", f"{NUMPY}, numpy.std (ddof 1)", [(name, {"chunks": text(v)}, limits(v)) for name, v in LIMITS.items()])


# ---------------------------------------------------------------- domain classifier
def features(rows):
    out = [np.ones(len(rows))]
    ranked, gaps = [], []
    for column in zip(*rows):
        present = np.array([v for v in column if v is not None], dtype=float)
        if len(set(present)) > 1:
            ranks = iter(stats.rankdata(present))
            ranked.append(np.array([0.0 if v is None else (2 * next(ranks) - 1) / len(present) - 1 for v in column]))
        if 0 < len(present) < len(column):
            gaps.append(np.array([float(v is None) for v in column]))
    for i, u in enumerate(ranked):
        out += [u, (3 * u * u - 1) / 2] + [u * v for v in ranked[:i]]
    return np.array(out + gaps).T


def area(pos, neg):
    k = np.array([[1.0 if a > b else 0.5 if a == b else 0.0 for b in neg] for a in pos])
    return k.mean(), k.mean(axis=1).var(ddof=1) / len(pos) + k.mean(axis=0).var(ddof=1) / len(neg)


def classify(reference, current):
    if len(reference) < 20 or len(current) < 20:
        return {"area": NONE, "standardError": NONE, "p": NONE}
    x = features(reference + current)
    if x.shape[1] == 1:
        return {"area": NONE, "standardError": NONE, "p": NONE}
    y = np.array([0.0] * len(reference) + [1.0] * len(current))
    fold = np.array([i % 5 for i in range(len(reference))] + [i % 5 for i in range(len(current))])
    total, variance = 0.0, 0.0
    for k in range(5):
        a, b = x[fold != k], y[fold != k]
        ridge = np.r_[0.0, np.ones(x.shape[1] - 1)]
        w = np.zeros(x.shape[1])
        for _ in range(100):  # Newton's steps
            p = 1 / (1 + np.exp(-a @ w))
            move = np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + np.diag(ridge), a.T @ (b - p) - ridge * w)
            w = w + move
            if np.abs(move).max() < 1e-13:
                break
        check = optimize.minimize(lambda v: np.logaddexp(0, a @ v).sum() - b @ (a @ v) + 0.5 * (ridge * v * v).sum(), w, method="BFGS")
        assert np.abs(check.x - w).max() < 1e-3
        s = np.round(x[fold == k] @ w, 7)
        one, v = area(s[y[fold == k] == 1], s[y[fold == k] == 0])
        total, variance = total + one / 5, variance + 2 * v / 25
    se = math.sqrt(variance)
    return {"area": (total, "within 1e-9"), "standardError": (se, "within 1e-9"), "p": (stats.norm.sf((total - 0.5) / se) if se else 5e-324 if total > 0.5 else 1.0, "within 1e-7")}


DOMAINS = {
    "one law": (drawn(60, CORRELATED), drawn(50, CORRELATED)),
    "mean moved": (drawn(60, CORRELATED), drawn(50, CORRELATED, [0.9, 0, 0])),
    "correlation lost": (drawn(80, CORRELATED), drawn(80, FREE)),
    "more missing values": ([[a, b] for a, b, _ in drawn(40, FREE)], [[a, None if i % 3 == 0 else b] for i, (a, b, _) in enumerate(drawn(40, FREE))]),
    "few distinct values": ([[i % 4, i % 3] for i in range(50)], [[(i * i) % 4, i % 3] for i in range(40)]),
    "a constant column": ([[7, a] for a, _, _ in drawn(25, FREE)], [[7, a + 1] for a, _, _ in drawn(25, FREE)]),
    "nothing varies": ([[7]] * 25, [[7]] * 25),
    "few rows": (drawn(19, FREE), drawn(50, FREE)),
    "empty window": (drawn(30, FREE), []),
}
write("DomainClassifier", f"own features, Newton's steps and all pairs of rows, {NUMPY}; fit checked against {SCIPY} scipy.optimize.minimize", [
    (name, {"reference": rows_text(r), "current": rows_text(c)}, classify(r, c)) for name, (r, c) in DOMAINS.items()])


# ---------------------------------------------------------------- shift of the reconstruction error
def shift(parts, window, share=0.65):
    """each part and the window measured row by row against the directions of all parts together"""
    kept = [p for p in parts if len(complete(p)) >= 2]
    if len(kept) < 3:
        return {"reference": NONE, "window": NONE, "p": NONE}
    rows = [row for p in parts for row in p]
    before, now = reconstruction(rows, rows, share)["error"], reconstruction(rows, window, share)["error"]
    if before is NONE or now is NONE:
        return {"reference": before, "window": now, "p": NONE}
    scatter = sum(len(complete(p)) * (reconstruction(rows, p, share)["error"] ** 2 - before ** 2) ** 2 for p in kept) / (len(kept) - 1)
    spread = math.sqrt(scatter * (1 / len(complete(window)) + 1 / len(complete(rows))))
    if spread <= 1e-12:
        return {"reference": before, "window": now, "p": 1 if abs(now ** 2 - before ** 2) <= 1e-12 else NONE}
    return {"reference": before, "window": now, "p": 2 * stats.t.sf(abs(now ** 2 - before ** 2) / spread, len(kept) - 1)}


def dealt(rows, into):
    return [rows[i::into] for i in range(into)]


SHIFT = {
    "the same law": (dealt(drawn(120, CORRELATED), 6), drawn(40, CORRELATED)),
    "correlation lost": (dealt(drawn(120, CORRELATED), 6), drawn(40, FREE)),
    "correlation gained": (dealt(drawn(90, FREE), 5), drawn(40, CORRELATED)),
    "parts of unlike size, one of a single row, missing values": ([drawn(30, CORRELATED), drawn(9, CORRELATED), [[1, 2, None], *drawn(20, CORRELATED)], drawn(1, CORRELATED)], drawn(25, FREE)),
    "two parts": (dealt(drawn(40, CORRELATED), 2), drawn(20, FREE)),
    "parts that do not differ": ([[[1, 2, 3], [2, 3, 5], [4, 1, 0]]] * 3, [[1, 2, 9], [5, 3, 5], [4, 7, 0]]),
    "the reference itself": ([[[1, 2, 3], [2, 3, 5], [4, 1, 0]]] * 3, [[1, 2, 3], [2, 3, 5], [4, 1, 0]]),
    "window of one row": (dealt(drawn(60, CORRELATED), 4), [[1, 2, 3]]),
}
write("ReconstructionShift", f"{SCIPY}, scipy.stats.t.sf; errors row by row as in PrincipalComponentReconstruction", [
    (name, {**{f"part{k + 1}": rows_text(p) for k, p in enumerate(parts)}, "parts": len(parts), "window": rows_text(w)}, shift(parts, w)) for name, (parts, w) in SHIFT.items()])
