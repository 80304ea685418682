import math
import numpy as np, torch
import torch.nn.functional as F
from PIL import Image
torch.set_default_dtype(torch.float64)

c = torch.arange(11.0) - 5
v, u = torch.meshgrid(c, c, indexing="ij")
gauss = torch.exp(-(u**2 + v**2) / (2 * 2.2**2))
def along(degrees):
    a = math.radians(degrees)
    return u * math.cos(a) + v * math.sin(a)
def stripes(degrees):
    g = gauss * torch.cos(2 * math.pi * along(degrees) / 5.5)
    return g - g.mean()
def hue(degrees):
    return [math.cos(math.radians(degrees - d)) for d in (0, 120, 240)]
def kernel(plane, colour):  # of length 1
    w = torch.tensor(colour).double().view(3, 1, 1) * plane
    return w / w.norm()

file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))[14:241, 14:241]
x = torch.tensor(x).permute(2, 0, 1)[None].double()
x = x - x.mean((2, 3), keepdim=True)  # [1, 3, 227, 227]

w = [kernel(stripes(7.5 * i), (1, 1, 1)) for i in range(24)]
w += [kernel(along(15 * i) * gauss, (1, 1, 1)) for i in range(24)]
w += [kernel(along(15 * i) * gauss, (1, -1, 0)) for i in range(24)]
w += [kernel(gauss, hue(15 * i)) for i in range(24)]
w = torch.stack(w).float().double()  # [96, 3, 11, 11]
a = F.relu(F.conv2d(x, w, stride=4))  # [1, 96, 55, 55]
# PyTorch's alpha is divided by n first, the paper's is not
b = F.local_response_norm(a, 5, alpha=5 * 0.0001, beta=0.75, k=2)
before, after = a[0, 37], b[0, 37]  # [55, 55]
at = b[0, :, 18, 14]  # [96]
print(before[18, 14], after[18, 14])
