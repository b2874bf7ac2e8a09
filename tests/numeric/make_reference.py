#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes tests/numeric/published_network.json: what PyTorch computes with the published network.

    python3 make_reference.py DATA

DATA holds mnist/train-images-idx3-ubyte.gz and eis-vii/mnist_model.pt. Needs torch and numpy. Numbers
are float32 written with nine significant digits, which is exact."""
import gzip
import hashlib
import json
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

ROWS = [6] + [i * 952 + 17 for i in range(63)]


def forward(weights, images):
    x = images.float().div(255).unsqueeze(1)
    x = F.max_pool2d(F.relu(F.conv2d(x, weights["conv1.weight"], weights["conv1.bias"])), 2)
    x = F.max_pool2d(F.relu(F.conv2d(x, weights["conv2.weight"], weights["conv2.bias"])), 2)
    neurons = F.relu(F.linear(x.flatten(1), weights["fc1.weight"], weights["fc1.bias"]))
    return neurons, F.linear(neurons, weights["fc2.weight"], weights["fc2.bias"])


def numbers(tensor):
    return [float("%.9g" % value) for value in tensor.flatten().tolist()]


def main(data):
    model = (data / "eis-vii/mnist_model.pt").read_bytes()
    weights = torch.load(data / "eis-vii/mnist_model.pt", map_location="cpu")
    idx = gzip.open(data / "mnist/train-images-idx3-ubyte.gz").read()
    images = torch.from_numpy(numpy.frombuffer(idx[16:], numpy.uint8).reshape(-1, 28, 28).copy())
    with torch.no_grad():
        outputs = [forward(weights, batch) for batch in images.split(256)]
    neurons = torch.cat([n for n, _ in outputs])
    logits = torch.cat([l for _, l in outputs])
    labels = logits.argmax(1)
    margin = (logits[:, 1] - logits[:, 0]).abs()
    reference = {
        "torch": torch.__version__,
        "images_sha256": hashlib.sha256(idx).hexdigest(),
        "model_sha256": hashlib.sha256(model).hexdigest(),
        "label_counts": torch.bincount(labels, minlength=2).tolist(),
        "smallest_margin": float("%.9g" % margin.min().item()),
        "rows": ROWS,
        "labels": labels[ROWS].tolist(),
        "logits": numbers(logits[ROWS]),
        "neuron_sums": numbers(neurons[ROWS].double().sum(1)),
        "neurons": numbers(neurons[ROWS[:16]]),
    }
    text = json.dumps(reference, indent=None, separators=(",", ":")).replace(',"', ',\n"') + "\n"
    pathlib.Path(__file__).with_name("published_network.json").write_text(text)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
