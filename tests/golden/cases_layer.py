"""The Transformer's encoder and decoder layers, normalized after each sum as in 2017."""
import torch
import torch.nn.functional as F

from cases_attention import attend, causal, padded
from golden_file import DTYPE, case, write


def heads_of(x, kv, weights, name, heads, mask):
    """Multi-head attention with the weights of that name, and the weights of every head."""
    def projected(part, tokens):
        return F.linear(tokens, weights[f"{name}w{part}"], weights.get(f"{name}b{part}"))
    q, k, v = (projected(p, t).unflatten(-1, (heads, -1)).transpose(-2, -3) for p, t in (("q", x), ("k", kv), ("v", kv)))
    y, seen = attend(q, k, v, mask, q.shape[-1] ** -0.5)
    return projected("o", y.transpose(-2, -3).flatten(-2)), seen


def drawn(draw, d, inner, attentions, norms, bias, affine):
    """The weights of a layer by name."""
    weights = {}
    for name in attentions:
        for part in "qkvo":
            weights[f"{name}w{part}"] = draw.weight(d, d)
            if bias:
                weights[f"{name}b{part}"] = draw(d, scale=0.5)
    if affine:
        for i in range(norms):
            weights[f"ln{i + 1}.gamma"] = draw(d, scale=0.3, shift=1.0)
            weights[f"ln{i + 1}.beta"] = draw(d, scale=0.5)
    for i, size in enumerate([(inner, d), (d, inner)]):
        weights[f"ffn.w{i + 1}"] = draw.weight(*size)
        if bias:
            weights[f"ffn.b{i + 1}"] = draw(size[0], scale=0.5)
    return weights


def after(weights, i, x, eps):
    return F.layer_norm(x, x.shape[-1:], weights.get(f"ln{i}.gamma"), weights.get(f"ln{i}.beta"), eps)


def fed(weights, x):
    hidden = F.relu(F.linear(x, weights["ffn.w1"], weights.get("ffn.b1")))
    return F.linear(hidden, weights["ffn.w2"], weights.get("ffn.b2"))


def copied(module, weights, attentions):
    """Gives a layer of torch.nn our weights: the same layer written by others."""
    state = {"linear1.weight": "ffn.w1", "linear1.bias": "ffn.b1", "linear2.weight": "ffn.w2", "linear2.bias": "ffn.b2"}
    state = {theirs: weights[ours] for theirs, ours in state.items()}
    for ours, theirs in attentions.items():
        for kind, name in (("w", "weight"), ("b", "bias")):
            state[f"{theirs}.in_proj_{name}"] = torch.cat([weights[f"{ours}{kind}{p}"] for p in "qkv"])
            state[f"{theirs}.out_proj.{name}"] = weights[f"{ours}{kind}o"]
    for key, value in weights.items():
        if key.startswith("ln"):
            state[key.replace("ln", "norm").replace("gamma", "weight").replace("beta", "bias")] = value
    module.load_state_dict(state)
    return module


def agree(y, theirs):
    assert torch.allclose(y, theirs, rtol=1e-12, atol=1e-12), (y - theirs).abs().max()


def ended(lengths, longest):
    """[B, T]: 1 behind each sequence's end."""
    return padded(lengths, longest)[:, 0, 0, :]


def spread(pad):
    return None if pad is None else pad[..., None, None, :]


def encoder(lead, t, heads, d, inner, pad=None, eps=None, bias=True, affine=True, plain_names=False, residual=True):
    def made(draw):
        x, w = draw(*lead, t, d), drawn(draw, d, inner, ["self."], 2, bias, affine)
        e = eps or 1e-5
        a, seen = heads_of(x, x, w, "self.", heads, spread(pad))
        kept = (lambda x: x) if residual else torch.zeros_like
        first = after(w, 1, kept(x) + a, e)
        y = after(w, 2, kept(first) + fed(w, first), e)
        if residual and bias and affine and len(lead) == 1 and (pad is None or not pad.all(-1).any()):
            theirs = torch.nn.TransformerEncoderLayer(d, heads, inner, 0.0, layer_norm_eps=e, batch_first=True).double()
            agree(y, copied(theirs, w, {"self.": "self_attn"})(x, src_key_padding_mask=None if pad is None else pad > 0))
        w = {key.removeprefix("self.") if plain_names else key: value for key, value in w.items()}
        options = {"heads": heads, **({"eps": eps} if eps else {}), **({} if residual else {"residual": False}),
                   **({} if pad is None else {"pad": pad})}
        outputs = {"y": y, "weights": seen, "afterAttention": first}
        return case("encoderLayer", {"x": x, "weights": w}, outputs, options)
    return made


write("encoder_layer", {
    "plain": encoder((2,), 5, 4, 16, 32),
    "no_batch": encoder((), 7, 2, 8, 12),
    "one_token": encoder((3,), 1, 2, 8, 8),
    "padded": encoder((3,), 5, 2, 8, 16, pad=ended([5, 3, 1], 5)),
    "all_padded": encoder((2,), 3, 2, 8, 16, pad=ended([3, 0], 3)),
    "eps": encoder((2,), 4, 2, 8, 16, eps=0.1),
    "no_bias": encoder((2,), 4, 3, 12, 9, bias=False),
    "no_affine": encoder((2,), 4, 2, 8, 16, affine=False),
    "plain_names": encoder((2,), 4, 2, 8, 16, plain_names=True),
    "wide": encoder((1,), 11, 8, 64, 96, pad=ended([9], 11)),
    "no_residual": encoder((2,), 5, 2, 8, 16, residual=False),
})


def decoder(lead, t, s, heads, d, inner, causal_=False, pad=None, memory_pad=None, eps=None, bias=True, affine=True,
            residual=True):
    def made(draw):
        x, memory = draw(*lead, t, d), draw(*lead, s, d)
        w = drawn(draw, d, inner, ["self.", "cross."], 3, bias, affine)
        e, hidden = eps or 1e-5, causal(t) if causal_ else torch.zeros(t, t, dtype=DTYPE)
        mask = hidden if pad is None else torch.maximum(spread(pad), hidden)
        a, own = heads_of(x, x, w, "self.", heads, mask)
        kept = (lambda x: x) if residual else torch.zeros_like
        first = after(w, 1, kept(x) + a, e)
        a, other = heads_of(first, memory, w, "cross.", heads, spread(memory_pad))
        second = after(w, 2, kept(first) + a, e)
        y = after(w, 3, kept(second) + fed(w, second), e)
        pads = [p for p in (pad, memory_pad) if p is not None]
        if residual and bias and affine and len(lead) == 1 and not any(p.all(-1).any() for p in pads):
            theirs = torch.nn.TransformerDecoderLayer(d, heads, inner, 0.0, layer_norm_eps=e, batch_first=True).double()
            theirs = copied(theirs, w, {"self.": "self_attn", "cross.": "multihead_attn"})
            agree(y, theirs(x, memory, tgt_mask=hidden > 0, tgt_key_padding_mask=None if pad is None else pad > 0,
                            memory_key_padding_mask=None if memory_pad is None else memory_pad > 0))
        options = {"heads": heads, **({"causal": True} if causal_ else {}), **({"eps": eps} if eps else {}),
                   **({} if residual else {"residual": False}),
                   **({} if pad is None else {"pad": pad}), **({} if memory_pad is None else {"memoryPad": memory_pad})}
        outputs = {"y": y, "selfWeights": own, "crossWeights": other, "afterSelf": first, "afterCross": second}
        return case("decoderLayer", {"x": x, "memory": memory, "weights": w}, outputs, options)
    return made


write("decoder_layer", {
    "plain": decoder((2,), 5, 7, 4, 16, 32),
    "causal": decoder((2,), 5, 3, 2, 8, 16, causal_=True),
    "no_batch": decoder((), 4, 6, 2, 8, 12, causal_=True),
    "one_token": decoder((2,), 1, 5, 2, 8, 8, causal_=True),
    "padded": decoder((3,), 5, 4, 2, 8, 16, causal_=True, pad=ended([5, 3, 1], 5)),
    "memory_padded": decoder((3,), 3, 5, 2, 8, 16, memory_pad=ended([5, 3, 1], 5)),
    "both_padded": decoder((2,), 4, 5, 2, 8, 16, causal_=True, pad=ended([4, 2], 4), memory_pad=ended([3, 5], 5)),
    "memory_all_padded": decoder((2,), 3, 3, 2, 8, 16, memory_pad=ended([3, 0], 3)),
    "eps": decoder((2,), 4, 3, 2, 8, 16, eps=0.1),
    "no_bias": decoder((2,), 4, 5, 3, 12, 9, causal_=True, bias=False),
    "no_affine": decoder((2,), 4, 3, 2, 8, 16, affine=False),
    "wide": decoder((1,), 11, 9, 8, 64, 96, causal_=True, memory_pad=ended([7], 9)),
    "no_residual": decoder((2,), 5, 4, 2, 8, 16, causal_=True, residual=False),
})
