"""Training on a GPU, or on what there is: ``python -m tests.benchmarks.gpu [--small] [--device auto] [--epochs 3]``.

The app's own fit, plain and compiled after its first step, beside a loop by hand that is tuned: data on the device,
fused optimiser, channels last, bfloat16 where it pays, compiled or not. Prints pictures or tokens per second and their
share of the measured matrix product. The app does not compile a network that is cut inside a node, nor one that takes
texts of different lengths, so that these have no such line.
"""

import argparse
import platform
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import torch
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from builder.fitting import compiling, fit
from builder.fitting.device import accelerator_for, name_of
from builder.fitting.feed import Feed
from builder.fitting.precision import SIDE, seconds
from builder.planning.planning import plan
from tests.benchmarks.gpu_cases import LARGE, SMALL, WAYS, ByHand, Case, data, document, learns

Row = dict[str, Any]


def main(given: list[str] | None = None) -> None:
    """Run every case in every way and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="tiny networks and data, to see that it runs")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--no-compile", action="store_true", help="leave out the compiled loops")
    asked = parser.parse_args(given)
    accelerator = accelerator_for(asked.device)
    device = accelerator.device
    print(f"{platform.platform()}, {name_of(accelerator)}, {datetime.now(UTC):%Y-%m-%d}\n")
    print("| network | learns | who | epoch 1, s | later, s | samples/s | tokens/s | share of product |")
    print("|---|---|---|---|---|---|---|---|")
    for case in SMALL if asked.small else LARGE:
        for way in asked.ways.split(","):
            for row in rows(case, way, device, asked.epochs, compiled=not asked.no_compile):
                print("| " + " | ".join(str(value) for value in row.values()) + " |", flush=True)


def rows(case: Case, way: str, device: torch.device, epochs: int, *, compiled: bool) -> Iterator[Row]:
    """The app, and the loop by hand in each precision, plain and compiled."""
    work = flops(case, way)
    tokens = _tokens(case)
    half = device.type != "cpu" and accelerator_for(device.type).mixed_precision == "bf16"
    peak = _peak(device, torch.bfloat16 if half else torch.float32)
    for quick in (False, True) if compiled else (False,):
        spent, said = _app(case, way, device, epochs, compiled=quick)
        if not quick or said.startswith("Compiled"):
            name = f"Netgraft{', compiled' if quick else ''}"
            yield _row(case, way, name, spent, work, tokens, peak)
    for precise in (True, False) if half else (True,):
        for quick in (False, True) if compiled else (False,):
            name = f"by hand{'' if precise else ', bf16'}{', compiled' if quick else ''}"
            top = _peak(device, torch.float32 if precise else torch.bfloat16)
            spent = by_hand(case, way, device, epochs, half=not precise, compiled=quick)
            yield _row(case, way, name, spent, work, tokens, top)


def by_hand(
    case: Case, way: str, device: torch.device, epochs: int, *, half: bool, compiled: bool
) -> list[float]:
    """Seconds of each epoch of a tuned loop."""
    model, learnt = ByHand(case).to(device), learns(case, way)
    for name, parameter in model.backbone.named_parameters():
        parameter.requires_grad_(learnt(name))
    if not case.text:
        model = model.to(memory_format=torch.channels_last)
    model.train(way == "full")
    given = data(case)
    feed = Feed(plan(document(case, way)), given)
    values = list(feed.arguments(given.train, device).values())
    lengths = feed.lengths(given.train)
    labels = torch.as_tensor(given.columns["label"].values, device=device)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.Adam(trained, lr=1e-4, fused=True)
    run: Any = torch.compile(model) if compiled else model
    spent = []
    for _ in range(epochs):
        began = time.perf_counter()
        for places in torch.randperm(case.count).split(case.batch):
            width = None if lengths is None else int(lengths[places].max())
            batch = [value[places.to(device), :width] for value in values]
            with torch.autocast(device.type, torch.bfloat16) if half else nullcontext():
                loss = functional.cross_entropy(run(*batch), labels[places.to(device)])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        loss.item()  # waits for the device
        spent.append(time.perf_counter() - began)
    return spent


def flops(case: Case, way: str) -> float:
    """Operations of one sample, forward and backward, as the plain loop runs them."""
    model, learnt = ByHand(case), learns(case, way)
    for name, parameter in model.backbone.named_parameters():
        parameter.requires_grad_(learnt(name))
    rows, counter = 2, FlopCounterMode(display=False)
    if case.text:
        width = _tokens(case)
        given = torch.ones(rows, width, dtype=torch.int64), torch.ones(rows, width, dtype=torch.int64)
    else:
        given = (torch.rand(rows, 3, case.side, case.side),)
    with counter:
        model(*given).sum().backward()
    return counter.get_total_flops() / rows


def _app(
    case: Case, way: str, device: torch.device, epochs: int, *, compiled: bool
) -> tuple[list[float], str]:
    """Seconds of each epoch of the app's own path, and what it says of compiling; it is made to compile, or not to."""
    network = document(case, way)
    settings = {"epochs": epochs, "batch": case.batch, "learning_rate": 1e-4}
    forced = {"KINDS": (device.type,) if compiled else (), "WORTH": 0.0, "GAIN": 0.0, "STEPS": 1}
    with patch.multiple(compiling, **forced):
        events = list(fit(network, data=data(case), settings=settings, device=device.type))
    if events[-1]["event"] == "failed":
        raise SystemExit(events[-1]["problem"]["said"])
    said = "".join(event["said"] for event in events if event["event"] == "noted")
    return [event["seconds"] for event in events if event["event"] == "epoch"], said


def _tokens(case: Case) -> int:
    """The mean number of tokens of a text; nothing for pictures."""
    if not case.text:
        return 0
    given = data(case)
    lengths = Feed(plan(document(case, "full")), given).lengths(given.train)
    return round(float(lengths.float().mean())) if lengths is not None else 0


def _peak(device: torch.device, dtype: torch.dtype) -> float:
    """Operations a second of a product of two large matrices."""
    side = 2 * SIDE if device.type == "cpu" else 32 * SIDE
    return 2 * side**3 / seconds(device, dtype, side)


def _row(case: Case, way: str, who: str, spent: list[float], work: float, tokens: int, peak: float) -> Row:
    later = min(spent[1:], default=spent[0])
    speed = case.count / max(later, 1e-3)
    kept = who.startswith("Netgraft") and way != "full"  # the frozen part has not run again
    return {
        "network": case.title,
        "learns": way,
        "who": who,
        "first": f"{spent[0]:.2f}",
        "later": f"{later:.3f}",
        "samples": f"{speed:,.0f}",
        "tokens": f"{speed * tokens:,.0f}" if tokens else "",
        "share": "kept" if kept else f"{speed * work / peak:.0%}",
    }


if __name__ == "__main__":
    main()
