"""Standardised differences, improvement index, correction for clusters, attrition and correlation within groups, computed with
scipy and numpy from raw numbers by other routes than the library's. Run `python3 make.py [OUT]`; versions are in `_meta`."""
import json, pathlib, sys
from decimal import Decimal, ROUND_HALF_EVEN
from fractions import Fraction
import numpy, scipy
from scipy import special, stats

O = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
O = O if O.is_dir() else O.parent
rng = numpy.random.default_rng(20240524)


def hedges_raw(t, c):
    """From raw data: residual standard deviation of the regression on the group, then the factor of the standard."""
    y = numpy.concatenate([t, c])
    x = numpy.column_stack([numpy.ones(len(y)), numpy.r_[numpy.ones(len(t)), numpy.zeros(len(c))]])
    b, rss, _, _ = numpy.linalg.lstsq(x, y, rcond=None)
    n = len(y)
    return (1 - 3 / (4 * n - 9)) * b[1] / numpy.sqrt(rss[0] / (n - 2))


hedges = []
for n1, n0 in [(2, 2), (3, 3), (12, 40), (48, 61), (185, 429)]:
    t, c = rng.normal(52, 10, n1), rng.gamma(4, 12, n0)
    hedges.append(dict(mean=[t.mean(), c.mean()], sd=[t.std(ddof=1), c.std(ddof=1)], n=[n1, n0], g=hedges_raw(t, c)))

cox = [dict(p=[a, b], d=(special.logit(a) - special.logit(b)) / 1.65) for a, b in rng.uniform(0.01, 0.99, (8, 2))]
improvement = [dict(g=g, index=100 * (stats.norm.cdf(g) - 0.5)) for g in [-3.0, -0.8, -0.05, 0.0, 0.05, 0.25, 1.4, 4.0]]

clusters = []
for g, n1, n0, m, rho in [(0.3, 200, 200, 20, 0.2), (0.3, 200, 200, 20, 0.1), (-0.45, 60, 90, 15, 0.1), (0.12, 500, 700, 48, 0.2), (0.8, 30, 33, 9, 0.05)]:
    N = n1 + n0
    n = N / m
    t = g / numpy.sqrt(1 / n1 + 1 / n0 + g**2 / (2 * N))
    h = N - 2 - 2 * (n - 1) * rho
    factor = numpy.sqrt(h / (N - 2) / (1 + (n - 1) * rho))
    df = h**2 / ((N - 2) * (1 - rho) ** 2 + n * (N - 2 * n) * rho**2 + 2 * (N - 2 * n) * rho * (1 - rho))
    clusters.append(dict(g=g, n=[n1, n0], clusters=m, icc=rho, t_without=t, t=t * factor, df=df, p=2 * stats.t.sf(abs(t * factor), df)))

TABLE = {  # typed again, a row for each ten per cent
    "cautious": """5.7 5.8 5.9 5.9 6.0 6.1 6.2 6.3 6.3 6.3
6.3 6.2 6.2 6.1 6.0 5.9 5.9 5.8 5.7 5.5
5.4 5.3 5.2 5.1 4.9 4.8 4.7 4.5 4.4 4.3
4.1 4.0 3.8 3.6 3.5 3.3 3.2 3.1 2.9 2.8
2.6 2.5 2.3 2.1 2.0 1.8 1.6 1.5 1.3 1.2
1.0 0.9 0.7 0.6 0.4 0.3 0.2 0.0""",
    "optimistic": """10.0 10.1 10.2 10.3 10.4 10.5 10.7 10.8 10.9 10.9
10.9 10.9 10.9 10.8 10.8 10.7 10.6 10.5 10.3 10.2
10.0 9.9 9.7 9.5 9.4 9.2 9.0 8.8 8.6 8.4
8.2 8.0 7.8 7.6 7.4 7.2 7.0 6.7 6.5 6.3
6.0 5.8 5.6 5.3 5.1 4.9 4.6 4.4 4.2 3.9
3.7 3.5 3.2 3.0 2.8 2.6 2.3 2.1 1.9 1.6
1.4 1.1 0.9 0.7 0.5 0.3""",
}
boundary = {name: text.split() for name, text in TABLE.items()}
attrition = []
for started, kept in [((100, 100), (92, 92)), ((100, 100), (94, 91)), ((1000, 1000), (730, 670)), ((80, 40), (60, 22)), ((200, 200), (82, 82)), ((200, 200), (70, 70)), ((40, 40), (40, 40)), ((200, 200), (170, 182))]:
    lost = [Fraction(s - k, s) for s, k in zip(started, kept)]
    overall = Fraction(sum(started) - sum(kept), sum(started))
    differential = abs(lost[0] - lost[1])
    percent = int((Decimal(overall.numerator) * 100 / Decimal(overall.denominator)).quantize(Decimal(1), ROUND_HALF_EVEN))
    low = {name: percent < len(row) and 100 * differential <= Fraction(row[percent]) for name, row in boundary.items()}
    attrition.append(dict(started=started, kept=kept, overall=float(overall), differential=float(differential), **low))

correlation = []
for n1, n0, r in [(5, 7, 0.6), (30, 50, 0.9), (40, 40, -0.3)]:
    x, arm = rng.normal(size=n1 + n0), numpy.r_[numpy.ones(n1), numpy.zeros(n0)]
    y = r * x + numpy.sqrt(1 - r * r) * rng.normal(size=n1 + n0) + 3 * arm
    x = x + 2 * arm
    within = stats.pearsonr(*[numpy.concatenate([v[arm == a] - v[arm == a].mean() for a in (1, 0)]) for v in (x, y)])[0]
    correlation.append(dict(before=list(x), after=list(y), treated=[bool(a) for a in arm], r=within))

meta = dict(python=sys.version.split()[0], numpy=numpy.__version__, scipy=scipy.__version__)
out = dict(_meta=meta, hedges=hedges, cox=cox, improvement=improvement, clusters=clusters, boundary=boundary, attrition=attrition, correlation=correlation)
(O / "evidence.json").write_text(json.dumps(out, indent=1) + "\n")
