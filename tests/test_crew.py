"""Several processes that train one network: they learn what one learns, and what cannot be shared is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from builder import Document, add, connect, freeze, save
from builder.documents.examples import example_path
from builder.fitting.crew import Crew, alone
from builder.problem import Refused


def partly_frozen() -> Document:
    """Ten numbers of a digit, a frozen layer, and one that learns."""
    network = Document(title="Shared")
    network = add(network, "vector_input", "numbers", width=10, column="features")
    network = add(network, "linear", "held", out_features=32)
    network = add(network, "relu", "bend")
    network = add(network, "linear", "scores", out_features=10)
    network = add(network, "class_output", "digit", target="digit")
    for wire in ("numbers.vector>held.x", "held.y>bend.x", "bend.y>scores.x", "scores.y>digit.x"):
        network = connect(network, *wire.split(">"))
    return freeze(network, "held")


def trained(document: Path, folder: Path, processes: int, *more: str) -> subprocess.CompletedProcess[str]:
    settings = (
        "train",
        str(document),
        "--epochs",
        "3",
        "--processes",
        str(processes),
        "-o",
        str(folder),
        *more,
    )
    apart = os.environ | {"NETGRAFT_DATA": str(folder.parent / "data")}
    return subprocess.run(
        [sys.executable, "-m", "builder", *settings], env=apart, capture_output=True, text=True, check=False
    )


def test_two_processes_learn_what_one_learns(tmp_path: Path) -> None:
    save(partly_frozen(), tmp_path / "shared.json")
    found = {}
    for processes in (1, 2):
        done = trained(
            tmp_path / "shared.json", tmp_path / str(processes), processes, "--data", "digits", "--json"
        )
        assert done.returncode == 0, done.stderr
        found[processes] = json.loads(done.stdout)
    assert found[2]["proof"]["changed"] == []
    assert found[2]["proof"]["tensors"] == 2
    assert found[2]["test"]["digit"]["accuracy"] == found[1]["test"]["digit"]["accuracy"] > 0.2
    one, two = (load_file(tmp_path / str(processes) / "model.safetensors") for processes in (1, 2))
    assert one.keys() == two.keys()
    assert max(float((one[name] - two[name]).abs().max()) for name in one) < 1e-5


def test_what_cannot_be_shared_is_refused(tmp_path: Path) -> None:
    path = example_path("s03")
    assert path is not None
    done = trained(path, tmp_path / "graph", 2)
    assert done.returncode == 1
    assert "one graph, and that is one batch" in done.stdout
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize("count", [64, 13, 3])
def test_the_shares_make_up_the_batch(count: int, *, owned: bool) -> None:
    rows = np.random.default_rng(count).permutation(100)[:count]
    shares = [Crew(rank, 3).share(rows, owned=owned) for rank in range(3)]
    assert sum(weight for _, weight in shares) == pytest.approx(1)
    whole = [own for own, _ in shares if len(own) == count]
    assert sorted(np.concatenate(whole[:1] or [own for own, _ in shares])) == sorted(rows)
    mean = sum(weight * own.mean() for own, weight in shares)
    assert mean == pytest.approx(rows.mean())
    assert (len(whole) == 3) == (count == 3)


def test_an_owned_row_always_goes_to_the_same_process() -> None:
    crew = Crew(1, 2)
    taken = [set(crew.share(np.random.default_rng(seed).permutation(40), owned=True)[0]) for seed in range(3)]
    assert taken[0] == taken[1] == taken[2]
    assert len(taken[0]) == 20


def test_one_process_alone_is_left_as_it_is() -> None:
    crew, layer = Crew(), nn.Linear(2, 2)
    rows, losses = np.arange(5), {"total": torch.ones(())}
    assert crew.share(rows, owned=True) == (rows, 1.0)
    assert crew.agree(torch.optim.SGD(layer.parameters(), lr=0.1), losses, 1.0) is losses
    assert crew.any(True)
    assert not crew.any(False)


def test_a_refusal_says_why_and_what_to_do() -> None:
    alone(Crew(), "nothing is shared")
    with pytest.raises(Refused) as refused:
        alone(Crew(0, 2), "its data is one graph, and that is one batch")
    problem = refused.value.problem
    assert (problem.code, problem.got, problem.next) == ("processes", "2", "Leave out --processes.")
