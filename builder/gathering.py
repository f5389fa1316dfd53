"""Rules and ways are found, not listed: a new one is a function in a file of its folder."""

import importlib
import pkgutil
from collections.abc import Callable
from inspect import isfunction
from typing import Any


def functions_in(package: str) -> tuple[Callable[..., Any], ...]:
    """The public functions of every file of a package, by file and then as they stand there."""
    folder = importlib.import_module(package)
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__))
    modules = [importlib.import_module(f"{package}.{name}") for name in names]
    return tuple(
        function
        for module in modules
        for name, function in vars(module).items()
        if isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    )
