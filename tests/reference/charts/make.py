"""Reference values of tests/it/charts_numbers.rs: python3 make.py OUT

Weighted means with errors from statsmodels (weighted least squares on a constant, HC1 and clusters), means of parts from
numpy. Numbers are as Python prints them (17 digits).
"""
import json
import sys

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm

rng = np.random.default_rng(20240501)


def mean_case(n, clusters=None, scale=1.0, shift=0.0):
    y = np.round(rng.normal(shift, scale, n), 6)
    w = rng.choice([0.5, 1.0, 1.5, 2.0], n)
    model = sm.WLS(y, np.ones(n), weights=w)
    if clusters:
        c = rng.integers(0, clusters, n)
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": c, "use_correction": False})
        g = len(np.unique(c))
        # The textbook factor g/(g-1) alone; statsmodels' own also has (n-1)/(n-k), which is 1 for a constant.
        error = float(fit.bse[0]) * np.sqrt(g / (g - 1))
        df = g - 1
    else:
        c = None
        fit = model.fit(cov_type="HC1")
        error, df = float(fit.bse[0]), n - 1
    t = scipy.stats.t.ppf(0.975, df)
    mean = float(fit.params[0])
    return {
        "values": y.tolist(), "weight": w.tolist(), "cluster": None if c is None else c.tolist(),
        "mean": mean, "error": float(error), "df": int(df), "low": float(mean - t * error), "high": float(mean + t * error),
    }


def parts_case(n, k):
    y = np.round(rng.exponential(10.0, n), 3)
    s = np.sort(y)
    edges = [i * n // k for i in range(k + 1)]
    return {"values": y.tolist(), "parts": k, "means": [float(np.mean(s[a:b])) for a, b in zip(edges, edges[1:])],
            "sizes": [b - a for a, b in zip(edges, edges[1:])]}


out = {
    "_meta": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "means": [mean_case(12), mean_case(57, clusters=9), mean_case(40, scale=3e6, shift=2.5e7), mean_case(200, clusters=60), mean_case(2)],
    "parts": [parts_case(23, 2), parts_case(47, 4), parts_case(103, 10)],
}
with open(sys.argv[1] + "/charts.json", "w") as file:
    json.dump(out, file, separators=(",", ":"))
    file.write("\n")
