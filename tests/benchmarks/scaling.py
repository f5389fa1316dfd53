"""What grows with what: graph size, data size, backbone size and the number of users. One table each, in Markdown.

python -m tests.benchmarks.scaling [graph data backbone users]
"""

import argparse
import itertools
import tempfile
import threading
import time
from collections.abc import Callable
from statistics import median

import httpx
import torch

from builder import Document, add, connect, freeze, plan, set_param, to_module
from builder.documents.reading import dumps
from builder.fitting import fit
from builder.jobs import Supervisor
from builder.planning.plan_cache import Cache
from builder.store import Store
from builder.ui.server.serve import start
from tests.benchmarks.checking import chain, check, cost
from tests.networks import line, two_heads

Row = tuple[object, ...]
NODES, SAMPLES, USERS = (10, 50, 100, 250, 500), (100, 400, 1_600), (1, 4, 16)
BACKBONES = ("resnet18", "resnet50", "resnet152", "vit_b_16", "vit_l_16")
ASKED = 12
"""So many edits does each user make."""


def graph() -> tuple[Row, list[Row]]:
    """CPU milliseconds by the number of nodes, whose kinds this process knows already."""
    rows: list[Row] = []
    check(chain(10), Cache())
    for count in NODES:
        document, cache = chain(count), Cache()
        first = cost(lambda document=document, cache=cache: check(document, cache))
        edits = [set_param(document, f"n{count // 2}", "negative_slope", 0.1 + i / 50) for i in range(5)]
        again = median(cost(lambda edit=edit, cache=cache: check(edit, cache)) for edit in edits)
        built = cost(lambda document=document: to_module(document))
        rows.append((count, f"{first:.0f}", f"{again:.1f}", f"{built:.0f}", f"{len(dumps(document)):,}"))
    return ("nodes", "first check", "check after an edit", "building it", "bytes of the document"), rows


def data() -> tuple[Row, list[Row]]:
    """CPU seconds of a run behind a frozen ResNet-18 at 64 x 64, by the number of samples."""
    rows: list[Row] = []
    for count in SAMPLES:
        settings = {"data": "digits", "samples": count, "epochs": 5, "batch": 64}
        began, marks = time.process_time(), list[float]()
        for event in fit(one_head("resnet18", 64), settings=settings, device="cpu"):
            if event["event"] in ("started", "epoch"):
                marks.append(time.process_time())
        first, later = (
            marks[1] - marks[0],
            [after - before for before, after in itertools.pairwise(marks[1:])],
        )
        rows.append(
            (count, f"{marks[0] - began:.2f}", f"{first:.2f}", f"{median(later):.3f}", f"{count * 2048:,}")
        )
    return ("samples", "getting ready", "first epoch", "each later epoch", "bytes of kept features"), rows


def backbone() -> tuple[Row, list[Row]]:
    """CPU milliseconds by the size of the backbone, at 224 x 224."""
    rows: list[Row] = []
    for name in BACKBONES:
        document, cache = two_heads(name, 224), Cache()
        first = cost(lambda document=document, cache=cache: check(document, cache))
        edits = [set_param(document, "first_hidden", "out_features", 300 + number) for number in range(5)]
        again = median(cost(lambda edit=edit, cache=cache: check(edit, cache)) for edit in edits)
        module = to_module(document).eval()
        image = torch.rand(1, 3, 224, 224)
        with torch.no_grad():
            module(image)
            forward = cost(lambda module=module, image=image: module(image))
        parameters = plan(document).size.parameters
        rows.append((name, f"{parameters:,}", f"{first:.0f}", f"{again:.1f}", f"{forward:.0f}"))
    return ("backbone", "parameters", "first check", "check of a head edit", "forward of one image"), rows


def users() -> tuple[Row, list[Row]]:
    """Wall milliseconds of an edit's answer, and seconds until a small run is over, by the number of users at once."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, start(data=folder) as served:
        edited(served.url, 1)
        for count in USERS:
            waits = sorted(edited(served.url, count))
            rows.append(
                (count, f"{median(waits):.0f}", f"{waits[int(0.95 * len(waits))]:.0f}", *trained(count))
            )
    return ("users", "an edit, median", "an edit, p95", "a small run, first user", "last user"), rows


def edited(url: str, count: int) -> list[float]:
    """The waits of so many people who edit heads behind a ResNet-50 at the same time, each a head of their own."""
    waits: list[float] = []
    crowd = [threading.Thread(target=_editing, args=(url, place, waits)) for place in range(count)]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    return waits


def _editing(url: str, place: int, waits: list[float]) -> None:
    document = two_heads("resnet50", 224)
    with httpx.Client(base_url=url, timeout=120) as browser:
        browser.get("/")
        parts = browser.get("/config").json()["components"]
        canvas = next(part["id"] for part in parts if "analyse" in part["props"].get("server_fns", []))
        for number in range(ASKED):
            text = dumps(set_param(document, "first_hidden", "out_features", 100 + 50 * place + number))
            body = {"component_id": canvas, "fn_name": "analyse", "session_hash": f"user{place}"}
            began = time.perf_counter()
            answer = browser.post(
                "/gradio_api/component_server/", json=body | {"data": {"document": text, "rev": number}}
            )
            assert answer.json()["ok"], answer.text[:400]
            waits.append((time.perf_counter() - began) * 1000)
            time.sleep(0.3)  # a person looks at what came


def trained(count: int) -> Row:
    """Seconds until the runs of so many people are over who all press Train at once: the first and the last."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = Supervisor(Store.open(folder))
        try:
            payload = {"document": dumps(line()), "data": "wine", "settings": {"epochs": 20}}
            jobs.wait("nobody", jobs.submit("nobody", "train", payload), 120)
            began = time.perf_counter()
            runs = {f"user{place}": jobs.submit(f"user{place}", "train", payload) for place in range(count)}
            ends = []
            for owner, job in runs.items():
                state = jobs.wait(owner, job, 600)
                assert state.status == "done", state
                ends.append(time.perf_counter() - began)
            return f"{min(ends):.1f}", f"{max(ends):.1f}"
        finally:
            jobs.close()


def one_head(model: str, size: int) -> Document:
    """Images -> frozen backbone -> ten classes."""
    network = add(Document(), "image_input", "image", size=size)
    network = connect(add(network, "torchvision", "backbone", model=model), "image.image", "backbone.image")
    network = add(freeze(network, "backbone"), "linear", "scores", out_features=10)
    network = add(connect(network, "backbone.features", "scores.x"), "class_output", "digit")
    return connect(network, "scores.y", "digit.x")


PARTS: dict[str, Callable[[], tuple[Row, list[Row]]]] = {
    "graph": graph, "data": data, "backbone": backbone, "users": users,
}  # fmt: skip


def main() -> None:
    """Print a table for each part that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    plan(two_heads())  # the first meta call of a process pays for imports
    for name in parser.parse_args().parts:
        heads, rows = PARTS[name]()
        print(f"\n{(PARTS[name].__doc__ or '').splitlines()[0]}\n")
        print("| " + " | ".join(map(str, heads)) + " |\n" + "|---" * len(heads) + "|")
        for row in rows:
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


if __name__ == "__main__":
    main()
