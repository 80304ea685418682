import torch
import torch.nn as nn

N, d, d_ff, h, d_k, d_v = 6, 512, 2048, 8, 64, 64
vocabulary, bias = 37000, False

def linear(into, out, bias=True):  # its shape alone, without memory
    return nn.Linear(into, out, bias, device="meta")
def attention():
    q, k, v = [linear(d, h * size, bias) for size in [d_k, d_k, d_v]]
    return nn.ModuleList([q, k, v, linear(h * d_v, d, bias)])
def feed_forward():
    return nn.Sequential(linear(d, d_ff), nn.ReLU(), linear(d_ff, d))
def norms(n):
    return nn.ModuleList([nn.LayerNorm(d, device="meta") for _ in range(n)])
class Layer(nn.Module):
    def __init__(self, attentions):  # one in the encoder, two in the decoder
        super().__init__()
        self.attention = nn.ModuleList([attention() for _ in range(attentions)])
        self.feed_forward = feed_forward()
        self.norms = norms(attentions + 1)
net = nn.ModuleList([Layer(1) for _ in range(N)] + [Layer(2) for _ in range(N)])
embedding = nn.Embedding(vocabulary, d, device="meta")  # one for both sides and the logits

def count(*modules):
    return sum(p.numel() for m in modules for p in m.parameters())
parts = [count(*[getattr(layer, part) for layer in net]) for part in ["attention", "feed_forward", "norms"]]
parts = torch.tensor([*parts, count(embedding)]).double()
total = torch.tensor([count(net, embedding)]).double()
layers = torch.tensor([count(net[0]), count(net[-1])]).double()
# Training: base and big as footnote 5 has them, and these factors.
cost = [12 * 3600 * 8 * 9.5e12, 84 * 3600 * 8 * 9.5e12, 12 * 3600 * 8 * 9500e9]
cost = torch.tensor(cost).double()
print(parts, total, layers, cost)
