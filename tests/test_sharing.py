"""Sharing: one node uses the weights of another."""

import pytest
import torch

from builder import (
    Document,
    add,
    connect,
    freeze,
    plan,
    share,
    to_module,
    to_source,
)
from tests.grouped import conv, images, network


def test_shared_weights_count_once_and_are_called_twice() -> None:
    document = network("gate", "gate", "gate")
    shared = share(document, "c", "b")
    assert plan(document).size.parameters - plan(shared).size.parameters == 8 * 9 * 8 + 8
    module = to_module(shared)
    assert not hasattr(module, "c")
    assert to_source(shared).count("self.b(") == 2
    twin = to_module(document)
    state = module.state_dict()
    twin.load_state_dict(
        state | {name.replace("b.", "c.", 1): v for name, v in state.items() if name.startswith("b.")}
    )
    assert torch.equal(module(images()), twin(images()))


def test_a_siamese_network_of_any_block() -> None:
    document = Document()
    for name in ("left", "right"):
        document = add(document, "image_input", f"{name}_image", size=32)
        document = connect(
            add(document, "torchvision", name, model="resnet18"), f"{name}_image.image", f"{name}.image"
        )
    document = connect(
        connect(add(document, "cosine_similarity", "alike"), "left.features", "alike.a"),
        "right.features",
        "alike.b",
    )
    document = connect(add(document, "value_output", "out"), "alike.y", "out.x")
    document = freeze(share(document, "right", "left"), "left")
    planned = plan(document)
    assert planned.problems == ()
    assert planned.size.parameters == 11_176_512
    assert planned.size.trainable == 0
    picture = torch.rand(2, 3, 32, 32)
    assert torch.allclose(to_module(document)(picture, picture), torch.ones(2), atol=1e-5)


UNLIKE = {
    "another block": (share(network("gate", "conv2d"), "b", "a"), "differs"),
    "another parameter": (
        share(network("conv2d", "conv2d"), "b", "a").replace_node(
            conv(
                "b",
                16,
            ).model_copy(update={"shares": "a"})
        ),
        "differs",
    ),
    "another width arrives": (share(network("gate", "gate"), "b", "a"), "needs other weights"),
    "its own": (share(network("gate"), "a", "a"), "its own"),
    "a node that is not there": (share(network("gate"), "a", "z"), "no such node"),
    "one that shares": (
        share(share(network("gate", "gate", "gate"), "c", "b"), "b", "a"),
        "weights of its own",
    ),
    "one without weights": (share(network("transpose", "transpose"), "b", "a"), "no weights"),
    "frozen here": (freeze(share(network("gate", "gate", "gate"), "c", "b"), "c"), "frozen there"),
}


@pytest.mark.parametrize(("document", "said"), UNLIKE.values(), ids=UNLIKE)
def test_what_cannot_share_is_told(document: Document, said: str) -> None:
    found = [problem for problem in plan(document).problems if problem.code == "shares"]
    assert found
    assert said in found[0].said
    assert found[0].expected
    assert found[0].got
