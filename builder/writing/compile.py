"""The live module: the generated source, executed. A traceback shows the node's own line."""

import itertools
import linecache
from typing import TYPE_CHECKING, Any

from builder.documents.document import Document
from builder.planning.budget import afford
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import DocumentError
from builder.registry import Registry
from builder.weightless.drawing import drawn
from builder.weightless.foreign import explain
from builder.weights.own_weights import weights_folder
from builder.writing.direct import direct
from builder.writing.source import source_of

if TYPE_CHECKING:
    from torch import nn

_numbers = itertools.count(1)


def to_module(document: Document, registry: Registry | None = None) -> "nn.Module":
    """Build the network of a document with real weights, frozen as asked.

    Its submodules bear the nodes' ids. Its forward takes the arguments of `Plan.arguments` in order and returns
    one tensor, or a dict from output id to tensor where there are several outputs. Random weights come from the
    document's seed; the global random state is left as it was.

    Raises:
        DocumentError: the document has problems, there is no memory for it, or pre-trained weights cannot be had.
    """
    return module_of(plan(document, registry))


def module_of(planned: Plan) -> "nn.Module":
    """Build the network of a sound plan; see `to_module`."""
    text = source_of(planned)
    afford(planned)
    weights_folder()  # the source looks there for weights of one's own
    namespace = run_source(text)
    try:
        with drawn():
            module: nn.Module = namespace["build"]()
    except Exception as error:
        raise DocumentError((explain(error, node=_node_in(error, planned)),)) from error
    return module


def run_source(text: str) -> dict[str, Any]:
    """Execute source that `builder.writing.source` wrote, and return its names."""
    name = f"<netgraft network {next(_numbers)}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {"__name__": "netgraft_network"}
    exec(compile(direct(text), name, "exec"), namespace)  # noqa: S102 - our own generated text, never a document's
    return namespace


def _node_in(error: BaseException, planned: Plan) -> str | None:
    """The node whose line in the generated source was running when an exception came."""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        line = linecache.getline(name, trace.tb_lineno) if name.startswith("<netgraft network") else ""
        for node in planned.built:
            if f"self.{node} " in line or f"self.{node}." in line:
                return node
        trace = trace.tb_next
    return None
