import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

# The paper's net, on one of two cards: kernels, what one of them reads, its side, the side of
# the maps, numbers of the layer before, whether the other card's half of these is read as well
layers = [
    ("conv1", 48, 3, 11, 55, 3 * 227**2, False),
    ("conv2", 128, 48, 5, 27, 96 * 27**2, False),
    ("conv3", 192, 256, 3, 13, 256 * 13**2, True),
    ("conv4", 192, 192, 3, 13, 384 * 13**2, False),
    ("conv5", 128, 192, 3, 13, 384 * 13**2, False),
    ("fc6", 2048, 9216, 1, 1, 256 * 6**2, True),
    ("fc7", 2048, 4096, 1, 1, 4096, True),
    ("fc8", 500, 4096, 1, 1, 4096, True),
]
counts = []  # parameters, multiply-adds, activations, numbers from the other card
for name, n, reads, k, side, before, crosses in layers:
    weights = n * reads * k**2
    counts.append([weights + n, weights * side**2, n * side**2, before // 2 if crosses else 0])
counts = torch.tensor(counts).double()
batch = 128
for (name, *_), row in zip(layers, counts.tolist()):
    print(name, *row, "MiB from the other card:", row[3] * batch * 4 / 2**20)
print(2 * counts.sum(0)[:2])  # both cards: the whole net

# A real layer: the small net that was trained here; the two files are in assets/nets/ of this site
weights = {key: value.double() for key, value in load_file("alexnet.safetensors").items()}
def conv(layer, x, padding, groups=1):
    return F.conv2d(x, weights[layer + ".weight"], weights[layer + ".bias"], padding=padding, groups=groups)
def norm(x):  # the paper's alpha multiplies the sum of squares, PyTorch's their mean
    return F.local_response_norm(x, 5, alpha=5 * 1e-4 * 64**2, beta=0.75, k=2)
def pool(x):
    return F.max_pool2d(x, 3, 2)

sheet = Image.open("emoji.png").convert("RGB")  # a column a class
x = np.array(sheet.crop((768, 0, 800, 32)))
x = (torch.tensor(x / 1.0).permute(2, 0, 1)[None] - 128) / 64  # [1, 3, 32, 32]
x = pool(norm(F.relu(conv("conv1", x, padding=2))))

name = "conv2"
w, bias = weights[name + ".weight"], weights[name + ".bias"]
out, reads = w.shape[:2]
full = torch.zeros(out, 2 * reads, *w.shape[2:])  # the same weights, between zeros
full[:out // 2, :reads] = w[:out // 2]
full[out // 2:, reads:] = w[out // 2:]
grouped = F.conv2d(x, w, bias, padding=2, groups=2)
whole = F.conv2d(x, full, bias, padding=2)
print(w.numel(), full.numel(), (grouped - whole).abs().max())
y = grouped  # each half of the outputs reads its half of x
