"""Milliseconds of a step of training in PyTorch, of the nets and batches of bench-train.mjs.

Reads a list of runs as JSON, [{depth, residual, steps}], and answers with the milliseconds of each
step; single precision, one thread, as a worker has.
"""
import json
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


def conv(into, out, stride=1):
    return nn.Conv2d(into, out, 3, stride, 1, bias=False)


class Block(nn.Module):
    def __init__(self, into, out, stride, residual):
        super().__init__()
        self.conv1, self.bn1 = conv(into, out, stride), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = conv(out, out), nn.BatchNorm2d(out)
        self.stride, self.residual = stride, residual

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        if self.residual:
            x = x[:, :, :: self.stride, :: self.stride]
            y = y + F.pad(x, (0, 0, 0, 0, 0, y.shape[1] - x.shape[1]))
        return F.relu(y)


class Net(nn.Module):
    def __init__(self, n, residual):
        super().__init__()
        stage = lambda into, out, stride: nn.Sequential(
            *[Block(out if i else into, out, 1 if i else stride, residual) for i in range(n)])
        self.conv1, self.bn1 = conv(3, 8), nn.BatchNorm2d(8)
        self.stages = nn.Sequential(stage(8, 8, 1), stage(8, 16, 2), stage(16, 32, 2))
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        return self.fc(self.stages(F.relu(self.bn1(self.conv1(x)))).mean((2, 3)))


def timed(depth, residual, steps):
    net = Net((depth - 2) // 6, residual)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    x, labels = torch.randn(64, 3, 16, 16), torch.randint(0, 10, (64,))
    times = []
    for _ in range(steps):
        began = time.perf_counter()
        loss = F.cross_entropy(net(x), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        # The module reads as much in every step.
        loss.item(), [p.grad.norm().item() for p in net.parameters()]
        times.append((time.perf_counter() - began) * 1e3)
    return times


print(json.dumps({"version": torch.__version__, "times": [timed(**run) for run in json.load(sys.stdin)]}))
