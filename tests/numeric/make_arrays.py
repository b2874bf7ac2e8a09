#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# Writes tests/arrays/band.npz: the activations of the network of hypotheses/band.hyp, by the lines
# that docs/arrays.md shows. Needs PyTorch. Usage: make_arrays.py hypotheses/band.safetensors OUT
import json
import struct
import sys
from collections import OrderedDict

# --- as in docs/arrays.md
import numpy, torch

def write_arrays(path, model, reads, inputs, **columns):
    found = {site: [] for site in reads}
    for site, layer in reads.items():  # the site is what this layer reads
        hook = lambda layer, x, y, site=site: found[site].append(x[0].detach().cpu())
        layer.register_forward_hook(hook)
    with torch.no_grad():
        for batch in inputs.split(1000):
            model.eval()(batch)
    arrays = {site: torch.cat(parts).numpy() for site, parts in found.items()}
    weights = {name: value.cpu().numpy() for name, value in model.state_dict().items()}
    numpy.savez(path, **arrays, **weights, **columns)
# ---


def read_safetensors(path):
    content = open(path, "rb").read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    out = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        flat = numpy.frombuffer(content[8 + length + begin : 8 + length + end], "<f4")
        out[name] = torch.from_numpy(flat.reshape(entry["shape"]).copy())
    return out


def main():
    layers = OrderedDict(
        hidden=torch.nn.Linear(2, 4), neurons=torch.nn.ReLU(), logits=torch.nn.Linear(4, 2)
    )
    model = torch.nn.Sequential(layers)
    model.load_state_dict(read_safetensors(sys.argv[1]))
    x, y = numpy.divmod(numpy.arange(100), 10)
    inputs = torch.from_numpy(numpy.stack([x, y], axis=1).astype("float32"))
    write_arrays(sys.argv[2], model, {"neurons": model.logits}, inputs, x=x, y=y)


main()
