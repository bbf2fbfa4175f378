"""Two groups as they are: difference, Welch's standard error and degrees of freedom, at one time and of changes, and the
coefficient of group x period of least squares on the four cells. Fractions throughout, rounded once at the end.

    python3 make.py [OUT]       in this folder; Python 3 alone; reads ../nearest/input.csv
"""

import csv
import json
import platform
import sys
from decimal import Decimal, getcontext
from fractions import Fraction as F

getcontext().prec = 40


def root(x):
    return float((Decimal(x.numerator) / Decimal(x.denominator)).sqrt())


def mean(x):
    return sum(x, F(0)) / len(x)


def variance(x):
    m = mean(x)
    return sum(((v - m) ** 2 for v in x), F(0)) / (len(x) - 1)


def welch(took_part, others):
    v1, v0 = variance(took_part) / len(took_part), variance(others) / len(others)
    df = (v1 + v0) ** 2 / (v1**2 / (len(took_part) - 1) + v0**2 / (len(others) - 1))
    return {
        "n": [len(took_part), len(others)],
        "estimate": float(mean(took_part) - mean(others)),
        "stderr": root(v1 + v0),
        "df": float(df),
    }


with open("../nearest/input.csv", encoding="utf-8-sig") as file:
    rows = list(csv.DictReader(file))
side = lambda name, treat: [F(row[name]) for row in rows if row["treat"] == treat]
change = lambda treat: [F(row["re78"]) - F(row["re75"]) for row in rows if row["treat"] == treat]
cells = {(name, treat): mean(side(name, treat)) for name in ["re75", "re78"] for treat in "10"}
shares = lambda treat: [sum(v == 0 for v in side("re78", treat)), len(side("re78", treat))]
result = {
    "_meta": {"script": "make.py", "python": platform.python_version(), "data": "../nearest/input.csv"},
    "one_time": welch(side("re78", "1"), side("re78", "0")),
    "changes": welch(change("1"), change("0")),
    # Saturated least squares on group, period and their product: its coefficient is this difference of cell means.
    "interaction": float(cells["re78", "1"] - cells["re75", "1"] - cells["re78", "0"] + cells["re75", "0"]),
    "without_income": {"treated": shares("1"), "others": shares("0")},
}
out = sys.argv[1] if len(sys.argv) > 1 else "."
with open(f"{out}/groups.json", "w", encoding="utf-8") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
