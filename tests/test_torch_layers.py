"""The blocks around PyTorch's own layers, held against PyTorch: names, defaults, and nothing left out."""

import inspect
from collections.abc import Mapping
from typing import Any

import pytest
import torch
from torch import nn

from blocks.bases.torch_layer import TorchLayer, plain
from builder.registry import default_registry
from builder.writing.build import resolve

BLOCKS = {entry.id: entry.block for entry in default_registry() if isinstance(entry.block, TorchLayer)}

NEVER_OFFERED = {
    "device": "the whole network is moved at once",
    "dtype": "the whole network is converted at once",
    "inplace": "inputs are never changed in place",
    "return_indices": "one output, one tensor",
    "batch_first": "the batch is always first",
    "sparse": "sparse gradients do not work with the optimisers that are offered",
    "max_norm": "the forward pass would change the weights",
    "norm_type": "belongs to max_norm",
    "scale_grad_by_freq": "rarely wanted; the rows' gradients as they are",
    "_weight": "private to PyTorch",
    "_freeze": "private to PyTorch; freezing is the node's own",
}
"""Arguments of PyTorch that no block offers, with the reason."""

NOT_OFFERED_HERE = {
    **{f"{kind}_norm{axes}d": {"bias"} for kind in ("batch", "instance") for axes in (1, 2, 3)},
    "group_norm": {"bias"},
    "embedding_bag": {"include_last_offset", "padding_idx"},
    "hardtanh": {"min_value", "max_value"},
    "upsample": {"recompute_scale_factor"},
}
"""Further ones of single blocks: too new for the oldest PyTorch that is supported, or old names of others."""

NO_BLOCK = {
    "containers": {"Container", "ModuleDict", "ModuleList", "ParameterDict", "ParameterList", "Sequential"},
    "no network layer": {"DataParallel", "Module"},
    "sizes are inferred anyway": {name for name in dir(nn) if name.startswith("Lazy")},
    "one step of what RNN, GRU and LSTM do": {"RNNBase", "RNNCell", "RNNCellBase", "GRUCell", "LSTMCell"},
    "old names of Upsample": {"UpsamplingBilinear2d", "UpsamplingNearest2d"},
    "old form of LocalResponseNorm": {"CrossMapLRN2d"},
    "works only across processes": {"SyncBatchNorm"},
    "needs the indices of a pooling": {"MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d"},
    "draws its windows anew in every pass": {"FractionalMaxPool2d", "FractionalMaxPool3d"},
    "put together from encoder and decoder layers": {"Transformer", "TransformerDecoder"},
    "a loss, chosen at the output": {name for name in dir(nn) if "Loss" in name},
}
"""Classes of torch.nn that are no block, by reason."""


def arguments(path: str) -> Mapping[str, inspect.Parameter]:
    """What a class of PyTorch takes."""
    found = resolve(path)
    if found in (nn.RNN, nn.GRU, nn.LSTM):
        given = dict(inspect.signature(nn.RNNBase.__init__).parameters)
        tanh = inspect.Parameter("nonlinearity", inspect.Parameter.KEYWORD_ONLY, default="tanh")
        unknown = {"mode"} if found is nn.LSTM else {"mode", "proj_size"}
        given |= {"nonlinearity": tanh} if found is nn.RNN else {}
        return {name: given[name] for name in given if name not in unknown}
    if found is nn.TransformerEncoder:
        layer = arguments("torch.nn.TransformerEncoderLayer")
        count = inspect.Parameter("num_layers", inspect.Parameter.KEYWORD_ONLY)
        return {**layer, "num_layers": count}
    return inspect.signature(found.__init__).parameters


def default(argument: inspect.Parameter) -> Any:
    """An argument's default as a block would write it; functions by their name."""
    value = argument.default
    return value.__name__ if callable(value) and value is not inspect.Parameter.empty else value


def named(path: str) -> dict[str, inspect.Parameter]:
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return {
        name: argument
        for name, argument in arguments(path).items()
        if name != "self" and argument.kind not in variable
    }


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_parameters_are_those_of_pytorch(name: str) -> None:
    block = BLOCKS[name]
    theirs = named(block.builds)
    assert set(block.params) <= set(theirs), "every parameter is an argument of the class"
    missing = set(theirs) - set(block.params) - set(NEVER_OFFERED) - NOT_OFFERED_HERE.get(name, set())
    assert missing == set(), "every argument of the class is offered, or left out for a stated reason"
    unknown = NOT_OFFERED_HERE.get(name, set()) & set(block.params)
    assert unknown == set(), "what is offered is not also listed as left out"


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_defaults_are_those_of_pytorch_or_always_written(name: str) -> None:
    block = BLOCKS[name]
    theirs = named(block.builds)
    assert set(block.written) <= set(block.params)
    for key, param in block.params.items():
        ours, other = plain(param, param.default), default(theirs[key])
        if param.inferred:
            assert ours is None
            assert other is inspect.Parameter.empty or other is None
        elif key in block.written:
            assert other is inspect.Parameter.empty or other != ours, (
                f"{key} has torch's default: leave it out"
            )
        else:
            assert (ours, type(ours)) == (other, type(other)), (
                f"{key}: declare it as written, or take torch's default"
            )


def test_every_layer_of_pytorch_is_a_block_or_has_a_reason() -> None:
    built = {block.builds.removeprefix("torch.nn.") for block in BLOCKS.values()}
    excused = {name for names in NO_BLOCK.values() for name in names}
    classes = {
        name
        for name in dir(nn)
        if isinstance(getattr(nn, name), type) and issubclass(getattr(nn, name), nn.Module)
    }
    assert classes - built - excused == set()
    assert built & excused == set()


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_a_block_of_pytorchs_name_builds_that_class(name: str) -> None:
    block = BLOCKS[name]
    theirs = block.builds.rpartition(".")[2].lower()
    ours = type(block).__name__.lower()
    assert theirs == ours
    assert torch.nn.Module in resolve(block.builds).__mro__
