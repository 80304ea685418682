import math
import torch
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)

q = torch.tensor([1.2, 0.9])
keys = torch.tensor([[2.0, 1.0], [-1.0, 2.0], [-1.5, -1.0], [1.0, -1.5]])
values = torch.tensor([[-2.0, -1.5], [2.0, -2.0], [2.5, 1.0], [-0.5, 2.5]])
temperature = 1.0

def similarity(q):  # [..., 2] to [..., keys]
    return q @ keys.T / math.sqrt(2)
def attend(q):
    weights = (similarity(q) / temperature).softmax(-1)
    return weights, weights @ values

scores = similarity(q)
weights, y = attend(q)
print(scores, weights, y)

# The map: what key 1 weighs for a query at each of 40×40 places, from the top left
c = (torch.arange(40) + 0.5) * 6 / 40 - 3
places = torch.stack([c.repeat(40), -c.repeat_interleave(40)], 1)
field = attend(places)[0][:, 0].view(40, 40)
