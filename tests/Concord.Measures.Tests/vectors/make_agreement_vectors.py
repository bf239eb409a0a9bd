"""Writes CohenKappa.case: the definition in exact fractions, item by item instead of from marginal sums.

Run with any python3, which needs no packages:  python3 make_agreement_vectors.py
"""
import os
import platform
from fractions import Fraction

TABLES = {
    "two levels, kappa 0.4": [[20, 5], [10, 15]],
    "Fleiss, Levin and Paik (2003), table 18.1": [[75, 1, 4], [5, 4, 1], [0, 0, 10]],
    "full agreement": [[3, 0, 0], [0, 5, 0], [0, 0, 2]],
    "no agreement": [[0, 4], [6, 0]],
    "chance": [[9, 3], [3, 1]],
    "a level nobody used": [[10, 2, 0], [3, 20, 0], [0, 0, 0]],
    "one level only": [[0, 0], [0, 12]],
    "two levels only, disjoint": [[0, 7], [0, 0]],
    "nothing rated": [[0, 0], [0, 0]],
    "no levels": [],
    "large counts": [[4000000000, 1000000000], [500000000, 3000000000]],
}


def agreement(table):
    cells = [(i, j, n) for i, row in enumerate(table) for j, n in enumerate(row) if n]
    total = sum(n for _, _, n in cells)
    if not total:
        return "none", "none", "none"
    observed = Fraction(sum(n for i, j, n in cells if i == j), total)
    # Pair every item of the first rater with every item of the second.
    expected = Fraction(sum(a * b for i, _, a in cells for _, j, b in cells if i == j), total * total)
    return repr(float(observed)), repr(float(expected)), "none" if expected == 1 else repr(float((observed - expected) / (1 - expected)))


lines = ["# CohenKappa", f"# made with: Python {platform.python_version()}, exact fractions, by the definition of Cohen (1960)"]
for name, table in TABLES.items():
    observed, expected, kappa = agreement(table)
    lines += ["", f"case    {name}", f"given   levels  {len(table)}",
              f"given   counts  {' '.join(str(n) for row in table for n in row) or 'empty'}",
              f"expect  observed  {observed}", f"expect  expected  {expected}", f"expect  kappa  {kappa}"]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "CohenKappa.case"), "w", encoding="utf-8") as out:
    out.write("\n".join(lines) + "\n")
