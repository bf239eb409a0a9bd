"""How a case file is written; shared by the make_*.py scripts."""
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
NONE = None
Z95 = 1.959963984540054
REL = "within 1e-9 relative"


class Tail:
    """A probability below the smallest double, which SciPy gives as 0, is expected as that smallest double."""

    def __init__(self, p):
        self.p = p


def tail(p):
    return NONE if p is NONE else Tail(p)


def text(value):
    if isinstance(value, Tail):
        return repr(max(float(value.p), 5e-324))
    if value is NONE:
        return "none"
    if isinstance(value, (list, tuple, np.ndarray)):
        return " ".join(text(v) for v in value) if len(value) else "empty"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, str):
        return value
    return repr(float(value))


def numbers(rows):
    """Rows as text; a run of equal values is written value*count, a missing one as a dot."""
    out, i = [], 0
    rows = list(rows)
    while i < len(rows):
        j = i
        while j < len(rows) and (rows[j] == rows[i] or (rows[i] is None and rows[j] is None)):
            j += 1
        value = "." if rows[i] is None else repr(float(rows[i])).removesuffix(".0")
        out.append(value if j - i == 1 else f"{value}*{j - i}")
        i = j
    return " ".join(out) if out else "empty"


def labelled(rows):
    return " ".join(f"{repr(float(s))}:{int(y)}" for s, y in rows) if len(rows) else "empty"


def levels(counts):
    return " ".join(f"{k}={v}" for k, v in counts.items()) if counts else "empty"


def write(name, made_with, cases):
    """cases: (name, given {..: text}, expect {..: value or (value, 'within …')})."""
    with open(os.path.join(HERE, name + ".case"), "w", encoding="utf-8") as out:
        out.write(f"# {name}\n# made with: {made_with}\n")
        for title, given, expect in cases:
            out.write(f"\ncase    {title}\n")
            for key, value in given.items():
                out.write(f"given   {key}  {value}\n")
            for key, value in expect.items():
                tolerance = ""
                if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str) and value[1].startswith("within"):
                    value, tolerance = value
                out.write(f"expect  {key}  {text(value)}{'  ' + tolerance if tolerance else ''}\n")
