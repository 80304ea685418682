import json
import numpy as np, torch
import torch.nn.functional as F
from torch import nn
from PIL import Image
from safetensors.torch import load_file  # pip install safetensors
torch.set_default_dtype(torch.float64)

def conv(into, out, stride=1):
    return nn.Conv2d(into, out, 3, stride, 1, bias=False)
class Block(nn.Module):
    def __init__(self, into, out, stride):
        super().__init__()
        self.conv1, self.bn1 = conv(into, out, stride), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = conv(out, out), nn.BatchNorm2d(out)
        self.stride = stride
    def residual(self, x):
        return self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
    def shortcut(self, x):  # every stride-th pixel, zeros for new channels (option A)
        x = x[:, :, ::self.stride, ::self.stride]
        return F.pad(x, (0, 0, 0, 0, 0, self.conv2.out_channels - x.shape[1]))
    def forward(self, x):
        return F.relu(self.residual(x) + self.shortcut(x))
class Net(nn.Module):
    def __init__(self, n=3, widths=(8, 16, 32), classes=49):  # 6n + 2 layers
        super().__init__()
        a, b, c = widths
        self.conv1, self.bn1 = conv(3, a), nn.BatchNorm2d(a)
        stage = lambda into, out, stride: nn.Sequential(*[
            Block(out if i else into, out, 1 if i else stride) for i in range(n)])
        self.layer1, self.layer2, self.layer3 = stage(a, a, 1), stage(a, b, 2), stage(b, c, 2)
        self.fc = nn.Linear(c, classes)
    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        return self.fc(self.layer3(self.layer2(self.layer1(x))).mean((2, 3)))

# The three files are in assets/nets/ of this site
net = Net()
net.load_state_dict(load_file("resnet.safetensors"))
net.eval()

sheet = Image.open("emoji.png").convert("RGB")  # a column a class, 12 pictures each
x = np.array(sheet.crop((768, 128, 800, 160)))
x = (torch.tensor(x / 1.0).permute(2, 0, 1)[None] - 128) / 64  # [1, 3, 32, 32]

block = net.layer2[1]
def changed(x):
    global f, s
    f = 1.0 * block.residual(x)
    s = f + block.shortcut(x)
    return F.relu(s)
block.forward = changed
with torch.no_grad():
    y = net(x)
p = torch.softmax(y, 1)
print(f[0, 0], s[0, 0])
names = [c["en"] for c in json.load(open("emoji.json", encoding="utf-8"))["classes"]]
for at in p[0].argsort(descending=True)[:5].tolist():
    print(f"{p[0, at].item():.4f} {names[at]}")
