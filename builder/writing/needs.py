"""What a generated file needs besides Python: the packages that it imports, in words."""

import ast
import sys

_NAMES = {
    "torch": "PyTorch",
    "torch_geometric": "PyTorch Geometric",
    "sklearn": "scikit-learn",
    "PIL": "Pillow",
    "numpy": "NumPy",
}
"""What people call a package, where that is not the name that is imported."""


def needs(source: str) -> tuple[str, ...]:
    """The packages that a source imports, named as people call them, PyTorch first."""
    found = {name.partition(".")[0] for node in ast.walk(ast.parse(source)) for name in _imported(node)}
    foreign = sorted(found - sys.stdlib_module_names, key=lambda name: (name != "torch", name))
    return tuple(_NAMES.get(name, name) for name in foreign)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
