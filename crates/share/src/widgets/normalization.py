import math, re
import torch
import torch.nn as nn

def uniforms(state):  # SplitMix64
    while True:
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        yield ((z ^ z >> 31) >> 11) * 2**-53
def normal(u):  # Box-Muller
    a, b = next(u), next(u)
    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)

def vector(word):  # its letters (FNV-1a) and the seed begin the stream
    h = 0xcbf29ce484222325
    for byte in word.encode():
        h = (h ^ byte) * 0x100000001b3 % 2**64
    u = uniforms(h + 1)
    return [normal(u) for _ in range(8)]

text = "The cat sat on the mat. It was late. Cats like warm milk. The dog slept. Rain fell. Who knows?"
han = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
word = f"[{han}]|[^\\W_{han}](?:[^\\W_{han}]|['’-])*"
found = [re.findall(word, s)[:12] for s in re.split("[.!?;。！？；…]", text.lower())]
sentences = [s for s in found if s]
words = list(dict.fromkeys(w for s in sentences for w in s))
table = torch.tensor([[0.0] * 8] + [vector(w) for w in words])  # seeded; row 0 is padding
batch = sentences[:4]
T = max(len(s) for s in batch)
ids = torch.tensor([[words.index(w) + 1 for w in s] + [0] * (T - len(s)) for s in batch])
x = table[ids]  # [B, T, 8]

bn = nn.BatchNorm1d(8)
y = bn(x.transpose(1, 2)).transpose(1, 2)
z = nn.LayerNorm(8)(x)  # each token by itself
print(y.mean(), y.var(unbiased=False))
