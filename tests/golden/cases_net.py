"""Whole nets, small: AlexNet and ResNets as modules written as torchvision's are, the Transformer.

Two files a net in `nets/`: `<net>.weights.safetensors` is a checkpoint by the names of its
modules, `<net>.safetensors` holds inputs, y and layers' outputs; its metadata has the spec.
"""
import json

import torch
import torch.nn.functional as F
from torch import nn

from cases_attention import causal, padded, positions
from cases_block import zero_pad
from cases_layer import after, agree, copied, drawn, fed, heads_of, spread
from golden_file import HERE, Draw, rounded, wanted, write_file


def conv(into, out, size, stride=1, padding=None, **more):
    return nn.Conv2d(into, out, size, stride, size // 2 if padding is None else padding, **more)


class Block(nn.Module):
    """torchvision's BasicBlock or Bottleneck, with every shortcut and with or without normalization."""

    def __init__(self, into, width, stride, kind, stride_on, shortcut, norm, around):
        super().__init__()
        out = width if kind == "basic" else 4 * width
        first, second = (stride, 1) if stride_on == "conv1" else (1, stride)
        layers = {"basic": [(width, 3, stride), (width, 3, 1)],
                  "bottleneck": [(width, 1, first), (width, 3, second), (out, 1, 1)]}[kind]
        self.count, self.stride, self.out, self.kind, self.around = len(layers), stride, out, shortcut, around
        at = into
        for i, (channels, size, step) in enumerate(layers, 1):
            setattr(self, f"conv{i}", conv(at, channels, size, step, bias=not norm))
            setattr(self, f"bn{i}", nn.BatchNorm2d(channels) if norm else nn.Identity())
            at = channels
        self.changes = stride != 1 or into != out
        if shortcut == "projection" and self.changes:
            parts = [conv(into, out, 1, stride, bias=not norm)] + [nn.BatchNorm2d(out)] * norm
            setattr(self, around, nn.Sequential(*parts))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = F.relu(y) if i < self.count else y
        if self.kind == "none":
            return F.relu(y)
        if self.changes:
            x = getattr(self, self.around)(x) if self.kind == "projection" else zero_pad(x, self.stride, self.out)
        return F.relu(y + x)


def stages(net, at, kind, blocks, widths, **style):
    for i, (count, width) in enumerate(zip(blocks, widths)):
        stage = []
        for j in range(count):
            stage.append(Block(at, width, 2 if i > 0 and j == 0 else 1, kind, **style))
            at = stage[-1].out
        setattr(net, f"layer{i + 1}", nn.Sequential(*stage))
    return at


class ResNet(nn.Module):
    def __init__(self, block="basic", layers=(2, 2, 2, 2), width=64, strideOn="conv2", shortcut="projection",
                 classes=1000):
        super().__init__()
        self.conv1, self.bn1 = conv(3, width, 7, 2, bias=False), nn.BatchNorm2d(width)
        widths = [width << i for i in range(len(layers))]
        at = stages(self, width, block, layers, widths, stride_on=strideOn, shortcut=shortcut, norm=True,
                    around="downsample")
        self.maxpool, self.avgpool, self.fc = nn.MaxPool2d(3, 2, 1), nn.AdaptiveAvgPool2d(1), nn.Linear(at, classes)

    def forward(self, x):
        x = self.maxpool(F.relu(self.bn1(self.conv1(x))))
        for name, stage in self.named_children():
            x = stage(x) if name.startswith("layer") else x
        return self.fc(self.avgpool(x).flatten(1))


class CifarResNet(nn.Module):
    """`linear` and `around` are what some checkpoints call `fc` and `downsample`."""

    def __init__(self, n, widths=(16, 32, 64), shortcut="zeroPad", norm="batch", classes=10, linear="fc",
                 around="downsample"):
        super().__init__()
        normed = norm == "batch"
        self.conv1 = conv(3, widths[0], 3, bias=not normed)
        self.bn1 = nn.BatchNorm2d(widths[0]) if normed else nn.Identity()
        at = stages(self, widths[0], "basic", [n] * len(widths), widths, stride_on="conv1", shortcut=shortcut,
                    norm=normed, around=around)
        setattr(self, linear, nn.Linear(at, classes))
        self.last = linear

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for name, stage in self.named_children():
            x = stage(x) if name.startswith("layer") else x
        return getattr(self, self.last)(x.mean((2, 3)))


class TwoColumns(nn.Module):
    """AlexNet as in the paper; PyTorch divides alpha by n, the paper does not."""

    def __init__(self, widths, features, classes, size, groups=2):
        super().__init__()
        into = [3, widths[0] // groups, widths[1], widths[2] // groups, widths[3] // groups]
        for i, (size_, stride, padding) in enumerate([(11, 4, 0), (5, 1, 2), (3, 1, 1), (3, 1, 1), (3, 1, 1)]):
            cut = groups if i in (1, 3, 4) else 1
            setattr(self, f"conv{i + 1}", conv(into[i] * cut, widths[i], size_, stride, padding, groups=cut))
        self.norm1, self.norm2 = (nn.LocalResponseNorm(5, 5e-4, 0.75, 2.0) for _ in range(2))
        self.pool1, self.pool2, self.pool5 = (nn.MaxPool2d(3, 2) for _ in range(3))
        side = (size - 11) // 4 + 1
        for _ in range(3):
            side = (side - 3) // 2 + 1
        self.fc6 = nn.Linear(widths[4] * side ** 2, features[0])
        self.fc7, self.fc8 = nn.Linear(*features), nn.Linear(features[1], classes)

    def forward(self, x):
        x = self.pool1(self.norm1(F.relu(self.conv1(x))))
        x = self.pool2(self.norm2(F.relu(self.conv2(x))))
        x = F.relu(self.conv4(F.relu(self.conv3(x))))
        x = self.pool5(F.relu(self.conv5(x))).flatten(1)
        return self.fc8(F.relu(self.fc7(F.relu(self.fc6(x)))))


class OneColumn(nn.Module):
    """torchvision's AlexNet."""

    def __init__(self, widths, features, classes, size=224, groups=1):
        super().__init__()
        a, b, c, d, e = widths
        self.features = nn.Sequential(
            nn.Conv2d(3, a, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(a, b, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(b, c, 3, padding=1), nn.ReLU(), nn.Conv2d(c, d, 3, padding=1), nn.ReLU(),
            nn.Conv2d(d, e, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2))
        self.avgpool = nn.AdaptiveAvgPool2d(6)
        self.classifier = nn.Sequential(
            nn.Dropout(), nn.Linear(36 * e, features[0]), nn.ReLU(),
            nn.Dropout(), nn.Linear(*features), nn.ReLU(), nn.Linear(features[1], classes))

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


class ConvNet(nn.Module):
    """Convolutions, each with its activation and a 2×2 pool, and a linear layer."""

    def __init__(self, widths, kernel, activation, classes, size):
        super().__init__()
        into, self.count, self.activation = [3, *widths], len(widths), activation
        for i, width in enumerate(widths):
            setattr(self, f"conv{i + 1}", conv(into[i], width, kernel))
            setattr(self, f"{activation}{i + 1}", nn.ReLU() if activation == "relu" else nn.Tanh())
            setattr(self, f"pool{i + 1}", nn.MaxPool2d(2))
            size //= 2
        self.fc = nn.Linear(widths[-1] * size ** 2, classes)

    def forward(self, x):
        for i in range(1, self.count + 1):
            for name in ["conv", self.activation, "pool"]:
                x = getattr(self, f"{name}{i}")(x)
        return self.fc(x.flatten(1))


def weighted(draw, module):
    """Draws every weight, so that values keep their scale and none has the value that it starts with."""
    module.double().eval()
    for part in module.modules():
        if isinstance(part, (nn.Conv2d, nn.Linear)):
            # Twice the variance of its own: half is cut off by the ReLU.
            part.weight.data = rounded(draw.weight(*part.weight.shape) * 2 ** 0.5)
            if part.bias is not None:
                part.bias.data = draw(*part.bias.shape, scale=0.3)
        if isinstance(part, nn.BatchNorm2d):
            count = part.num_features
            part.weight.data, part.bias.data = draw(count, scale=0.2, shift=0.8), draw(count, scale=0.3)
            part.running_mean, part.running_var = draw(count, scale=0.3), draw.uniform(count, low=0.5, high=2.0)
    return module


def save(name, spec, weights, inputs, y, kept):
    folder = HERE / "nets"
    write_file(folder / f"{name}.weights.safetensors", weights)
    tensors = {"y": y, **{f"inputs/{key}": t for key, t in inputs.items()}}
    tensors.update({f"kept/{key}": t for key, t in kept.items()})
    write_file(folder / f"{name}.safetensors", tensors, {"spec": json.dumps(spec), "inputs": json.dumps(list(inputs))})


def picture(name, module, spec, shape, keep, scale=1.0, **more):
    """A net on pictures; `keep`: our name of a layer, or ours and the module's."""
    draw = Draw(f"nets/{name}")
    fields = {key: value for key, value in spec.items() if key not in ("kind", "variant")}
    net = weighted(draw, module(**fields, **more))
    kept = {}
    for ours, theirs in ((k, k) if isinstance(k, str) else k for k in keep):
        part = net.get_submodule(theirs)
        part.register_forward_hook(lambda _, __, y, ours=ours: kept.update({ours: y.clone()}))
    x = draw(*shape, scale=scale)
    with torch.no_grad():
        y = net(x)
    state = {key: t for key, t in net.state_dict().items() if not key.endswith("num_batches_tracked")}
    save(name, spec, state, {"x": x}, y, kept)


def transformer(name, spec, lengths, targets, biased):
    """Padded sequences; held to PyTorch's own layers where attention has biases."""
    draw = Draw(f"nets/{name}")
    d, heads, inner, vocab, count = (spec[k] for k in ("dModel", "heads", "dFF", "vocab", "layers"))
    weights, layers = {"emb": draw(vocab, d, scale=d ** -0.5)}, {}
    for i in range(count):
        for side, attentions, norms in (("enc", ["self."], 2), ("dec", ["self.", "cross."], 3)):
            w = layers[side, i] = drawn(draw, d, inner, attentions, norms, True, True)
            for key in [] if biased else [k for k in w if k[:-1].endswith(".b")]:
                del w[key]
            weights.update({f"{side}.{i}.{key}": t for key, t in w.items()})

    def ids(lengths):
        hidden = padded(lengths, max(lengths))[:, 0, 0, :]
        return draw.whole(*hidden.shape, low=3, high=vocab) * (1 - hidden), hidden

    def embedded(ids):
        return weights["emb"][ids.long()] * d ** 0.5 + positions(list(range(ids.shape[1])), d)(None)["outputs"]["y"]

    (src, pad), (tgt, tgt_pad) = ids(lengths), ids(targets)
    tgt[:, 0] = 1
    kept, x = {}, embedded(src)
    kept["enc.pos"], theirs = x, x
    for i in range(count):
        w = layers["enc", i]
        a, kept[f"enc.{i}.weights"] = heads_of(x, x, w, "self.", heads, spread(pad))
        x = kept[f"enc.{i}.afterAttention"] = after(w, 1, x + a, 1e-5)
        x = after(w, 2, x + fed(w, x), 1e-5)
        kept[f"enc.{i}"] = x
        if biased:
            layer = nn.TransformerEncoderLayer(d, heads, inner, 0.0, batch_first=True).double()
            theirs = copied(layer, w, {"self.": "self_attn"})(theirs, src_key_padding_mask=pad > 0)
            agree(x[pad == 0], theirs[pad == 0])
    memory, x = x, embedded(tgt)
    mask, theirs = torch.maximum(spread(tgt_pad), causal(tgt.shape[1])), x
    for i in range(count):
        w = layers["dec", i]
        a, kept[f"dec.{i}.selfWeights"] = heads_of(x, x, w, "self.", heads, mask)
        x = after(w, 1, x + a, 1e-5)
        a, kept[f"dec.{i}.crossWeights"] = heads_of(x, memory, w, "cross.", heads, spread(pad))
        x = kept[f"dec.{i}.afterCross"] = after(w, 2, x + a, 1e-5)
        x = after(w, 3, x + fed(w, x), 1e-5)
        kept[f"dec.{i}"] = x
        if biased:
            layer = nn.TransformerDecoderLayer(d, heads, inner, 0.0, batch_first=True).double()
            layer = copied(layer, w, {"self.": "self_attn", "cross.": "multihead_attn"})
            theirs = layer(theirs, memory, tgt_mask=causal(tgt.shape[1]) > 0, tgt_key_padding_mask=tgt_pad > 0,
                           memory_key_padding_mask=pad > 0)
            agree(x[tgt_pad == 0], theirs[tgt_pad == 0])
    save(name, spec, weights, {"src": src, "tgt": tgt}, x @ weights["emb"].T, kept)


def cifar(**fields):
    return {"kind": "cifarResnet", "n": 1, "classes": 7, **fields}


BLOCKS = ["conv1", "bn1", "layer1.0.bn2", "layer1", "layer2.0.conv1", "layer2"]

if wanted("nets"):
    picture("cifar_zero_pad", CifarResNet, cifar(widths=[3, 5, 11], shortcut="zeroPad", norm="batch"), (2, 3, 9, 13),
            BLOCKS)
    picture("cifar_deep", CifarResNet, {**cifar(widths=[5, 7], shortcut="projection"), "n": 4}, (1, 3, 11, 8),
            [*BLOCKS, "layer2.3.bn2"])
    picture("cifar_others_names", CifarResNet, cifar(widths=[3, 7, 5], shortcut="projection"), (2, 3, 8, 8),
            [*BLOCKS, ("layer2.0.downsample.1", "layer2.0.shortcut.1"), ("layer2.0.shortcut", "layer2.0.shortcut")],
            linear="linear", around="shortcut")
    picture("cifar_plain", CifarResNet, cifar(widths=[3, 5, 7], shortcut="none"), (1, 3, 10, 7), BLOCKS)
    no_norm = [name for name in BLOCKS if "bn" not in name] + ["layer1.0.conv2"]
    picture("cifar_plain_no_norm", CifarResNet, cifar(widths=[4, 5, 6], shortcut="none", norm="none"), (1, 3, 9, 9),
            no_norm)
    picture("cifar_no_norm", CifarResNet, cifar(widths=[3, 5], shortcut="projection", norm="none"), (2, 3, 9, 9),
            no_norm)
    basic = {"kind": "resnet", "block": "basic", "layers": [1, 2, 1], "width": 5, "classes": 9}
    neck = {**basic, "block": "bottleneck", "layers": [2, 1, 1], "width": 3}
    stem = ["conv1", "maxpool", "layer1", "layer2.0.bn1", "layer3", "avgpool"]
    picture("resnet_basic", ResNet, basic, (2, 3, 45, 38), [*stem, "layer2.0.downsample.1", "layer2.1.bn2"])
    picture("resnet_zero_pad", ResNet, {**basic, "shortcut": "zeroPad"}, (1, 3, 33, 40), stem)
    picture("resnet_plain", ResNet, {**basic, "shortcut": "none"}, (1, 3, 40, 33), stem)
    picture("resnet_bottleneck", ResNet, {**neck, "strideOn": "conv2"}, (2, 3, 37, 44),
            [*stem, "layer1.0.downsample.0", "layer2.0.conv3"])
    picture("resnet_bottleneck_conv1", ResNet, {**neck, "strideOn": "conv1"}, (1, 3, 46, 35), stem)
    picture("resnet_bottleneck_zero_pad", ResNet, {**neck, "shortcut": "zeroPad"}, (1, 3, 32, 32), stem)
    alexnet = {"kind": "alexnet", "widths": [6, 10, 14, 8, 4], "features": [11, 13], "classes": 5}
    # Pictures of scale 30, so that the normalization divides by more than 2^0.75.
    picture("alexnet_two_columns", TwoColumns, {**alexnet, "size": 71}, (2, 3, 71, 71),
            ["conv1", "norm1", "pool1", "conv2", "norm2", "conv4", "pool5", "fc6"], scale=30.0)
    picture("alexnet_torchvision", OneColumn, {**alexnet, "variant": "torchvision"}, (2, 3, 95, 80),
            ["features.0", "features.2", "features.10", "avgpool", "classifier.4"])
    plain = {"kind": "convnet", "widths": [4, 6, 5], "kernel": 3, "classes": 7, "size": 18}
    for activation in ["relu", "tanh"]:
        picture(f"convnet_{activation}", ConvNet, {**plain, "activation": activation}, (2, 3, 18, 18),
                ["conv1", f"{activation}1", "pool1", "conv3", f"{activation}3", "pool3"])
    small = {"kind": "transformer", "layers": 2, "dModel": 12, "heads": 3, "dFF": 20, "vocab": 17, "maxLen": 9}
    transformer("transformer", small, [7, 4, 1], [5, 2, 5], biased=False)
    transformer("transformer_biased", {**small, "dModel": 10, "heads": 2}, [3, 6], [4, 1], biased=True)
