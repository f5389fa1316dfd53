"""Follow the positions of an input through a run without data, operation by operation."""

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from builder.looking.rules import RULES
from builder.looking.rules.call import Call
from builder.looking.rules.mixing import elementwise
from builder.looking.traces import Trace


class Tracing(TorchDispatchMode):
    """Keeps a trace for each tensor that depends on the input. What it sees runs as it would without it.

    `place` says where the run is just now (see `builder.looking.place`), so that whatever mixes the positions
    can be named.
    """

    def __init__(self, place: Sequence[str] = ()) -> None:
        super().__init__()
        self.traces: dict[int, Trace] = {}
        self.place = place
        self._alive: list[torch.Tensor] = []

    def of(self, tensor: torch.Tensor) -> Trace | None:
        """What is known of a tensor; None where it does not depend on the input."""
        return self.traces.get(id(tensor))

    def put(self, tensor: torch.Tensor, trace: Trace) -> None:
        """Note the trace of a tensor."""
        self._alive.append(tensor)  # a number stands for one tensor only as long as that tensor is there
        self.traces[id(tensor)] = trace

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        flat = [
            item
            for arg in (*args, *(kwargs or {}).values())
            for item in (arg if isinstance(arg, (tuple, list)) else (arg,))
        ]
        known = [self.traces[id(item)] for item in flat if id(item) in self.traces]
        if known:
            self._follow(func, args, known, result)
        return result

    def _follow(self, func: Any, args: Any, known: list[Trace], result: Any) -> None:
        outputs = result if isinstance(result, (tuple, list)) else (result,)
        for output in outputs:
            if isinstance(output, torch.Tensor):
                self.put(output, self._traced(func, args, known, tuple(output.shape)))

    def _traced(self, func: Any, args: Any, known: list[Trace], shape: tuple[int, ...]) -> Trace:
        mixed = next((trace for trace in known if trace.mixed), None)
        if mixed:
            return mixed
        name = func._schema.name.removeprefix("aten::").removesuffix("_")
        rule = RULES.get(name) or (elementwise if torch.Tag.pointwise in func.tags else None)
        found = rule(Call(args, self.traces, shape)) if rule else f"mixes the positions ({name})"
        if isinstance(found, Trace):
            return found
        where = next((place for place in reversed(self.place) if place), "")
        return Trace(mixed=f"{where} {found}".strip())
