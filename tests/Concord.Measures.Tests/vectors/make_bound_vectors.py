"""Writes the case file of measures known by bin only: every measure of every way in which the rows could lie inside their bins.

Run with Debian's python3, python3-numpy and python3-scipy:  /usr/bin/python3 make_bound_vectors.py
"""
import itertools

import scipy
from scipy import stats

from case_writer import NONE, write

SCIPY = f"SciPy {scipy.__version__}"

TABLES = {
    "plain": ([2, 1, 2], [1, 3, 0], [0.0, 1.0, 3.0, 4.0]),
    "one bin": ([3], [2], [0.0, 2.0]),
    "no overlap": ([2, 0], [0, 3], [0.0, 1.0, 2.0]),
    "the same counts": ([1, 2, 1], [1, 2, 1], [0.0, 1.0, 2.0, 3.0]),
    "empty window": ([1, 2], [0, 0], [0.0, 1.0, 2.0]),
}


def arranged(reference, current, edges):
    """rows of each bin at its lower edge, its upper edge or two places between, in every combination; the edge itself is split so that rows stay in their bins"""
    bins = []
    for r, c, low, high in zip(reference, current, edges, edges[1:]):
        places = [low + 1e-9, low + (high - low) / 3, high - (high - low) / 3, high - 1e-9]
        bins.append([(x, y) for x in itertools.combinations_with_replacement(places, r) for y in itertools.combinations_with_replacement(places, c)])
    for way in itertools.product(*bins):
        yield [v for x, _ in way for v in x], [v for _, y in way for v in y]


def bounds(reference, current, edges):
    if not sum(reference) or not sum(current):
        return {"gap": [NONE, NONE], "area": [NONE, NONE], "most": NONE}, "none"
    gaps, areas, carried = set(), set(), []
    for a, b in arranged(reference, current, edges):
        gaps.add(max(abs(sum(v <= z for v in a) / len(a) - sum(v <= z for v in b) / len(b)) for z in a + b))
        areas.add(sum((p > q) + (p == q) / 2 for p in b for q in a) / len(a) / len(b))
        carried.append(stats.wasserstein_distance(a, b))
    return {"gap": [min(gaps), max(gaps)], "area": [min(areas), max(areas)], "most": (max(carried), "within 1e-7")}, repr(min(carried))


cases = []
for name, (r, c, e) in TABLES.items():
    expected, lowest = bounds(r, c, e)
    cases.append((name, {"reference": " ".join(map(str, r)), "current": " ".join(map(str, c)), "edges": " ".join(map(str, e)), "lowestCarried": lowest}, {**expected, "leastHolds": "True"}))
write("BinnedBounds", f"every arrangement of the rows on four places inside their bins, own loops; {SCIPY} scipy.stats.wasserstein_distance", cases)
