"""Elementwise operations, sums, shapes, products, embedding and loss."""
import torch
import torch.nn.functional as F

from golden_file import case, pairs, write


def unary(op, f, *shape, **how):
    def made(draw):
        x = draw(*shape, **how)
        return case(op, {"x": x}, {"y": f(x)})
    return made


def binary(op, f, left, right):
    def made(draw):
        a, b = draw(*left), draw(*right)
        return case(op, {"a": a, "b": b}, {"y": f(a, b)})
    return made


def values(op, f, *numbers):
    def made(draw):
        x = draw(len(numbers)) * 0 + torch.tensor(numbers)
        return case(op, {"x": x}, {"y": f(x)})
    return made


for op, f in {"add": torch.add, "sub": torch.sub, "mul": torch.mul}.items():
    write(op, {
        "same": binary(op, f, (2, 3, 5), (2, 3, 5)),
        "last_axis": binary(op, f, (2, 3, 31), (31,)),
        "both_stretch": binary(op, f, (2, 1, 4), (3, 1)),
        "channels": binary(op, f, (2, 3, 5, 7), (3, 1, 1)),
        "one": binary(op, f, (3, 4), (1,)),
        "shorter_first": binary(op, f, (7,), (3, 5, 7)),
        "long": binary(op, f, (1033,), (1033,)),
    })

write("exp", {
    "unit": unary("exp", torch.exp, 3, 5, 7),
    "rank_1": unary("exp", torch.exp, 1031, scale=2.0),
    "far": values("exp", torch.exp, 0.0, 1.0, -1.0, 10.0, -10.0, -80.0, -1000.0),
})
write("tanh", {
    "unit": unary("tanh", torch.tanh, 3, 5, 7),
    "rank_1": unary("tanh", torch.tanh, 1031, scale=3.0),
    "far": values("tanh", torch.tanh, 0.0, 1e-4, -1e-4, 20.0, -20.0, 100.0, -100.0, 1e4, -1e4),
})


def reduced(op, *shape, axes=None, **how):
    def made(draw):
        x = draw(*shape, **how)
        f = getattr(torch, op)
        y = f(x) if axes is None else f(x, dim=axes)
        return case(op, {"x": x}, {"y": y}, {} if axes is None else {"axes": axes})
    return made


for op in ("sum", "mean"):
    write(op, {
        "all": reduced(op, 3, 5, 7),
        "last": reduced(op, 3, 5, 33, axes=[-1]),
        "first": reduced(op, 5, 3, 2, axes=[0]),
        "middle": reduced(op, 2, 31, 3, axes=[1]),
        "batch_and_plane": reduced(op, 2, 3, 7, 5, axes=[0, 2, 3]),
        "mixed_signs": reduced(op, 2, 3, 4, axes=[0, -1]),
        "long": reduced(op, 2, 4099, axes=[1]),
        "around_1000": reduced(op, 3, 257, axes=[1], shift=1000.0),
    })


def softened(op, f, *shape, axis=None, **how):
    def made(draw):
        x = draw(*shape, **how)
        return case(op, {"x": x}, {"y": f(x, -1 if axis is None else axis)}, {} if axis is None else {"axis": axis})
    return made


def spikes(op, f):
    """Logits of 1e4: e^x alone would overflow."""
    def made(draw):
        x = draw(6, 9)
        x[0] += 1e4
        x[1] -= 1e4
        x[2, 3] = 1e4
        x[3] = torch.linspace(-1e4, 1e4, 9)
        x[4] = 1e4
        x[5, ::2] = -1e4
        x = x.float().to(x.dtype)
        return case(op, {"x": x}, {"y": f(x, -1)})
    return made


for name, op, f in (("softmax", "softmax", torch.softmax), ("log_softmax", "logSoftmax", torch.log_softmax)):
    write(name, {
        "rows": softened(op, f, 5, 7),
        "rank_1": softened(op, f, 11),
        "first_axis": softened(op, f, 5, 3, axis=0),
        "middle_axis": softened(op, f, 2, 33, 3, axis=1),
        "minus_two": softened(op, f, 2, 3, 5, 2, axis=-2),
        "one_wide": softened(op, f, 4, 1),
        "long": softened(op, f, 2, 1031, scale=4.0),
        "logits_1e4": spikes(op, f),
    })


def shaped(op, f, shape, argument):
    def made(draw):
        x = draw(*shape)
        return case(op, {"x": x}, {"y": f(x, argument)}, args=[argument])
    return made


write("reshape", {
    "flatten": shaped("reshape", torch.reshape, (2, 3, 4, 5), [2, 60]),
    "split": shaped("reshape", torch.reshape, (2, 5, 12), [2, 5, 3, 4]),
    "rank_1": shaped("reshape", torch.reshape, (3, 7), [21]),
    "left_over": shaped("reshape", torch.reshape, (2, 3, 4), [4, -1]),
})
write("transpose", {
    "matrix": shaped("transpose", torch.permute, (5, 7), [1, 0]),
    "heads": shaped("transpose", torch.permute, (2, 5, 3, 4), [0, 2, 1, 3]),
    "channels_last": shaped("transpose", torch.permute, (2, 3, 5, 7), [0, 2, 3, 1]),
    "turned": shaped("transpose", torch.permute, (2, 3, 4), [2, 0, 1]),
    "from_the_end": shaped("transpose", torch.permute, (2, 3, 4), [-1, 0, -2]),
    "same": shaped("transpose", torch.permute, (3, 4), [0, 1]),
    "wide": shaped("transpose", torch.permute, (33, 65), [1, 0]),
})


def joined(*shapes, axis):
    def made(draw):
        xs = [draw(*shape) for shape in shapes]
        return case("concat", {"xs": xs}, {"y": torch.cat(xs, axis)}, {"axis": axis})
    return made


write("concat", {
    "rows": joined((2, 5), (3, 5), axis=0),
    "channels": joined((2, 3, 4, 5), (2, 1, 4, 5), (2, 7, 4, 5), axis=1),
    "last": joined((2, 3, 1), (2, 3, 6), axis=-1),
    "one": joined((3, 2), axis=0),
})


def cut(shape, axis, start=None, end=None):
    def made(draw):
        x = draw(*shape)
        index = [slice(None)] * x.ndim
        index[axis] = slice(start, end)
        given = {"axis": axis, "start": start, "end": end}
        given = {key: number for key, number in given.items() if number is not None}
        return case("slice", {"x": x}, {"y": x[tuple(index)]}, given)
    return made


write("slice", {
    "rows": cut((7, 3), 0, 2, 5),
    "channels": cut((2, 6, 4, 5), 1, 3, 6),
    "last": cut((2, 3, 11), -1, 1, 10),
    "to_the_end": cut((2, 9), 1, 4),
    "from_the_start": cut((2, 9), 1, None, 4),
    "one": cut((5, 4), 0, 3, 4),
    "from_the_end": cut((3, 9), 1, -5, -2),
    "beyond_the_end": cut((3, 5), 1, 2, 50),
})


def mixed(h):
    """Chris Wellons' lowbias32: 32 bits that look like others."""
    h = (h ^ h >> 16) * 0x7FEB352D & 0xFFFFFFFF
    h = (h ^ h >> 15) * 0x846CA68B & 0xFFFFFFFF
    return h ^ h >> 16


def dropped(shape, **options):
    """PyTorch's own draws are no contract; ours are hashes of the seed and the place."""
    def made(draw):
        x, p = draw(*shape), options.get("p", 0.5)
        start = mixed(options.get("seed", 0))
        kept = [mixed(start + i & 0xFFFFFFFF) >= int(p * 2**32) for i in range(x.numel())]
        y = torch.where(torch.tensor(kept).view(shape), x, 0.0) / (1 - p if p < 1 else 1)
        return case("dropout", {"x": x}, {"y": y}, options)
    return made


write("dropout", {
    "half": dropped((3, 5, 7)),
    "seed": dropped((3, 5, 7), seed=1),
    "tenth": dropped((1031,), p=0.1, seed=7),
    "nine_tenths": dropped((33, 65), p=0.9, seed=4294967295),
    "none": dropped((7, 3), p=0, seed=3),
    "all": dropped((7, 3), p=1, seed=3),
})


def linear(x, out, bias=True, activation=None):
    def made(draw):
        a, w, b = draw(*x), draw.weight(out, x[-1]), draw(out) if bias else None
        y = F.linear(a, w, b)
        options = {"activation": activation} if activation else {}
        return case("linear", {"x": a, "w": w, "b": b}, {"y": F.relu(y) if activation else y}, options)
    return made


write("linear", {
    "rows": linear((5, 7), 3),
    "rank_1": linear((33,), 5),
    "tokens": linear((2, 5, 31), 64),
    "rank_4": linear((2, 3, 2, 5), 7),
    "no_bias": linear((3, 65), 33, bias=False),
    "relu": linear((4, 64), 31, activation="relu"),
    "one_row_long": linear((1, 1031), 10),
    "one_output": linear((9, 13), 1),
})


def product(left, right, turned=False):
    def made(draw):
        scale = left[-1] ** -0.5
        a, b = draw(*left), draw(*right, scale=scale)
        y = torch.matmul(a, b.transpose(-1, -2) if turned else b)
        return case("matmul", {"a": a, "b": b}, {"y": y}, {"transposeB": True} if turned else {})
    return made


write("matmul", {
    "square": product((5, 5), (5, 5)),
    "primes": product((7, 31), (31, 13)),
    "tiles": product((33, 64), (64, 65)),
    "one_row": product((1, 67), (67, 33)),
    "one_column": product((31, 5), (5, 1)),
    "batch": product((3, 5, 7), (3, 7, 2)),
    "heads_turned": product((2, 3, 5, 8), (2, 3, 7, 8), True),
    "turned": product((9, 33), (17, 33), True),
    "one_matrix_for_all": product((2, 3, 5, 4), (4, 6)),
    "batches_stretch": product((2, 1, 3, 4), (5, 4, 2)),
    "long": product((3, 1031), (1031, 4)),
})


def embedded(ids, vocabulary, width):
    def made(draw):
        known = draw.whole(*ids, low=0, high=vocabulary)
        known.view(-1)[0], known.view(-1)[-1] = 0, vocabulary - 1
        table = draw(vocabulary, width)
        return case("embedding", {"ids": known, "table": table}, {"y": F.embedding(known.long(), table)})
    return made


write("embedding", {
    "rank_1": embedded((7,), 5, 3),
    "tokens": embedded((2, 11), 31, 16),
    "rank_3": embedded((2, 3, 2), 13, 5),
})


def loss(rows, classes, scale=1.0, ignored=(), **options):
    def made(draw):
        logits = draw(rows, classes, scale=scale)
        targets = draw.whole(rows, low=0, high=classes)
        for row in ignored:
            targets[row] = options.get("ignoreIndex", -100)
        names = {"smoothing": "label_smoothing", "ignoreIndex": "ignore_index"}
        y = F.cross_entropy(logits, targets.long(), **{names.get(k, k): v for k, v in pairs(options).items()})
        return case("crossEntropy", {"logits": logits, "targets": targets}, {"y": y}, options)
    return made


write("cross_entropy", {
    "mean": loss(7, 5),
    "one_row": loss(1, 11),
    "wide": loss(3, 1031),
    "none": loss(6, 7, reduction="none"),
    "smoothing": loss(7, 10, smoothing=0.1),
    "smoothing_none": loss(5, 9, smoothing=0.3, reduction="none"),
    "ignored_by_default": loss(7, 5, ignored=[2, 3]),
    "ignore_padding": loss(8, 6, ignored=[1, 6, 7], ignoreIndex=0),
    "ignore_padding_smoothing": loss(8, 6, ignored=[0, 5], ignoreIndex=0, smoothing=0.1),
    "ignore_padding_none": loss(6, 6, ignored=[0, 5], ignoreIndex=0, reduction="none", smoothing=0.1),
    "logits_1e4": loss(5, 4, scale=1e4),
})
