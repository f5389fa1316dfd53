"""Inputs: what they say they give is what they prepare; and data that does not fit is refused."""

from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from builder.block import InputBlock
from builder.problem import Refused
from builder.registry import default_registry, filled
from builder.sizes import Symbolic

GREY = np.arange(2 * 8 * 8, dtype=np.uint8).reshape(2, 8, 8)
COLOUR = np.stack([GREY, GREY // 2, 255 - GREY], axis=-1)
GRAPH = {"nodes": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "edges": [[0, 1], [1, 2]]}
PAIR = {"nodes": [[7.0, 8.0], [9.0, 0.0]], "edges": [[0], [1]]}

SAMPLES: dict[str, tuple[str, dict[str, Any], Any]] = {
    "grey array": ("image_input", {"size": 16}, GREY),
    "colour array": ("image_input", {"size": 16}, COLOUR),
    "colour to grey": ("image_input", {"size": 16, "channels": 1}, COLOUR),
    "pictures": ("image_input", {"size": 16}, [Image.new("RGB", (9, 7)), Image.new("L", (20, 30))]),
    "transparent": ("image_input", {"size": 16}, [Image.new("RGBA", (9, 7)), Image.new("LA", (20, 30))]),
    "no pictures": ("image_input", {"size": 16}, []),
    "texts": ("text_input", {}, ["a good film", "bad"]),
    "vectors": ("vector_input", {"width": 3}, [[1, 2, 3], [4, 5, 6]]),
    "numbers": ("vector_input", {"width": 1}, [1.5, 2.5]),
    "sequences": ("sequence_input", {"width": 2}, [[[1, 2], [3, 4], [5, 6]]] * 2),
    "conditions": ("condition_input", {"names": "up, down"}, ["down", 0, "up", 1]),
    "graph": ("graph_input", {"features": 2}, GRAPH),
    "graph in a list": ("graph_input", {"features": 2}, [GRAPH]),
    "graphs": ("graph_batch_input", {"features": 2}, [GRAPH, PAIR]),
}


def prepared(block_id: str, params: dict[str, Any], values: Any) -> dict[str, torch.Tensor]:
    block = default_registry().get(block_id)
    assert isinstance(block, InputBlock)
    return dict(block.prepare(filled(block, params), values))


@pytest.mark.parametrize(("block_id", "params", "values"), SAMPLES.values(), ids=SAMPLES)
def test_what_is_prepared_is_what_is_given(block_id: str, params: dict[str, Any], values: Any) -> None:
    block = default_registry().get(block_id)
    assert isinstance(block, InputBlock)
    given = block.gives(filled(block, params))
    tensors = prepared(block_id, params, values)
    assert list(given) == list(tensors) == list(block.outputs)
    symbols: dict[str, int] = {}
    for port, spec in given.items():
        assert str(tensors[port].dtype) == f"torch.{spec.dtype}"
        assert spec.kind == block.outputs[port].kind
        assert len(spec.shape) == tensors[port].ndim
        for size, real in zip(spec.shape, tensors[port].shape, strict=True):
            expected = symbols.setdefault(size.symbol, real) if isinstance(size, Symbolic) else size
            assert real == expected


@pytest.mark.parametrize("scaling", ["imagenet", "unit", "centred"])
@pytest.mark.parametrize("channels", [1, 3])
def test_scaling_puts_black_and_white_where_it_says(scaling: str, channels: int) -> None:
    values = np.stack([np.zeros((8, 8), np.uint8), np.full((8, 8), 255, np.uint8)])
    image = prepared("image_input", {"size": 8, "scaling": scaling, "channels": channels}, values)["image"]
    black, white = image[0].amax().item(), image[1].amax().item()
    expected = {"imagenet": (-1.8044, 2.64), "unit": (0.0, 1.0), "centred": (-1.0, 1.0)}[scaling]
    if scaling == "imagenet" and channels == 1:
        expected = (-0.449 / 0.226, 0.551 / 0.226)
    assert (black, white) == pytest.approx(expected, abs=1e-3)


def test_a_picture_of_the_right_size_is_not_touched() -> None:
    image = prepared("image_input", {"size": 8, "scaling": "unit"}, COLOUR)["image"]
    assert torch.equal(image, torch.from_numpy(COLOUR).permute(0, 3, 1, 2) / 255)


def test_shrinking_averages_instead_of_skipping_pixels() -> None:
    board = (np.indices((64, 64)).sum(0) % 2 * 255).astype(np.uint8)[None]
    image = prepared("image_input", {"size": 8, "scaling": "unit"}, board)["image"]
    assert (image - 0.5).abs().max() < 0.05


def test_one_picture_is_prepared_alike_alone_and_among_others() -> None:
    together = prepared("image_input", {"size": 16}, [Image.fromarray(COLOUR[0]), Image.new("L", (20, 30))])[
        "image"
    ]
    alone = prepared("image_input", {"size": 16}, COLOUR[:1])["image"]
    assert torch.equal(together[:1], alone)


def test_texts_are_padded_to_the_longest_of_the_batch_and_cut() -> None:
    values = prepared("text_input", {"max_length": 6}, ["bad", "good " * 50])
    assert values["ids"].shape == (2, 6)
    assert values["mask"].tolist() == [[1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 1]]
    assert values["ids"][0].tolist() == [101, 2919, 102, 0, 0, 0]


def test_graphs_are_laid_side_by_side() -> None:
    values = prepared("graph_batch_input", {"features": 2}, [GRAPH, PAIR])
    assert values["edges"].tolist() == [[0, 1, 3], [1, 2, 4]]
    assert values["index"].tolist() == [0, 0, 0, 1, 1]


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:FutureWarning")
def test_a_graph_of_torch_geometric_is_taken() -> None:
    from torch_geometric.data import Data

    graph = Data(x=torch.tensor(GRAPH["nodes"]), edge_index=torch.tensor(GRAPH["edges"]))
    values = prepared("graph_input", {"features": 2}, [graph])
    assert values["nodes"].tolist() == GRAPH["nodes"]
    assert values["edges"].tolist() == GRAPH["edges"]


FAULTS: dict[str, tuple[str, str, dict[str, Any], Any]] = {
    "float pixels": ("picture_form", "image_input", {}, np.zeros((2, 8, 8))),
    "channels first": ("picture_form", "image_input", {}, np.zeros((2, 3, 8, 8), np.uint8)),
    "flat pictures": ("picture_form", "image_input", {}, np.zeros((2, 64), np.uint8)),
    "narrow rows": ("data_width", "vector_input", {"width": 3}, [[1, 2]]),
    "ragged sequences": ("data_width", "sequence_input", {"width": 1}, [[[1]], [[1], [2]]]),
    "unknown name": ("condition_unknown", "condition_input", {}, ["third"]),
    "unknown number": ("condition_unknown", "condition_input", {}, [2]),
    "negative number": ("condition_unknown", "condition_input", {}, [-1]),
    "turned edges": (
        "edge_form",
        "graph_input",
        {"features": 2},
        GRAPH | {"edges": [[0, 1], [1, 2], [2, 0]]},
    ),
    "float edges": ("edge_dtype", "graph_input", {"features": 2}, GRAPH | {"edges": [[0.0], [1.0]]}),
    "edge too far": ("edge_range", "graph_input", {"features": 2}, GRAPH | {"edges": [[0], [3]]}),
    "negative edge": ("edge_range", "graph_input", {"features": 2}, GRAPH | {"edges": [[-1], [0]]}),
    "wide nodes": ("data_width", "graph_input", {"features": 3}, GRAPH),
    "two graphs": ("several_graphs", "graph_input", {"features": 2}, [GRAPH, PAIR]),
}


@pytest.mark.parametrize(("code", "block_id", "params", "values"), FAULTS.values(), ids=FAULTS)
def test_data_that_does_not_fit_is_refused(
    code: str, block_id: str, params: dict[str, Any], values: Any
) -> None:
    with pytest.raises(Refused) as caught:
        prepared(block_id, params, values)
    problem = caught.value.problem
    assert problem.code == code
    assert all((problem.said, problem.expected, problem.got, problem.next))


@pytest.mark.parametrize("fault", ["channels first", "flat pictures"])
def test_bytes_in_another_order_are_not_told_to_be_bytes(fault: str) -> None:
    _, block_id, params, values = FAULTS[fault]
    with pytest.raises(Refused) as caught:
        prepared(block_id, params, values)
    assert caught.value.problem.next.startswith("Give height, width and then channels")


@pytest.mark.parametrize(
    ("code", "block_id", "params"),
    [
        ("parameter", "image_input", {"channels": 2}),
        ("revision", "text_input", {"tokenizer": "somebody/something"}),
        ("revision", "text_input", {"tokenizer": "somebody/something", "revision": "main"}),
        ("hub_name", "text_input", {"tokenizer": "/etc/passwd", "revision": "0" * 40}),
        ("hub_name", "text_input", {"tokenizer": "blocks/inputs", "revision": "0" * 40}),
        ("hub_name", "text_input", {"tokenizer": "../somewhere", "revision": "0" * 40}),
        ("condition_names", "condition_input", {"names": "only"}),
        ("condition_names", "condition_input", {"names": "same, same"}),
    ],
)
def test_parameters_that_do_not_fit_each_other_are_refused(
    code: str, block_id: str, params: dict[str, Any]
) -> None:
    block = default_registry().get(block_id)
    assert isinstance(block, InputBlock)
    with pytest.raises(Refused) as caught:
        block.gives(filled(block, params))
    assert caught.value.problem.code == code


@pytest.mark.parametrize("block_id", ["text_input", "text_pair_input"])
def test_the_ids_that_a_text_gives_are_as_many_as_its_tokenizer_knows(block_id: str) -> None:
    from blocks.bases.tokenizing import tokenizer

    block = default_registry().get(block_id)
    assert isinstance(block, InputBlock)
    assert block.most(filled(block, {}))["ids"] == len(tokenizer("minilm", ""))
    hub = {"tokenizer": "somebody/something", "revision": "0" * 40}
    assert "ids" not in block.most(filled(block, hub))
