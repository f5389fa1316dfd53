"""The direct way through a network: what the live text does otherwise than the same text in a file, for speed.

It takes its modules out of their dictionary, where ``self.layer`` costs a failed search and a call of Python in every
module of PyTorch; and it lets go of each value behind its last use, so that the memory of a layer serves the next one.
The lines and names that a traceback shows stay those of the text.
"""

import ast
from collections.abc import Iterator

_PARTS = "_parts"
"""The local variable that holds a network's modules; ids begin with a letter, so no value bears its name."""
_LATE = (ast.Lambda, ast.FunctionDef, ast.GeneratorExp)
"""What may read a variable after the statement that it stands in."""


def direct(text: str) -> ast.Module:
    """Parse source that we wrote, and give its methods the direct way.

    Functions at the top of the text whose first argument is ``self`` are taken for methods of the class ``Net``.
    """
    tree = ast.parse(text)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef) and _is_module(node)}
    modules = {name: frozenset(_modules_of(node, classes)) for name, node in classes.items()}
    for name, node in classes.items():
        for method in node.body:
            _straighten(method, modules[name])
    for statement in tree.body:
        _straighten(statement, modules.get("Net", frozenset()))
    return ast.fix_missing_locations(tree)


def _is_module(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base) == "nn.Module" for base in node.bases)


def _modules_of(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> Iterator[str]:
    """The attributes that a class's constructor always fills with a module."""
    for method in node.body:
        if isinstance(method, ast.FunctionDef) and method.name == "__init__":
            for statement in method.body:
                match statement:
                    case ast.Assign(
                        targets=[ast.Attribute(ast.Name("self"), name)], value=ast.Call(function)
                    ) if _builds_module(function, classes):
                        yield name


def _builds_module(function: ast.expr, classes: dict[str, ast.ClassDef]) -> bool:
    from torch import nn

    match function:
        case ast.Name(name):
            return name in classes
        case ast.Attribute(ast.Name("nn"), name):
            kind = getattr(nn, name, None)
            return isinstance(kind, type) and issubclass(kind, nn.Module)
    return False


def _straighten(function: ast.stmt, modules: frozenset[str]) -> None:
    """Rewrite a method in place; its constructor is left alone."""
    if not isinstance(function, ast.FunctionDef) or function.name == "__init__":
        return
    if [argument.arg for argument in function.args.args[:1]] != ["self"]:
        return
    ways = _Ways(modules)
    body = [ways.visit(statement) for statement in _letting_go(function.body)]
    if ways.taken:
        taking = ast.copy_location(ast.parse(f"{_PARTS} = self._modules").body[0], function)
        body.insert(int(ast.get_docstring(function) is not None), taking)
    function.body = body


def _letting_go(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements that run one after the other, each followed by a ``del`` of the values that it was the last to use."""
    *first, last = body
    if not isinstance(last, ast.Return) or not all(isinstance(one, (ast.Assign, ast.Expr)) for one in first):
        return body
    if any(isinstance(part, _LATE) for statement in body for part in ast.walk(statement)):
        return body
    kept, own, found = _names(last), _stored(first), list[ast.stmt]()
    for statement in reversed(first):
        over = sorted(_names(statement) & own - kept)
        if over:
            names: list[ast.expr] = [ast.Name(name, ast.Del()) for name in over]
            found.append(ast.copy_location(ast.Delete(names), statement))
        found.append(statement)
        kept |= _names(statement)
    return [*reversed(found), last]


def _names(statement: ast.stmt) -> set[str]:
    return {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}


def _stored(body: list[ast.stmt]) -> set[str]:
    """The variables that some statements set."""
    parts = (part for statement in body for part in ast.walk(statement))
    return {part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


class _Ways(ast.NodeTransformer):
    """Replaces ``self.name`` by an item of the dictionary, where the name is that of a module."""

    def __init__(self, modules: frozenset[str]) -> None:
        self._modules = modules
        self.taken = False

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        match node:
            case ast.Attribute(ast.Name("self"), name, ast.Load()) if name in self._modules:
                self.taken = True
                item = ast.Subscript(ast.Name(_PARTS, ast.Load()), ast.Constant(name), ast.Load())
                return ast.copy_location(item, node)
        return self.generic_visit(node)
