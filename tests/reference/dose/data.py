"""Makes input.csv: 120 organisations, their grant in yen, hours of accompaniment, size, field, region and income before and after.

    python3 data.py > input.csv

Larger organisations receive more and grow more; each million yen adds 400 thousand yen to the income on average, less and less.
"""
import math
import random

random.seed(20261201)
print("id,grant,hours,size,field,region,income0,income1")
for unit in range(120):
    size = round(5 + random.gammavariate(2.0, 10.0), 1)
    field = random.choice(["arts", "care", "youth"])
    region = "r%02d" % (unit % 24)
    grant = 10_000 * round(100 * math.exp(0.35 + 0.012 * size + (0.25 if field == "care" else 0) + random.gauss(0, 0.45)))
    hours = 0 if random.random() < 0.18 else round(20 + 0.4 * size + random.gauss(0, 8))
    before = round(3_000_000 + 90_000 * size + random.gauss(0, 900_000))
    gain = 250_000 + 700_000 * math.log1p(grant / 1e6) + 12_000 * max(hours, 0) + 9_000 * size + random.gauss(0, 700_000)
    after = "" if unit % 29 == 7 else str(round(before + gain))
    print(f"u{unit:03d},{grant},{max(hours, 0)},{size},{field},{region},{before},{after}")
