import json
from collections import OrderedDict
import numpy as np, torch
from torch import nn
from PIL import Image
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

def conv(into, out, k, groups=1):
    return nn.Conv2d(into, out, k, padding=k // 2, groups=groups)
def norm():  # the paper's alpha multiplies the sum of squares, PyTorch's their mean
    return nn.LocalResponseNorm(5, alpha=5 * 1e-4 * 64**2, beta=0.75, k=2)
def pool():
    return nn.MaxPool2d(3, 2)

net = nn.Sequential(OrderedDict(
    conv1=conv(3, 16, 5), relu1=nn.ReLU(), norm1=norm(), pool1=pool(),
    conv2=conv(16, 48, 5, groups=2), relu2=nn.ReLU(), norm2=norm(), pool2=pool(),
    conv3=conv(48, 64, 3), relu3=nn.ReLU(),
    conv4=conv(64, 64, 3, groups=2), relu4=nn.ReLU(),
    conv5=conv(64, 48, 3, groups=2), relu5=nn.ReLU(), pool5=pool(), flatten=nn.Flatten(),
    fc6=nn.Linear(432, 224), relu6=nn.ReLU(),
    fc7=nn.Linear(224, 224), relu7=nn.ReLU(), fc8=nn.Linear(224, 49)))
# The three files are in assets/nets/ of this site
net.load_state_dict(load_file("alexnet.safetensors"))
net.eval()

sheet = Image.open("emoji.png").convert("RGB")  # a column a class, 12 pictures each
x = np.array(sheet.crop((768, 0, 800, 32)))
x = (torch.tensor(x / 1.0).permute(2, 0, 1)[None] - 128) / 64  # [1, 3, 32, 32]

with torch.no_grad():
    maps = net[:6](x)  # relu2
    y = net(x)
p = torch.softmax(y, 1)
print(maps.shape, maps[0, 6])
names = [c["en"] for c in json.load(open("emoji.json", encoding="utf-8"))["classes"]]
for at in p[0].argsort(descending=True)[:5].tolist():
    print(f"{p[0, at].item():.4f} {names[at]}")
