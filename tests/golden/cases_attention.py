"""Attention and positions."""
import torch
import torch.nn.functional as F

from golden_file import DTYPE, case, write


def attend(q, k, v, mask, scale):
    """softmax(q kᵀ · scale) v; where the mask is 1 the weight is 0, also where a whole row is hidden."""
    scores = q @ k.transpose(-1, -2) * scale
    if mask is None:
        weights = torch.softmax(scores, -1)
    else:
        hidden = (mask != 0).expand(scores.shape)
        weights = torch.softmax(scores.masked_fill(hidden, -torch.inf), -1)
        weights = weights.masked_fill(hidden, 0)
    return weights @ v, weights


def causal(length, others=None):
    return torch.ones(length, others or length, dtype=DTYPE).triu(1)


def padded(lengths, longest):
    """[B, 1, 1, T]: 1 behind each sequence's end."""
    return (torch.arange(longest) >= torch.tensor(lengths)[:, None])[:, None, None, :].to(DTYPE)


def rows_hidden(mask, *rows):
    mask = mask.clone()
    mask[..., list(rows), :] = 1
    return mask


def dot(lead, t_q, t_k, d_k, d_v, mask=None, scale=None):
    def made(draw):
        q, k, v = draw(*lead, t_q, d_k), draw(*lead, t_k, d_k), draw(*lead, t_k, d_v)
        y, weights = attend(q, k, v, mask, d_k ** -0.5 if scale is None else scale)
        options = {**({} if mask is None else {"mask": mask}), **({} if scale is None else {"scale": scale})}
        return case("scaledDotProductAttention", {"q": q, "k": k, "v": v}, {"y": y, "weights": weights}, options)
    return made


def huge(draw):
    """Scores up to about 1e4, whole numbers so that a float32 product has them exactly."""
    q, k, v = draw.whole(5, 16, low=-40, high=41), draw.whole(7, 16, low=-40, high=41), draw(7, 3)
    q[0], k[0], k[1] = 40, 40, -40
    y, weights = attend(q, k, v, None, 0.25)
    return case("scaledDotProductAttention", {"q": q, "k": k, "v": v}, {"y": y, "weights": weights})


write("scaled_dot_product_attention", {
    "plain": dot((), 5, 5, 8, 8),
    "lengths_differ": dot((2,), 3, 7, 8, 8),
    "widths_differ": dot((2,), 5, 4, 6, 11),
    "heads": dot((2, 3), 5, 7, 4, 5),
    "three_leading_axes": dot((2, 1, 3), 3, 2, 4, 4),
    "one_query": dot((2, 2), 1, 9, 16, 8),
    "one_key": dot((2,), 4, 1, 8, 3),
    "causal": dot((2, 2), 7, 7, 8, 8, mask=causal(7)),
    "causal_more_keys": dot((2,), 4, 6, 8, 8, mask=causal(4, 6)),
    "padding": dot((3, 2), 4, 5, 8, 8, mask=padded([5, 3, 1], 5)),
    "padding_and_causal": dot((2, 2), 5, 5, 8, 8, mask=torch.maximum(padded([5, 2], 5), causal(5))),
    "keys_alone": dot((2,), 3, 5, 4, 4, mask=torch.tensor([0, 1, 0, 0, 1], dtype=DTYPE)),
    "row_hidden": dot((2,), 4, 5, 8, 6, mask=rows_hidden(torch.zeros(4, 5, dtype=DTYPE), 1, 3)),
    "all_hidden": dot((2, 1), 3, 3, 4, 4, mask=padded([3, 0], 3)),
    "scale": dot((2,), 4, 5, 8, 8, scale=1),
    "scale_small": dot((2,), 4, 5, 8, 8, scale=0.05),
    "long": dot((1,), 33, 65, 31, 33, mask=causal(33, 65)),
    "scores_1e4": huge,
})


def multi(lead, t_q, heads, d_model, kv=None, d_k=None, d_v=None, out=None, bias=True, mask=None):
    """`kv`: (T_k, width) of the other sequence, None for self-attention; `d_k`, `d_v`: of one head."""
    d_k, d_v = d_k or d_model // heads, d_v or d_model // heads

    def made(draw):
        x = draw(*lead, t_q, d_model)
        other = draw(*lead, *kv) if kv else None
        source = x if other is None else other
        w, sizes = {}, {"q": (heads * d_k, d_model), "k": (heads * d_k, source.shape[-1]),
                        "v": (heads * d_v, source.shape[-1]), "o": (out or d_model, heads * d_v)}
        for part, size in sizes.items():
            w[f"w{part}"] = draw.weight(*size)
            w[f"b{part}"] = draw(size[0], scale=0.5) if bias else None
        q, k, v = (F.linear(t, w[f"w{p}"], w[f"b{p}"]).unflatten(-1, (heads, -1)).transpose(-2, -3)
                   for p, t in (("q", x), ("k", source), ("v", source)))
        y, weights = attend(q, k, v, mask, d_k ** -0.5)
        y = F.linear(y.transpose(-2, -3).flatten(-2), w["wo"], w["bo"])
        options = {"heads": heads, **({} if mask is None else {"mask": mask})}
        return case("multiHeadAttention", {"x": x, "kv": other, "weights": w}, {"y": y, "weights": weights}, options)
    return made


write("multi_head_attention", {
    "self": multi((2,), 5, 4, 16),
    "one_head": multi((2,), 5, 1, 12),
    "each_its_head": multi((1,), 4, 6, 6),
    "no_bias": multi((2,), 5, 3, 12, bias=False),
    "no_batch": multi((), 7, 2, 8),
    "two_leading_axes": multi((2, 3), 3, 2, 8),
    "cross": multi((2,), 5, 4, 16, kv=(7, 16)),
    "cross_other_width": multi((2,), 4, 2, 8, kv=(6, 11)),
    "heads_of_own_widths": multi((2,), 4, 3, 10, kv=(5, 10), d_k=5, d_v=7, out=9),
    "causal": multi((2,), 7, 4, 16, mask=causal(7)),
    "padding": multi((3,), 5, 2, 8, mask=padded([5, 3, 1], 5)),
    "cross_padding": multi((2,), 3, 4, 16, kv=(6, 16), mask=padded([6, 2], 6)),
    "mask_for_each_head": multi((2,), 4, 2, 8, mask=torch.stack([causal(4), causal(4).T])),
    "row_hidden_no_bias": multi((2,), 4, 2, 8, bias=False, mask=rows_hidden(torch.zeros(4, 4, dtype=DTYPE), 2)),
    "all_hidden_no_bias": multi((2,), 3, 2, 8, bias=False, mask=padded([3, 0], 3)),
    "wide": multi((1,), 11, 8, 64, mask=causal(11)),
})


def positions(places, d_model):
    """Interleaved: even columns are sines, odd ones cosines, of place / 10000^(2i / d_model)."""
    def made(_):
        at = torch.tensor(places, dtype=torch.float64)[:, None]
        angle = at / 10000 ** (torch.arange(0, d_model, 2, dtype=torch.float64) / d_model)
        y = torch.stack([angle.sin(), angle.cos()], -1).flatten(-2)
        return case("positionalEncoding", {}, {"y": y}, args=[places, d_model])
    return made


write("positional_encoding", {
    "first_fifty": positions(list(range(50)), 64),
    "paper_width": positions([0, 1, 2, 49, 511], 512),
    "up_to_5000": positions([0, 7, 100, 999, 1000, 2047, 4095, 4999, 5000], 128),
    "out_of_order": positions([9, 3, 3, 0], 6),
    "one": positions([5], 2),
})
