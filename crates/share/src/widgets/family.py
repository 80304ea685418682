import math
import numpy as np, torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image
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

def conv(into, out, kernel, stride=1):
    return nn.Conv2d(into, out, kernel, stride, kernel // 2, bias=False)
class Block(nn.Module):
    def __init__(self, into, width, stride):
        super().__init__()
        out = width
        self.conv1, self.bn1 = conv(into, width, 3, stride), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3), nn.BatchNorm2d(width)
        self.downsample = nn.Sequential()
        if stride != 1 or into != out:  # projection (option B)
            self.downsample = nn.Sequential(conv(into, out, 1, stride), nn.BatchNorm2d(out))
    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(y + self.downsample(x))
class Net(nn.Module):
    def __init__(self, blocks, width):
        super().__init__()
        self.conv1, self.bn1 = conv(3, width, 7, 2), nn.BatchNorm2d(width)
        into = width
        for i, n in enumerate(blocks):
            stage = nn.Sequential()
            for j in range(n):
                stage.append(Block(into, width * 2**i, 2 if i > 0 and j == 0 else 1))
                into = width * 2**i
            setattr(self, f"layer{i + 1}", stage)
        self.fc = nn.Linear(into, 1000)
    def rows(self):  # of table 1
        return [lambda x: F.relu(self.bn1(self.conv1(x))),
                lambda x: self.layer1(F.max_pool2d(x, 3, 2, 1)),
                self.layer2, self.layer3, self.layer4, lambda x: self.fc(x.mean((2, 3)))]

net, seed = Net([2, 2, 2, 2], 64).eval(), 1
def begin(net):  # each weight has a stream of its own name
    for name, w in net.named_parameters():
        state, count = int(stream(seed, 1)[0]) ^ fnv(name), w.numel()
        if name.startswith("fc"):
            u = (2 * uniform(state, count) - 1) * net.fc.in_features**-0.5
        elif w.dim() == 4:  # He et al. 2015, fan-out: Box-Muller
            a, b = uniform(state, 2 * count).reshape(-1, 2).T
            u = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * np.pi * b) * math.sqrt(2 / (len(w) * w[0, 0].numel()))
        else:
            continue
        w.data = torch.tensor(u.astype(np.float32)).double().view(w.shape)
    for name, w in net.named_parameters():
        if w.dim() == 1 and "conv" in name:
            nn.init.zeros_(w)
begin(net)
# With weights that have been trained, in place of begin(net):
# from safetensors.torch import load_file, save_file  # pip install safetensors
# save_file(torch.load("resnet18.pth"), "resnet18.safetensors")  # torchvision's file, for this page
# net.load_state_dict(load_file("resnet18.safetensors"))

file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))[16:240, 16:240]  # of 256: the middle 224
x = torch.tensor(x).permute(2, 0, 1)[None] / 255
mean, std = torch.tensor([[0.485, 0.456, 0.406], [0.229, 0.224, 0.225]]).view(2, 3, 1, 1)
x = (x - mean) / std

products = 0
def count(layer, _, y):
    global products
    products += layer.weight.numel() * y[0, 0].numel()
for layer in net.modules():
    if isinstance(layer, (nn.Conv2d, nn.Linear)):
        layer.register_forward_hook(count)
counts, y = [], x
with torch.no_grad():
    for row in net.rows():
        products = 0
        y = row(y)
        counts.append(products)
parts = [[net.conv1, net.bn1], [net.layer1], [net.layer2], [net.layer3], [net.layer4], [net.fc]]
parts = [[p.numel() for part in row for p in part.parameters()] for row in parts]
parameters = torch.tensor([sum(row) for row in parts]).double()
multiply_adds = torch.tensor(counts).double()
print(parameters.sum(), multiply_adds.sum(), torch.softmax(y, 1)[0].topk(5))
