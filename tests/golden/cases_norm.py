"""Average pools and normalizations."""
import torch
import torch.nn.functional as F

from golden_file import case, pairs, write


def average(shape, kernel, **options):
    def made(draw):
        x = draw(*shape)
        y = F.avg_pool2d(x, **pairs({"kernel_size": kernel, **options}))
        return case("avgPool2d", {"x": x}, {"y": y}, {"kernel": kernel, **options})
    return made


write("avg_pool2d", {
    "plain": average((2, 3, 8, 10), 2),
    "overlapping": average((1, 5, 13, 11), 3, stride=2),
    "padding_counts": average((1, 3, 7, 9), 3, stride=2, padding=1),
    "pairs": average((1, 2, 11, 13), [2, 5], stride=[3, 2], padding=[1, 2]),
    "whole": average((2, 31, 7, 7), 7),
    "one_pixel": average((1, 3, 5, 4), 1),
})


def adaptive(shape, to):
    def made(draw):
        x = draw(*shape)
        return case("adaptiveAvgPool2d", {"x": x}, {"y": F.adaptive_avg_pool2d(x, tuple(to))}, args=[to])
    return made


write("adaptive_avg_pool2d", {
    "to_one": adaptive((2, 5, 7, 7), [1, 1]),
    "divides": adaptive((1, 3, 12, 8), [6, 2]),
    "does_not_divide": adaptive((1, 3, 13, 11), [6, 6]),
    "same": adaptive((1, 2, 6, 6), [6, 6]),
    "larger": adaptive((1, 2, 5, 3), [7, 6]),
    "not_square": adaptive((3, 1, 7, 10), [3, 1]),
})


def local_response(shape, n, k, alpha, beta, scale=1.0):
    """The paper's formula: alpha times the sum over n channels. F.local_response_norm divides by n first."""
    def made(draw):
        x = draw(*shape, scale=scale)
        y = F.local_response_norm(x, n, alpha * n, beta, k)
        return case("localResponseNorm", {"x": x}, {"y": y}, {"n": n, "k": k, "alpha": alpha, "beta": beta})
    return made


write("local_response_norm", {
    "paper": local_response((1, 13, 5, 7), 5, 2, 1e-4, 0.75, scale=30.0),
    "alpha_times_the_sum": local_response((2, 7, 3, 5), 5, 1, 0.5, 0.75),
    "window_of_three": local_response((1, 33, 3, 3), 3, 2, 0.3, 0.5),
    "window_of_one": local_response((1, 5, 4, 3), 1, 2, 0.3, 0.75),
    "window_wider_than_channels": local_response((1, 3, 4, 5), 9, 1, 0.2, 1.0),
    "one_channel": local_response((2, 1, 3, 3), 5, 2, 0.3, 0.75),
    "even_window": local_response((1, 7, 3, 4), 4, 1, 0.3, 0.75),
})


def affine(draw, *shape):
    return {"gamma": draw(*shape, scale=0.3, shift=1.0), "beta": draw(*shape, scale=0.5)}


def running(draw, c, shift=0.0):
    """Running statistics: numbers that nothing is learned by."""
    return {"runningMean": draw(c, scale=0.5, shift=shift).detach(),
            "runningVar": draw.uniform(c, low=0.5, high=1.5).detach()}


def batch(shape, around=0.0, plain=False, eps=None):
    def made(draw):
        c = shape[1]
        x = draw(*shape, shift=around)
        options = running(draw, c, shift=around)
        mean, var = options.values()
        if not plain:
            options.update(affine(draw, c))
        y = F.batch_norm(x, mean, var, options.get("gamma"), options.get("beta"), False, 0.1, eps or 1e-5)
        return case("batchNorm", {"x": x}, {"y": y}, {**options, **({"eps": eps} if eps else {})})
    return made


write("batch_norm", {
    "planes": batch((2, 5, 4, 7)),
    "rows": batch((6, 31)),
    "series": batch((2, 3, 11)),
    "no_affine": batch((2, 3, 5, 5), plain=True),
    "eps": batch((1, 7, 3, 3), eps=0.1),
    "around_1000": batch((2, 3, 5, 4), around=1000.0),
})


def batch_train(shape, around=0.0, plain=False, kept=True, momentum=None, eps=None):
    def made(draw):
        c, axes = shape[1], [0, *range(2, len(shape))]
        x = draw(*shape, shift=around)
        options = affine(draw, c) if not plain else {}
        gamma, beta = options.get("gamma"), options.get("beta")
        outputs = {"mean": x.mean(axes), "var": x.var(axes, unbiased=False)}
        if kept:
            options.update(**running(draw, c))
            outputs.update(runningMean=options["runningMean"].clone(), runningVar=options["runningVar"].clone())
        y = F.batch_norm(x, outputs.get("runningMean"), outputs.get("runningVar"), gamma, beta, True,
                         momentum or 0.1, eps or 1e-5)
        options = {**options, **({"momentum": momentum} if momentum else {}), **({"eps": eps} if eps else {})}
        return case("batchNormTrain", {"x": x}, {"y": y, **outputs}, options)
    return made


write("batch_norm_train", {
    "planes": batch_train((2, 5, 4, 7)),
    "rows": batch_train((6, 31)),
    "series": batch_train((2, 3, 11)),
    "two_values": batch_train((2, 7)),
    "one_picture": batch_train((1, 3, 5, 7)),
    "no_affine": batch_train((2, 3, 5, 5), plain=True),
    "no_running": batch_train((3, 4, 3, 3), kept=False),
    "momentum_eps": batch_train((3, 7, 3, 3), momentum=0.3, eps=0.1),
    "around_1000": batch_train((2, 3, 9, 7), around=1000.0),
    "long": batch_train((2, 1, 37, 41)),
})


def over(x, axes, gamma, beta, eps=1e-5):
    """Layer normalization over any axes: PyTorch's, with these moved to the end."""
    axes = [a % x.ndim for a in axes]
    last = list(range(-len(axes), 0))
    y = F.layer_norm(x.movedim(axes, last), [x.shape[a] for a in axes], gamma, beta, eps)
    return y.movedim(last, axes)


def layer(shape, axes, around=0.0, plain=False, eps=None, constant=False):
    def made(draw):
        x = draw(*shape, shift=around)
        if constant:
            x[0] = 1000.0
            x[-1] = 0.0
        options = affine(draw, *[shape[a] for a in axes]) if not plain else {}
        y = over(x, axes, options.get("gamma"), options.get("beta"), eps or 1e-5)
        return case("layerNorm", {"x": x}, {"y": y}, {"axes": axes, **options, **({"eps": eps} if eps else {})})
    return made


write("layer_norm", {
    "tokens": layer((2, 5, 31), [-1]),
    "rows": layer((3, 64), [1]),
    "wide": layer((2, 1031), [-1]),
    "channels_of_a_picture": layer((2, 5, 3, 4), [1]),
    "whole_picture": layer((2, 3, 5, 4), [1, 2, 3]),
    "planes": layer((2, 3, 5, 7), [-2, -1]),
    "apart": layer((2, 3, 5, 4), [1, 3]),
    "turned": layer((2, 3, 5, 4), [3, 1]),
    "over_the_batch": layer((7, 3, 2), [0]),
    "tokens_and_features": layer((2, 5, 9), [1, 2]),
    "no_affine": layer((4, 33), [-1], plain=True),
    "eps": layer((4, 7), [-1], eps=0.1),
    "constant_rows": layer((4, 7), [-1], constant=True),
    "around_1000": layer((3, 64), [-1], around=1000.0),
    "around_1000_wide": layer((2, 769), [-1], around=1000.0),
    "around_1000_pictures": layer((2, 3, 9, 7), [1, 2, 3], around=1000.0),
})


def group(shape, groups, around=0.0, plain=False, eps=None):
    def made(draw):
        x = draw(*shape, shift=around)
        options = affine(draw, shape[1]) if not plain else {}
        y = F.group_norm(x, groups, options.get("gamma"), options.get("beta"), eps or 1e-5)
        return case("groupNorm", {"x": x}, {"y": y}, {"groups": groups, **options, **({"eps": eps} if eps else {})})
    return made


write("group_norm", {
    "two": group((2, 6, 4, 5), 2),
    "one": group((2, 5, 3, 7), 1),
    "each_channel": group((2, 7, 5, 3), 7),
    "three": group((1, 33, 3, 3), 3),
    "series": group((2, 4, 9), 2),
    "rows": group((3, 12), 4),
    "no_affine": group((2, 4, 5, 5), 2, plain=True),
    "eps": group((1, 4, 3, 3), 2, eps=0.1),
    "around_1000": group((2, 6, 7, 5), 3, around=1000.0),
})
