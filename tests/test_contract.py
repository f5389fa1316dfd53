"""The contract that every block keeps."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from builder import declaring
from builder.block import Block, FittedBlock, InputBlock, OutputBlock, Site
from builder.problem import Refused
from builder.recipe import Recipe
from builder.registry import default_registry, filled
from builder.sizes import Symbolic
from builder.spec import KINDS, Spec
from tests.sites import SYMBOLS, run, spec, usual, values

pytestmark = pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:FutureWarning")
"""torch_geometric compiles a few functions when it is imported."""


SEQUENCE, MAP, VOLUME = spec("B", 16, 12), spec("B", 16, 8, 8), spec("B", 16, 8, 8, 8)

TYPICAL: dict[str, dict[str, Any]] = {
    **{
        f"{name}1d": {"x": SEQUENCE} for name in ("conv", "conv_transpose", "max_pool", "avg_pool", "lp_pool")
    },
    **{f"{name}3d": {"x": VOLUME} for name in ("conv", "conv_transpose", "max_pool", "avg_pool", "lp_pool")},
    **{
        f"{name}1d": {"x": SEQUENCE}
        for name in ("adaptive_avg_pool", "adaptive_max_pool", "dropout", "instance_norm")
    },
    **{
        f"{name}3d": {"x": VOLUME}
        for name in ("adaptive_avg_pool", "adaptive_max_pool", "dropout", "instance_norm")
    },
    **{
        f"{name}_pad1d": {"x": SEQUENCE}
        for name in ("zero", "constant", "reflection", "replication", "circular")
    },
    **{
        f"{name}_pad3d": {"x": VOLUME}
        for name in ("zero", "constant", "reflection", "replication", "circular")
    },
    "dropout2d": {"x": MAP},
    "batch_norm2d": {"x": MAP},
    "instance_norm2d": {"x": MAP},
    "batch_norm3d": {"x": VOLUME},
    "softmax2d": {"x": MAP},
    "permute": {"x": spec("B", 5, 16)},
    "transpose": {"x": spec("B", 5, 16)},
    "squeeze": {"x": spec("B", 16, 1)},
    "tokens_to_map": {"x": spec("B", 49, 16)},
    "crop": {"x": spec("B", 3, 64, 64)},
    "fold": {"x": spec("B", 18, 36)},
    "torchvision_flow": {port: spec("B", 3, 128, 128, kind="image") for port in ("first", "second")},
    "torchvision_video": {"clip": spec("B", 3, 8, 64, 64)},
    "transformers_audio": {"sound": spec("B", 4000)},
    "transformers_speech_to_text": {"sound": spec("B", 80, 60)},
    "boxes_from_cells": {"x": spec("B", 4, 8, 8)},
    "picture_output": {"x": spec("B", 3, 32, 32)},
    "matrix_product": {"a": spec("B", 5, 16), "b": spec("B", 16, 4)},
}
"""What arrives where the kinds of the ports alone do not say enough."""

READ_IN_SOME_CASES = {"revision": "read where a name on the hub is given"}
"""Parameters that other parameters switch on."""

ENTRIES = {entry.id: entry for entry in default_registry()}
LAYERS = {name: entry.block for name, entry in ENTRIES.items() if entry.block.role == "layer"}
LIGHT = [name for name in LAYERS if ENTRIES[name].category != "backbones"]
"""Blocks that are small enough to be built with real weights in a test."""


def every(names: Any) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", sorted(names))


def arriving(name: str, block: Block, *, optional: bool = True) -> dict[str, Any]:
    """A typical input for each port: two wires where many are taken."""
    given = TYPICAL.get(name, {})
    found: dict[str, Any] = {}
    for port, declared in block.inputs.items():
        if declared.optional and not optional:
            continue
        one = given.get(port, usual(declared.kind))
        found[port] = (one, one) if declared.many else one
    return found


def site(name: str, block: Block, *wanted: str, optional: bool = True) -> Site:
    return Site(
        "here",
        filled(block, {}),
        arriving(name, block, optional=optional),
        wanted or tuple(block.outputs)[:1],
    )


# What every declaration holds


@every(ENTRIES)
def test_a_block_is_final_and_says_what_it_does(name: str) -> None:
    block = ENTRIES[name].block
    assert getattr(type(block), "__final__", False), "a block's class is marked final"
    assert block.title
    assert block.sentence.endswith((".", ")", "'"))
    assert "  " not in block.sentence
    assert len(block.sentence) <= 220
    assert block.sentence.isprintable()


@every(ENTRIES)
def test_ports_are_described(name: str) -> None:
    block = ENTRIES[name].block
    assert block.role in ("layer", "input", "output", "entry", "exit")
    assert bool(block.inputs) == (block.role not in ("input", "entry"))
    assert bool(block.outputs) == (block.role not in ("output", "exit"))
    assert isinstance(block, InputBlock) == (block.role == "input")
    assert isinstance(block, OutputBlock) == (block.role == "output")
    for port, declared in (*block.inputs.items(), *block.outputs.items()):
        assert port.isidentifier()
        assert declared.kind in KINDS
        assert declared.sentence
        assert declared.sentence.isprintable()


@every(ENTRIES)
def test_defaults_pass_their_own_check(name: str) -> None:
    for key, param in ENTRIES[name].block.params.items():
        assert param.check(key, param.default) is None
        assert param.sentence.endswith("."), f"{key}: a sentence ends with a full stop"


@every(ENTRIES)
def test_no_name_stands_for_two_things(name: str) -> None:
    block = ENTRIES[name].block
    reserved = {"module", "result", "torch", "nn"}
    assert not reserved & {*block.inputs, *block.outputs}


# What every layer does with a typical input


@every(LAYERS)
@pytest.mark.parametrize("optional", [True, False], ids=["all wires", "needed wires"])
def test_every_output_has_a_shape_without_weights(name: str, optional: bool) -> None:
    from builder.weightless.running import shapes, twin

    block = LAYERS[name]
    for port in block.outputs:
        here = site(name, block, port, optional=optional)
        recipe = _allowed(block, here)
        if recipe is None:
            continue
        found = shapes(recipe, block, here, twin(recipe))
        assert found[port].shape
    assert vars(block) == {}, "a block holds no state"


def _allowed(block: Block, here: Site) -> Recipe | None:
    """What the block declares; None where it says that this output cannot be had with these wires."""
    try:
        return block.declare(here)
    except Refused as refused:
        if refused.problem.port != here.wanted[0]:
            raise
        return None


@every(LAYERS)
def test_every_parameter_is_read(name: str) -> None:
    block = LAYERS[name]
    read: set[str] = set()

    class Watched(Mapping[str, Any]):
        def __getitem__(self, key: str) -> Any:
            read.add(key)
            return everything[key]

        def __iter__(self) -> Iterator[str]:
            return iter(everything)

        def __len__(self) -> int:
            return len(everything)

    everything = filled(block, {})
    for optional in (True, False):
        for port in block.outputs:
            here = Site("here", Watched(), arriving(name, block, optional=optional), (port,))
            try:
                declaring.declared(block, here)
            except Refused:
                continue
    if isinstance(block, FittedBlock):
        features = np.random.default_rng(0).normal(size=(40, 16)).astype(np.float32)
        block.fitted(Watched(), features, np.arange(40) % 4, seed=0)
        read |= {"target", "folds"} if block.supervised else set()  # builder.fitting.once reads these
    assert set(block.params) - read - set(READ_IN_SOME_CASES) == set(), (
        "a parameter that nothing reads is a lie in the form"
    )


@every(LAYERS)
def test_inferred_sizes_are_told(name: str) -> None:
    block = LAYERS[name]
    recipe = block.declare(site(name, block, optional=False))
    told = {*(recipe.module.kwargs if recipe.module else ()), *recipe.inferred}
    inferred = {key for key, param in block.params.items() if param.inferred}
    assert inferred - told <= {"kdim", "vdim"}, "the form shows what an empty size came to"


@every(LIGHT)
def test_shapes_are_those_of_real_numbers(name: str) -> None:
    from builder.weightless.running import shapes, twin

    block = LAYERS[name]
    for port in block.outputs:
        here = site(name, block, port, optional=False)
        recipe = block.declare(here)
        promised = shapes(recipe, block, here, twin(recipe))
        given = values(here)
        before = {key: [one.clone() for one in _many(value)] for key, value in given.items()}
        real = run(recipe, block, given)
        assert _at(promised[port]) == (tuple(real[port].shape), str(real[port].dtype).removeprefix("torch."))
        for key, value in given.items():
            assert all(one.equal(old) for one, old in zip(_many(value), before[key], strict=True)), (
                f"{key} was changed"
            )


def _many(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _at(promised: Spec) -> tuple[tuple[int, ...], str]:
    sizes = tuple(size.at(SYMBOLS) if isinstance(size, Symbolic) else size for size in promised.shape)
    return sizes, promised.dtype


@every(name for name, entry in ENTRIES.items() if entry.block.role == "input")
def test_an_input_gives_what_it_declares(name: str) -> None:
    block = ENTRIES[name].block
    assert isinstance(block, InputBlock)
    gives = block.gives(filled(block, {}) | ({"revision": "a" * 40} if "revision" in block.params else {}))
    assert list(gives) == list(block.outputs)
    assert all(gives[port].kind == declared.kind for port, declared in block.outputs.items())


@every(name for name, entry in ENTRIES.items() if entry.block.role == "output")
def test_an_output_takes_what_it_declares(name: str) -> None:
    block = ENTRIES[name].block
    assert block.declare(site(name, block, optional=False)).call
    assert {"target", "loss", "weight", "metric"} <= set(block.params)
