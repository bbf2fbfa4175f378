#!/usr/bin/env python3
"""Makes the four tables of the example from files of others, and the study of each.

    pip download --no-deps causaldata==0.1.5      # MIT; holds the experiment and CPS-1
    python3 make_controls.py causaldata-0.1.5.tar.gz [--psid psid_controls.txt] [--out DIR]

psid_controls.txt (PSID-1) is on Dehejia's page, users.nber.org/~rdehejia/nswdata2.html; please cite the papers that README.md of the
folder above names. Nothing of it stands in this project. Two runs give the same bytes.

    cps.csv            185 trained men of the experiment, and the 15,992 men of CPS-1
    psid.csv           the same men, and the 2,490 of PSID-1
    cps-placebo.csv    260 men whom the lot did not choose, in place of the trained: nobody was trained, the truth is 0
    psid-placebo.csv   the same with PSID-1
"""
import argparse
import csv
import io
import tarfile
from pathlib import Path

COLUMNS = ["id", "treat", "age", "educ", "race", "married", "nodegree", "re74", "re75", "re78"]
NAMES = ["treat", "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75", "re78"]
HERE = Path(__file__).parent


def mixtape(archive, name):
    with tarfile.open(archive) as tar:
        member = next(it for it in tar.getmembers() if it.name.endswith(f"/{name}.csv"))
        text = tar.extractfile(member).read().decode("utf-8")
    return [{key: float(row[key]) for key in NAMES} for row in csv.DictReader(io.StringIO(text))]


def dehejia(path):
    lines = Path(path).read_text().split("\n")
    return [dict(zip(NAMES, map(float, line.split()))) for line in lines if line.strip()]


def number(value):
    return f"{value:.7g}" if value != int(value) else str(int(value))


def rows(men, arm, treat):
    for at, man in enumerate(men, 1):
        race = "black" if man["black"] == 1 else "hispan" if man["hisp"] == 1 else "white"
        own = [number(man[key]) for key in ("age", "educ")]
        rest = [number(man[key]) for key in ("marr", "nodegree", "re74", "re75", "re78")]
        yield [f"{arm}{at}", str(treat), *own, race, *rest]


def write(out, name, first, others, first_arm, other_arm):
    with open(out / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows(first, first_arm, 1))
        table.writerows(rows(others, other_arm, 0))
    text = (HERE / "designs.toml").read_text(encoding="utf-8")
    (out / f"{name}.toml").write_text(text.replace("FILE.csv", f"{name}.csv"), encoding="utf-8")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("archive")
    asked.add_argument("--psid")
    asked.add_argument("--out", default=".")
    given = asked.parse_args()
    out = Path(given.out)
    out.mkdir(parents=True, exist_ok=True)
    experiment = mixtape(given.archive, "nsw_mixtape")
    trained = [man for man in experiment if man["treat"] == 1]
    not_drawn = [man for man in experiment if man["treat"] == 0]
    others = {"cps": mixtape(given.archive, "cps_mixtape")}
    if given.psid:
        others["psid"] = dehejia(given.psid)
    assert (len(trained), len(not_drawn), len(others["cps"])) == (185, 260, 15992)
    for name, men in others.items():
        write(out, name, trained, men, "NSW", name.upper())
        write(out, f"{name}-placebo", not_drawn, men, "NSW-C", name.upper())


if __name__ == "__main__":
    main()
