"""Writes digits.bin from scikit-learn's wheel, of which only one file is read.

    pip download scikit-learn==1.5.2 --no-deps --dest /tmp
    python3 make_digits.py /tmp/scikit_learn-1.5.2-*.whl
"""

import gzip
import pathlib
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as wheel:
    text = gzip.decompress(wheel.read("sklearn/datasets/data/digits.csv.gz")).decode()
rows = [[int(float(v)) for v in line.split(",")] for line in text.split()]
assert len(rows) == 1797 and all(len(row) == 65 for row in rows)
assert all(0 <= v <= 16 for row in rows for v in row[:64]) and all(0 <= row[64] <= 9 for row in rows)
(pathlib.Path(__file__).parent / "digits.bin").write_bytes(bytes(v for row in rows for v in row))
