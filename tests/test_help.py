"""Every problem code that the engine or a block can raise has a help paragraph of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.help import HELP, help_for

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "builder").rglob("*.py")), *sorted((ROOT / "blocks").rglob("*.py"))]


def texts(node: ast.expr | None) -> Iterator[str]:
    """The strings that an expression may be: a constant, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def takers(tree: ast.Module) -> set[str]:
    """The functions of a file that take a code first, and ``refuse``."""
    own = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.args and node.args.args[0].arg == "code"
    }
    return own | {"refuse"}


def codes(text: str) -> set[str]:
    """Every problem code that a file writes down, however it does so."""
    tree = ast.parse(text)
    functions = takers(tree)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            found |= {code for word in node.keywords if word.arg == "code" for code in texts(word.value)}
            found |= set(texts(node.args[0])) if name in functions and node.args else set()
        elif isinstance(node, ast.Assign):
            found |= {code for target in node.targets for code in assigned(target, node.value)}
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found |= {code for key, value in pairs if "code" in texts(key) for code in texts(value)}
    return found


def assigned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Name) and target.id == "code":
        yield from texts(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for name, part in zip(target.elts, value.elts, strict=True):
            yield from assigned(name, part)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Call):
        for part in value.args:
            if isinstance(part, ast.Tuple) and len(part.elts) == len(target.elts):
                yield from assigned(target, part)


def all_codes() -> dict[str, str]:
    """Every code with a file that raises it."""
    from builder.weightless import foreign

    found = {rule[1]: "builder/weightless/foreign.py" for rule in foreign._RULES}
    for file in FILES:
        for code in codes(file.read_text(encoding="utf-8")):
            found.setdefault(code, str(file.relative_to(ROOT)))
    return found


CASES = {
    "refuse": ('raise refuse("kernel", "said")', {"kernel"}),
    "keyword": ('Problem(code="tap", said="")', {"tap"}),
    "choice": ('Problem(code="a" if x else "b")', {"a", "b"}),
    "assigned": ('code = "a" if x else "b"', {"a", "b"}),
    "unpacked": ('code, said = ("internal", "text")', {"internal"}),
    "fallback": ('code, said = next(found, ("internal", "text"))', {"internal"}),
    "own function": ('def _bad(code, said): ...\n_bad("document_json", "text")', {"document_json"}),
    "plain data": ('{"code": "store"}', {"store"}),
    "another call": ('print("kernel")', set()),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_codes_are_found_however_they_are_written(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


def test_every_code_has_a_help_entry() -> None:
    missing = {code: file for code, file in all_codes().items() if code not in HELP}
    assert not missing, f"add these to a table in builder/helping: {missing}"


def test_every_help_entry_belongs_to_a_code() -> None:
    assert sorted(set(HELP) - set(all_codes())) == []


@pytest.mark.parametrize("code", sorted(HELP))
def test_help_is_a_title_and_a_paragraph(code: str) -> None:
    title, paragraph = help_for(code)
    assert 3 <= len(title) <= 60
    assert not title.endswith(".")
    assert 80 <= len(paragraph) <= 700
    assert paragraph.endswith(".")
    assert paragraph.isprintable()


def test_an_unknown_code_still_gets_a_sentence() -> None:
    title, paragraph = help_for("no_such_code")
    assert title
    assert paragraph
