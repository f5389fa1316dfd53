"""The plan written out as Python: the same text is exported, read by people, and run as the live module."""

import ast
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from builder.build import split_path
from builder.document import Document
from builder.planning import Plan, plan
from builder.problem import DocumentError
from builder.recipe import New, Operation
from builder.registry import Registry
from builder.sizes import shape_text

_OWN = ("blocks", "builder")

_TRAIN = '''
    def train(self, mode: bool = True) -> "Net":
        """Train all but the frozen parts, whose running statistics and dropout stay as in evaluation."""
        super().train(mode)
        for path in self.FROZEN:
            self.get_submodule(path).eval()
AFTER        return self
'''

_AGAIN = """        for path in self.ADDED:
            self.get_submodule(path).train(mode)
"""

_BUILD = '''

def build(seed: int = {seed}) -> Net:
    """Return the network; what has no pre-trained weights is drawn at random from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Net(){train}
'''


def to_source(document: Document, registry: Registry | None = None) -> str:
    """A Python file that builds this network from torch and the real pre-trained classes alone.

    Raises:
        DocumentError: the document has problems; it holds them all.
    """
    return source_of(plan(document, registry))


def source_of(planned: Plan) -> str:
    """The Python file of a sound plan; see `to_source`."""
    if not planned.sound:
        raise DocumentError(tuple(p for p in planned.problems if p.severity == "error"))
    recipes = [planned.nodes[node].recipe for node in planned.live]
    paths = [path for recipe in recipes for path in (*_paths(recipe.module), *recipe.uses)]
    own = [_own_parts(path) for path in dict.fromkeys(path for path in paths if path.startswith(_OWN))]
    definitions = dict(part for _, parts in own for part in parts)
    head = [
        f'"""{_title(planned.document)}"""',
        "",
        *_imports(paths, [line for lines, _ in own for line in lines]),
        "",
    ]
    bodies = [f"\n{definition}\n" for definition in definitions.values()]
    return "\n".join([*head, *bodies, _network(planned)]).rstrip() + "\n"


def forward_lines(planned: Plan, nodes: Iterable[str]) -> list[str]:
    """The statements that compute these nodes, in order, over the variables of `Plan.names`."""
    return [line for node in nodes for line in _statements(planned, node, planned.names)]


def result_names(planned: Plan) -> dict[str, str]:
    """The variable that each output node hands out."""
    wires = {node: planned.document.into(node)[0] for node in planned.results}
    return {node: planned.names[wire.source, wire.output] for node, wire in wires.items()}


def attribute(node_id: str) -> str:
    """The attribute of the network that holds a node's module."""
    from torch import nn

    return node_id + "_" if hasattr(nn.Module(), node_id) or node_id == "FROZEN" else node_id


def frozen_of(planned: Plan) -> tuple[str, ...]:
    """The module paths of the network that are frozen."""
    return tuple(
        f"{attribute(node)}.{path}".rstrip(".")
        for node in planned.live
        if planned.nodes[node].recipe.module is not None
        for path in planned.nodes[node].frozen
    )


def added_of(planned: Plan) -> tuple[str, ...]:
    """The module paths of the network that edits put in; they are trained even inside what is frozen."""
    return tuple(f"{attribute(node)}.{path}" for node in planned.live for path in planned.nodes[node].added)


def _operation(place: str, operation: Operation) -> str:
    new = f", {_call(operation.new)}" if operation.new else ""
    return f'{operation.path.rpartition(".")[2]}({place}, "{operation.at}"{new})'


def _title(document: Document) -> str:
    title = document.title.replace("\\", "/").replace('"', "'") or "A network"
    return f"{title}. Made with Netgraft; needs no Netgraft to run."


def _network(planned: Plan) -> str:
    frozen = frozen_of(planned)
    modules = [node for node in planned.live if planned.nodes[node].recipe.module is not None]
    lines = ["", "class Net(nn.Module):", f'    """{_described(planned)}"""', ""]
    added = added_of(planned) if frozen else ()
    lines += _paths_constant("FROZEN", frozen) + _paths_constant("ADDED", added)
    lines += ["    def __init__(self) -> None:", "        super().__init__()"]
    for node in modules:
        recipe = planned.nodes[node].recipe
        assert recipe.module is not None
        place = f"self.{attribute(node)}"
        lines.append(f"        {place} = {_call(recipe.module)}")
        lines += [f"        {_assignment(place, path, _call(part))}" for path, part in recipe.module.then]
        lines += [f"        {_operation(place, operation)}" for operation in recipe.module.operations]
    if frozen:
        lines += [
            "        for path in self.FROZEN:",
            "            self.get_submodule(path).requires_grad_(False)",
        ]
    if added:
        lines += [
            "        for path in self.ADDED:",
            "            self.get_submodule(path).requires_grad_(True)",
        ]
    arguments = ", ".join(f"{argument.name}: torch.Tensor" for argument in planned.arguments)
    returns = "torch.Tensor" if len(planned.results) == 1 else "dict[str, torch.Tensor]"
    lines += ["", f"    def forward(self, {arguments}) -> {returns}:"]
    lines += [f"        {line}" for line in forward_lines(planned, planned.live)]
    lines.append(f"        return {_result(planned)}")
    train = _TRAIN.replace("AFTER", _AGAIN if added else "") if frozen else ""
    text = "\n".join(lines) + "\n" + train
    return text + _BUILD.format(seed=planned.document.seed, train=".train()" if frozen else "")


def _paths_constant(name: str, paths: tuple[str, ...]) -> list[str]:
    if len(paths) <= 1:
        return [f'    {name} = ("{path}",)' for path in paths] + [""] * len(paths)
    return [f"    {name} = (", *[f'        "{path}",' for path in paths], "    )", ""]


def _described(planned: Plan) -> str:
    gives = [f"{arg.name} ({planned.specs[arg.node, arg.port].text})" for arg in planned.arguments]
    takes = [f"{node} ({shape_text(_carried(planned, node).shape)})" for node in planned.results]
    return f"{', '.join(gives)} -> {', '.join(takes)}."


def _carried(planned: Plan, node: str) -> Any:
    edge = planned.document.into(node)[0]
    return planned.specs[edge.source, edge.output]


def _result(planned: Plan) -> str:
    variables = result_names(planned)
    if len(variables) == 1:
        return next(iter(variables.values()))
    return "{" + ", ".join(f'"{node}": {name}' for node, name in variables.items()) + "}"


def _statements(planned: Plan, node_id: str, names: Mapping[tuple[str, str], str]) -> Iterator[str]:
    block = planned.block(node_id)
    if block.role != "layer":
        return
    recipe = planned.nodes[node_id].recipe
    places = {"module": f"self.{attribute(node_id)}"}
    for port in block.inputs:
        wires = [edge for edge in planned.document.into(node_id) if edge.input == port]
        places[port] = ", ".join(names[edge.source, edge.output] for edge in wires)
    call = recipe.call.format_map(places)
    used = {edge.output for edge in planned.document.out_of(node_id)}
    ports = [port for port in (recipe.outputs or dict.fromkeys(block.outputs, "{result}")) if port in used]
    if len(ports) == 1:
        port = ports[0]
        text = recipe.outputs.get(port, "{result}").format_map(places | {"result": call})
        yield f"{names[node_id, port]} = {text}{_comment(planned, node_id, port)}"
    elif ports:
        result = f"{node_id}_result"
        yield f"{result} = {call}"
        for port in ports:
            text = recipe.outputs[port].format_map(places | {"result": result})
            yield f"{names[node_id, port]} = {text}{_comment(planned, node_id, port)}"


def _comment(planned: Plan, node: str, port: str) -> str:
    return f"  # {planned.specs[node, port].text}"


def _assignment(root: str, path: str, value: str) -> str:
    """The statement that puts a module at a path; a number there may be an index or a name."""
    if not all(part.isidentifier() for part in path.split(".")):
        return f'{root}.set_submodule("{path}", {value}, strict=True)'
    return f"{root}.{path} = {value}"


def _call(new: New) -> str:
    parts = [_literal(item) for item in new.args]
    parts += [f"{name}={_literal(item)}" for name, item in new.kwargs.items()]
    return f"{_name(new.path)}({', '.join(parts)})"


def _literal(item: Any) -> str:
    if isinstance(item, New):
        return _call(item)
    if isinstance(item, tuple):
        return "(" + ", ".join(_literal(part) for part in item) + ("," if len(item) == 1 else "") + ")"
    if isinstance(item, list):
        return "[" + ", ".join(_literal(part) for part in item) + "]"
    if isinstance(item, dict):
        return "{" + ", ".join(f"{_literal(key)}: {_literal(part)}" for key, part in item.items()) + "}"
    if isinstance(item, str):
        return json.dumps(item, ensure_ascii=False)
    if item is None or type(item) in (bool, int, float):
        return repr(item)
    raise TypeError(f"A recipe may not hold {type(item).__name__}.")


def _name(path: str) -> str:
    if path.startswith(_OWN):
        return path.rpartition(".")[2]
    return path.removeprefix("torch.") if path.startswith("torch.nn.") else path


def _paths(new: New | None) -> Iterator[str]:
    if new is None:
        return
    yield new.path
    inner = (*(part for _, part in new.then), *(operation.new for operation in new.operations))
    for item in (*new.args, *new.kwargs.values(), *inner):
        if isinstance(item, New):
            yield from _paths(item)
    yield from (operation.path for operation in new.operations)


def _imports(paths: Sequence[str], own: Sequence[str]) -> list[str]:
    found = set(own)
    for path in paths:
        module = split_path(path)[0]
        if not path.startswith((*_OWN, "torch.")):
            found.add(f"import {module}")
    found -= {"import torch", "from torch import nn"}
    standard = sorted(
        line for line in found if line.startswith(("from collections", "from typing", "import math"))
    )
    others = sorted(found - set(standard))
    return [*standard, *([""] if standard else []), "import torch", *others, "from torch import nn"]


@cache
def _own_parts(path: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The imports behind one of our own dotted paths, and the definitions that it needs from its file, in order."""
    module, name = split_path(path)[:2]
    text = Path(str(import_module(module).__file__)).read_text(encoding="utf-8")
    lines = text.splitlines()
    body = ast.parse(text).body
    imports = tuple(ast.unparse(node) for node in body if isinstance(node, (ast.Import, ast.ImportFrom)))
    known = {_defined(node): node for node in body if _defined(node)}
    needed, waiting = set(), [name]
    while waiting:
        found = waiting.pop()
        if found in known and found not in needed:
            needed.add(found)
            waiting += [part.id for part in ast.walk(known[found]) if isinstance(part, ast.Name)]
    parts = [(found, node) for found, node in known.items() if found in needed]
    return imports, tuple((f"{module}.{found}", _text_of(node, lines)) for found, node in parts)


def _defined(node: ast.stmt) -> str:
    """The name that a statement at the top of a file defines; empty for others."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _text_of(node: ast.stmt, lines: list[str]) -> str:
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])
