"""The optimizers of torch.optim over a few steps of given gradients."""
import json

import torch

from golden_file import Draw, place, wanted, write_file


def steps(made, optimizer, options, tensors, prefix, draw, rates, *shape):
    """Runs PyTorch's optimizer; keeps where w starts, the gradients, and w after each step."""
    w = draw(*shape)
    dw = torch.stack([draw(*shape) for _ in rates])
    learned = torch.nn.Parameter(w.clone())
    run, after = made([learned]), []
    for rate, grad in zip(rates, dw):
        run.param_groups[0]["lr"] = rate
        learned.grad = grad.clone()
        run.step()
        after.append(learned.detach().clone())
    tensors.update({f"{prefix}w": w, f"{prefix}dw": dw, f"{prefix}after": torch.stack(after)})
    return {"optimizer": optimizer, "options": options, "rates": rates}


def sgd(momentum=0.0, decay=0.0, rates=(0.1,) * 5):
    return (lambda ws: torch.optim.SGD(ws, 0.1, momentum, weight_decay=decay), "sgd",
            {"momentum": momentum, "weightDecay": decay}, list(rates))


def adam(beta1=0.9, beta2=0.999, eps=1e-8, decay=0.0, rates=(0.1,) * 5):
    return (lambda ws: torch.optim.Adam(ws, 0.1, (beta1, beta2), eps, decay), "adam",
            {"beta1": beta1, "beta2": beta2, "eps": eps, "weightDecay": decay}, list(rates))


def noam(d_model, warmup, many):
    """The Transformer's rates, section 5.3."""
    return [d_model ** -0.5 * min(t ** -0.5, t * warmup ** -1.5) for t in range(1, many + 1)]


def write_train(name, cases):
    if not wanted(f"train/{name}"):
        return
    tensors, listed = {}, []
    for title, (made, optimizer, options, rates) in cases.items():
        row = steps(made, optimizer, options, tensors, f"{title}/", Draw(f"train/{title}"), rates, 5, 7)
        listed.append({"name": title, **row})
    write_file(place(f"train/{name}"), tensors, {"cases": json.dumps(listed)})


write_train("optimizers", {
    "sgd": sgd(),
    "sgd_decay": sgd(decay=0.1),
    "sgd_momentum": sgd(momentum=0.9),
    "sgd_momentum_decay": sgd(momentum=0.9, decay=1e-4, rates=[0.1] * 6),
    "sgd_rate_drops": sgd(momentum=0.9, decay=5e-4, rates=[0.1, 0.1, 0.01, 0.01, 0.001]),
    "adam": adam(rates=[1e-3] * 8),
    "adam_large_rate": adam(),
    "adam_decay": adam(decay=0.1),
    "adam_transformer": adam(beta2=0.98, eps=1e-9, rates=noam(512, 4, 12)),
})
