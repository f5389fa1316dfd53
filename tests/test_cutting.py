"""Cutting inside a node: exactly where the front is constant, and not at all where it cannot be done exactly."""

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn

from builder import Document, add, connect, default_registry, freeze
from builder.documents.document import Edit
from builder.fitting import settings_of
from builder.fitting.cutting import Cut, cut_of
from builder.fitting.order import batches
from builder.fitting.setup import dataset_of, run_of
from tests.test_proof import on_digits

REGISTRY = default_registry()
SETTINGS = {
    "data": "digits",
    "samples": 24,
    "batch": 8,
    "epochs": 1,
    "learning_rate": 1e-5,
    "optimiser": "sgd",
}


def run(document: Document) -> Any:
    settings = settings_of(document, SETTINGS)
    return run_of(document, REGISTRY, dataset_of(settings, None), settings, "cpu")[0]


def steps(document: Document, *, cut: bool) -> tuple[list[float], dict[str, torch.Tensor]]:
    """The losses of an epoch and the weights after it, with the front kept or run each time."""
    live = run(document)
    if not cut:
        live.network = replace(live.network, cuts=())
        live.features = live.features.at(live.network)
    live.network.module.train()
    list(live.begin(1, lambda: False, first=True))
    rows = [live.dataset.train[places.numpy()] for places in batches(24, 8, seed=0, epoch=1)]
    losses = [
        float(live.step(part, epoch=1, number=n, meters=live.meters())["total"])
        for n, part in enumerate(rows)
    ]
    return losses, live.network.module.state_dict()


def edited(at: str) -> Document:
    """A wholly frozen network with a squeeze-and-excitation put in after one of its parts."""
    document = on_digits("all")
    node = document.node("backbone")
    edit = Edit(do="insert_after", path=at, block="squeeze_excitation")
    return document.replace_node(node.model_copy(update={"edits": (edit,)}))


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (on_digits("layer3"), "layer3"),
        (on_digits("features.denseblock2", model="densenet121"), "features.denseblock2"),
        (on_digits("features.3", model="efficientnet_b0"), "features.3"),
        (edited("layer2.0"), "layer2.0.relu"),
    ],
    ids=["resnet", "densenet", "efficientnet with stochastic depth", "an edit inside"],
)
def test_a_cut_changes_nothing(document: Document, path: str) -> None:
    assert [cut.path for cut in run(document).network.cuts] == [path]
    kept, plain = steps(document, cut=True), steps(document, cut=False)
    assert kept[0] == pytest.approx(plain[0], abs=1e-5)
    for name, tensor in plain[1].items():
        assert torch.allclose(kept[1][name].float(), tensor.float(), atol=2e-4), name


def test_a_cut_front_is_not_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    live = run(on_digits("layer3"))
    list(live.begin(1, lambda: False, first=True))

    def epoch(number: int) -> None:
        live.step(live.dataset.train[:8], epoch=number, number=1, meters=live.meters())
        live.evaluate(live.dataset.test)

    epoch(1)

    def fail(*_: Any) -> None:
        raise AssertionError("the frozen front ran again")

    monkeypatch.setattr(live.network.module.backbone.layer1, "forward", fail)
    epoch(2)


def test_what_is_kept_is_said() -> None:
    live = run(on_digits("layer3"))
    assert live.network.constant == ("backbone up to layer3",)
    assert live.features.plan_said().startswith("backbone up to layer3 will run once")


def test_two_backbones_are_both_cut_and_a_trained_adapter_in_front_prevents_it() -> None:
    document = on_digits("layer3")
    document = connect(
        add(document, "torchvision", "second", model="resnet18"), "image.image", "second.image"
    )
    document = connect(add(document, "linear", "more", out_features=10), "second.features", "more.x")
    document = freeze(
        connect(add(document, "class_output", "again"), "more.y", "again.x"), "second", up_to="layer2"
    )
    assert [(cut.node, cut.path) for cut in run(document).network.cuts] == [
        ("backbone", "layer3"),
        ("second", "layer2"),
    ]
    found = run(_behind_a_convolution(document)).network
    assert [cut.node for cut in found.cuts] == ["second"]
    assert "adapter" in found.reasons["backbone"]


def _behind_a_convolution(document: Document) -> Document:
    edges = tuple(edge for edge in document.edges if edge.target != "backbone")
    document = document.model_copy(update={"edges": edges})
    document = connect(
        add(document, "conv2d", "adapter", out_channels=3, kernel_size=1), "image.image", "adapter.x"
    )
    return connect(document, "adapter.y", "backbone.image")


class Net(nn.Module):
    """Three parts in a row, of which a case freezes some."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.third(self.second(self.first(x)))
        return out


class Skip(Net):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = self.first(x)
        out: torch.Tensor = self.third(self.second(first)) + first + x
        return out


class Draws(Net):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            x = nn.functional.dropout(x, 0.5)
        out: torch.Tensor = super().forward(x)
        return out


class Crosswise(Net):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = super().forward(x - x.mean(0, keepdim=True))
        return out


class Twice(Net):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out: torch.Tensor = self.third(self.second(self.first(self.first(x))))
        return self.first(out)


def cut(network: nn.Module, *frozen: str) -> Any:
    for name in frozen:
        network.get_submodule(name).requires_grad_(False)
    x = torch.randn(4, 4, generator=torch.Generator().manual_seed(1))
    network.train()
    return cut_of("node", network, lambda x: {"y": network(x)}, {"x": x}, {"x": x[:3]})


def test_a_row_is_cut_at_the_last_constant_part() -> None:
    found = cut(Net(), "first", "second")
    assert isinstance(found, Cut)
    assert (found.kept, set(found.spared)) == (("second",), {"x"})


def test_what_is_looked_back_at_is_kept_too() -> None:
    found = cut(Skip(), "first", "second")
    assert isinstance(found, Cut)
    assert (found.kept, set(found.spared)) == (("first", "second"), set())


def test_a_part_that_runs_again_behind_the_cut_does_so() -> None:
    network = Twice()
    found = cut(network, "first", "second")
    assert isinstance(found, Cut)
    x = torch.randn(5, 4)
    with found.standing(found.fixed({"x": x}), 5):
        given = network(next(iter(found.arguments(5).values())))
    assert torch.allclose(given, network(x), atol=1e-6)


@pytest.mark.parametrize(
    ("network", "frozen"),
    [(Net(), ()), (Net(), ("second", "third")), (Draws(), ("first", "second"))],
    ids=["nothing is frozen", "the first part learns", "it draws random numbers in front"],
)
def test_there_is_nothing_to_cut(network: nn.Module, frozen: tuple[str, ...]) -> None:
    assert cut(network, *frozen) is None


def test_features_that_depend_on_the_batch_are_not_kept() -> None:
    assert cut(Crosswise(), "first") == "a row's features depend on the other rows of its batch"


def test_gradients_are_those_of_the_whole_network() -> None:
    network = Skip()
    found = cut(network, "first", "second")
    x = torch.randn(6, 4)
    network(x).square().sum().backward()
    wanted = network.third.weight.grad
    network.zero_grad()
    with found.standing(found.fixed({"x": x}), 6):
        network(x).square().sum().backward()
    assert wanted is not None
    assert network.third.weight.grad is not None
    assert torch.equal(wanted, network.third.weight.grad)
    assert network.second.weight.grad is None
