"""Answers of a standing worker under test: quick, and bad on request."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from builder.problem import refuse


def prepare() -> Callable[[Mapping[str, Any]], Any]:
    """Counts the questions; some of them end the process, never end, refuse, fail, or take much memory."""
    asked: list[str] = []
    kept: list[bytearray] = []

    def answer(question: Mapping[str, Any]) -> Any:
        what = str(question["do"])
        asked.append(what)
        if what == "die":
            os.abort()
        if what == "leave" and not Path(question["mark"]).exists():
            Path(question["mark"]).touch()
            os._exit(0)
        if what == "sleep":
            time.sleep(60)
        if what == "eat":
            for _ in range(400):
                kept.append(bytearray(os.urandom(1_000_000)))
            time.sleep(60)
        if what == "refuse":
            raise refuse("sample", "Not this one.")
        if what == "fail":
            raise RuntimeError("secret words")
        return {"count": len(asked), "pid": os.getpid()}

    return answer
