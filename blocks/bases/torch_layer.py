"""A block that is one class of PyTorch: its parameters have the names of that class's arguments."""

from typing import Any, ClassVar

from builder.block import Block, Site
from builder.param import Integers, Param
from builder.recipe import New


class TorchLayer(Block):
    """A block around one class of PyTorch.

    `builds` is the class's dotted path. A parameter with torch's own default is left out of the call while it
    has that default, which keeps the exported source short; `written` names the parameters whose default is
    ours, because torch has another one or none: they are always written.
    """

    builds: ClassVar[str]
    written: ClassVar[tuple[str, ...]] = ()

    def module(self, site: Site, **settled: Any) -> New:
        """The constructor call for the parameters at this site.

        `settled` are values already worked out; None leaves an argument out.
        """
        kwargs = {
            name: plain(param, site.params[name])
            for name, param in self.params.items()
            if name not in settled
            and (name in self.written or plain(param, site.params[name]) != plain(param, param.default))
        }
        merged = kwargs | {name: value for name, value in settled.items() if value is not None}
        order = [*self.params, *settled]
        return New(self.builds, (), {name: merged[name] for name in sorted(merged, key=order.index)})


def plain(param: Param, value: Any) -> Any:
    """A parameter's value as a person would write it: one number where every axis has the same."""
    if not isinstance(param, Integers) or value is None:
        return value
    row = (value,) if isinstance(value, int) else tuple(value)
    return row[0] if param.length and len(set(row)) == 1 else row
