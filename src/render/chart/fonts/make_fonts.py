#!/usr/bin/env python3
"""Makes the two fonts of the charts: subsets of BIZ UDPGothic, Regular and Bold.

    python3 make_fonts.py [--from DIR] [--check] [OUT]

DIR holds BIZUDPGothic-Regular.ttf and BIZUDPGothic-Bold.ttf (default: where Debian's package puts them).
--check makes them twice in a temporary folder and compares with the stored files instead of writing.

Source     BIZ UDPGothic 1.05, Copyright 2022 The BIZ UDGothic Project Authors
           (https://github.com/googlefonts/morisawa-biz-ud-gothic), SIL Open Font License 1.1 without a Reserved
           Font Name (OFL.txt). Debian 12: fonts-morisawa-bizud-gothic 1.05-2; the sha256 below are of its files.
Made with  fonttools 4.68.0, Python 3.11 (its codecs give the list of characters). Other versions may give other bytes.

Kept: Latin-1, Latin Extended-A, Greek, Cyrillic of JIS X 0208, kana, JIS X 0208 levels 1 and 2, the extensions of
code page 932 (NEC and IBM rows: ①, ㈱, 髙, 﨑), and whatever the font has of punctuation, arrows, signs and shapes.
Dropped: hinting, vertical alternates, kanji beyond these. Layout features kept: ccmp, liga.
The font has no subscript digits and no superscripts beyond ¹²³: charts must not use them.
"""
import argparse
import hashlib
import sys
import tempfile
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont

FONTTOOLS = "4.68.0"
DEBIAN = "/usr/share/fonts/truetype/bizud-gothic"
FACES = {
    "BIZUDPGothic-Regular.ttf": "8d4fd9568ad662d9eb1bc8ca8663dcd76a6336373e3e3f32d634978db4c7388e",
    "BIZUDPGothic-Bold.ttf": "4148bfdc5da1f32b9e20b2ca25c26da409f4594b8c31da8d3f0d04628793adc4",
}
BLOCKS = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x02B0, 0x036F),                    # modifiers and combining accents
    (0x0370, 0x03FF),                    # Greek
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF),  # punctuation, raised and lowered, currencies
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF),  # letterlike, arrows, mathematics, technical
    (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),  # enclosed, boxes and shapes, symbols, ticks
    (0x3000, 0x30FF), (0x31F0, 0x31FF), (0x3200, 0x33FF),  # CJK punctuation, kana, enclosed and squared
    (0xFF00, 0xFFEF),                    # full and half width forms
]
# What charts and reports use: must be there, or this script fails.
NEEDED = "–—…‘’“”•≤≥≠×÷±−∞√▲△▽●○◎■□◆→←↑↓〜～℃㎡№①⑳㈱㈲髙﨑✓ōūāćēŁßéαβχμσ・ー「」、。％￥\u00a0"


def characters():
    wanted = {c for low, high in BLOCKS for c in range(low, high + 1)}
    for high in range(0x81, 0xFD):
        for low in range(0x40, 0xFD):
            for codec in ("cp932", "shift_jis"):  # they name a few signs differently: ～ and 〜, － and −
                try:
                    text = bytes([high, low]).decode(codec)
                except UnicodeDecodeError:
                    continue
                wanted |= {ord(c) for c in text if not 0xE000 <= ord(c) <= 0xF8FF}  # private use left out
    return sorted(wanted)


def make(source, target):
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["ccmp", "liga"]
    options.name_IDs = ["*"]  # copyright, trademark and licence stay in the file
    options.recalc_timestamp = False
    options.drop_tables += ["meta", "DSIG"]
    options.ignore_missing_unicodes = True
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="source", type=Path, default=Path(DEBIAN))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("out", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    args = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        print(f"note: fonttools {fontTools.version}, the stored files were made with {FONTTOOLS}", file=sys.stderr)
    for name, digest in FACES.items():
        source = args.source / name
        if hashlib.sha256(source.read_bytes()).hexdigest() != digest:
            print(f"note: {source} is not the file of Debian's 1.05-2", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            made = []
            for run in ("one", "two") if args.check else ("one",):
                target = Path(folder) / f"{run}-{name}"
                make(source, target)
                made.append(target.read_bytes())
            covered = TTFont(target).getBestCmap()
        missing = [c for c in NEEDED if ord(c) not in covered]
        if missing:
            sys.exit(f"{name} lacks {' '.join(missing)}")
        if args.check:
            if made[0] != made[1]:
                sys.exit(f"{name}: two runs differ")
            if made[0] != (args.out / name).read_bytes():
                sys.exit(f"{name}: differs from the stored file")
        else:
            (args.out / name).write_bytes(made[0])
        print(f"{name}: {len(made[0])} bytes, {len(covered)} characters, sha256 {hashlib.sha256(made[0]).hexdigest()}")


if __name__ == "__main__":
    main()
