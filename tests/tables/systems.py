"""The table of every system: python -m tests.tables.systems [EXAMPLE ...] [--seeds N] prints it as Markdown."""

import argparse
import os
import warnings
from collections.abc import Iterator, Sequence
from statistics import mean, stdev
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin would be counted as work
os.environ.setdefault("OMP_NUM_THREADS", "1")

HEAD = (
    "example",
    "system",
    "parameters",
    "trainable",
    "outputs",
    "as the facts",
    "metric",
    "mean ± spread",
    "by seed",
    "loss, held out",
    "baseline",
    "a constant",
    "frozen changed",
    "export = live",
    "CPU s a seed",
)
"""A line for each output. The spread is the standard deviation over the seeds; baselines are means over them."""


def main(asked: list[str] | None = None) -> int:
    """Train the asked examples, all of them where nothing is asked; the exit code is 1 if something does not hold."""
    from builder.documents.examples import examples

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", nargs="*")
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args(asked)
    warnings.simplefilter("ignore")
    _row(HEAD)
    _row(("---",) * len(HEAD))
    sound = True
    for example in examples():
        if not given.examples or example.id in given.examples:
            for cells, held in _measured(example.id, example.path, range(given.seeds)):
                _row(cells)
                sound = sound and held
    return 0 if sound else 1


def _measured(name: str, path: Any, seeds: range) -> Iterator[tuple[tuple[str, ...], bool]]:
    """A line for each output of an example, and whether it holds what it must."""
    from builder import load, plan

    document = load(path)
    planned = plan(document)
    runs = [_run(document, seed) for seed in seeds]
    same = _exported(planned)
    changed = sum(len(run["proof"]["changed"]) for run in runs)
    frozen = runs[0]["proof"]["tensors"]
    right = _as_facts(name, planned)
    for output in runs[0]["test"]:
        (metric,) = list(runs[0]["test"][output])[:1]
        reached = [run["test"][output][metric] for run in runs]
        bases = [run["baseline"][output] for run in runs]
        shape = planned.specs[document.into(output)[0].source, document.into(output)[0].output].text
        cells = (
            name,
            str(document.system),
            f"{planned.size.parameters:,}",
            f"{planned.size.trainable:,}",
            f"{output}: {shape}",
            "yes" if right else "no",
            metric,
            _spread(reached),
            ", ".join(_number(value) for value in reached),
            _spread([run["test"][output]["loss"] for run in runs if "loss" in run["test"][output]]),
            f"{_middle(bases, 'value')} ({bases[0].get('name', '')})",
            _middle(bases, "majority"),
            f"{changed} of {frozen}",
            "yes" if same else "no",
            ", ".join(f"{run['cpu_seconds']:.0f}" for run in runs),
        )
        yield cells, same and right and not changed


def _as_facts(name: str, planned: Any) -> bool:
    """Whether counts and shapes are those that the system is known by."""
    from tests.test_examples import SYSTEMS

    _, parameters, trainable, shapes = SYSTEMS[name]
    found = {port: planned.specs[tuple(port.split("."))].text for port in shapes}
    return (planned.size.parameters, planned.size.trainable, found) == (parameters, trainable, shapes)


def _spread(values: Sequence[float]) -> str:
    if not values:
        return "–"
    middle = _number(mean(values))
    digits = len(middle.partition(".")[2])
    return middle + (f" ± {stdev(values):.{digits}f}" if len(values) > 1 else "")


def _middle(bases: Sequence[dict[str, Any]], key: str) -> str:
    return _number(mean(base.get(key, float("nan")) for base in bases))


def _number(value: float) -> str:
    """Three decimals, or four for a small error."""
    return f"{value:.3f}" if abs(value) >= 0.05 or value == 0 else f"{value:.4f}"


def _run(document: Any, seed: int) -> dict[str, Any]:
    from builder.fitting import fit

    seeded = document.model_copy(update={"seed": seed})
    *_, last = fit(seeded, settings={"seed": seed}, device="cpu")
    if last["event"] != "finished":
        raise SystemExit(f"{document.title}: {last['problem']['said']} {last['problem']['details']}")
    return dict(last)


def _exported(planned: Any) -> bool:
    """Whether the exported file gives the very numbers of the live network on two samples."""
    import torch

    from builder import to_module, to_source
    from builder.writing.compile import run_source
    from tests.networks import samples

    inputs = samples(planned)
    live = to_module(planned.document).eval()
    exported = run_source(to_source(planned.document))["build"]().eval()
    with torch.no_grad():
        ours, theirs = live(*inputs.values()), exported(*inputs.values())
    if isinstance(ours, torch.Tensor):
        return torch.equal(ours, theirs)
    return all(torch.equal(ours[key], theirs[key]) for key in ours)


def _row(cells: tuple[str, ...]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
