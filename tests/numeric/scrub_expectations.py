#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints what the scrubs of the seed's hypotheses give on average, computed without drawing.

    scrub_expectations.py DATA HYPOTHESIS.hyp

DATA holds mnist/train-images-idx3-ubyte.gz and eis-vii/mnist_model.pt; groups and bounds are read
from the text of HYPOTHESIS.hyp (post.hyp). Needs torch and numpy. Every unit outside the two groups
is 0 on all images, so the margin is a constant plus one number for each group's donor; with two
independent donors, of which one at most has a window of its own, the probability that the answer is
kept is a sum over sorted numbers. tests/numeric/scrub_test.cpp holds what this prints."""
import pathlib
import sys

import numpy
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "bench"))
import scrub_pytorch  # noqa: E402


def main(data, hypothesis):
    one_units, anti_units, upper, lower = scrub_pytorch.claim_of(hypothesis.read_text())
    weights, images = scrub_pytorch.published(data)
    likeness = scrub_pytorch.likeness_of(images).numpy()
    neurons = scrub_pytorch.activations(weights, images).double()
    last = weights["fc2.weight"][1].double() - weights["fc2.weight"][0].double()
    bias = float(weights["fc2.bias"][1].double() - weights["fc2.bias"][0].double())

    def part(units):
        return (neurons[:, units] @ last[units]).numpy()

    rest = [n for n in range(200) if n not in set(one_units.tolist() + anti_units.tolist())]
    assert float(neurons[:, rest].abs().max()) == 0
    c_one, c_anti = part(one_units), part(anti_units)
    answer = bias + c_one + c_anti > 0
    one, anti = likeness > upper, likeness < lower

    def above(first, second):
        """For each number of `first` the share of `second` with which it makes class 1."""
        order = numpy.sort(second)
        return 1 - numpy.searchsorted(order, -bias - first, side="right") / len(order)

    def share(rows, of_one, of_anti):
        """The probability of class 1 with independent donors from two sets."""
        return float(above(c_one[of_one], c_anti[of_anti]).mean()) if rows.any() else 0.0

    def kept(rows, class_one):
        return float(numpy.where(answer[rows], class_one, 1 - class_one).sum())

    def window(region, own, other, others, width):
        """For each row of `region` the probability of class 1: a donor within its window in the
        region for its own group, any of `others` for the other."""
        rows = region.nonzero()[0]
        rows = rows[likeness[rows].argsort(kind="stable")]
        scores = likeness[rows]
        sums = numpy.concatenate([[0], above(own[rows], other[others]).cumsum()])
        low = numpy.searchsorted(scores, scores - width, side="left")
        high = numpy.searchsorted(scores, scores + width, side="right")
        return rows, (sums[high] - sums[low]) / (high - low)

    neither = ~one & ~anti
    for tolerance in 0.0001, 0.001, 0.01, 0.03, 0.1:
        width = tolerance * (likeness.max() - likeness.min())
        total = kept(neither, share(neither, ~one, ~anti))
        total += kept(*window(one, c_one, c_anti, ~anti, width))
        total += kept(*window(anti, c_anti, c_one, ~one, width))
        print("post, tolerance %g %%: preserved %.6f" % (100 * tolerance, total / len(answer)))

    everyone = numpy.ones(len(answer), bool)
    for name, group_one, group_anti in ("values", c_one, c_anti), ("exchanged", c_anti, c_one):
        total = obeyed = 0
        for is_one in True, False:
            for is_anti in True, False:
                rows = (one == is_one) & (anti == is_anti)
                of_one, of_anti = one == is_one, anti == is_anti
                class_one = float(above(group_one[of_one], group_anti[of_anti]).mean())
                total += kept(rows, class_one) if rows.any() else 0
                weight = of_one.mean() * of_anti.mean()
                obeyed += weight * (class_one if is_one or is_anti else 1 - class_one)
        print("%s: preserved %.6f, obeyed %.6f" % (name, total / len(answer), obeyed))

    # One donor for all: the row whose score is nearest to the reference's plus noise. The chance of
    # class 1 changes at the midpoints between neighbouring scores of different answers alone.
    scores, place = numpy.unique(likeness, return_inverse=True)
    class_one = numpy.bincount(place, answer) / numpy.bincount(place)
    middles = torch.from_numpy((scores[1:] + scores[:-1]) / 2)
    steps = torch.from_numpy(class_one[:-1] - class_one[1:])
    middles, steps = middles[steps != 0], steps[steps != 0]
    for noise in 0.0001, 0.001, 0.01, 0.1:
        sigma = noise * (likeness.max() - likeness.min())
        chance = torch.cat([
            torch.special.ndtr((middles - rows[:, None]) / sigma) @ steps
            for rows in torch.from_numpy(likeness).split(500)]).numpy() + class_one[-1]
        print("notebook, noise %g %%: preserved %.6f"
              % (100 * noise, kept(everyone, chance) / len(answer)))

    share_one = float(answer.mean())
    print("any one donor: preserved %.6f" % (share_one**2 + (1 - share_one) ** 2))
    print("any donors, one for each group: preserved %.6f"
          % (kept(everyone, share(everyone, everyone, everyone)) / len(answer)))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with torch.no_grad():
        main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
