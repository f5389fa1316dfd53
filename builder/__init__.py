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
    from builder.documents.comparing import compare
    from builder.documents.document import Document
    from builder.documents.editing import (
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
    from builder.documents.reading import dumps, load, loads, save
    from builder.fitting import fit
    from builder.groups.making import group
    from builder.groups.undoing import ungroup
    from builder.inferring.inference import infer
    from builder.looking.seeing import look
    from builder.planning.planned import Plan
    from builder.planning.planning import plan
    from builder.planning.predicting import predict
    from builder.planning.summarising import summary
    from builder.problem import DocumentError, Fix, Problem, Refused
    from builder.registry import Registry, default_registry
    from builder.surgery.inspecting import inspect
    from builder.weights.own_weights import use_weights
    from builder.weights.peft_folder import add_peft, load_peft, save_peft
    from builder.writing.compile import to_module
    from builder.writing.source import to_source

_HOMES = {
    "Block": "block",
    "Document": "documents.document",
    "DocumentError": "problem",
    "Fix": "problem",
    "Input": "block",
    "InputBlock": "block",
    "Output": "block",
    "OutputBlock": "block",
    "Plan": "planning.planning",
    "Problem": "problem",
    "Refused": "problem",
    "Registry": "registry",
    "Site": "block",
    "add": "documents.editing",
    "add_edit": "documents.editing",
    "add_peft": "weights.peft_folder",
    "check": "checking",
    "compare": "documents.comparing",
    "connect": "documents.editing",
    "default_registry": "registry",
    "disconnect": "documents.editing",
    "dumps": "documents.reading",
    "fit": "fitting",
    "freeze": "documents.editing",
    "group": "groups.making",
    "infer": "inferring.inference",
    "inspect": "surgery.inspecting",
    "load": "documents.reading",
    "load_peft": "weights.peft_folder",
    "loads": "documents.reading",
    "look": "looking.seeing",
    "plan": "planning.planning",
    "predict": "planning.predicting",
    "remove": "documents.editing",
    "repair": "documents.editing",
    "save": "documents.reading",
    "save_peft": "weights.peft_folder",
    "set_param": "documents.editing",
    "share": "documents.editing",
    "summary": "planning.summarising",
    "tap": "documents.editing",
    "to_module": "writing.compile",
    "to_source": "writing.source",
    "unfreeze": "documents.editing",
    "ungroup": "groups.undoing",
    "use_weights": "weights.own_weights",
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
