"""Makes latinmodern-math.woff2: python subset.py FONT (needs fonttools, brotli).

FONT is Latin Modern Math as pulldown-latex ships it in its font folder. Kept are the
signs that the notes' formulas can use, with every stretched variant of the MATH table.
"""
import sys
from pathlib import Path

from fontTools import subset

RANGES = [(0x20, 0x7E), (0xA0, 0xFF), (0x391, 0x3F6), (0x2010, 0x2044), (0x2061, 0x2064),
          (0x2070, 0x209C), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF),
          (0x2308, 0x230B), (0x27E8, 0x27EF), (0x2A00, 0x2A0C), (0x1D400, 0x1D467),
          (0x1D49C, 0x1D4CF), (0x1D538, 0x1D56B), (0x1D6A8, 0x1D7D7)]
options = subset.Options()
options.flavor = "woff2"
options.layout_features = ["*"]
font = subset.load_font(sys.argv[1], options)
cutter = subset.Subsetter(options)
cutter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
cutter.subset(font)
subset.save_font(font, Path(__file__).parent / "latinmodern-math.woff2", options)
