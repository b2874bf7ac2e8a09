#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times one trial of the post's scrub on 60 000 MNIST images as one would write it in a notebook.

    scrub_pytorch.py DATA HYPOTHESIS.hyp [THREADS...]

DATA holds mnist/train-images-idx3-ubyte.gz and eis-vii/mnist_model.pt. The detector groups and the
bounds are read from the text of HYPOTHESIS.hyp. Needs torch and numpy. For every number of threads
(1 and 2 unless named) it prints one line for each way, the median of 20 trials:

    pytorch THREADS WAY DONORS MILLISECONDS PRESERVED

WAY     replace: the donors' activations are put in the place of the clean ones, then the last layer
        sum:     what each group adds to the logits is computed beforehand, a trial adds such rows
DONORS  given (drawn beforehand) or drawn (in the trial, each within its window)"""
import gzip
import pathlib
import re
import statistics
import sys
import time

import numpy
import torch
import torch.nn.functional as F

TRIALS = 20
TOLERANCE = 0.01


def claim_of(text):
    """Groups of neurons and bounds, as the file has them."""
    groups = {
        name: torch.tensor([int(n) for n in re.findall(r"\d+", units)])
        for name, units in re.findall(r"group\s+(\w+)\s*=\s*net\.neurons\[([^\]]*)\]", text)
    }
    lets = dict(re.findall(r"let\s+(\w+)\s*=\s*(-?\d+)\s*$", text, re.M))

    def bound(region):
        written = re.search(r"region\s+%s\s*=\s*likeness\s*[<>]\s*(-?\w+)" % region, text).group(1)
        return float(lets.get(written, written))

    return groups["one_detectors"], groups["anti_detectors"], bound("one"), bound("anti_one")


def activations(weights, images):
    def run(batch):
        x = batch.float().div(255).unsqueeze(1)
        x = F.max_pool2d(F.relu(F.conv2d(x, weights["conv1.weight"], weights["conv1.bias"])), 2)
        x = F.max_pool2d(F.relu(F.conv2d(x, weights["conv2.weight"], weights["conv2.bias"])), 2)
        return F.relu(F.linear(x.flatten(1), weights["fc1.weight"], weights["fc1.bias"]))

    return torch.cat([run(batch) for batch in images.split(256)])


def published(data):
    """The published network's weights, and the training images."""
    weights = torch.load(data / "eis-vii/mnist_model.pt", map_location="cpu")
    idx = gzip.open(data / "mnist/train-images-idx3-ubyte.gz").read()
    images = numpy.frombuffer(idx[16:], numpy.uint8).reshape(-1, 28, 28)
    return weights, torch.from_numpy(images.copy())


def likeness_of(images):
    clue = 2 * (images[6].double() / 255) - 1
    return 255 * (images.double() / 255 * clue).sum((1, 2))


class Window:
    """Donors of one detector group: like the image by score where its region holds, else any of the
    rest. Every image has a stretch of `members`; a draw picks a place in it."""

    def __init__(self, likeness, region):
        inside = region.nonzero().squeeze(1)
        inside = inside[likeness[inside].argsort()]
        width = TOLERANCE * (likeness.max() - likeness.min())
        sorted_scores = likeness[inside].contiguous()
        lower = torch.searchsorted(sorted_scores, likeness - width)
        upper = torch.searchsorted(sorted_scores, likeness + width, right=True)
        outside = (~region).nonzero().squeeze(1)
        self.members = torch.cat([inside, outside])
        self.first = torch.where(region, lower, torch.full_like(lower, len(inside)))
        self.count = torch.where(region, upper - lower, torch.full_like(lower, len(outside))).double()

    def draw(self):
        place = self.first + (torch.rand(len(self.first), dtype=torch.float64) * self.count).long()
        return self.members[place]


def main(data, hypothesis, thread_counts):
    one, anti, upper, lower = claim_of(hypothesis.read_text())
    weights, images = published(data)
    likeness = likeness_of(images)
    windows = Window(likeness, likeness > upper), Window(likeness, likeness < lower)
    rows = len(images)
    neurons = activations(weights, images)
    clean = F.linear(neurons, weights["fc2.weight"], weights["fc2.bias"]).argmax(1)
    rest = torch.ones(neurons.shape[1], dtype=torch.bool)
    rest[one] = rest[anti] = False

    def part(units):
        return neurons[:, units] @ weights["fc2.weight"][:, units].T

    parts = part(one), part(anti), part(rest) + weights["fc2.bias"]

    def draw():
        return windows[0].draw(), windows[1].draw(), torch.randint(rows, (rows,))

    def replace(donors):
        scrubbed = neurons.index_select(0, donors[2])
        scrubbed[:, one] = neurons.index_select(0, donors[0])[:, one]
        scrubbed[:, anti] = neurons.index_select(0, donors[1])[:, anti]
        return F.linear(scrubbed, weights["fc2.weight"], weights["fc2.bias"])

    def add(donors):
        logits = parts[0].index_select(0, donors[0])
        logits += parts[1].index_select(0, donors[1])
        return logits.add_(parts[2].index_select(0, donors[2]))

    for threads in thread_counts:
        torch.set_num_threads(threads)
        for way, logits in ("replace", replace), ("sum", add):
            for donors_are in "given", "drawn":
                seconds, preserved = [], []
                for _ in range(TRIALS + 1):  # the first warms up
                    donors = draw() if donors_are == "given" else None
                    start = time.perf_counter()
                    answers = logits(donors or draw()).argmax(1)
                    share = (answers == clean).float().mean().item()
                    seconds.append(time.perf_counter() - start)
                    preserved.append(share)
                print("pytorch", threads, way, donors_are,
                      "%.2f" % (1000 * statistics.median(seconds[1:])),
                      "%.5f" % statistics.mean(preserved[1:]), flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    with torch.no_grad():
        main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]),
             [int(n) for n in sys.argv[3:]] or [1, 2])
