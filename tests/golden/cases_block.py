"""ResNet's basic and bottleneck blocks, with every shortcut."""
import torch.nn.functional as F

from golden_file import case, write

TORCHVISION = {"bn1": "bn1", "bn2": "bn2", "bn3": "bn3", "downsample.conv": "downsample.0",
               "downsample.bn": "downsample.1", "gamma": "weight", "beta": "bias"}


def torchvision(name):
    """The name that torchvision gives to this weight."""
    layer, part = name.rsplit(".", 1)
    return f"{TORCHVISION.get(layer, layer)}.{TORCHVISION.get(part, part)}"


def convolved(draw, weights, x, conv, bn, out, size, stride, eps, plain, biased):
    """A convolution and its normalization; their weights are drawn here."""
    weights[f"{conv}.weight"] = draw.weight(out, x.shape[1], size, size)
    if biased:
        weights[f"{conv}.bias"] = draw(out, scale=0.5)
    if not plain:
        weights[f"{bn}.gamma"] = draw(out, scale=0.3, shift=1.0)
        weights[f"{bn}.beta"] = draw(out, scale=0.5)
    weights[f"{bn}.running_mean"] = draw(out, scale=0.5).detach()
    weights[f"{bn}.running_var"] = draw.uniform(out, low=0.5, high=1.5).detach()
    x = F.conv2d(x, weights[f"{conv}.weight"], weights.get(f"{conv}.bias"), stride, size // 2)
    return F.batch_norm(x, weights[f"{bn}.running_mean"], weights[f"{bn}.running_var"],
                        weights.get(f"{bn}.gamma"), weights.get(f"{bn}.beta"), False, 0.1, eps)


def zero_pad(x, stride, out):
    """The paper's option A: every stride-th pixel, zeros appended after the channels."""
    return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, out - x.shape[1]))


def block(op, shape, layers, shortcut, stride=1, strided=0, options=None, names=str, plain=False, biased=False):
    """`layers`: (channels, size) of each convolution; `strided`: the one with the stride."""
    options = options or {}

    def made(draw):
        x, weights, eps = draw(*shape), {}, options.get("eps", 1e-5)
        out = layers[-1][0]
        residual = x
        for i, (channels, size) in enumerate(layers):
            residual = convolved(draw, weights, residual, f"conv{i + 1}", f"bn{i + 1}", channels, size,
                                 stride if i == strided else 1, eps, plain, biased)
            if i + 1 < len(layers):
                residual = F.relu(residual)
        around = {
            "identity": lambda: x,
            "projection": lambda: convolved(draw, weights, x, "downsample.conv", "downsample.bn", out, 1, stride,
                                            eps, plain, biased),
            "zeroPad": lambda: zero_pad(x, stride, out),
            "none": lambda: None,
        }[shortcut]()
        y = F.relu(residual if around is None else residual + around)
        outputs = {"y": y, "residual": residual, "shortcut": around}
        outputs = {name: tensor for name, tensor in outputs.items() if tensor is not None}
        weights = {names(name): tensor for name, tensor in weights.items()}
        given = {**({"stride": stride} if stride != 1 else {}), "shortcut": shortcut, **options}
        return case(op, {"x": x, "weights": weights}, outputs, given)
    return made


def basic(shape, out, shortcut, **more):
    return block("basicBlock", shape, [(out, 3), (out, 3)], shortcut, **more)


write("basic_block", {
    "identity": basic((2, 8, 7, 9), 8, "identity"),
    "projection": basic((1, 5, 7, 9), 8, "projection"),
    "projection_stride_2": basic((1, 6, 9, 8), 12, "projection", stride=2),
    "zero_pad": basic((1, 5, 6, 7), 9, "zeroPad"),
    "zero_pad_stride_2": basic((2, 8, 9, 8), 16, "zeroPad", stride=2),
    "zero_pad_stride_2_same_width": basic((1, 4, 7, 7), 4, "zeroPad", stride=2),
    "none": basic((1, 8, 7, 7), 8, "none"),
    "none_stride_2": basic((1, 5, 9, 7), 10, "none", stride=2),
    "eps": basic((1, 4, 5, 5), 4, "identity", options={"eps": 0.1}),
    "no_affine": basic((1, 4, 5, 6), 4, "identity", plain=True),
    "biased": basic((1, 4, 5, 6), 7, "projection", biased=True),
    "torchvision_names": basic((1, 4, 8, 8), 8, "projection", stride=2, names=torchvision),
})


def neck(shape, inner, out, shortcut, on=None, **more):
    options = {**({"strideOn": on} if on else {}), **more.pop("options", {})}
    return block("bottleneck", shape, [(inner, 1), (inner, 3), (out, 1)], shortcut,
                 strided={"conv1": 0, "conv2": 1, None: 1}[on], options=options, **more)


write("bottleneck", {
    "identity": neck((2, 16, 7, 5), 4, 16, "identity"),
    "projection": neck((1, 8, 7, 9), 5, 20, "projection"),
    "projection_stride_on_conv1": neck((1, 12, 9, 8), 6, 24, "projection", on="conv1", stride=2),
    "projection_stride_on_conv2": neck((1, 12, 9, 8), 6, 24, "projection", on="conv2", stride=2),
    "zero_pad": neck((1, 8, 6, 7), 3, 12, "zeroPad"),
    "zero_pad_stride_on_conv1": neck((2, 8, 9, 7), 4, 16, "zeroPad", on="conv1", stride=2),
    "zero_pad_stride_on_conv2": neck((2, 8, 9, 7), 4, 16, "zeroPad", on="conv2", stride=2),
    "none": neck((1, 16, 5, 6), 4, 16, "none"),
    "none_stride_on_conv1": neck((1, 8, 7, 7), 4, 16, "none", on="conv1", stride=2),
    "none_stride_on_conv2": neck((1, 8, 7, 7), 4, 16, "none", on="conv2", stride=2),
    "eps": neck((1, 8, 5, 5), 2, 8, "identity", options={"eps": 0.1}),
    "no_affine": neck((1, 8, 5, 6), 2, 8, "identity", plain=True),
    "biased": neck((1, 5, 5, 6), 3, 7, "projection", biased=True),
    "wide": neck((1, 33, 5, 5), 9, 33, "identity"),
    "torchvision_names": neck((1, 8, 8, 8), 4, 16, "projection", on="conv2", stride=2, names=torchvision),
})
