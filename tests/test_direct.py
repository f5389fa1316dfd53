"""The live text takes its modules directly and lets go of what is over; nothing else about it changes."""

import ast
import copy
import weakref

import pytest
import torch
from torch import nn

from builder import Document, add, connect, to_module, to_source
from builder.writing.direct import direct

CLASS = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 2)
        self.gain = nn.Parameter(torch.ones(2))
        self.part = Part()
        self.chosen = choose(2)
        if self.training:
            self.perhaps = nn.ReLU()

    def forward(self, x):
        BODY

class Part(nn.Module):
    pass
"""

CASES = {
    "a module": ("return self.first(x)", "_parts = self._modules; return _parts['first'](x)"),
    "a class of the same text": ("return self.part(x)", "_parts = self._modules; return _parts['part'](x)"),
    "a parameter": ("return self.gain * x", "return self.gain * x"),
    "what a function gives": ("return self.chosen(x)", "return self.chosen(x)"),
    "what is set now and then": ("return self.perhaps(x)", "return self.perhaps(x)"),
    "a value that is over": ("a = x + 1; b = a + 1; return b", "a = x + 1; b = a + 1; del a; return b"),
    "a value that nobody reads": ("a = x + 1; return x", "a = x + 1; del a; return x"),
    "a value that is used twice": (
        "a = x + 1; b = a + 1; c = a + b; return c",
        "a = x + 1; b = a + 1; c = a + b; del a, b; return c",
    ),
    "a value that is set again": ("x = x + 1; x = x * 2; return x", "x = x + 1; x = x * 2; return x"),
    "a value that a function reads later": (
        "a = x + 1; f = lambda: a; return f()",
        "a = x + 1; f = lambda: a; return f()",
    ),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_a_method_on_the_direct_way(body: str, expected: str) -> None:
    network = direct(CLASS.replace("BODY", body)).body[0]
    assert isinstance(network, ast.ClassDef)
    assert isinstance(network.body[1], ast.FunctionDef)
    assert "; ".join(ast.unparse(statement) for statement in network.body[1].body) == expected


def chained(count: int) -> Document:
    network, last = add(Document(), "vector_input", "numbers", width=4), "numbers.vector"
    for number in range(count):
        network = connect(add(network, "linear", f"n{number}", out_features=4), last, f"n{number}.x")
        last = f"n{number}.y"
    return connect(add(network, "value_output", "value"), last, "value.x")


def test_a_value_is_let_go_behind_its_last_use() -> None:
    module = to_module(chained(3))
    values: list[weakref.ref[torch.Tensor]] = []
    alive: list[bool] = []
    module.get_submodule("n0").register_forward_hook(lambda _, __, result: values.append(weakref.ref(result)))
    module.get_submodule("n2").register_forward_pre_hook(lambda *_: alive.append(values[0]() is not None))
    with torch.no_grad():
        module(torch.ones(2, 4))
    assert alive == [False]


def test_a_module_that_is_put_in_later_is_the_one_that_runs() -> None:
    module = to_module(chained(2))
    copied = copy.deepcopy(module)
    module.set_submodule("n1", nn.Identity())
    module._modules["n0"] = nn.Identity()
    assert torch.equal(module(torch.ones(2, 4)), torch.ones(2, 4))
    assert not torch.equal(copied(torch.ones(2, 4)), torch.ones(2, 4))
    assert list(copied.state_dict()) == ["n0.weight", "n0.bias", "n1.weight", "n1.bias"]


def test_what_is_exported_stays_as_people_write_it() -> None:
    text = to_source(chained(2))
    assert "n1 = self.n1(n0)" in text
    assert "_modules" not in text
    assert "del " not in text
