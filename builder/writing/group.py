"""Groups as classes: one for each text, so that a group that is used twice in the same way is written once."""

import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from builder.planning.planned import Plan
from builder.recipe import New
from builder.writing.naming import RESERVED
from builder.writing.network import body, modules


@dataclass
class Classes:
    """The classes that a file holds so far, from the innermost outwards, under names that are free."""

    taken: set[str]
    _names: dict[str, str] = field(default_factory=dict)
    _texts: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def beside(cls, words: Iterable[str]) -> "Classes":
        """No classes yet, in a file that holds these other names."""
        return cls({*words, *RESERVED, *keyword.kwlist})

    def resolved(self, planned: Plan) -> Plan:
        """The plan with every group as a call of its class, which is written on the way."""
        nodes = dict(planned.nodes)
        for node in planned.built:
            known = nodes[node]
            if known.recipe.module:
                recipe = replace(known.recipe, module=self.named(known.recipe.module))
                nodes[node] = replace(known, recipe=recipe)
        return replace(planned, nodes=nodes)

    def named(self, new: New) -> New:
        """A call with every group in it as a call of its class."""
        then = tuple((path, self.named(part)) for path, part in new.then)
        operations = tuple(replace(one, new=one.new and self.named(one.new)) for one in new.operations)
        new = replace(new, then=then, operations=operations)
        if new.inside is None:
            return new
        return replace(new, path=self._class(self.resolved(new.inside), new.path), inside=None)

    def texts(self) -> list[str]:
        """The classes in the order in which they need each other; shapes are told where all uses agree."""
        plain = dict(zip(self._names.values(), self.plain(), strict=True))
        return [next(iter(told)) if len(told) == 1 else plain[name] for name, told in self._texts.items()]

    def plain(self) -> list[str]:
        """The classes without shapes."""
        return [text.replace("class Group", f"class {name}", 1) for text, name in self._names.items()]

    def _class(self, inside: Plan, wish: str) -> str:
        plain = class_text(inside, "Group", shapes=False)
        if plain not in self._names:
            self._names[plain] = self._free(wish)
        name = self._names[plain]
        self._texts.setdefault(name, set()).add(class_text(inside, name, shapes=True))
        return name

    def _free(self, wish: str) -> str:
        name, number = wish, 1
        while name in self.taken:
            number += 1
            name = f"{wish}{number}"
        self.taken.add(name)
        return name


def class_text(inside: Plan, name: str, *, shapes: bool) -> str:
    """The class of a group: its modules, and a forward pass over its ports in order."""
    ports = [node.id for node in inside.document.nodes if inside.role(node.id) == "entry"]
    outputs = {node: inside.block(node).outputs for node in ports}
    arguments = {node: inside.names[node, next(iter(outputs[node]))] for node in ports}
    takes = ", ".join(["self", *(f"{name}: torch.Tensor" for name in arguments.values())])
    gives = "torch.Tensor" if len(inside.results) == 1 else "dict[str, torch.Tensor]"
    lines = [
        f"class {name}(nn.Module):",
        f'    """{_described(inside, ports, shapes=shapes)}"""',
        "",
        *modules(inside),
        "",
        f"    def forward({takes}) -> {gives}:",
        *body(inside, shapes=shapes),
    ]
    return "\n".join(lines)


def _described(inside: Plan, ports: list[str], *, shapes: bool) -> str:
    title = inside.document.title.replace("\\", "/").replace('"', "'")
    if not shapes:
        return f"{title}."
    takes = ", ".join(
        f"{node} ({inside.specs[node, next(iter(inside.block(node).outputs))].text})" for node in ports
    )
    wires = [(node, inside.document.into(node)[0]) for node in inside.results]
    gives = ", ".join(f"{node} ({inside.specs[wire.source, wire.output].text})" for node, wire in wires)
    return f"{title}: {takes or 'nothing'} -> {gives}."
