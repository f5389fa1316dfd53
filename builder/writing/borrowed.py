"""The code of ours that the source needs: its definitions, copied in, and every import."""

import ast
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

from builder.writing.build import split_path
from builder.writing.calls import OWN


def imports(paths: Sequence[str], own: Sequence[str]) -> list[str]:
    """The import lines behind dotted paths, and those that our own code brings along."""
    found = set(own)
    for path in paths:
        module = split_path(path)[0]
        if not path.startswith((*OWN, "torch.")):
            found.add(f"import {module}")
    found -= {"import torch", "from torch import nn"}
    standard = sorted(
        line
        for line in found
        if line.startswith(("from collections", "from typing", "import math", "import os"))
    )
    others = sorted(found - set(standard))
    return [*standard, *([""] if standard else []), "import torch", *others, "from torch import nn"]


@cache
def own_parts(path: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The imports behind one of our own dotted paths, and the definitions that it needs from its file, in order."""
    module, name = split_path(path)[:2]
    text = Path(str(import_module(module).__file__)).read_text(encoding="utf-8")
    lines = text.splitlines()
    body = ast.parse(text).body
    found = tuple(ast.unparse(node) for node in body if isinstance(node, (ast.Import, ast.ImportFrom)))
    known = {_defined(node): node for node in body if _defined(node)}
    needed, waiting = set(), [name]
    while waiting:
        wanted = waiting.pop()
        if wanted in known and wanted not in needed:
            needed.add(wanted)
            waiting += [part.id for part in ast.walk(known[wanted]) if isinstance(part, ast.Name)]
    parts = [(one, node) for one, node in known.items() if one in needed]
    return found, tuple((f"{module}.{one}", _text_of(node, lines)) for one, node in parts)


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
