import math
import torch
import torch.nn.functional as F

words = ["i", "like", "cats", "and", "cats", "like", "me"]
T, d_k, seed = 7, 16, 1

def normals(name, *shape):  # a stream of its own for every name
    state = 0xCBF29CE484222325 + seed
    for byte in name.encode():  # FNV-1a
        state = (state ^ byte) * 0x100000001B3 % 2**64
    def uniform():  # SplitMix64
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return ((z ^ z >> 31) >> 11) * 2**-53
    draws = []
    for _ in range(math.prod(shape)):  # Box-Muller
        a, b = uniform(), uniform()
        draws.append(math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b))
    return torch.tensor(draws, dtype=torch.float64).view(shape)

x = torch.stack([normals(word, 8) for word in words])  # seeded, not learned
q = x @ normals("WQ", d_k, 8).T / math.sqrt(8)
k = x @ normals("WK", d_k, 8).T / math.sqrt(8)
v = x @ normals("WV", 8, 8).T / math.sqrt(8)

scores = q @ k.T
scaled = scores / math.sqrt(d_k)
mask = torch.zeros(T, T).bool()
weights = scaled.masked_fill(mask, -math.inf).softmax(-1)
weights = weights.nan_to_num()  # a row that is hidden whole
y = weights @ v
print(weights)
print(y)

# The measurement: 256 queries against 16 keys, unscaled and scaled.
queries, keys = normals("Q", 256, 1024), normals("K", 16, 1024)
spread, entropy, jacobian = [], [], []
for d in [2**i for i in range(1, 11)]:
    for scale in [1, 1 / math.sqrt(d)]:
        s = queries[:, :d] @ keys[:, :d].T * scale
        a = s.softmax(-1)
        spread.append(s.std(unbiased=False))
        entropy.append(-(a * s.log_softmax(-1)).sum(-1).mean())
        j = torch.diag_embed(a) - a[:, :, None] * a[:, None, :]
        jacobian.append(j.pow(2).sum((1, 2)).sqrt().mean())
spread, entropy, jacobian = [torch.stack(m) for m in [spread, entropy, jacobian]]
print(torch.stack([spread, entropy, jacobian], 1))
