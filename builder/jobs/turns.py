"""Whose turn it is: the slot goes to the owner who was served longest ago, and to each owner's oldest job first."""

from collections.abc import Mapping, Sequence


def turns(waiting: Sequence[tuple[str, str]], served: Mapping[str, float]) -> list[str]:
    """The jobs in the order in which they will run, if nobody submits another.

    Args:
        waiting: (job, owner) of each waiting job, the oldest first.
        served: when each owner's last job began; an owner who is absent was never served.
    """
    left = list(waiting)
    last = dict(served)
    clock = max(last.values(), default=0.0)
    order = []
    while left:
        chosen = min(left, key=lambda pair: last.get(pair[1], float("-inf")))
        left.remove(chosen)
        order.append(chosen[0])
        clock += 1
        last[chosen[1]] = clock
    return order
