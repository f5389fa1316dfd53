"""What is inside a closed group is linted where it is used, and an open one is looked into while the whole runs."""

import pytest
import torch

from builder import Document, add, connect, disconnect, group, look, plan
from builder.linting import lint
from builder.looking.network import Networks
from builder.looking.seeing import see
from builder.problem import Refused
from tests.test_looking import small


def nested() -> Document:
    """A convolution and its ReLU as a group, and that group with the flatten behind it as another."""
    return group(group(small(), ["conv", "relu"], "gate", "Gate"), ["gate", "flat"], "front", "Front")


def test_a_wire_inside_carries_what_the_whole_network_gives_it() -> None:
    document = nested()
    seen, values = see(plan(document), "relu.y", {"row": 1}, Networks(), way=["front", "gate"])
    whole = look(document, "front.y", {"row": 1}).tensor
    assert whole is not None
    assert torch.equal(seen.flatten(1), whole)
    assert values["sample"]["row"] == 1


def test_a_group_that_is_used_twice_is_looked_into_where_it_stands() -> None:
    document = group(small(), ["relu"], "gate", "Gate")
    document = add(disconnect(document, "gate.y", "flat.x"), "gate", "gate_2")
    document = connect(connect(document, "gate.y", "gate_2.x"), "gate_2.y", "flat.x")
    first, second = (
        see(plan(document), "x.x", {"row": 0}, Networks(), way=[node])[0] for node in ("gate", "gate_2")
    )
    assert torch.equal(first.relu(), second)
    assert not torch.equal(first, second)


def test_a_way_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        see(plan(small()), "relu.y", {}, Networks(), way=["conv"])
    assert caught.value.problem.code == "missing_node"


def test_a_warning_inside_a_closed_group_is_told_at_its_node() -> None:
    document = add(disconnect(small(), "relu.y", "flat.x"), "relu", "again")
    document = connect(connect(document, "relu.y", "again.x"), "again.y", "flat.x")
    (open_one,) = [problem for problem in lint(plan(document)) if problem.severity == "warning"]
    inner = group(document, ["relu", "again"], "twice", "Twice")
    closed = group(inner, ["conv", "twice"], "front", "Front")
    (told,) = [problem for problem in lint(plan(closed)) if problem.severity == "warning"]
    assert (told.code, told.node, told.inside) == (open_one.code, "front", ("twice", "again"))
    assert told.said.startswith("Front > Twice > ")


def test_what_is_the_same_at_each_use_of_a_group_is_told_once() -> None:
    document = add(disconnect(small(), "relu.y", "flat.x"), "relu", "again")
    document = connect(connect(document, "relu.y", "again.x"), "again.y", "flat.x")
    document = group(document, ["relu", "again"], "twice", "Twice")
    document = add(disconnect(document, "twice.y", "flat.x"), "batch_norm2d", "norm")
    document = add(connect(document, "twice.y", "norm.x"), "twice", "other")
    document = connect(connect(document, "norm.y", "other.x"), "other.y", "flat.x")
    (told,) = [problem for problem in lint(plan(document)) if problem.severity == "warning"]
    assert told.node == "twice"
    assert told.said.endswith(" It is the same at Twice (other).")


def test_nothing_is_said_of_a_sound_inside() -> None:
    assert [problem for problem in lint(plan(nested())) if problem.severity == "warning"] == []
