"""How fast a document is checked, beside torchinfo on the same network in the same run. CPU milliseconds.

    python -m tests.benchmarks.checking [--rounds 9] [--json]

Ratios are medians over rounds that pair both sides, so that another program on the machine disturbs both alike.
"""

import argparse
import gc
import json
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any

import torch
import torchinfo
import torchvision

from builder import Document, set_param, to_module
from builder.documents.document import Edit
from builder.fixes import with_fixes
from builder.planning.analysis import analysis
from builder.planning.plan_cache import Cache
from builder.planning.planned import Plan
from builder.planning.planning import plan
from tests.broken.form import graph
from tests.networks import two_heads

SIZE = (1, 3, 224, 224)


def cost(action: Callable[[], Any]) -> float:
    """CPU milliseconds of this thread and of what PyTorch runs for it."""
    gc.collect()
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def check(document: Document, cache: Cache) -> Plan:
    """What happens between an edit and its badges, without the way to the browser."""
    planned = with_fixes(plan(document, cache=cache), cache)
    analysis(planned)
    return planned


def heads(rounds: int) -> dict[str, float]:
    """An edit of a head, and one inside the backbone, beside torchinfo of the built module.

    An edit of a head is too short to be timed once: ten in a row count, as when a number is dragged. `head_alone` is a
    single one, right after torchinfo has driven everything else out of the processor's memory.
    """
    document, cache = two_heads("resnet50", 224), Cache()
    check(document, cache)
    module = to_module(document).eval()
    rows: dict[str, list[float]] = {
        name: []
        for name in (
            "head",
            "head_alone",
            "inside",
            "torchinfo",
            "head_ratio",
            "head_alone_ratio",
            "inside_ratio",
        )
    }
    check(_inside(document, 200), cache)
    for number in range(rounds):
        edits = [
            set_param(document, "first_hidden", "out_features", 300 + 11 * number + i) for i in range(11)
        ]
        alone = cost(lambda edits=edits: plan(edits[0], cache=cache))
        head = cost(lambda edits=edits: [plan(edited, cache=cache) for edited in edits[1:]]) / 10
        deep = _inside(document, 2 + number)
        inside = cost(lambda deep=deep: plan(deep, cache=cache))
        reference = cost(lambda: torchinfo.summary(module, input_size=SIZE, verbose=0))
        for name, value in zip(
            rows,
            (head, alone, inside, reference, reference / head, reference / alone, reference / inside),
            strict=True,
        ):
            rows[name].append(value)
    return {name: statistics.median(values) for name, values in rows.items()}


def _inside(document: Document, reduction: int) -> Document:
    node = document.node("backbone")
    edit = Edit(
        do="insert_after", path="layer3.1", block="squeeze_excitation", params={"reduction": reduction}
    )
    return document.replace_node(node.model_copy(update={"edits": (edit,)}))


def whole(rounds: int) -> dict[str, float]:
    """The page's whole answer to an edit of a head: plan, lint, fixes and the data for the canvas."""
    document, cache = two_heads("resnet50", 224), Cache()
    check(document, cache)
    edits = [set_param(document, "first_hidden", "out_features", 300 + number) for number in range(rounds)]
    return {"answer": statistics.median([cost(lambda edit=edit: check(edit, cache)) for edit in edits])}


def cold(rounds: int) -> dict[str, float]:
    """A first check of a network that this process has not seen, beside building it and running torchinfo."""
    from blocks.bases import torchvision_network
    from builder.weightless import answers, twins
    from builder.weightless import running as weightless

    document = two_heads("resnet50", 224)
    rows: dict[str, list[float]] = {"check": [], "building_and_torchinfo": [], "ratio": []}
    for _ in range(rounds):
        answers._TABLE.clear()
        twins._waiting.clear()
        weightless._OBSERVED.clear()
        torchvision_network._inside.cache_clear()
        ours = cost(lambda: plan(document, cache=Cache()))
        theirs = cost(lambda: torchinfo.summary(torchvision.models.resnet50(), input_size=SIZE, verbose=0))
        for name, value in zip(rows, (ours, theirs, theirs / ours), strict=True):
            rows[name].append(value)
    return {name: statistics.median(values) for name, values in rows.items()}


def growing(rounds: int) -> dict[str, float]:
    """Documents of 100 and of 500 nodes, first and after an edit in the middle."""
    found = {}
    for count in (100, 500):
        document = chain(count)
        first = statistics.median(
            [cost(lambda document=document: check(document, Cache())) for _ in range(rounds)]
        )
        cache = Cache()
        check(document, cache)
        edits = [set_param(document, f"n{count // 2}", "negative_slope", 0.1 + i / 50) for i in range(rounds)]
        again = statistics.median([cost(lambda edit=edit, cache=cache: check(edit, cache)) for edit in edits])
        found |= {f"first_{count}": first, f"again_{count}": again}
    return found | {
        "first_growth": found["first_500"] / found["first_100"],
        "again_growth": found["again_500"] / found["again_100"],
    }


def chain(count: int) -> Document:
    """A line of so many nodes."""
    names = [f"n{number}" for number in range(count - 2)]
    blocks: dict[str, Any] = {"numbers": ("vector_input", {"width": 13})}
    blocks |= {
        name: ("leaky_relu" if place % 2 == 0 else ("linear", {"out_features": 13}))
        for place, name in enumerate(names)
    }
    ends = ["numbers.vector", *(f"{name}.y" for name in names)]
    wires = [f"{end} > {name}.x" for end, name in zip(ends, [*names, "kind"], strict=True)]
    return graph(blocks | {"kind": "class_output"}, "; ".join(wires))


def threads(rounds: int) -> dict[str, float]:
    """Several threads that check different documents at once: how many answers were wrong."""
    documents = {
        width: set_param(two_heads("resnet18", 64), "first_hidden", "out_features", width)
        for width in (7, 70, 700)
    }
    expected = {width: plan(document).specs for width, document in documents.items()}
    wrong: list[int] = []
    shared = Cache()

    def work(width: int) -> None:
        for _ in range(rounds):
            wrong.append(int(plan(documents[width], cache=shared).specs != expected[width]))
            wrong.append(int(plan(documents[width]).specs != expected[width]))

    crowd = [threading.Thread(target=work, args=(width,)) for width in documents for _ in range(3)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return {"answers": len(wrong), "wrong": sum(wrong)}


PARTS = {"heads": heads, "whole": whole, "cold": cold, "growing": growing, "threads": threads}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    plan(two_heads())  # the first meta call of a process pays for imports
    gc.collect()
    gc.freeze()  # as the server does once it has loaded
    found = {name: PARTS[name](chosen.rounds) for name in chosen.parts}
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, rows in found.items():
        print(f"\n{(PARTS[name].__doc__ or '').splitlines()[0]}")
        for row, value in rows.items():
            print(f"  {row:24} {value:10.2f}")


if __name__ == "__main__":
    main()
