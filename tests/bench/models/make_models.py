#!/usr/bin/env python3
"""Writes the cases of the peers' benchmark into a folder: FOLDER/index.json, and for each case
ID.json (graph and shapes), ID.bin (its weights, f32 little-endian), ID.onnx (the same weights).

Weights are random, from a seed; nothing is downloaded.   make_models.py FOLDER
"""
import json
import sys
from pathlib import Path

import numpy as np

from graph import Graph
from onnx_file import write


def bottleneck(g, x, width, out, stride=1, project=False, normalized=False):
    """ResNet's block of three convolutions, BatchNorm folded into them or as nodes of its own."""

    def conv(x, channels, size, stride=1, pad=0, act=None, gain=1.0):
        into = g.shapes[x][1]
        weights = g.drawn(channels, into, size, size, scale=gain * (2 / (into * size * size)) ** 0.5)
        gamma, beta, mean = 1 + g.drawn(channels, scale=0.1), g.drawn(channels, scale=0.1), g.drawn(channels, scale=0.1)
        variance = 1 + 0.1 * np.abs(g.drawn(channels))
        if normalized:
            y = g.conv(x, channels, size, stride, pad, filters=(weights, None))
            y = g.batch_norm(y, (gamma, beta, mean, variance))
            return g.relu(y) if act else y
        factor = gamma / np.sqrt(variance + 1e-5)
        filters = weights * factor[:, None, None, None], beta - mean * factor
        return g.conv(x, channels, size, stride, pad, act=act, filters=filters)

    y = conv(x, width, 1, act="relu")
    y = conv(y, width, 3, stride, 1, act="relu")
    y = conv(y, out, 1, gain=0.25)
    shortcut = conv(x, out, 1, stride, gain=0.7) if project else x
    return g.relu(g.add(y, shortcut))


def basic(g, x, width, stride, project):
    """ResNet's block of two convolutions, BatchNorm folded."""
    y = g.conv(x, width, 3, stride, 1, act="relu")
    y = g.conv(y, width, 3, 1, 1, gain=0.25)
    shortcut = g.conv(x, width, 1, stride, gain=0.7) if project else x
    return g.relu(g.add(y, shortcut))


def attention(g, q, k, v):
    """softmax(q·kᵀ / √d) · v of [1, heads, n, d]."""
    scores = g.scale(g.matmul(q, k, transposed=True), g.shapes[q][-1] ** -0.5)
    return g.matmul(g.softmax(scores), v)


def multi_head(g, x, heads):
    """Self-attention of [1, n, d] with its four projections."""
    batch, n, d = g.shapes[x]
    projected = [g.linear(x, d) for _ in "qkv"]
    split = [g.transpose(g.reshape(p, batch, n, heads, d // heads), 0, 2, 1, 3) for p in projected]
    joined = g.reshape(g.transpose(attention(g, *split), 0, 2, 1, 3), batch, n, d)
    return g.linear(joined, d)


# The cases: each is a graph and the name of its result.


def one_conv(name, into, side, channels, size, stride, pad, note=""):
    g = Graph(name, "cnn", note)
    return g, g.conv(g.input("x", 1, into, side, side), channels, size, stride, pad)


def one_bottleneck(name, normalized, note):
    # One seed: the same convolutions, folded or not.
    g = Graph(name, "cnn", note, seed=77)
    return g, bottleneck(g, g.input("x", 1, 256, 56, 56), 64, 256, normalized=normalized)


def attention_core(n):
    g = Graph(f"attn_h8_n{n}", "dense", "softmax(QKᵀ/8)V, 8 heads of 64")
    return g, attention(g, *(g.input(name, 1, 8, n, 64) for name in "qkv"))


def self_attention(n):
    g = Graph(f"mha_d512_n{n}", "dense", "projections and attention, 8 heads, d_model 512")
    return g, multi_head(g, g.input("x", 1, n, 512), 8)


def layer_norm():
    g = Graph("layernorm_128x512", "dense")
    return g, g.layer_norm(g.input("x", 128, 512))


def softmax():
    g = Graph("softmax_512x512", "dense")
    return g, g.softmax(g.input("x", 512, 512))


def product(n):
    g = Graph(f"matmul_{n}", "dense", "input · resident weights")
    x = g.input("x", n, n)
    return g, g.matmul(x, g.weight(g.drawn(n, n, scale=n ** -0.5)))


def encoder_layer():
    g = Graph("encoder_layer_n128", "dense", "Transformer base: d 512, feed-forward 2048")
    x = g.input("x", 1, 128, 512)
    y = g.layer_norm(g.add(x, multi_head(g, x, 8)))
    return g, g.layer_norm(g.add(y, g.linear(g.linear(y, 2048, act="relu"), 512)))


def alexnet_features():
    g = Graph("alexnet_features", "cnn", "torchvision’s AlexNet, conv1 to pool5")
    y = g.max_pool(g.conv(g.input("x", 1, 3, 224, 224), 64, 11, 4, 2, act="relu"), 3, 2, 0)
    y = g.max_pool(g.conv(y, 192, 5, 1, 2, act="relu"), 3, 2, 0)
    for channels in (384, 256, 256):
        y = g.conv(y, channels, 3, 1, 1, act="relu")
    return g, g.max_pool(y, 3, 2, 0)


def resnet(name, kind, layers):
    g = Graph(name, "cnn", "BatchNorm folded")
    y = g.max_pool(g.conv(g.input("x", 1, 3, 224, 224), 64, 7, 2, 3, act="relu"), 3, 2, 1)
    for stage, count in enumerate(layers):
        width = 64 << stage
        for i in range(count):
            stride = 2 if stage > 0 and i == 0 else 1
            if kind == "basic":
                y = basic(g, y, width, stride, project=stage > 0 and i == 0)
            else:
                y = bottleneck(g, y, width, 4 * width, stride, project=i == 0)
    return g, g.linear(g.average(y), 1000)


def cases():
    yield one_conv("conv1_alex64_224", 3, 224, 64, 11, 4, 2, "torchvision’s conv1")
    yield one_conv("conv1_alex96_224", 3, 224, 96, 11, 4, 2, "with 96 kernels")
    yield one_conv("conv1_alex96_227", 3, 227, 96, 11, 4, 0, "the paper’s conv1")
    yield one_conv("conv3x3_64_56", 64, 56, 64, 3, 1, 1)
    yield one_bottleneck("bottleneck_folded", False, "BatchNorm folded")
    yield one_bottleneck("bottleneck_bn", True, "BatchNorm as it is")
    yield from (attention_core(n) for n in (128, 512))
    yield from (self_attention(n) for n in (128, 512))
    yield layer_norm()
    yield softmax()
    yield from (product(n) for n in (256, 1024))
    yield encoder_layer()
    yield alexnet_features()
    yield resnet("resnet18", "basic", [2, 2, 2, 2])
    yield resnet("resnet50", "bottleneck", [3, 4, 6, 3])


def cold_start():
    """What the convolution widget shows first: one kernel of conv1."""
    return one_conv("cold_start", 3, 227, 1, 11, 4, 0)


def save(graph, out, folder):
    write(graph, out, folder / f"{graph.name}.onnx")
    table, offset = {}, 0
    with open(folder / f"{graph.name}.bin", "wb") as file:
        for name, values in graph.weights.items():
            table[name] = {"shape": list(values.shape), "offset": offset}
            file.write(values.astype("<f4").tobytes())
            offset += values.size
    about = {
        "id": graph.name, "kind": graph.kind, "note": graph.note, "flops": graph.flops,
        "inputs": graph.inputs, "output": {"name": out, "shape": graph.shapes[out]},
        "nodes": graph.nodes, "shapes": graph.shapes, "weights": table,
    }
    (folder / f"{graph.name}.json").write_text(json.dumps(about))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for graph, out in cases():
        save(graph, out, folder)
        names.append(graph.name)
    save(*cold_start(), folder)
    (folder / "index.json").write_text(json.dumps(names))
