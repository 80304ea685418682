import torch
from torch import nn

layers = [  # c: the channels that come in; ReLU has no weights and writes over what it reads
    ("conv1", lambda c: nn.Conv2d(c, 96, 11, stride=4, padding=0)),
    ("norm1", lambda c: nn.LocalResponseNorm(5, 5e-4, 0.75, 2)),
    ("pool1", lambda c: nn.MaxPool2d(3, 2)),
    ("conv2", lambda c: nn.Conv2d(c, 256, 5, padding=2, groups=2)),
    ("norm2", lambda c: nn.LocalResponseNorm(5, 5e-4, 0.75, 2)),
    ("pool2", lambda c: nn.MaxPool2d(3, 2)),
    ("conv3", lambda c: nn.Conv2d(c, 384, 3, padding=1)),
    ("conv4", lambda c: nn.Conv2d(c, 384, 3, padding=1, groups=2)),
    ("conv5", lambda c: nn.Conv2d(c, 256, 3, padding=1, groups=2)),
    ("pool5", lambda c: nn.MaxPool2d(3, 2)),
    ("fc6", lambda c: nn.Linear(c, 4096)),
    ("fc7", lambda c: nn.Linear(c, 4096)),
    ("fc8", lambda c: nn.Linear(c, 1000)),
]
counts = []
with torch.no_grad():
    x = torch.zeros(1, 3, 227, 227)
    picture = x.numel()
    for name, make in layers:
        if "fc" in name or "classifier" in name:
            x = x.flatten(1)
        layer = make(x.shape[1])
        x = layer(x)
        weights = sum(p.numel() for p in layer.parameters())
        places = x[0, 0].numel()
        products = layer.weight.numel() * places if weights else 0
        counts.append([weights, products, x.numel()])
names = [name for name, _ in layers]
parameters, multiply_adds, activations = torch.tensor(counts, dtype=torch.float64).T.contiguous()
for name, count in zip(names, counts):
    print(name, *count)
print(parameters.sum(), multiply_adds.sum())

# bytes in training: weights, gradients, momentum; a batch of 128
one = 3 * parameters.sum() + 128 * (picture + activations.sum())
# two cards: half of each layer, the picture, and of what conv3, fc6, fc7 and fc8 read the other half
outs = dict(zip(names, activations.tolist()))
received = sum(outs[name] for name in ("pool2", "pool5", "fc6", "fc7")) / 2
half = 3 * parameters.sum() / 2 + 128 * (picture + activations.sum() / 2 + received)
memory = 4 * torch.stack([one, half])
print(memory / 2**30)
