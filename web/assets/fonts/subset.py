"""Makes both files of the mathematics' font: python subset.py FONT (needs fonttools, brotli).

FONT is Latin Modern Math as pulldown-latex ships it in its font folder. One file has the signs
that our notes' formulas use, the other what else readers' own may; both have every stretched
variant of the MATH table. The first has no cuts for small sizes and no hints, so that it is small.
"""
import re
import sys
from pathlib import Path

from fontTools import subset

HERE = Path(__file__).parent
# What is in each file is said once, where browsers are told.
STYLES = (HERE / "../../styles/site.css").read_text(encoding="utf-8")


def signs(name):
    listed = re.search(re.escape(name) + r'"\).*?unicode-range: ([^;]+);', STYLES)[1]
    for part in listed.split(", "):
        low, _, high = part.removeprefix("U+").partition("-")
        yield from range(int(low, 16), int(high or low, 16) + 1)


def cut(name, features, hinting):
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = features
    options.hinting = hinting
    font = subset.load_font(sys.argv[1], options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(signs(name)))
    cutter.subset(font)
    subset.save_font(font, HERE / name, options)


cut("latinmodern-math-rest.woff2", ["*"], True)
cut("latinmodern-math-notes.woff2", [], False)
