import json, math
import torch
from torch.nn.functional import layer_norm, linear
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

# Both files are in assets/nets/ of this site; the net knows the sentences of a toy grammar alone
w = {name: t.double() for name, t in load_file("transformer.safetensors").items()}
grammar = json.load(open("transformer.json", encoding="utf-8"))["grammar"]
vocabulary, d, heads, layers = grammar["words"], 64, 4, 2
causal, residual, off = True, True, []  # off: pairs of an attention and a head from 0

seen = {}
def attention(name, q, kv, hidden):
    def split(x, part):  # [T, d] to [heads, T, d / heads]
        return linear(x, w[f"{name}.w{part}"]).view(len(x), heads, -1).transpose(0, 1)
    q, k, v = split(q, "q"), split(kv, "k"), split(kv, "v")
    scores = q @ k.transpose(1, 2) / math.sqrt(d / heads)
    seen[name] = scores.masked_fill(hidden, -math.inf).softmax(-1)
    y = seen[name] @ v
    for h in [h for n, h in off if n == name]:
        y[h] = 0  # as if its columns of wo were
    return linear(y.transpose(0, 1).reshape(-1, d), w[f"{name}.wo"])
def add_and_norm(name, x, y):
    x = x + y if residual else y
    return layer_norm(x, [d], w[f"{name}.gamma"], w[f"{name}.beta"])
def ffn(name, x):
    return linear(linear(x, w[f"{name}.w1"], w[f"{name}.b1"]).relu(), w[f"{name}.w2"], w[f"{name}.b2"])
def embed(ids):
    angle = torch.arange(len(ids))[:, None] / 10000 ** (torch.arange(0, d, 2) / d)
    return w["emb"][ids] * math.sqrt(d) + torch.stack([angle.sin(), angle.cos()], -1).flatten(1)
def encode(ids):
    x = embed(ids)
    nothing = torch.zeros(1, len(x)).bool()
    for n in range(layers):
        x = add_and_norm(f"enc.{n}.ln1", x, attention(f"enc.{n}.self", x, x, nothing))
        x = add_and_norm(f"enc.{n}.ln2", x, ffn(f"enc.{n}.ffn", x))
    return x
def decode(memory, ids):  # logits of the word behind each
    x = embed(ids)
    later = torch.ones(len(x), len(x)).triu(1).bool() & causal
    nothing = torch.zeros(1, len(memory)).bool()
    for n in range(layers):
        x = add_and_norm(f"dec.{n}.ln1", x, attention(f"dec.{n}.self", x, x, later))
        x = add_and_norm(f"dec.{n}.ln2", x, attention(f"dec.{n}.cross", x, memory, nothing))
        x = add_and_norm(f"dec.{n}.ln3", x, ffn(f"dec.{n}.ffn", x))
    return x @ w["emb"].T

words = ["the", "painter", "who", "is", "cooking", "sold", "seven", "pictures", "last", "week", "."]
english = vocabulary[:4 + grammar["english"]]
memory = encode([english.index(x) if x in english else 3 for x in words])  # 3: unknown

most, ids, logits = 21, [1], []  # 1 starts, 2 ends
while ids[-1] != 2 and len(ids) <= most:  # free run: greedy
    logits.append(decode(memory, ids)[-1])
    ids.append(logits[-1].argmax().item())
logits, written = torch.stack(logits), torch.tensor(ids[1:])

decode(memory, ids[:-1])
cross = torch.stack([seen[f"dec.{n}.cross"] for n in range(layers)])  # [layers, heads, T, S]
for i, p in zip(ids[1:], logits.softmax(-1)):
    print(f"{p[i].item():.4f} {vocabulary[i]}")
