"""Work that may take too long or too much memory, done in a process of its own that is stopped then."""

import multiprocessing
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection


class Exceeded(Exception):
    """The work took more time or memory than it may."""


def within(work: Callable[[], str], *, seconds: int, memory: int) -> str:
    """What the work gives, within seconds of processor time and bytes of memory.

    Raises:
        Exceeded: it did not end within them.
    """
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_limited, args=(work, there, seconds, memory)
    )
    process.start()
    there.close()
    try:
        given: str = here.recv()
    except EOFError as ended:
        raise Exceeded from ended
    finally:
        process.join()
        here.close()
    return given


def _limited(work: Callable[[], str], there: Connection, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    there.send(work())
