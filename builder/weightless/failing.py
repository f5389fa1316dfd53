"""Where inside a network an exception came from."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


def failing_path(error: BaseException, module: "nn.Module") -> str:
    """The path of the innermost module that was running when an exception came; empty where none is known."""
    from torch import nn

    paths = {id(inner): path for path, inner in module.named_modules()}
    trace, found = error.__traceback__, ""
    while trace is not None:
        running = trace.tb_frame.f_locals.get("self")
        if isinstance(running, nn.Module):
            found = paths.get(id(running), found)
        trace = trace.tb_next
    return found
