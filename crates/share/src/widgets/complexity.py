import math, time
import numpy as np, torch
import torch.nn as nn
torch.set_default_dtype(torch.float64)

def fnv(words, state=0xCBF29CE484222325):  # FNV-1a
    for byte in words.encode():
        state = (state ^ byte) * 0x100000001B3 % 2**64
    return state
def stream(state, count):  # SplitMix64
    z = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(state)
    z = (z ^ z >> 30) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ z >> 27) * np.uint64(0x94D049BB133111EB)
    return z ^ z >> 31
def uniform(state, count):
    return (stream(state, count) >> 11) * 2.0**-53

n, d, k, r, seed = 32, 512, 3, 16, 1
def drawn(name, rows, most):  # a stream of its own for every name
    z = most * (2 * uniform(fnv(name, 0xCBF29CE484222325 + seed), rows * d) - 1)
    return torch.tensor(z.astype(np.float32)).double().view(rows, d)
x, w, u = drawn("x", n, 1), drawn("w", d, d**-0.5), drawn("u", d, d**-0.5)

def attention():  # without projections, as table 1 counts it
    return (x @ x.T / math.sqrt(d)).softmax(-1) @ x
rnn = nn.RNN(d, d, bias=False)  # h_t = tanh(W x_t + U h_(t-1))
rnn.weight_ih_l0.data, rnn.weight_hh_l0.data = w, u
with torch.no_grad():
    attended, recurrent = attention()[-1], rnn(x)[0][-1]
    for name, layer in [("attention", attention), ("recurrent", lambda: rnn(x))]:
        began = time.perf_counter()
        layer()
        print(name, 1e3 * (time.perf_counter() - began), "ms")

# Self-attention, recurrent, convolutional, restricted: work and longest path as in table 1.
reach, layers = 1, 0
while reach < n:  # of dilated kernels
    reach, layers = reach * k, layers + 1
work = torch.tensor([n * n * d, n * d * d, k * n * d * d, min(r, n) * n * d]).double()
paths = torch.tensor([1, n, max(layers, 1), math.ceil(n / r)]).double()
# An encoder layer, its feed-forward net 4 d wide: all multiply-adds, and those of attention.
layer = torch.tensor([12 * n * d * d + 2 * n * n * d, 2 * n * n * d]).double()
print(work, paths, layer)
