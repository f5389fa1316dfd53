"""Exceptions of torch, torchvision, transformers and PyG never reach a person raw: provoked ones, one by one."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from builder.help import HELP
from builder.planning.planning import plan
from builder.weightless.foreign import explain
from tests.broken.form import graph
from tests.sites import spec


def net(*layers: nn.Module) -> nn.Module:
    return nn.Sequential(*layers).to("meta")


def zeros(*sizes: int, dtype: torch.dtype = torch.float32, device: str = "meta") -> torch.Tensor:
    return torch.zeros(sizes, dtype=dtype, device=device)


def _torchvision() -> Any:
    from torchvision.models import vit_b_16

    with torch.device("meta"):
        return vit_b_16()(torch.zeros(1, 3, 100, 100))


def _transformers(**settings: Any) -> Any:
    from transformers import BertConfig, BertModel

    return BertModel(BertConfig(num_hidden_layers=1, hidden_size=32, intermediate_size=32, **settings))


def _gcn(edges: torch.Tensor) -> Any:
    from torch_geometric.nn import GCNConv

    return GCNConv(4, 2)(torch.zeros(3, 4), edges)


def _hub(name: str) -> Any:
    from transformers import AutoModel

    return AutoModel.from_pretrained(name, local_files_only=True)


PROVOKED: dict[str, tuple[Callable[[], Any], str]] = {
    "linear on the processor": (lambda: nn.Linear(5, 2)(torch.zeros(3, 4)), "features"),
    "linear without values": (lambda: net(nn.Linear(5, 2))(zeros(3, 4)), "features"),
    "conv of a vector": (lambda: nn.Conv2d(3, 4, 3)(torch.zeros(2, 3)), "rank"),
    "conv of other channels": (lambda: nn.Conv2d(3, 4, 3)(torch.zeros(2, 5, 8, 8)), "channels"),
    "conv without values": (lambda: net(nn.Conv2d(3, 4, 3))(zeros(2, 5, 8, 8)), "channels"),
    "batch norm of other channels": (
        lambda: nn.BatchNorm2d(4).eval()(torch.zeros(2, 5, 8, 8)),
        "channels",
    ),
    "kernel larger than the map": (lambda: nn.Conv2d(3, 4, 9)(torch.zeros(2, 3, 4, 4)), "kernel"),
    "pool of a tiny map": (lambda: nn.MaxPool2d(4)(torch.zeros(2, 3, 2, 2)), "kernel"),
    "sum of two shapes": (lambda: torch.zeros(2, 3) + torch.zeros(2, 4), "mismatch"),
    "concat of two shapes": (lambda: torch.cat([torch.zeros(2, 3), torch.zeros(3, 4)]), "mismatch"),
    "view that does not fill": (lambda: torch.zeros(2, 12).view(2, 5, 2), "reshape"),
    "heads that do not divide": (lambda: nn.MultiheadAttention(10, 3), "reshape"),
    "embedding of real numbers": (lambda: nn.Embedding(5, 2)(torch.zeros(3)), "dtype"),
    "embedding out of range": (lambda: nn.Embedding(5, 2)(torch.tensor([7])), "range"),
    "an axis that is not there": (lambda: torch.zeros(2, 3).softmax(dim=4), "rank"),
    "lstm of four axes": (lambda: nn.LSTM(3, 4)(torch.zeros(2, 3, 3, 3)), "rank"),
    "vit of another size": (_torchvision, "refused_by_torch"),
    "bert whose heads do not divide": (lambda: _transformers(num_attention_heads=5), "reshape"),
    "bert with ids outside its vocabulary": (
        lambda: _transformers(num_attention_heads=2, vocab_size=10)(torch.tensor([[99]])),
        "range",
    ),
    "a hub model that is not there": (lambda: _hub("nobody/no-such-model"), "weights_unavailable"),
    "edges out of range": (lambda: _gcn(torch.tensor([[0, 9], [1, 1]])), "range"),
    "edges as real numbers": (lambda: _gcn(torch.zeros(2, 2)), "dtype"),
    "a package that is missing": (lambda: __import__("no_such_package_here"), "missing_package"),
    "something that nobody foresaw": ([].pop, "refused_by_torch"),
}


@pytest.mark.parametrize(("provoke", "code"), PROVOKED.values(), ids=PROVOKED)
def test_an_exception_becomes_a_problem(provoke: Callable[[], Any], code: str) -> None:
    with pytest.raises(Exception) as caught:
        provoke()
    problem = explain(caught.value, node="here", arrived={"x": spec("B", 4)})
    raw = str(caught.value)
    assert problem.code == code
    assert code in HELP
    assert problem.node == "here"
    assert problem.said
    assert problem.next
    assert raw[:200] in problem.details
    shown = f"{problem.said} {problem.next} {problem.expected} {problem.got}"
    assert not raw or raw[:40] not in shown
    assert "Error" not in shown


@pytest.mark.parametrize(
    "kind", [RuntimeError, ValueError, TypeError, KeyError, AttributeError, AssertionError]
)
def test_whatever_a_library_raises_while_a_node_is_planned_is_a_problem_of_the_node(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: Any, **__: Any) -> Any:
        raise kind("Internal_0x7f: vec[3] != vec[4] at Foo.cpp:99")

    monkeypatch.setattr(nn.Linear, "forward", stumble)
    document = graph(
        {"numbers": "vector_input", "odd": ("linear", {"out_features": 71}), "kind": "class_output"},
        "numbers.vector > odd.x; odd.y > kind.x",
    )
    (problem,) = plan(document).problems
    assert problem.node == "odd"
    assert "Foo.cpp" in problem.details
    assert "Foo.cpp" not in f"{problem.said} {problem.next} {problem.expected} {problem.got}"
