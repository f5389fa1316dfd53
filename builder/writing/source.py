"""The plan written out as Python: the same text is exported, read by people, and run as the live module."""

import re
from collections.abc import Iterable

from builder.documents.document import Document
from builder.planning.planned import Plan
from builder.planning.planning import plan
from builder.problem import DocumentError
from builder.recipe import New
from builder.registry import Registry
from builder.writing.borrowed import imports, own_parts
from builder.writing.calls import OWN, call, construction, paths, plan_paths
from builder.writing.group import Classes
from builder.writing.network import network


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
    head, classes = _beginning(plan_paths(planned))
    resolved = classes.resolved(planned)
    title = f'"""{_title(planned.document)}"""'
    groups = [f"\n{text}\n" for text in classes.texts()]
    return "\n".join([title, "", *head, *groups, network(resolved)]).rstrip() + "\n"


def class_source(new: New) -> tuple[str, str]:
    """A Python file with the class of a group and all that it needs, and the class's name there."""
    head, classes = _beginning(paths(new))
    name = call(classes.named(new)).partition("(")[0]
    return "\n".join([*head, *(f"\n{text}\n" for text in classes.texts())]), name


def module_lines(new: New) -> list[str]:
    """How a module is built, line by line and without shapes: two modules are alike where these are."""
    classes = Classes.beside(())
    lines = construction("module", classes.named(new))
    return [*lines, *(line for text in classes.plain() for line in text.splitlines())]


def _beginning(needed: Iterable[str]) -> tuple[list[str], Classes]:
    """The imports and our own definitions behind dotted paths, and no classes yet beside them."""
    found = list(needed)
    own = [own_parts(path) for path in dict.fromkeys(path for path in found if path.startswith(OWN))]
    definitions = dict(part for _, parts in own for part in parts)
    lines = imports(found, [line for imported, _ in own for line in imported])
    words = {word for line in lines for word in re.findall(r"\w+", line)}
    words |= {name.rpartition(".")[2] for name in definitions}
    bodies = [f"\n{definition}\n" for definition in definitions.values()]
    return [*lines, "", *bodies], Classes.beside(words)


def _title(document: Document) -> str:
    title = document.title.replace("\\", "/").replace('"', "'") or "A network"
    return f"{title}. Made with Netgraft; needs no Netgraft to run."
