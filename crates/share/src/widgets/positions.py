import math
import torch
torch.set_default_dtype(torch.float64)

n, d_model, pair, pos, k = 64, 64, 6, 5, 8

def encoding(positions, d):  # section 3.5
    angle = positions[:, None] / 10000**(torch.arange(0, d, 2) / d)
    return torch.stack([angle.sin(), angle.cos()], -1).flatten(1)

pe = encoding(torch.arange(n), d_model)  # [n, d_model]
print(pe[pos, 2 * pair:2 * pair + 2])
print(2 * math.pi * 10000**(2 * pair / d_model))  # the pair's wavelength

# To go k on is to turn every pair, wherever one stands
angle = k * 10000**(-torch.arange(0, d_model, 2) / d_model)
sin, cos = angle.sin(), angle.cos()
turns = torch.block_diag(*torch.stack([cos, sin, -sin, cos], -1).view(-1, 2, 2))
turned = pe @ turns.T
moved = encoding(torch.arange(k, k + n), d_model)
print((turned - moved).abs().max())

dots = pe @ pe.T  # [n, n]: only the distance counts

# Without positions attention does not know the order
words, seed = ["the", "big", "dog", "chased", "a", "small", "cat"], 1
order = [6, 5, 4, 3, 2, 1, 0]  # of the words, shuffled

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
wq, wk, wv = [normals(name, 8, 8) / math.sqrt(8) for name in ["WQ", "WK", "WV"]]
def attend(x):
    q, k, v = x @ wq.T, x @ wk.T, x @ wv.T
    return (q @ k.T / math.sqrt(8)).softmax(-1) @ v
plain, plain_shuffled = attend(x), attend(x[order])
print((plain_shuffled - plain[order]).abs().max())
p = encoding(torch.arange(len(words)), 8)
placed, placed_shuffled = attend(x + p), attend(x[order] + p)
print((placed_shuffled - placed[order]).abs().max())
