import math
import numpy as np, torch
from PIL import Image

file = "chelsea.png"  # assets/pictures/chelsea.png of this site
x = np.array(Image.open(file).convert("RGB"))
x = torch.tensor(x).permute(2, 0, 1) / 255.0  # [3, 256, 256]

state = 1
def uniform():  # SplitMix64
    global state
    state = (state + 0x9E3779B97F4A7C15) % 2**64
    z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return ((z ^ z >> 31) >> 11) * 2**-53
def normal():  # Box-Muller
    a, b = uniform(), uniform()
    return math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b)
random_top, random_left = int(uniform() * 33), int(uniform() * 33)
random_mirror = uniform() < 0.5
alphas = torch.tensor([normal() for _ in range(3)], dtype=torch.float64) * 0.1

top = random_top
left = random_left
mirror = random_mirror
patch = x[:, top:top + 224, left:left + 224]
if mirror:
    patch = patch.flip(2)

# Principal components of this picture's pixels; the paper takes all of ImageNet's
pixels = x.double().reshape(3, -1)
covariance = torch.cov(pixels, correction=0)
lambdas, p = torch.linalg.eigh(covariance)
lambdas, p = lambdas.flip(0), p.flip(1)  # the largest first
p = p * torch.sign(p.gather(0, p.abs().argmax(0, keepdim=True)))
shift = p @ (alphas * lambdas)
patch = patch + shift.view(3, 1, 1)
patch = patch[:, ::16, ::16]  # every 16th pixel, to compare
print(top, left, mirror, lambdas, shift)
