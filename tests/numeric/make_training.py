#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the figures of tests/unit/runtime_exec/train_reference_test.cpp: PyTorch trains the same network on
the same data, from the same first weights and in the same order, which are drawn here once more. Needs
torch and numpy."""
import numpy
import torch
import torch.nn.functional as F

SEED, ROWS, EPOCHS, BATCH, RATE = 3, 50, 4, 8, 0.01


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b >> 32 ^ c[1] ^ k[0], b & 0xFFFFFFFF, a >> 32 ^ c[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def words(a, b, purpose):
    block = 0
    while True:
        yield from philox([block, a, b, purpose], [SEED, 0])
        block += 1


def fill(name, tensor, inputs):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    stream = words(h & 0xFFFFFFFF, h >> 32, 1)
    bound = inputs**-0.5
    values = [((next(stream) + 0.5) / 2**32 * 2 - 1) * bound for _ in range(tensor.numel())]
    with torch.no_grad():
        tensor.copy_(torch.tensor(numpy.array(values, numpy.float32)).reshape(tensor.shape))


def order(epoch):
    rows, stream = list(range(ROWS)), words(epoch, 0, 2)
    for left in range(ROWS, 1, -1):
        other = next(stream) * left >> 32
        rows[left - 1], rows[other] = rows[other], rows[left - 1]
    return rows


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm = torch.nn.BatchNorm2d(4)
        self.fc1 = torch.nn.Linear(36, 10)
        self.fc2 = torch.nn.Linear(10, 3)

    def forward(self, x):
        x = F.relu(F.max_pool2d(self.norm(self.conv(x)), 2))
        return self.fc2(torch.tanh(self.fc1(x.flatten(1))))


def main():
    torch.set_num_threads(1)
    net = Net()
    for name, layer, inputs in [("conv", net.conv, 9), ("fc1", net.fc1, 36), ("fc2", net.fc2, 10)]:
        fill(name + ".weight", layer.weight, inputs)
        if layer.bias is not None:
                fill(name + ".bias", layer.bias, inputs)
    images = torch.tensor(
        [[(r * 37 + i * i * 11) % 17 / 17 for i in range(36)] for r in range(ROWS)], dtype=torch.float32
    ).reshape(ROWS, 1, 6, 6)
    labels = torch.tensor([r % 3 for r in range(ROWS)])
    adam = torch.optim.Adam(net.parameters(), lr=RATE)
    for epoch in range(EPOCHS):
        rows, total = order(epoch), 0
        for begin in range(0, ROWS, BATCH):
            batch = rows[begin : begin + BATCH]
            loss = F.cross_entropy(net(images[batch]), labels[batch])
            adam.zero_grad()
            loss.backward()
            adam.step()
            total += loss.item() * len(batch)
        print("epoch %d: %.9g" % (epoch + 1, total / ROWS))
    net.eval()
    with torch.no_grad():
        print("result: %.9g" % F.cross_entropy(net(images), labels).item())
    for name in ["norm.running_mean", "norm.running_var", "fc2.bias"]:
        print(name, " ".join("%.9g" % v for v in net.state_dict()[name].tolist()))


main()
