//! In the code: nets that are trained side by side on the site's digits.

/// The imports.
pub(super) const IMPORTS: &str = "\
import math
import numpy as np, torch
import torch.nn as nn
import torch.nn.functional as F
torch.set_default_dtype(torch.float64)
";

/// The digits, as the page has them.
pub(super) const DIGITS: &str = "\
file = \"digits.bin\"  # assets/digits/digits.bin of this site
digits = torch.tensor(np.fromfile(file, np.uint8).reshape(1797, 65).astype(int))
x = digits[:, :64].reshape(-1, 1, 8, 8) / 8 - 1
x = F.interpolate(x, scale_factor=2, mode=\"bilinear\").expand(-1, 3, -1, -1)
train, test = x[:1500], x[1500:]  # [N, 3, 16, 16]
train_labels, test_labels = digits[:1500, 64], digits[1500:, 64]
";

/// The steps of `nets` with their `optimizers`; then `losses`, and the first step's `norms`.
pub(super) const STEPS: &str = "\
losses, norms = torch.zeros(steps, 2), []
for step in range(steps):
    epoch, batch = divmod(step, 1500 // 64)
    if batch == 0:  # another order (Fisher-Yates)
        order = list(range(1500))
        u = stream(fnv(f\"epoch {epoch + 1}\", 0xCBF29CE484222325 + seed), 1499)
        for i, r in zip(range(1499, 0, -1), u):
            j = int(r) % (i + 1)
            order[i], order[j] = order[j], order[i]
    which = order[64 * batch:64 * batch + 64]
    for i, (net, optimizer) in enumerate(zip(nets, optimizers)):
        loss = F.cross_entropy(net(train[which]), train_labels[which])
        optimizer.zero_grad()
        loss.backward()
        losses[step, i] = loss.detach()
        if step == 0:  # of convolutions and the linear layer, from the first to the last
            norms.append(torch.stack([w.grad.norm() for w in net.parameters() if w.dim() > 1]))
        optimizer.step()
";
