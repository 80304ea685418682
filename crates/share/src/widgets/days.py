import math
import numpy as np, torch
import torch.nn.functional as F
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
def weight(name, shape):  # normal, variance 2 / (out * k * k) (He et al. 2015)
    a, b = uniform(stream(name), 2 * math.prod(shape)).reshape(-1, 2).T
    n = np.sqrt(-2 * np.log(1 - a)) * np.cos(2 * math.pi * b)
    return tensor(n * math.sqrt(2 / (shape[0] * shape[2] * shape[3])), shape)
def bias(name, shape):
    return torch.zeros(shape[0])

products = 0
def conv(name, x, n, k, stride=1, padding=0, groups=1):
    global products
    shape = (n, x.shape[1] // groups, k, k)
    w, b = weight(name + ".weight", shape), bias(name + ".bias", shape)
    y = F.conv2d(x, w, b, stride, padding, groups=groups)
    products += w.numel() * y[0, 0].numel()
    return F.relu(y)
def norm(x):
    return F.local_response_norm(x, 5, 5e-4, 0.75, 2)
def pool(x):
    return F.max_pool2d(x, 3, 2)

# pictures of chance through the convolutions, which is what is timed here
x = tensor(256 * uniform(1, 3 * 227**2) - 128, (1, 3, 227, 227))
x = pool(norm(conv("conv1", x, 96, 11, 4)))
x = pool(norm(conv("conv2", x, 256, 5, padding=2, groups=2)))
x = conv("conv3", x, 384, 3, padding=1)
x = conv("conv4", x, 384, 3, padding=1, groups=2)
x = pool(conv("conv5", x, 256, 3, padding=1, groups=2))
seen = x[0, :, 3, 3]  # [256]
for width in (4096, 4096, 1000):
    products += width * x[0].numel()
    x = torch.zeros(1, width)

operations = 2 * products * 90 * 1200e3 * 3
peak = 2 * 512 * 1544e6 * 2
days = operations / peak / 86400
days = torch.tensor([operations, days, days / 5, days / 6])
print(products, days)
