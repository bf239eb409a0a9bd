"""Writes the case files of label maturity, bounds, intersections, trends and data quality.

Run with Debian's python3, python3-numpy, python3-pandas and python3-scipy:  /usr/bin/python3 make_quality_vectors.py
"""
import datetime as dt
import itertools
import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import scipy
from scipy import stats

from case_writer import NONE, REL, Z95, levels, numbers, tail, write

SCIPY = f"SciPy {scipy.__version__}"
NUMPY = f"NumPy {np.__version__}"
PANDAS = f"pandas {pd.__version__}"
rng = np.random.Generator(np.random.PCG64(61))

# ---------------------------------------------------------------- difference of rates
RATES = {"plain": (105, 148, 223, 330), "Newcombe's example": (56, 70, 48, 80), "nobody on one side": (0, 12, 30, 100), "nobody": (0, 10, 0, 20), "everybody": (10, 10, 20, 20),
         "all against none": (10, 10, 0, 10), "one row each": (1, 1, 0, 1), "empty first": (0, 0, 3, 10), "empty second": (3, 10, 0, 0), "large": (500000, 1000000, 499000, 1000000)}


def difference(a, n, b, m):
    if not n or not m:
        return {"difference": NONE, "low": NONE, "high": NONE}
    p, q = stats.binomtest(a, n).proportion_ci(method="wilson"), stats.binomtest(b, m).proportion_ci(method="wilson")
    x, y = a / n, b / m
    return {"difference": x - y, "low": x - y - math.hypot(x - p.low, q.high - y), "high": x - y + math.hypot(p.high - x, y - q.low)}


write("RateDifference", f"{SCIPY}, scipy.stats.binomtest(...).proportion_ci(method='wilson'), put together by Newcombe's formula", [
    (name, dict(zip(("successes1", "trials1", "successes2", "trials2"), v)), difference(*v)) for name, v in RATES.items()])

# ---------------------------------------------------------------- trend
TRENDS = {
    "rising": [(0, 0.80, 0.02), (1, 0.83, 0.02), (2, 0.84, 0.03), (3, 0.90, 0.02)],
    "scattered": [(0, 0.80, 0.01), (1, 0.93, 0.01), (2, 0.74, 0.02), (3, 0.90, 0.01), (4, 0.7, 0.05)],
    "uneven times": [(0.5, 10, 1), (7, 12, 0.5), (30, 9, 2), (31, 8, 0.1)],
    "flat": [(0, 0.5, 0.1), (1, 0.5, 0.1), (2, 0.5, 0.1)],
    "a window without a value": [(0, 0.5, 0.1), (1, None, 0.1), (2, 0.6, 0.1), (3, 0.9, 0.2)],
    "an error of nothing is left out": [(0, 0.5, 0.1), (1, 0.9, 0), (2, 0.6, 0.1), (3, 0.9, 0.2)],
    "two windows": [(0, 0.5, 0.1), (1, 0.6, 0.1)],
    "one time": [(2, 0.5, 0.1), (2, 0.6, 0.1), (2, 0.7, 0.1)],
    "none": [],
}


def trend(points):
    known = [(t, v, s) for t, v, s in points if v is not None and s]
    if len(known) < 3 or len({t for t, _, _ in known}) < 2:
        return {"slope": NONE, "error": NONE, "low": NONE, "high": NONE, "p": NONE, "windows": len(known)}
    t, v, s = (np.array(x, dtype=float) for x in zip(*known))
    x = np.c_[np.ones(len(t)), t] / s[:, None]
    b, *_ = np.linalg.lstsq(x, v / s, rcond=None)
    chi = ((v / s - x @ b) ** 2).sum() / (len(t) - 2)
    e = math.sqrt(np.linalg.inv(x.T @ x)[1, 1] * max(chi, 1))
    slope = 0.0 if abs(b[1]) < 1e-12 else b[1]
    return {"slope": slope, "error": e, "low": slope - Z95 * e, "high": slope + Z95 * e, "p": (2 * stats.norm.sf(abs(slope) / e), "within 1e-8"), "windows": len(t)}


write("WeightedTrend", f"{NUMPY}, numpy.linalg.lstsq of the scaled rows; {SCIPY} scipy.stats.norm.sf; points are time:value:error", [
    (name, {"windows": " ".join(":".join("none" if x is None else repr(float(x)) for x in point) for point in points) or "empty"}, trend(points)) for name, points in TRENDS.items()])

# ---------------------------------------------------------------- bounds: name=allRows,allSelected,tp,fp,tn,fn
GROUPS = {
    "labels of the selected only": {"a": (40, 20, 12, 8, 0, 0), "b": (30, 9, 7, 2, 0, 0)},
    "some of both": {"a": (20, 9, 4, 2, 5, 3), "b": (16, 8, 5, 1, 4, 2), "c": (5, 2, 1, 1, 1, 1)},
    "all labels known": {"a": (14, 6, 4, 2, 5, 3), "b": (12, 6, 5, 1, 4, 2)},
    "no label known": {"a": (6, 2, 0, 0, 0, 0), "b": (5, 5, 0, 0, 0, 0)},
    "nobody selected": {"a": (6, 0, 0, 0, 4, 1), "b": (5, 0, 0, 0, 2, 3)},
    "a group without rows": {"a": (6, 3, 2, 1, 2, 1), "b": (0, 0, 0, 0, 0, 0)},
    "nobody": {"a": (0, 0, 0, 0, 0, 0)},
}


def possible(v):
    """every way in which the unknown outcomes could turn out"""
    rows, selected, tp, fp, tn, fn = v
    us, ur = selected - tp - fp, rows - selected - tn - fn
    for a in range(us + 1):
        for b in range(ur + 1):
            yield tp + a, fp + us - a, tn + ur - b, fn + b


def ends(values):
    known = [v for v in values if v is not None]
    return (min(known), max(known)) if known else (NONE, NONE)


MEASURES = {"truePositiveRate": lambda tp, fp, tn, fn: Fraction(tp, tp + fn) if tp + fn else None, "falsePositiveRate": lambda tp, fp, tn, fn: Fraction(fp, fp + tn) if fp + tn else None,
            "positivePredictiveValue": lambda tp, fp, tn, fn: Fraction(tp, tp + fp) if tp + fp else None, "baseRate": lambda tp, fp, tn, fn: Fraction(tp + fn, tp + fp + tn + fn) if tp + fp + tn + fn else None,
            "accuracy": lambda tp, fp, tn, fn: Fraction(tp + tn, tp + fp + tn + fn) if tp + fp + tn + fn else None}


def bounds(groups):
    out = {name: [x for v in groups.values() for x in ends([f(*w) for w in possible(v)])] for name, f in MEASURES.items()}
    f = MEASURES["truePositiveRate"]
    sets = [sorted({x for x in (f(*w) for w in possible(v)) if x is not None}) for v in groups.values()]
    sets = [(s[0], s[-1]) for s in sets if s]
    # the least difference lets every rate take any value between its ends
    low = max([Fraction(0)] + [a[0] - b[1] for a, b in itertools.permutations(sets, 2)])
    high = max([max(c) - min(c) for c in itertools.product(*sets)]) if len(sets) > 1 else None
    out["difference"] = [low, high] if len(sets) > 1 else [NONE, NONE]
    return {k: [NONE if x is NONE else float(x) for x in v] for k, v in out.items()}


write("SelectiveLabelBounds", "every way in which the unknown outcomes could turn out, in exact fractions; groups are name=allRows,allSelected,tp,fp,tn,fn", [
    (name, {"groups": " ".join(f"{k}={','.join(map(str, v))}" for k, v in groups.items())}, bounds(groups)) for name, groups in GROUPS.items()])

# ---------------------------------------------------------------- intersections
people = pd.DataFrame({"sex": rng.choice(["female", "male"], 200), "age": rng.choice(["old", "young"], 200), "region": rng.choice(["n", "s", "w"], 200),
                       "decision": rng.integers(0, 2, 200), "label": rng.choice([0, 1, 2], 200)})  # label 2: unknown


def counts(part):
    known = part[part.label < 2]
    d, y = known.decision, known.label
    return [len(part), int(part.decision.sum()), int(((d == 1) & (y == 1)).sum()), int(((d == 1) & (y == 0)).sum()), int(((d == 0) & (y == 0)).sum()), int(((d == 0) & (y == 1)).sum())]


cells = " ".join(f"{'|'.join(k)}={','.join(map(str, counts(p)))}" for k, p in people.groupby(["sex", "age", "region"]))
write("GroupTable", f"{PANDAS}, pandas.DataFrame.groupby of the single rows; cells are level|level|level=allRows,allSelected,tp,fp,tn,fn", [
    (" and ".join(by), {"attributes": "sex age region", "cells": cells, "by": " ".join(by)},
     {"groups": " ".join(f"{'_x_'.join(k if isinstance(k, tuple) else (k,))}={','.join(map(str, counts(p)))}" for k, p in people.groupby(list(by) if len(by) > 1 else by[0]))})
    for by in (("sex",), ("region",), ("sex", "age"), ("region", "sex"), ("sex", "age", "region"))])

# ---------------------------------------------------------------- maturity
DELAYS = {1: 10, 5: 30, 30: 50, 90: 9, 400: 1}
DAYS = {"2026-01-05": (100, 90), "2026-01-20": (80, 60), "2026-01-31": (120, 30)}
MATURITY = {
    "half way": (DAYS, DELAYS, 25, "2026-02-10"),
    "final": (DAYS, DELAYS, 25, "2026-06-10"),
    "late": ({k: (n, y // 5) for k, (n, y) in DAYS.items()}, DELAYS, 0, "2026-04-01"),
    "before the window": (DAYS, DELAYS, 25, "2025-12-31"),
    "labels at once": ({"2026-01-05": (10, 10)}, {0: 5}, 0, "2026-01-05"),
    "nothing known about delays": (DAYS, {}, 0, "2026-02-10"),
    "no rows": ({}, DELAYS, 0, "2026-02-10"),
}


def maturity(days, delays, never, today):
    n, y = sum(v[0] for v in days.values()), sum(v[1] for v in days.values())
    out = {"in": y / n if n else NONE}
    row = [d for d, c in delays.items() for _ in range(c)]
    if not n or not row:
        return {**out, "expected": NONE, "finalBy": "none", "isFinal": "False", "isLate": "False"}
    now = dt.date.fromisoformat(today)
    chance = {d: sum(x <= (now - dt.date.fromisoformat(d)).days for x in row) / (len(row) + never) for d in days}
    expected = sum(v[0] * chance[d] for d, v in days.items())
    spread = math.sqrt(sum(v[0] * chance[d] * (1 - chance[d]) for d, v in days.items()))
    until = sorted(row)[math.ceil(Fraction(99, 100) * len(row)) - 1]
    final = max(dt.date.fromisoformat(d) for d in days) + dt.timedelta(days=until)
    return {**out, "expected": expected / n, "finalBy": final.isoformat(), "isFinal": str(now >= final), "isLate": str(y < expected - 3 * spread)}


write("LabelMaturity", "Python, one row at a time; days are day=rows,labelled and delays days=labels", [
    (name, {"days": " ".join(f"{k}={n},{y}" for k, (n, y) in days.items()) or "empty", "delays": levels(delays), "never": never, "today": today}, maturity(days, delays, never, today))
    for name, (days, delays, never, today) in MATURITY.items()])

# ---------------------------------------------------------------- quality
SAMPLES = {"plain": [1, 2, 3, 50, -4, 3, None, 3], "all equal": [7] * 5, "at the edges": [0, 10, 10], "one value": [11], "only missing": [None, None], "empty": []}


def share(k, n):
    return k / n if n else NONE


write("OutOfRange", "Python, own loop", [
    (name, {"rows": numbers(rows), "lowest": 0, "highest": 10}, {"share": share(sum(v is not None and not 0 <= v <= 10 for v in rows), sum(v is not None for v in rows))})
    for name, rows in SAMPLES.items()])
write("ConstantColumn", f"{PANDAS}, pandas.Series.value_counts", [
    (name, {"rows": numbers(rows)}, {"mostFrequent": share(pd.Series(rows, dtype=float).value_counts().max() if any(v is not None for v in rows) else 0, sum(v is not None for v in rows))})
    for name, rows in SAMPLES.items()])
write("Duplicates", f"{PANDAS}, pandas.Series.duplicated", [
    (name, {"rows": numbers(rows)}, {"share": share(int(pd.Series([v for v in rows if v is not None], dtype=float).duplicated().sum()), sum(v is not None for v in rows))})
    for name, rows in SAMPLES.items()])

KINDS = {
    "numbers become text": ({"1": 40, "2.5": 30, "-3e2": 5}, {"1": 20, "1,5": 10, "N/A": 5}),
    "whole numbers become numbers": ({"1": 40, "20": 30}, {"1": 20, "2.5": 10}),
    "numbers all whole": ({"1.5": 40, "20": 30}, {"1": 20, "3": 10}),
    "dates become numbers": ({"2026-03-12": 4, "2026-03-12T08:00:00Z": 2}, {"45728": 6}),
    "truth values": ({"true": 4, "False": 2}, {"0": 3, "1": 3}),
    "missing does not count": ({"1": 4, "__missing__": 2}, {"2": 3, "__missing__": 9}),
    "odd forms": ({"1": 1}, {"+4": 1, "1e999": 1, "0x10": 1, ".5": 1, "5.": 1, "1_000": 1, "Infinity": 1, "2026-13-40": 1, "12:30": 1, "TRUE": 1, "99999999999999999999": 1}),
    "empty": ({}, {}),
}


def kind(v):
    if re.fullmatch(r"[+-]?\d+", v):
        return 0 if -2 ** 63 <= int(v) < 2 ** 63 else 1
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", v):
        return 1 if math.isfinite(float(v)) else 4
    if v.lower() in ("true", "false"):
        return 2
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z?)?", v):
        try:
            dt.date.fromisoformat(v[:10])
            return 3
        except ValueError:
            return 4
    return 4


def kinds(r, c):
    out = []
    for side in (r, c):
        n = [0] * 5
        for k, v in side.items():
            if k != "__missing__":
                n[kind(k)] += v
        out.append(n)
    names = ["whole_number", "number", "truth_value", "date", "text"]
    new = [names[i] for i in range(5) if out[1][i] and not out[0][i] and not (i == 0 and out[0][1])]
    return {"reference": out[0], "current": out[1], "newKinds": " ".join(new) or "empty"}


write("ValueKinds", "Python regular expressions", [(name, {"reference": levels(r), "current": levels(c)}, kinds(r, c)) for name, (r, c) in KINDS.items()])

ARRIVALS = ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "2026-03-03T06:00:00Z", "2026-03-03T06:00:00Z", "2026-03-04T00:00:00Z", "2026-03-07T00:00:00Z"]


def fresh(newest, now, hours, arrivals):
    age = NONE if newest is NONE else (pd.Timestamp(now) - pd.Timestamp(newest)) / pd.Timedelta(hours=hours)
    times = sorted({pd.Timestamp(a) for a in arrivals})
    gaps = [(b - a) / pd.Timedelta(days=1) for a, b in zip(times, times[1:])]
    return {"staleness": age if age is not NONE and age >= 0 else NONE, "usualGap": np.quantile(gaps, 0.95) if gaps else NONE}


write("Freshness", f"{PANDAS}, pandas.Timestamp; {NUMPY}, numpy.quantile", [
    (name, {"newest": v[0] or "none", "now": v[1], "hours": v[2], "arrivals": " ".join(v[3]) or "empty"}, fresh(*v)) for name, v in {
        "in time": ("2026-03-07T00:00:00Z", "2026-03-07T12:00:00Z", 24, ARRIVALS), "late": ("2026-03-07T00:00:00Z", "2026-03-12T12:00:00+02:00", 24, ARRIVALS),
        "just arrived": ("2026-03-07T00:00:00Z", "2026-03-07T00:00:00Z", 1, ARRIVALS[:2]), "in the future": ("2026-03-07T00:00:00Z", "2026-03-06T00:00:00Z", 24, ARRIVALS[:1]),
        "no rows": (NONE, "2026-03-06T00:00:00Z", 24, [])}.items()])


def volume(rows, earlier):
    if len(earlier) < 3 or np.median(earlier) == 0:
        return {"ratio": NONE, "score": NONE}
    m = np.median(earlier)
    return {"ratio": rows / m, "score": (rows - m) / max(1.4826 * np.median(np.abs(np.array(earlier) - m)), math.sqrt(m))}


write("Volume", f"{NUMPY}, numpy.median", [
    (name, {"rows": rows, "earlier": " ".join(map(str, earlier)) or "empty"}, volume(rows, earlier)) for name, (rows, earlier) in {
        "as usual": (1020, [1000, 950, 1100, 1010]), "half": (500, [1000, 950, 1100, 1010]), "an outage among the earlier": (1000, [1000, 0, 990, 1010, 1005]),
        "all earlier equal": (1100, [1000] * 5), "nothing arrived": (0, [900, 1000, 1100]), "few earlier": (5, [4, 6]), "earlier without rows": (5, [0, 0, 0, 7])}.items()])


LOST = {
    "nothing lost": ({"a": 300, "b": 200}, {"a": 10, "b": 9, "c": 1}), "a rare one": ({"a": 300, "b": 198, "c": 2}, {"a": 300, "b": 200}), "a common one": ({"a": 300, "b": 150, "c": 50}, {"a": 300, "b": 200}),
    "two, and missing gone too": ({"a": 300, "b": 20, "c": 5, "__missing__": 90}, {"a": 77}), "no value now": ({"a": 5}, {"__missing__": 5}), "no value before": ({}, {"a": 5}), "all lost": ({"a": 30, "b": 20}, {"c": 50}),
}


def lost(r, c):
    before, now = ({k: v for k, v in side.items() if k != "__missing__" and v} for side in (r, c))
    return before, now, [v for k, v in before.items() if k not in now]


def lost_share(r, c):
    before, now, gone = lost(r, c)
    return sum(gone) / sum(before.values()) if before and now else NONE


def lost_p(r, c):
    before, now, gone = lost(r, c)
    if not before or not now:
        return NONE
    n, m = sum(before.values()), sum(now.values())
    return (tail(min(1, len(before) * min(stats.hypergeom.pmf(v, n + m, n, v) for v in gone))), "within 1e-7 relative") if gone else 1


def outside_range(k, m, n):
    if m > 2000:
        return stats.betabinom.sf(k - 1, m, 2, n - 1)
    ways = sum((i + 1) * math.comb(m - i + n - 2, n - 2) for i in range(k, m + 1))
    return float(Fraction(ways, math.comb(m + n, n)))


write("FaultProbabilities", f"Python fractions over all divisions; {SCIPY}, scipy.stats.betabinom and scipy.stats.hypergeom", [
    *[(f"{k} of {m} values outside the range of {n}", {"kind": "range", "outside": k, "values": m, "reference": n}, {"p": (tail(outside_range(k, m, n)), "within 1e-7 relative")})
      for k, m, n in ((0, 500, 500), (1, 500, 500), (4, 500, 500), (9, 500, 500), (40, 2000, 500), (3, 100000, 500), (5, 5, 2), (20, 500, 32561))],
    *[(f"all {m} values are one that {c} of {n} held", {"kind": "constant", "with": c, "reference": n, "values": m}, {"p": (tail(stats.hypergeom.pmf(m, n + m, c + m, m)), "within 1e-7 relative")})
      for c, n, m in ((499, 500, 500), (495, 500, 500), (450, 500, 500), (0, 500, 3), (500, 500, 500), (9990, 10000, 2000))],
    *[(name, {"kind": "lost", "before": levels(r), "now": levels(c)}, {"share": lost_share(r, c), "p": lost_p(r, c)}) for name, (r, c) in LOST.items()]])
