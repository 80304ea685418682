"""Makes the goldens: /usr/bin/python3 make_golden.py (Debian's python3-torch).

Computed in float64 from inputs rounded to float32, and rounded to float32 at the
end. One safetensors file an operation; `cases` in its metadata says for each case
the inputs, the options as the JavaScript call takes them, and the outputs.
"""
import json
import struct
from pathlib import Path

import torch
import torch.nn.functional as F

HERE = Path(__file__).parent
torch.set_num_threads(1)


def write(name, cases):
    tensors, listed = {}, []
    for case, (op, inputs, options, output) in cases.items():
        names = ["x", "w", "b"][: len(inputs)]
        for key, tensor in list(zip(names, inputs)) + [("y", output)]:
            if tensor is not None:
                tensors[f"{case}/{key}"] = tensor.to(torch.float32).contiguous()
        given = [key if tensor is not None else None for key, tensor in zip(names, inputs)]
        listed.append({"name": case, "op": op, "inputs": given, "options": options, "outputs": ["y"]})
    header, at, body = {"__metadata__": {"cases": json.dumps(listed), "torch": torch.__version__}}, 0, b""
    for key in sorted(tensors):
        data = tensors[key].numpy().tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensors[key].shape), "data_offsets": [at, at + len(data)]}
        at, body = at + len(data), body + data
    text = json.dumps(header, sort_keys=True).encode()
    text += b" " * (-len(text) % 8)
    (HERE / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)


def randn(*shape, seed):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).double()


def conv(seed, x, w, bias=True, activation=None, **options):
    x, w = randn(*x, seed=seed), randn(*w, seed=seed + 1) / (w[1] * w[2] * w[3]) ** 0.5
    w = w.float().double()
    b = randn(w.shape[0], seed=seed + 2) if bias else None
    y = F.conv2d(x, w, b, **{k: tuple(v) if isinstance(v, list) else v for k, v in options.items()})
    if activation:
        y, options = F.relu(y), {**options, "activation": activation}
    return "conv2d", [x, w, b], options, y


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
})
alexnet = {f"alexnet_{side}": conv(side, (1, 3, side, side), (4, 3, 11, 11), stride=4, padding=p)
           for side, p in ((227, 0), (224, 2))}
write("conv2d_alexnet", alexnet)

shapes = {"rank_1": (7,), "rank_2": (3, 5), "rank_4": (2, 3, 4, 5)}
write("relu", {name: (("relu", [x], {}, F.relu(x))) for name, x in
               ((n, randn(*s, seed=i) * 1000) for i, (n, s) in enumerate(shapes.items()))})


def pool(seed, shape, kernel, shift=0.0, **options):
    x = (randn(*shape, seed=seed) + shift).float().double()
    names = {"ceilMode": "ceil_mode"}
    given = {names.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    y = F.max_pool2d(x, tuple(kernel) if isinstance(kernel, list) else kernel, **given)
    return "maxPool2d", [x], {"kernel": kernel, **options}, y


write("max_pool2d", {
    "overlapping": pool(0, (1, 4, 55, 55), 3, stride=2),
    "plain": pool(10, (2, 3, 8, 10), 2),
    "padding_over_negatives": pool(20, (1, 2, 9, 7), 3, shift=-50.0, stride=2, padding=1),
    "ceil": pool(30, (1, 3, 8, 9), 3, stride=2, ceilMode=True),
    "ceil_padded": pool(40, (1, 3, 7, 6), 2, stride=3, padding=1, ceilMode=True),
    "pairs": pool(50, (1, 2, 11, 13), [2, 5], stride=[3, 2], padding=[1, 2]),
})

# The code that the page shows, executed: its weights and its output.
import contextlib
import io
import os
import subprocess

root = HERE / "../.."
shown = subprocess.run(["cargo", "run", "-q", "-p", "share", "--example", "snippets"],
                       cwd=root, check=True, capture_output=True, text=True).stdout
cases = {}
os.chdir(root / "web/assets/pictures")
for part in shown.split("#### ")[1:]:
    query, code = part.split("\n", 1)
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    cases[query or "default"] = ("conv2d", [None, names["w"]], {}, names["y"])
write("snippets", cases)
