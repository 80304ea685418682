"""Gradients: the forward cases again, and what PyTorch's autograd makes of a random dy."""
import json

import torch
import torch.nn.functional as F

import cases_attention, cases_block, cases_layer, cases_norm, cases_shape  # noqa: E401, F401
from golden_file import CASES, Draw, case, describe, pairs, place, wanted, write_file


class Leaves(Draw):
    """As `Draw`, the same numbers, and autograd looks on. What is drawn may be changed in place afterwards."""

    def uniform(self, *shape, **how):
        return super().uniform(*shape, **how).requires_grad_() * 1

    def __call__(self, *shape, **how):
        return super().__call__(*shape, **how).requires_grad_() * 1

    def whole(self, *shape, **how):
        return super().whole(*shape, **how).requires_grad_() * 1


def graded(made, draw, every):
    """The case with dy and the gradients of all that was given and has one."""
    outputs = list(made["outputs"].items())
    flowing = outputs if every else outputs[:1]
    dys = {name: draw.plain(*y.shape) for name, y in flowing}
    given = {}
    for name, value in [*made["inputs"].items(), *made["options"].items()]:
        if isinstance(value, dict):
            given.update(value)
        elif isinstance(value, list):
            given.update({f"{name}.{i}": part for i, part in enumerate(value) if isinstance(part, torch.Tensor)})
        else:
            given[name] = value
    given = {name: value for name, value in given.items() if isinstance(value, torch.Tensor) and value.requires_grad}
    loss = sum((y * dys[name]).sum() for name, y in flowing)
    grads = torch.autograd.grad(loss, list(given.values()), allow_unused=True)
    return dys, {name: grad for name, grad in zip(given, grads) if grad is not None}


def write_grads(name, cases, every=()):
    """`cases` by name; those in `every` get a dy for each of their outputs, the others for the first."""
    if not wanted(f"grad/{name}"):
        return
    tensors, listed = {}, []
    for title, maker in cases.items():
        draw = Leaves(f"{name}/{title}")
        draw.plain = Draw(f"grad/{name}/{title}")
        made = maker(draw)
        dys, grads = graded(made, draw, title in every)
        prefix = f"{title}/"
        row = {"name": title, **describe(made, prefix, tensors)}
        tensors.update({f"{prefix}dy.{output}": dy for output, dy in dys.items()})
        tensors.update({f"{prefix}grad.{given}": grad for given, grad in grads.items()})
        listed.append({**row, "dy": list(dys), "grads": list(grads)})
    write_file(place(f"grad/{name}"), tensors, {"cases": json.dumps(listed)})


def again(name, *titles, left_out=(), **how):
    """The forward cases of that file with these titles; all but those left out where none is named."""
    chosen = titles or [title for title in CASES[name] if title not in left_out]
    write_grads(name, {title: CASES[name][title] for title in chosen}, **how)


def conv(x, w, bias=True, activation=None, **options):
    def made(draw):
        a, k, b = draw(*x), draw.weight(*w), draw(w[0]) if bias else None
        y = F.conv2d(a, k, b, **pairs(options))
        given = {**options, **({"activation": activation} if activation else {})}
        return case("conv2d", {"x": a, "w": k, "b": b}, {"y": F.relu(y) if activation else y}, given)
    return made


write_grads("conv2d", {
    "one_by_one": conv((2, 5, 7, 9), (3, 5, 1, 1)),
    "padding_1": conv((1, 3, 13, 11), (8, 3, 3, 3), padding=1),
    "stride_2": conv((1, 4, 12, 15), (5, 4, 3, 3), stride=2),
    "stride_leaves_a_rest": conv((1, 2, 12, 14), (3, 2, 3, 3), stride=[4, 3]),
    "asymmetric": conv((1, 3, 17, 14), (7, 3, 3, 5), stride=[2, 3], padding=[1, 2]),
    "dilation": conv((1, 2, 15, 16), (4, 2, 3, 3), dilation=[1, 3], padding=2),
    "dilation_and_stride": conv((2, 2, 13, 16), (4, 2, 3, 3), dilation=[2, 3], stride=[3, 2], padding=[2, 3]),
    "groups_2": conv((2, 6, 9, 9), (10, 3, 3, 3), groups=2, padding=1),
    "depthwise": conv((1, 31, 8, 7), (31, 1, 3, 3), groups=31, padding=1),
    "no_bias_relu": conv((3, 3, 10, 10), (33, 3, 3, 3), bias=False, activation="relu"),
    "whole_input": conv((1, 3, 6, 5), (4, 3, 8, 7), padding=1),
    "even_kernels": conv((1, 3, 11, 12), (6, 3, 2, 4), stride=[1, 2]),
    "one_by_one_stride_2": conv((1, 33, 5, 6), (5, 33, 1, 1), stride=2),
    "more_padding_than_kernel": conv((1, 2, 4, 3), (3, 2, 2, 2), padding=3),
    "large_kernel_stride_4": conv((1, 3, 31, 35), (4, 3, 11, 11), stride=4, padding=2),
    "batch": conv((5, 4, 8, 8), (6, 4, 3, 3), padding=1),
    "all_at_once": conv((3, 4, 11, 13), (6, 2, 3, 3), groups=2, stride=[1, 2], dilation=2, padding=[2, 1],
                        activation="relu"),
})


def rectified(*shape):
    def made(draw):
        x = draw(*shape)
        # At 0 the gradient is 0.
        x.view(-1)[::5] = 0
        return case("relu", {"x": x}, {"y": F.relu(x)})
    return made


write_grads("relu", {"rank_1": rectified(31), "rank_4": rectified(2, 3, 4, 5)})


def pool(shape, kernel, ties=False, shift=0.0, **options):
    def made(draw):
        x = draw.whole(*shape, low=0, high=3) if ties else draw(*shape, shift=shift)
        given = pairs({"ceil_mode" if key == "ceilMode" else key: v for key, v in options.items()})
        y = F.max_pool2d(x, **pairs({"kernel_size": kernel}), **given)
        return case("maxPool2d", {"x": x}, {"y": y}, {"kernel": kernel, **options})
    return made


write_grads("max_pool2d", {
    "plain": pool((2, 3, 8, 10), 2),
    "overlapping": pool((1, 4, 15, 13), 3, stride=2),
    "ties": pool((1, 3, 9, 9), 3, ties=True, stride=2),
    "ties_padded": pool((2, 2, 8, 7), 3, ties=True, stride=1, padding=1),
    "padding_over_negatives": pool((1, 2, 9, 7), 3, shift=-50.0, stride=2, padding=1),
    "ceil": pool((1, 3, 8, 9), 3, stride=2, ceilMode=True),
    "ceil_padded": pool((1, 3, 7, 6), 2, stride=3, padding=1, ceilMode=True),
    "pairs": pool((1, 2, 11, 13), [2, 5], stride=[3, 2], padding=[1, 2]),
    "whole": pool((1, 5, 7, 7), 7),
    "one_pixel": pool((1, 3, 4, 5), 1, stride=2),
})

for op in ("add", "sub", "mul"):
    again(op, left_out=["long"])
for op in ("exp", "tanh", "sum", "mean", "softmax", "log_softmax", "reshape", "transpose", "concat", "slice",
           "dropout", "linear", "matmul", "embedding", "cross_entropy", "avg_pool2d", "adaptive_avg_pool2d",
           "local_response_norm", "batch_norm", "batch_norm_train", "layer_norm", "group_norm"):
    again(op)
again("basic_block", every=["projection", "zero_pad_stride_2"])
again("bottleneck", every=["zero_pad_stride_on_conv1"], left_out=["torchvision_names"])
again("scaled_dot_product_attention", every=["padding_and_causal", "all_hidden"])
again("multi_head_attention", every=["padding"], left_out=["wide"])
again("encoder_layer", every=["padded"], left_out=["wide"])
again("decoder_layer", every=["both_padded"], left_out=["wide"])
