import torch

d_model, warmup, steps = 512, 4000, 100000
def rate(step):  # equation 3; the first step is 1
    return d_model**-0.5 * min(step**-0.5, step * warmup**-1.5)

w = torch.zeros(1, requires_grad=True)  # in its place: net.parameters()
adam = torch.optim.Adam([w], lr=1.0, betas=(0.9, 0.98), eps=1e-9)
schedule = torch.optim.lr_scheduler.LambdaLR(adam, lambda done: rate(done + 1))
rates = []
for step in range(1, 101):
    rates.append(adam.param_groups[0]["lr"])
    adam.step()
    schedule.step()
rates += [rate(step) for step in [warmup, 4 * warmup, steps]]
rates = torch.tensor(rates, dtype=torch.float64)
peak = torch.tensor([rate(warmup)], dtype=torch.float64)
print(rates, peak)
