import json, math
import torch
import torch.nn.functional as F
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

# Both files are in assets/nets/ of this site
net = {name: w.double() for name, w in load_file("transformer.safetensors").items()}
vocabulary = json.load(open("transformer.json", encoding="utf-8"))["grammar"]["words"]
layer = {name[6:]: w for name, w in net.items() if name.startswith("enc.0.")}

words, pads = ["two", "small", "cats", "are", "sleeping", "under", "the", "big", "table", "."], 0
ids = [vocabulary.index(w) if w in vocabulary else 3 for w in words] + [0] * pads
T, d_model, heads = len(ids), 64, 4
d_k = d_model // heads

angle = torch.arange(T)[:, None] / 10000**(torch.arange(0, d_model, 2) / d_model)
positions = torch.stack([angle.sin(), angle.cos()], -1).flatten(1)
x = net["emb"][ids] * math.sqrt(d_model) + positions  # [T, d_model]

def split(x):  # [T, d_model] to [heads, T, d_k]
    return x.view(T, heads, d_k).transpose(0, 1)
q, k, v = [x @ layer[f"self.w{name}"].T for name in "qkv"]
times = 1
scores = split(times * q) @ split(k).transpose(1, 2)  # [heads, T, T]
mask = torch.zeros(T, T).bool()  # True: hidden
scaled = scores / math.sqrt(d_k)
weights = scaled.masked_fill(mask, -math.inf).softmax(-1)
joined = (weights @ split(v)).transpose(0, 1).reshape(T, d_model)
o = joined @ layer["self.wo"].T
n = F.layer_norm(x + o, (d_model,), layer["ln1.gamma"], layer["ln1.beta"])

hidden = F.relu(n @ layer["ffn.w1"].T + layer["ffn.b1"])  # [T, 256]
y = hidden @ layer["ffn.w2"].T + layer["ffn.b2"]
print(weights[3])
print((hidden == 0).double().mean())  # how many units are silent

# Saturation of head 4: queries times 1 to 32, unscaled and scaled, over the words' rows
largest, entropy, jacobian = [], [], []
for factor in [1, 2, 4, 8, 16, 32]:
    for scale in [1, 1 / math.sqrt(d_k)]:
        s = scale * factor * split(q)[3] @ split(k)[3].T
        a = s.masked_fill(mask, -math.inf).softmax(-1)[:len(words)]
        largest.append(a.max(-1).values.mean())
        entropy.append(torch.special.entr(a).sum(-1).mean())
        j = torch.diag_embed(a) - a[:, :, None] * a[:, None, :]
        jacobian.append(j.pow(2).sum((1, 2)).sqrt().mean())
largest, entropy, jacobian = [torch.stack(m) for m in [largest, entropy, jacobian]]
print(torch.stack([largest, entropy, jacobian], 1))
