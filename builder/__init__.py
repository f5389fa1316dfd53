"""Netgraft's engine: documents, shapes, live modules and Python source from one graph of blocks.

    >>> from builder import Document, add, connect, plan
    >>> network = add(Document(title="A line"), "vector_input", "numbers", width=13)
    >>> network = add(network, "linear", "line", out_features=3)
    >>> network = connect(network, "numbers.vector", "line.x")
    >>> plan(network).specs["line", "y"].text
    'B × 3'

Names are loaded when they are first used, so that ``import builder`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from builder.block import Block, Input, InputBlock, Output, OutputBlock, Site
    from builder.checking import check
    from builder.comparing import compare
    from builder.compile import to_module
    from builder.document import Document
    from builder.editing import (
        add,
        add_edit,
        connect,
        disconnect,
        freeze,
        remove,
        repair,
        set_param,
        share,
        tap,
        unfreeze,
    )
    from builder.fitting import fit
    from builder.groups.making import group
    from builder.groups.undoing import ungroup
    from builder.inference import infer
    from builder.inspecting import inspect
    from builder.looking.seeing import look
    from builder.own_weights import use_weights
    from builder.peft_folder import add_peft, load_peft, save_peft
    from builder.planned import Plan
    from builder.planning import plan
    from builder.predicting import predict
    from builder.problem import DocumentError, Fix, Problem, Refused
    from builder.reading import dumps, load, loads, save
    from builder.registry import Registry, default_registry
    from builder.source import to_source
    from builder.summarising import summary

_HOMES = {
    "Block": "block",
    "Document": "document",
    "DocumentError": "problem",
    "Fix": "problem",
    "Input": "block",
    "InputBlock": "block",
    "Output": "block",
    "OutputBlock": "block",
    "Plan": "planning",
    "Problem": "problem",
    "Refused": "problem",
    "Registry": "registry",
    "Site": "block",
    "add": "editing",
    "add_edit": "editing",
    "add_peft": "peft_folder",
    "check": "checking",
    "compare": "comparing",
    "connect": "editing",
    "default_registry": "registry",
    "disconnect": "editing",
    "dumps": "reading",
    "fit": "fitting",
    "freeze": "editing",
    "group": "groups.making",
    "infer": "inference",
    "inspect": "inspecting",
    "load": "reading",
    "load_peft": "peft_folder",
    "loads": "reading",
    "look": "looking.seeing",
    "plan": "planning",
    "predict": "predicting",
    "remove": "editing",
    "repair": "editing",
    "save": "reading",
    "save_peft": "peft_folder",
    "set_param": "editing",
    "share": "editing",
    "summary": "summarising",
    "tap": "editing",
    "to_module": "compile",
    "to_source": "source",
    "unfreeze": "editing",
    "ungroup": "groups.undoing",
    "use_weights": "own_weights",
}

__all__ = [
    "Block",
    "Document",
    "DocumentError",
    "Fix",
    "Input",
    "InputBlock",
    "Output",
    "OutputBlock",
    "Plan",
    "Problem",
    "Refused",
    "Registry",
    "Site",
    "add",
    "add_edit",
    "add_peft",
    "check",
    "compare",
    "connect",
    "default_registry",
    "disconnect",
    "dumps",
    "fit",
    "freeze",
    "group",
    "infer",
    "inspect",
    "load",
    "load_peft",
    "loads",
    "look",
    "plan",
    "predict",
    "remove",
    "repair",
    "save",
    "save_peft",
    "set_param",
    "share",
    "summary",
    "tap",
    "to_module",
    "to_source",
    "unfreeze",
    "ungroup",
    "use_weights",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'builder' has no attribute {name!r}")
    value = getattr(import_module(f"builder.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
