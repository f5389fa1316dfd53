"""No network for a while: what would have to be fetched is left to whoever asks for it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def unfetched() -> Iterator[None]:
    """Inside, no connection of this process begins. What wanted one ends with a RuntimeError, or finds no network."""

    def refused(*_: Any, **__: Any) -> Any:
        raise RuntimeError("nothing is fetched before somebody asks for it")

    with patch.object(socket, "getaddrinfo", refused), patch.object(socket.socket, "connect", refused):
        yield
