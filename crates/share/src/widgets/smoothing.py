import math
import torch
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)

epsilon, V = 10 / 100, 37000
logits = torch.zeros(51, V)
logits[:, 0] = torch.arange(51) / 2 - 5  # of the right word; all others have 0
logits.requires_grad_()
right = torch.zeros(51, dtype=torch.long)
loss = F.cross_entropy(logits, right, label_smoothing=epsilon, reduction="none")
loss.sum().backward()
gradient, loss = logits.grad[:, 0], loss.detach()

one, other = 1 - epsilon + epsilon / V, epsilon / V
floor = -one * math.log(one) - ((V - 1) * other * math.log(other) if other > 0 else 0)
target = torch.tensor([one, other, floor])
print(target)
print(torch.stack([logits[:, 0].detach(), loss, gradient], 1))
