"""Writes imagenet.txt and licence.txt from torchvision's wheel, of which only two files are read.

    pip download torchvision==0.29.2 --no-deps --dest /tmp
    python3 make_classes.py /tmp/torchvision-0.29.2-*.whl
"""

import ast
import pathlib
import sys
import zipfile

here = pathlib.Path(__file__).parent
with zipfile.ZipFile(sys.argv[1]) as wheel:
    source = wheel.read("torchvision/models/_meta.py").decode()
    licence = next(n for n in wheel.namelist() if n.endswith(".dist-info/LICENSE"))
    (here / "licence.txt").write_bytes(wheel.read(licence))

for statement in ast.parse(source).body:
    if isinstance(statement, ast.Assign) and statement.targets[0].id == "_IMAGENET_CATEGORIES":
        names = ast.literal_eval(statement.value)
assert len(names) == 1000
(here / "imagenet.txt").write_text("".join(f"{name}\n" for name in names))
