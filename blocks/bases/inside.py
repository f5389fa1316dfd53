"""The inside of a network as it runs: in which order its modules answer, and what lies behind a given one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from builder.problem import Refused, refuse
from builder.recipe import New

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True)
class Inside:
    """When each module first began and first ended in a run, as counted moments; and which hold parameters."""

    began: dict[str, int]
    ended: dict[str, int]
    known: tuple[str, ...]
    weighty: frozenset[str]

    @classmethod
    def of(cls, module: "nn.Module", run: Callable[["nn.Module"], Any]) -> "Inside":
        """Watch one run of a network (without weights, so that it costs little)."""
        import torch

        moments: list[tuple[str, str]] = []
        hooks = []
        for path, inner in module.named_modules():
            hooks.append(
                inner.register_forward_pre_hook(lambda *_, path=path: moments.append(("began", path)))
            )
            hooks.append(inner.register_forward_hook(lambda *_, path=path: moments.append(("ended", path))))
        try:
            with torch.no_grad():
                run(module)
        finally:
            for hook in hooks:
                hook.remove()
        began: dict[str, int] = {}
        ended: dict[str, int] = {}
        for moment, (what, path) in enumerate(moments):
            (began if what == "began" else ended).setdefault(path, moment)
        weighty = frozenset(
            path for path, inner in module.named_modules() if any(True for _ in inner.parameters())
        )
        return cls(began, ended, tuple(path for path, _ in module.named_modules() if path), weighty)

    def last(self, paths: Sequence[str]) -> str:
        """The path that answers last."""
        return max(paths, key=lambda path: self.ended[path])

    def behind(self, path: str) -> tuple[str, ...]:
        """The outermost modules with parameters that only begin after this one has answered, in order."""
        moment = self.ended[path]
        late = [one for one in self.known if one in self.weighty and self.began.get(one, -1) > moment]
        outer = [one for one in late if not any(one.startswith(other + ".") for other in late)]
        return tuple(sorted(outer, key=lambda one: self.began[one]))

    def need(self, path: str, title: str) -> None:
        """Refuse a tap on a module that there is not, or that never runs."""
        if path in self.ended:
            return
        if path in self.known:
            inner = [
                one
                for one in self.ended
                if one.startswith(path + ".") and one.count(".") == path.count(".") + 1
            ]
            raise refuse(
                "tap_not_run",
                f"{path} is a part of {title} that is never called as a whole, so that it gives nothing to tap.",
                port=path,
                expected="a module that runs" + (", such as " + ", ".join(inner[:-4:-1]) if inner else ""),
                got=path,
                next=f"Tap {inner[-1]} instead." if inner else "Tap the module around it instead.",
            )
        raise unknown_tap(path, self.known, title)


def unknown_tap(path: str, known: Sequence[str], title: str) -> Refused:
    """The refusal of a tap on a module that the network does not have."""
    near = get_close_matches(path, known, n=3, cutoff=0.4) or [one for one in known if "." not in one][:8]
    return refuse(
        "unknown_path",
        f"Nothing inside {title} is called {path!r}.",
        port=path,
        expected="one of " + ", ".join(near),
        got=path,
        next=f"Tap {near[0]} instead." if near else "Remove the tap.",
    )


def cut(paths: Sequence[str]) -> tuple[tuple[str, New], ...]:
    """Assignments that put nothing in the place of these modules, so that they are neither run nor counted."""
    return tuple((path, New("torch.nn.Identity")) for path in paths)
