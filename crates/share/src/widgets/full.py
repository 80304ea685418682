import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

def mixed(z):  # SplitMix64
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return z ^ z >> 31
def uniform(state, n):
    z = np.arange(1, n + 1, dtype=np.uint64) * 0x9E3779B97F4A7C15 + np.uint64(state)
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    return ((z ^ z >> 31) >> 11) * 2.0**-53
def stream(name):  # of the seed 1, for every name another
    h = 0xCBF29CE484222325  # FNV-1a
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return mixed((1 + 0x9E3779B97F4A7C15) % 2**64) ^ h
def tensor(values, shape):
    return torch.tensor(values.astype(np.float32)).double().view(shape)
def even(name, shape, fan_in):  # as PyTorch begins, within 1 / sqrt(fan-in)
    u = uniform(stream(name), math.prod(shape))
    return tensor((2 * u - 1) / math.sqrt(fan_in), shape)
def normal(name, shape):  # normal, variance 2 / (out * k * k) (He et al. 2015)
    a, b = uniform(stream(name), 2 * math.prod(shape)).reshape(-1, 2).T
    n = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * math.pi * b)
    return tensor(n * math.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)

# The weights are random. Trained ones, as a file that the page takes:
#   from torchvision.models import alexnet
#   from safetensors.torch import save_file
#   save_file(alexnet(weights="DEFAULT").state_dict(), "alexnet.safetensors")
counts = []  # parameters, multiply-adds
def conv(name, x, n, k, stride=1, padding=0, groups=1):
    shape = (n, x.shape[1] // groups, k, k)
    w, b = normal(name + ".weight", shape), torch.zeros(n)
    y = F.relu(F.conv2d(x, w, b, stride, padding, groups=groups))
    counts.append([w.numel() + n, w.numel() * y[0, 0].numel()])
    return y
def linear(name, x, n):
    fan_in = x.shape[1]
    w, b = even(name + ".weight", (n, fan_in), fan_in), even(name + ".bias", (n,), fan_in)
    counts.append([w.numel() + n, w.numel()])
    return F.linear(x, w, b)
def norm(x):  # PyTorch’s alpha is divided by n first, the paper’s is not
    return F.local_response_norm(x, 5, alpha=5 * 1e-4, beta=0.75, k=2)
def pool(x):
    return F.max_pool2d(x, 3, 2)

mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)  # of ImageNet’s pictures
std = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))[14:241, 14:241]
x = torch.tensor(x / 1.0).permute(2, 0, 1)[None]
x = x - 255 * mean  # [1, 3, 227, 227], raw RGB less its mean (section 2)
x = pool(norm(conv("conv1", x, 96, 11, stride=4)))
x = pool(norm(conv("conv2", x, 256, 5, padding=2, groups=2)))
x = conv("conv3", x, 384, 3, padding=1)
x = conv("conv4", x, 384, 3, padding=1, groups=2)
x = pool(conv("conv5", x, 256, 3, padding=1, groups=2))
x = F.relu(linear("fc6", x.flatten(1), 4096))
x = F.relu(linear("fc7", x, 4096))
y = linear("fc8", x, 1000)
counts = torch.tensor(counts).double()
print(*counts.sum(0).tolist())
p = torch.softmax(y, 1)
print(p[0].topk(5))  # of random weights they mean nothing
