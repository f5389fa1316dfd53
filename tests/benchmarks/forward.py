"""The forward of a compiled document beside the same network written by hand, from 3 to 500 nodes."""

import json
import time
from statistics import median

import torch
from torch import nn

from builder import Document, add, connect, to_module

WIDTH, ROWS, ROUNDS = 64, 32, 15
SIZES = (3, 10, 50, 100, 250, 500)


def chained(count: int) -> Document:
    """A document of so many nodes: numbers, layers with activations between them, a value."""
    network, last = add(Document(), "vector_input", "numbers", width=WIDTH), "numbers.vector"
    for number in range(count - 2):
        block, more = ("relu", {}) if number % 2 else ("linear", {"out_features": WIDTH})
        network = connect(add(network, block, f"n{number}", **more), last, f"n{number}.x")
        last = f"n{number}.y"
    return connect(add(network, "value_output", "value"), last, "value.x")


class ByHand(nn.Module):
    """The same, as one writes it."""

    def __init__(self, count: int) -> None:
        super().__init__()
        parts = [nn.ReLU() if number % 2 else nn.Linear(WIDTH, WIDTH) for number in range(count - 2)]
        self.parts = nn.ModuleList(parts)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for part in self.parts:
            x = part(x)
        return x


def seconds(module: nn.Module, x: torch.Tensor, calls: int) -> float:
    began = time.process_time()
    for _ in range(calls):
        module(x)
    return time.process_time() - began


def main() -> None:
    """Print the ratio of each size, as the median of paired rounds."""
    torch.set_num_threads(1)
    found = {}
    with torch.no_grad():
        for count in SIZES:
            ours, theirs, x = to_module(chained(count)).eval(), ByHand(count).eval(), torch.rand(ROWS, WIDTH)
            calls = max(20, 20_000 // count)
            seconds(ours, x, calls), seconds(theirs, x, calls)
            ratios = []
            for number in range(ROUNDS):
                pair = (ours, theirs) if number % 2 else (theirs, ours)
                spent = {module: seconds(module, x, calls) for module in pair}
                ratios.append(spent[ours] / spent[theirs])
            found[count] = round(median(ratios), 3)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
