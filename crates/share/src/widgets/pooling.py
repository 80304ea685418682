import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image

file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))[14:241, 14:241]
x = torch.tensor(x).permute(2, 0, 1)[None] / 255  # [1, 3, 227, 227]

k = 11
c = torch.arange(k, dtype=torch.float64) - (k - 1) / 2
v, u = torch.meshgrid(c, c, indexing="ij")
gauss = torch.exp(-(u**2 + v**2) / (2 * max(k / 5, 0.5)**2))
angle = math.radians(45)
t = u * math.cos(angle) + v * math.sin(angle)
g = gauss * torch.cos(2 * math.pi * t / max(k / 2, 2))
g = g - g.mean()
g = g / g.abs().sum()
w = g.expand(3, k, k) / 3
w = w[None].float()  # [1, 3, 11, 11]

a = F.relu(F.conv2d(x, w, stride=4))  # [1, 1, 55, 55]
p = F.max_pool2d(a, 3, 2)  # z = 3, s = 2: windows overlap
q = F.max_pool2d(a, 2, 2)  # z = s = 2
print(p.shape, q.shape)
