"""A small graph in ONNX's terms (NCHW), from which a case is written for every library.

Every node has one output; a method adds one and returns its name. `flops` counts two for each
multiply-add of convolutions and products, nothing for the rest.
"""
import math
import zlib

import numpy as np


class Graph:
    def __init__(self, name, kind, note="", seed=None):
        """`kind` is "cnn" (pictures, which TensorFlow.js wants channels last) or "dense"."""
        self.name, self.kind, self.note = name, kind, note
        self.random = np.random.default_rng(zlib.crc32(name.encode()) if seed is None else seed)
        self.nodes, self.weights, self.inputs, self.shapes = [], {}, [], {}
        self.flops, self.count = 0, 0

    def drawn(self, *shape, scale=1.0):
        """Normal random numbers."""
        return (self.random.standard_normal(shape) * scale).astype(np.float32)

    def fresh(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def input(self, name, *shape):
        self.inputs.append({"name": name, "shape": list(shape)})
        self.shapes[name] = list(shape)
        return name

    def weight(self, values):
        name = self.fresh("w")
        self.weights[name] = np.ascontiguousarray(values, dtype=np.float32)
        self.shapes[name] = list(values.shape)
        return name

    def node(self, op, inputs, shape, **attrs):
        out = self.fresh("t")
        self.nodes.append({"op": op, "in": inputs, "out": out, "attrs": attrs})
        self.shapes[out] = [int(size) for size in shape]
        return out

    # Operations.

    def conv(self, x, channels, size, stride=1, pad=0, act=None, gain=1.0, filters=None):
        """`filters`: weights [out, in, size, size] and a bias or None; drawn if left out."""
        n, c, h, w = self.shapes[x]
        if filters is None:
            scale = gain * (2 / (c * size * size)) ** 0.5
            filters = self.drawn(channels, c, size, size, scale=scale), self.drawn(channels, scale=0.1)
        weights, bias = filters
        inputs = [x, self.weight(weights)] + ([] if bias is None else [self.weight(bias)])
        shape = [n, channels, *window(h, w, size, stride, pad)]
        self.flops += 2 * math.prod(shape) * c * size * size
        return self.node("Conv", inputs, shape, strides=[stride] * 2, pads=[pad] * 4, kernel=[size] * 2, act=act)

    def batch_norm(self, x, statistics):
        """`statistics`: gamma, beta, mean, variance."""
        return self.node("BatchNorm", [x] + [self.weight(s) for s in statistics], self.shapes[x], eps=1e-5)

    def max_pool(self, x, size, stride, pad):
        n, c, h, w = self.shapes[x]
        shape = [n, c, *window(h, w, size, stride, pad)]
        return self.node("MaxPool", [x], shape, kernel=[size] * 2, strides=[stride] * 2, pads=[pad] * 4)

    def relu(self, x):
        return self.node("Relu", [x], self.shapes[x])

    def add(self, a, b):
        return self.node("Add", [a, b], self.shapes[a])

    def average(self, x):
        """[n, c, h, w] to [n, c]."""
        return self.node("GlobalAvgPool", [x], self.shapes[x][:2])

    def linear(self, x, out, act=None):
        """x · W + b over the last axis; W is [in, out], as in ONNX and TensorFlow."""
        *rows, size = self.shapes[x]
        inputs = [x, self.weight(self.drawn(size, out, scale=size ** -0.5)), self.weight(self.drawn(out, scale=0.02))]
        self.flops += 2 * math.prod(rows) * size * out
        return self.node("Linear", inputs, [*rows, out], act=act)

    def matmul(self, a, b, transposed=False):
        columns = self.shapes[b][-2 if transposed else -1]
        self.flops += 2 * math.prod(self.shapes[a]) * columns
        return self.node("MatMul", [a, b], [*self.shapes[a][:-1], columns], transB=transposed)

    def scale(self, x, value):
        return self.node("Scale", [x], self.shapes[x], value=value)

    def softmax(self, x):
        return self.node("Softmax", [x], self.shapes[x])

    def layer_norm(self, x):
        size = self.shapes[x][-1]
        affine = [self.weight(1 + self.drawn(size, scale=0.1)), self.weight(self.drawn(size, scale=0.1))]
        return self.node("LayerNorm", [x, *affine], self.shapes[x], eps=1e-5)

    def reshape(self, x, *shape):
        return self.node("Reshape", [x], shape)

    def transpose(self, x, *order):
        return self.node("Transpose", [x], [self.shapes[x][axis] for axis in order], perm=list(order))


def window(h, w, size, stride, pad):
    return [(side + 2 * pad - size) // stride + 1 for side in (h, w)]
