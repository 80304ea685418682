import math
import numpy as np, torch
import torch.nn as nn
import torch.nn.functional as F
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

file = "digits.bin"  # assets/digits/digits.bin of this site
digits = torch.tensor(np.fromfile(file, np.uint8).reshape(1797, 65).astype(int))
x = digits[:, :64].reshape(-1, 1, 8, 8) / 8 - 1
x = F.interpolate(x, scale_factor=2, mode="bilinear").expand(-1, 3, -1, -1)
train, test = x[:1500], x[1500:]  # [N, 3, 16, 16]
train_labels, test_labels = digits[:1500, 64], digits[1500:, 64]

def net(activation):
    layer = lambda into, out: [nn.Conv2d(into, out, 5, padding=2), activation(), nn.MaxPool2d(2)]
    return nn.Sequential(*layer(3, 16), *layer(16, 16), *layer(16, 32), nn.Flatten(), nn.Linear(128, 10))

seed, steps = 1, 200
def begin(net):  # each weight has a stream of its own name
    layers = [m for m in net if hasattr(m, "weight")]
    for layer, name in zip(layers, ["conv1", "conv2", "conv3", "fc"]):
        fan_in = layer.weight[0].numel()
        for part, w in layer.named_parameters():
            state, count = int(stream(seed, 1)[0]) ^ fnv(f"{name}.{part}"), w.numel()
            u = (2 * uniform(state, count) - 1) * fan_in**-0.5  # PyTorch's default
            w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)

nets = [net(nn.ReLU), net(nn.Tanh)]
for net in nets:
    begin(net)
rates = [0.03, 0.3]
optimizers = [torch.optim.SGD(net.parameters(), lr, momentum=0.9) for net, lr in zip(nets, rates)]
losses, norms = torch.zeros(steps, 2), []
for step in range(steps):
    epoch, batch = divmod(step, 1500 // 64)
    if batch == 0:  # another order (Fisher-Yates)
        order = list(range(1500))
        u = stream(fnv(f"epoch {epoch + 1}", 0xCBF29CE484222325 + seed), 1499)
        for i, r in zip(range(1499, 0, -1), u):
            j = int(r) % (i + 1)
            order[i], order[j] = order[j], order[i]
    which = order[64 * batch:64 * batch + 64]
    for i, (net, optimizer) in enumerate(zip(nets, optimizers)):
        loss = F.cross_entropy(net(train[which]), train_labels[which])
        optimizer.zero_grad()
        loss.backward()
        losses[step, i] = loss.detach()
        if step == 0:  # of convolutions and the linear layer, from the first to the last
            norms.append(torch.stack([w.grad.norm() for w in net.parameters() if w.dim() > 1]))
        optimizer.step()
loss, (norms_relu, norms_tanh) = losses[0], norms
for net in nets:
    wrong = net.eval()(test).argmax(1) != test_labels
    print(wrong.double().mean())
