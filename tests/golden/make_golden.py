"""Makes the goldens: /usr/bin/python3 make_golden.py [file …] (Debian's python3-torch).

Computed in float64 from inputs rounded to float32, and rounded to float32 at the
end. One safetensors file an operation, all of them or those named; README.md says
what is in a file. Here are the cases of the first page and of the code it shows;
the others are in the `cases_*.py` beside it.
"""
import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import torch
import torch.nn.functional as F

from golden_file import DTYPE, HERE, case, pairs, wanted, write, write_file


def randn(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(DTYPE)


def conv(seed, x, w, bias=True, activation=None, **options):
    x, w = randn(*x, seed=seed), randn(*w, seed=seed + 1) / (w[1] * w[2] * w[3]) ** 0.5
    w = w.float().to(DTYPE)
    b = randn(w.shape[0], seed=seed + 2) if bias else None
    y = F.conv2d(x, w, b, **pairs(options))
    if activation:
        y, options = F.relu(y), {**options, "activation": activation}
    return case("conv2d", {"x": x, "w": w, "b": b}, {"y": y}, options)


write("conv2d", {
    "one_by_one": conv(0, (2, 5, 7, 9), (3, 5, 1, 1)),
    "padding_1": conv(10, (1, 3, 13, 11), (8, 3, 3, 3), padding=1),
    "stride_2": conv(20, (1, 4, 12, 15), (5, 4, 3, 3), stride=2),
    "asymmetric": conv(30, (1, 3, 17, 14), (7, 3, 3, 5), stride=[2, 3], padding=[1, 2]),
    "dilation": conv(40, (1, 2, 15, 16), (4, 2, 3, 3), dilation=[1, 3], padding=2),
    "groups_2": conv(50, (2, 6, 9, 9), (10, 3, 3, 3), groups=2, padding=1),
    "depthwise": conv(60, (1, 31, 8, 7), (31, 1, 3, 3), groups=31, padding=1),
    "depthwise_two": conv(70, (1, 5, 8, 7), (10, 1, 5, 5), groups=5, padding=2),
    "no_bias_relu": conv(80, (3, 3, 10, 10), (33, 3, 3, 3), bias=False, activation="relu"),
    "whole_input": conv(90, (1, 3, 6, 5), (4, 3, 8, 7), padding=1),
    "even_kernels": conv(100, (1, 3, 11, 12), (6, 3, 2, 4), stride=[1, 2]),
    "wide": conv(110, (1, 64, 7, 7), (33, 64, 3, 3), padding=1),
    "one_output": conv(120, (1, 3, 37, 41), (1, 3, 11, 11), stride=4, padding=2),
    "one_output_dilated": conv(130, (1, 3, 29, 31), (1, 3, 5, 5), stride=3, padding=4, dilation=2),
    "not_square": conv(140, (1, 3, 7, 13), (5, 3, 3, 5), padding=[1, 2]),
    "even_square": conv(150, (2, 5, 10, 9), (31, 5, 4, 4), stride=2, padding=1),
    "primes": conv(160, (1, 7, 17, 19), (11, 7, 5, 3), stride=3, padding=[2, 1]),
    "all_at_once": conv(170, (3, 4, 11, 13), (6, 2, 3, 3), groups=2, stride=[1, 2], dilation=2, padding=[2, 1],
                        activation="relu"),
    "one_by_one_stride_2": conv(180, (1, 33, 5, 6), (5, 33, 1, 1), stride=2),
    "more_padding_than_kernel": conv(190, (1, 2, 4, 3), (3, 2, 2, 2), padding=3),
    "one_channel": conv(200, (1, 1, 9, 31), (1, 1, 3, 3)),
})
alexnet = {f"alexnet_{side}": conv(side, (1, 3, side, side), (4, 3, 11, 11), stride=4, padding=p)
           for side, p in ((227, 0), (224, 2))}
write("conv2d_alexnet", alexnet)


def rectified(x):
    return case("relu", {"x": x}, {"y": F.relu(x)})


shapes = {"rank_1": (7,), "rank_2": (3, 5), "rank_4": (2, 3, 4, 5), "rank_3": (3, 5, 7)}
ends = torch.tensor([0.0, -0.0, 1e-30, -1e-30, 1e30, -1e30, 3e38, -3e38]).to(DTYPE)
write("relu", {
    **{name: rectified(randn(*shape, seed=i) * 1000) for i, (name, shape) in enumerate(shapes.items())},
    "zeros_and_ends": rectified(ends),
})


def pool(seed, shape, kernel, shift=0.0, scale=1.0, **options):
    x = (randn(*shape, seed=seed) * scale + shift).float().to(DTYPE)
    given = pairs({"ceil_mode" if key == "ceilMode" else key: v for key, v in options.items()})
    y = F.max_pool2d(x, **pairs({"kernel_size": kernel}), **given)
    return case("maxPool2d", {"x": x}, {"y": y}, {"kernel": kernel, **options})


write("max_pool2d", {
    "overlapping": pool(0, (1, 4, 55, 55), 3, stride=2),
    "plain": pool(10, (2, 3, 8, 10), 2),
    "padding_over_negatives": pool(20, (1, 2, 9, 7), 3, shift=-50.0, stride=2, padding=1),
    "ceil": pool(30, (1, 3, 8, 9), 3, stride=2, ceilMode=True),
    "ceil_padded": pool(40, (1, 3, 7, 6), 2, stride=3, padding=1, ceilMode=True),
    "pairs": pool(50, (1, 2, 11, 13), [2, 5], stride=[3, 2], padding=[1, 2]),
    "whole": pool(60, (1, 5, 7, 7), 7),
    "kernel_pair_is_stride": pool(70, (3, 1, 7, 17), [3, 2]),
    "ceil_stride_left_out": pool(80, (1, 2, 7, 9), 2, ceilMode=True),
    "ceil_over_negatives": pool(90, (1, 2, 6, 7), 3, shift=-50.0, stride=2, padding=1, ceilMode=True),
    "far_below_zero": pool(100, (1, 2, 5, 5), 3, shift=-3e38, scale=5e36, stride=2, padding=1),
    "one_pixel": pool(110, (1, 3, 4, 5), 1, stride=2),
})

import cases_shape, cases_norm, cases_block, cases_attention, cases_layer, cases_net, cases_grad, cases_train  # noqa: E401, F401

if not wanted("snippets"):
    sys.exit()
# The code that the page shows, executed: its weights and its output.
root = HERE / "../.."
shown = subprocess.run(["cargo", "run", "-q", "-p", "share", "--example", "snippets"],
                       cwd=root, check=True, capture_output=True, text=True).stdout
kept = {}
# Beside the reader's code lie the files that it names.
beside = tempfile.TemporaryDirectory()
for folder in ["pictures", "nets", "digits"]:
    for file in (root / "web/assets" / folder).resolve().iterdir():
        os.symlink(file, os.path.join(beside.name, f"{folder}-{file.name}" if file.name == "CREDITS.md" else file.name))
os.chdir(beside.name)
parts = [part.split("\n", 1) for part in shown.split("#### ")[1:]]
# Of a training its first steps.
codes = [re.sub(r"^seed, steps = (\d+), \d+$", r"seed, steps = \1, 3", code, flags=re.M) for _, code in parts]
# Cell by cell, as the notebook has it.
cells = json.loads(subprocess.run(["node", HERE / "cells.mjs"], input=json.dumps(codes), check=True,
                                  capture_output=True, text=True).stdout)
for (head, _), code in zip(parts, cells):
    widget, results, query = head.split(" ")
    names = {}
    # As in a reader's fresh Python: the code before may have asked for another.
    torch.set_default_dtype(torch.float32)
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in code:
            exec(cell, names)
    results = {name: names[name] for name in results.split(",")}
    kept.update({f"{widget}/{query}/{name}": tensor for name, tensor in results.items()})
    if query == "default":
        # What "check" on the page holds both backends to.
        write_file(root / f"web/assets/check/{widget}.safetensors", results)
write_file(HERE / "snippets.safetensors", kept)
