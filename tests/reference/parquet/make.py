"""Parquet files of another program, in every compression that is read. Python, pyarrow 26.0.1."""
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

N = 12
table = pa.table({
    "id": pa.array([f"{i:05}" for i in range(N)]),
    "法人番号": pa.array([1_234_567_890_123_456 + i for i in range(N)], pa.int64()),
    "members": pa.array([None if i % 4 == 3 else i * 10 for i in range(N)], pa.int32()),
    "share": pa.array([None if i % 3 == 2 else i / 3 for i in range(N)]),
    "small": pa.array([i / 4 for i in range(N)], pa.float32()),
    "count": pa.array(range(N), pa.uint16()),
    "region": pa.array(["東京", "大阪", None] * (N // 3)).dictionary_encode(),
    "new": pa.array([i % 2 == 0 for i in range(N)]),
    "start": pa.array([date(2021, 4, 1) + timedelta(days=i) for i in range(N)]),
    "seen": pa.array([datetime(2021, 4, 1, 12) + timedelta(days=i) for i in range(N)], pa.timestamp("ns")),
    "sent": pa.array([datetime(2021, 4, 1, 12) + timedelta(days=i) for i in range(N)], pa.timestamp("us")),
    "paid": pa.array([Decimal(f"{i}.50") for i in range(N)], pa.decimal128(10, 2)),
    "raw": pa.array([f"b{i}".encode() for i in range(N)], pa.binary()),
})
for compression in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    version = "1.0" if compression == "gzip" else "2.6"
    page = "2.0" if compression == "zstd" else "1.0"
    pq.write_table(table, f"{compression}.parquet", compression=compression, version=version,
                   data_page_version=page, row_group_size=7)
