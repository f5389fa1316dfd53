"""The forward of a compiled document beside the same network written by hand, from 3 to 500 nodes."""

import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import torch
from torch import nn

from builder import Document, add, connect, to_module, to_source

WIDTH, ROWS, COPIES, ROUNDS = 64, 32, 9, 4
SIZES = (3, 50, 500)


def chained(count: int) -> Document:
    """A document of so many nodes: numbers, layers with activations between them, a value."""
    network, last = add(Document(), "vector_input", "numbers", width=WIDTH), "numbers.vector"
    for number in range(count - 2):
        block, more = ("relu", {}) if number % 2 else ("linear", {"out_features": WIDTH})
        network = connect(add(network, block, f"n{number}", **more), last, f"n{number}.x")
        last = f"n{number}.y"
    return connect(add(network, "value_output", "value"), last, "value.x")


def layers(count: int) -> list[nn.Module]:
    """The same layers, as one writes them."""
    return [nn.ReLU() if number % 2 else nn.Linear(WIDTH, WIDTH) for number in range(count - 2)]


class Loop(nn.Module):
    """A list of layers and a loop over it."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.parts = nn.ModuleList(layers(count))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for part in self.parts:
            x = part(x)
        return x


def lines(count: int) -> nn.Module:
    """An attribute and a line for each layer: what Netgraft exports, run as any file of Python."""
    scope: dict[str, Any] = {"__name__": "exported"}
    exec(to_source(chained(count)), scope)
    module: nn.Module = scope["build"]()
    return module


WAYS: dict[str, Callable[[int], nn.Module]] = {
    "a loop over a ModuleList": Loop,
    "nn.Sequential": lambda count: nn.Sequential(*layers(count)),
    "a line for each layer": lines,
}


def seconds(module: nn.Module, x: torch.Tensor, calls: int) -> float:
    began = time.process_time()
    for _ in range(calls):
        module(x)
    return time.process_time() - began


def share(source: nn.Module, target: nn.Module) -> None:
    """Give the layers of one network, in their order, the tensors of the other's."""
    pairs = zip(linears(source), linears(target), strict=True)
    for layer, twin in pairs:
        twin.weight, twin.bias = layer.weight, layer.bias


def linears(module: nn.Module) -> list[nn.Linear]:
    return [part for part in module.modules() if isinstance(part, nn.Linear)]


def ratio(count: int, way: Callable[[int], nn.Module]) -> float:
    """CPU seconds of the compiled document by those of one way, as the median of paired rounds of several copies.

    Both have the very same weights: what lies better or worse in memory makes 3 % at 500 nodes, for no reason of
    the code. For the objects of Python, which lie as chance has it, there are the copies.
    """
    return round(median(found for _ in range(COPIES) for found in paired(count, way)), 3)


def paired(count: int, way: Callable[[int], nn.Module]) -> list[float]:
    """The ratios of the rounds of one pair of copies."""
    ours, theirs = to_module(chained(count)).eval(), way(count).eval()
    share(ours, theirs)
    x, calls = torch.rand(ROWS, WIDTH), max(10, 10_000 // count)
    seconds(ours, x, calls), seconds(theirs, x, calls)
    ratios = []
    for number in range(ROUNDS):
        pair = (ours, theirs) if number % 2 else (theirs, ours)
        spent = {module: seconds(module, x, calls) for module in pair}
        ratios.append(spent[ours] / spent[theirs])
    return ratios


def main() -> None:
    """Print the ratios of each way, by size."""
    torch.set_num_threads(1)
    with torch.no_grad():
        found = {name: {count: ratio(count, way) for count in SIZES} for name, way in WAYS.items()}
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
