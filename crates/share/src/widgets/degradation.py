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

def conv(into, out, stride=1):
    return nn.Conv2d(into, out, 3, stride, 1, bias=False)
def norm(out):
    return nn.BatchNorm2d(out)
class Block(nn.Module):
    def __init__(self, into, out, stride, residual):
        super().__init__()
        self.conv1, self.bn1 = conv(into, out, stride), norm(out)
        self.conv2, self.bn2 = conv(out, out), norm(out)
        self.stride, self.residual = stride, residual
    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.residual:  # every stride-th pixel, zeros for new channels (option A)
            x = x[:, :, ::self.stride, ::self.stride]
            y = y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))
        return F.relu(y)
class Net(nn.Module):
    def __init__(self, residual, n=9):  # 6n + 2 layers
        super().__init__()
        self.conv1, self.bn1 = conv(3, 8), norm(8)
        stage = lambda into, out, stride: nn.Sequential(*[
            Block(out if i else into, out, 1 if i else stride, residual) for i in range(n)])
        self.layer1, self.layer2, self.layer3 = stage(8, 8, 1), stage(8, 16, 2), stage(16, 32, 2)
        self.fc = nn.Linear(32, 10)
    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))

seed, steps = 1, 200
def begin(net):  # each weight has a stream of its own name
    for name, w in net.named_parameters():
        state, count = int(stream(seed, 1)[0]) ^ fnv(name), w.numel()
        if name.startswith("fc"):
            u = (2 * uniform(state, count) - 1) * 32**-0.5
        elif w.dim() == 4:  # He et al. 2015, fan-out: Box-Muller
            a, b = uniform(state, 2 * count).reshape(-1, 2).T
            u = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * np.pi * b) * math.sqrt(2 / (9 * len(w)))
        else:
            continue
        w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)
    for name, w in net.named_parameters():
        if w.dim() == 1 and "conv" in name:
            nn.init.zeros_(w)

nets = [Net(residual=False), Net(residual=True)]
for net in nets:
    begin(net)
optimizers = [torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4) for net in nets]
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
loss, (norms_plain, norms_residual) = losses[0], norms
for net in nets:
    wrong = net.eval()(test).argmax(1) != test_labels
    print(wrong.double().mean())
