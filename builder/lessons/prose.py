"""Markdown to a tree of plain data that a page can draw without ever seeing HTML."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from builder.problem import Problem

Element = dict[str, Any]

TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "heading": "h4",
    "hardbreak": "br",
    "hr": "hr",
}
"""What a lesson's text may hold, and what it is drawn as."""

_LITERAL = {"code_inline": "code", "fence": "pre", "code_block": "pre"}
_SCHEMES = ("https://", "http://", "/?")


def prose(text: str, line: int) -> tuple[tuple[Element, ...], list[Problem]]:
    """The elements of a text that begins at a line of a file, and what may not stand in it.

    An element is ``{"tag": ..., "children": [...]}`` or ``{"text": ...}``; a link has its address as ``href``.
    """
    root = SyntaxTreeNode(_parser().parse(text))
    problems = [
        _refused(node, line + (node.map or (0, 0))[0]) for node in root.walk() if not _is_allowed(node)
    ]
    return ((), problems) if problems else (tuple(_elements(root)), [])


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _is_allowed(node: SyntaxTreeNode) -> bool:
    if node.type == "link":
        return str(node.attrs.get("href", "")).startswith(_SCHEMES)
    return node.type in TAGS or node.type in _LITERAL or node.type in ("root", "inline", "text", "softbreak")


def _elements(node: SyntaxTreeNode) -> Iterator[Element]:
    return chain.from_iterable(_element(child) for child in node.children)


def _element(node: SyntaxTreeNode) -> Iterator[Element]:
    if node.type == "inline" or (node.type == "paragraph" and node.hidden):
        yield from _elements(node)
    elif node.type in ("text", "softbreak"):
        yield {"text": node.content if node.type == "text" else " "}
    elif node.type in _LITERAL:
        yield {"tag": _LITERAL[node.type], "children": [{"text": node.content}]}
    elif node.type == "link":
        yield {"tag": "a", "href": str(node.attrs["href"]), "children": list(_elements(node))}
    else:
        yield {"tag": TAGS[node.type], "children": list(_elements(node))}


def _refused(node: SyntaxTreeNode, line: int) -> Problem:
    names = {
        "html_block": "HTML",
        "html_inline": "HTML",
        "image": "a picture",
        "link": "a link that leads elsewhere",
    }
    return Problem(
        code="lesson_text",
        said=f"Line {line}: the text of a step holds {names.get(node.type, node.type)}, which is not shown.",
        expected="Markdown with paragraphs, lists, tables, code, and links that begin with https://",
        got=(node.content or str(node.attrs.get("href", "")) or node.type)[:80],
        next="Say it in words, or take it out.",
    )
