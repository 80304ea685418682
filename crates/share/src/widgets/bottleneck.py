import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

def weight(n, *shape):  # SplitMix64; uniform within ±sqrt(6 / fan-in) (He et al. 2015)
    i = np.arange(1, math.prod(shape) + 1, dtype=np.uint64)
    z = i * 0x9E3779B97F4A7C15 + (1 * 100 + n)
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    u = ((z ^ z >> 31) >> 11) * 2.0**-53
    w = math.sqrt(6 / math.prod(shape[1:])) * (2 * u - 1)
    return torch.tensor(w.astype(np.float32)).double().view(shape)

def layer(x, w, stride=1):  # the normalization is untrained: mean 0, variance 1
    y = F.conv2d(x, w, stride=stride, padding=w.shape[-1] // 2)
    return F.batch_norm(y, torch.zeros(len(w)), torch.ones(len(w)))

file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))[16:240, 16:240]
x = torch.tensor(x).permute(2, 0, 1)[None] / 255
x = F.avg_pool2d(x, 4)  # [1, 3, 56, 56]
x = F.batch_norm(x, None, None, training=True)  # each colour: mean 0, variance 1
x = F.conv2d(x, weight(0, 256, 3, 7, 7), stride=2, padding=3)
x = F.relu(F.batch_norm(x, None, None, training=True))
x = F.max_pool2d(x, 3, 2, 1)  # [1, 256, 14, 14]

# BasicBlock, 256 -> 256
x_basic = x
h = F.relu(layer(x_basic, weight(1, 256, 256, 3, 3)))
f_basic = layer(h, weight(2, 256, 256, 3, 3))
y_basic = F.relu(f_basic + x_basic)
print(y_basic.shape)

# bottleneck, 256 -> 256
x_neck = x
h = F.relu(layer(x_neck, weight(3, 64, 256, 1, 1)))
h = F.relu(layer(h, weight(4, 64, 64, 3, 3)))
f_neck = layer(h, weight(5, 256, 64, 1, 1))
y_neck = F.relu(f_neck + x_neck)
print(y_neck.shape)
