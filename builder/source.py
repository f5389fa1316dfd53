"""The plan written out as Python: the same text is exported, read by people, and run as the live module."""

from builder.document import Document
from builder.planning import Plan, plan
from builder.problem import DocumentError
from builder.registry import Registry
from builder.writing.borrowed import imports, own_parts
from builder.writing.calls import OWN, paths
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
    recipes = [planned.nodes[node].recipe for node in planned.live]
    needed = [path for recipe in recipes for path in (*paths(recipe.module), *recipe.uses)]
    own = [own_parts(path) for path in dict.fromkeys(path for path in needed if path.startswith(OWN))]
    definitions = dict(part for _, parts in own for part in parts)
    head = [
        f'"""{_title(planned.document)}"""',
        "",
        *imports(needed, [line for lines, _ in own for line in lines]),
        "",
    ]
    bodies = [f"\n{definition}\n" for definition in definitions.values()]
    return "\n".join([*head, *bodies, network(planned)]).rstrip() + "\n"


def _title(document: Document) -> str:
    title = document.title.replace("\\", "/").replace('"', "'") or "A network"
    return f"{title}. Made with Netgraft; needs no Netgraft to run."
