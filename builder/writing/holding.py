"""What a written network does to hold what is frozen: its paths as constants, and methods that keep to them."""

from collections.abc import Mapping

_TRAIN = '''
    def train(self, mode: bool = True) -> "Net":
        """Train all but the frozen parts, whose running statistics and dropout stay as in evaluation."""
        super().train(mode)
        for path in self.FROZEN:
            self.get_submodule(path).eval()
AFTER        return self
'''

_AGAIN = """        for path in LEARNS:
            self.get_submodule(path).train(mode)
"""

_UNFREEZE = '''
    def unfreeze(self, epoch: int) -> None:
        """Let the parts join that learn from this epoch on, counted from 1; call it before each epoch."""
        self.joined = tuple(path for first, paths in self.LATER.items() if epoch >= first for path in paths)
        for path in self.joined:
            self.get_submodule(path).requires_grad_(True)
        self.train(self.training)
'''


def holding_constants(
    frozen: tuple[str, ...],
    bare: tuple[str, ...],
    added: tuple[str, ...],
    later: Mapping[int, tuple[str, ...]],
) -> list[str]:
    """The lines that name what is frozen (parameters that stand alone apart), what learns inside, and what joins."""
    return [
        *_paths_constant("FROZEN", frozen),
        *_paths_constant("FROZEN_PARAMETERS", bare),
        *_paths_constant("ADDED", added),
        *_later_constant(later),
    ]


def holding_methods(
    frozen: tuple[str, ...], added: tuple[str, ...], later: Mapping[int, tuple[str, ...]]
) -> str:
    """The methods that keep frozen parts in evaluation mode and let others join; empty where nothing is frozen."""
    if not frozen:
        return ""
    learns = " + ".join(["self.ADDED"] * bool(added) + ["self.joined"] * bool(later))
    again = _AGAIN.replace("LEARNS", learns) if learns else ""
    return _TRAIN.replace("AFTER", again) + (_UNFREEZE if later else "")


def _paths_constant(name: str, paths: tuple[str, ...]) -> list[str]:
    if len(paths) <= 1:
        return [f'    {name} = ("{path}",)' for path in paths] + [""] * len(paths)
    return [f"    {name} = (", *[f'        "{path}",' for path in paths], "    )", ""]


def _later_constant(later: Mapping[int, tuple[str, ...]]) -> list[str]:
    if not later:
        return []
    rows = [f"        {epoch}: {_tuple(paths)}," for epoch, paths in later.items()]
    return ["    LATER = {", *rows, "    }", ""]


def _tuple(paths: tuple[str, ...]) -> str:
    return "(" + ", ".join(f'"{path}"' for path in paths) + ("," if len(paths) == 1 else "") + ")"
