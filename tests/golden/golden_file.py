"""What the case files share: seeded inputs, and the writer of a golden file."""
import json
import struct
import sys
from pathlib import Path
from zlib import crc32

import torch

HERE = Path(__file__).parent
DTYPE = torch.float64
torch.set_num_threads(1)


class Draw:
    """Seeded inputs, the same on every machine: sums of uniforms, exact before the one rounding to float32."""

    def __init__(self, label):
        self.generator = torch.Generator().manual_seed(crc32(label.encode()))

    def uniform(self, *shape, low=0.0, high=1.0):
        return rounded(low + (high - low) * torch.rand(*shape, generator=self.generator).double())

    def __call__(self, *shape, scale=1.0, shift=0.0):
        """About normal, of variance `scale`²."""
        many = torch.rand(12, *shape, generator=self.generator).double()
        return rounded((many.sum(0) - 6) * scale + shift)

    def weight(self, *shape):
        """A weight [out, in, …] that keeps the scale of its input."""
        return self(*shape, scale=torch.Size(shape[1:]).numel() ** -0.5)

    def whole(self, *shape, low, high):
        """Whole numbers from `low` to `high` - 1."""
        return torch.randint(low, high, shape, generator=self.generator).to(DTYPE)


def rounded(values):
    """The nearest float32 values, so that what is written is what was computed with."""
    return values.float().to(DTYPE)


def case(op, inputs, outputs, options=None, args=None):
    """One call of `op` and its answer. README.md says how it is written down."""
    return {"op": op, "inputs": inputs, "outputs": outputs, "options": options or {}, "args": args or []}


def wanted(name):
    """Whether the file is to be made: all are, or those named on the command line."""
    return name in sys.argv[1:] or not sys.argv[1:]


# The cases of each file, by its name, for those that ask more of them.
CASES = {}


def write(name, cases):
    """Writes `<name>.safetensors`; a case is a `case(…)` or a function of its own `Draw`."""
    CASES[name] = cases
    if not wanted(name):
        return
    tensors, listed = {}, []
    for title, made in cases.items():
        made = made(Draw(f"{name}/{title}")) if callable(made) else made
        listed.append({"name": title, **describe(made, f"{title}/", tensors)})
    write_file(HERE / f"{name}.safetensors", tensors, {"cases": json.dumps(listed)})


def write_file(path, tensors, metadata=None):
    """Tensors by name as a safetensors file of F32."""
    metadata = {**(metadata or {}), "torch": torch.__version__}
    header, at, body = {"__metadata__": metadata}, 0, b""
    for key in sorted(tensors):
        tensor = tensors[key].detach().to(torch.float32).contiguous()
        data = tensor.numpy().tobytes()
        header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        at, body = at + len(data), body + data
    text = json.dumps(header, sort_keys=True).encode()
    text += b" " * (-len(text) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def describe(made, prefix, tensors):
    """The case as JSON; its tensors go into `tensors`."""
    def keep(name, tensor):
        if tensor is None:
            return None
        assert prefix + name not in tensors, f"{prefix}{name} is there twice"
        tensors[prefix + name] = tensor.to(torch.float32).contiguous()
        return name

    def argument(name, given):
        if isinstance(given, list):
            return [keep(f"{name}.{i}", tensor) for i, tensor in enumerate(given)]
        if isinstance(given, dict):
            return {key: keep(key, tensor) for key, tensor in given.items()}
        return keep(name, given)

    def option(name, given):
        # Running statistics go in and come out under one name.
        kept = f"old.{name}" if name in made["outputs"] else name
        return {"tensor": keep(kept, given)} if isinstance(given, torch.Tensor) else given

    inputs = [argument(*pair) for pair in made["inputs"].items()]
    options = {name: option(name, given) for name, given in made["options"].items()}
    outputs = [keep(*pair) for pair in made["outputs"].items()]
    args = {"args": made["args"]} if made["args"] else {}
    return {"op": made["op"], "inputs": inputs, **args, "options": options, "outputs": outputs}


def pairs(options):
    """The options for PyTorch: lists as tuples."""
    return {key: tuple(given) if isinstance(given, list) else given for key, given in options.items()}
