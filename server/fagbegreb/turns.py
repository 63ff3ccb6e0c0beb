"""Turns: who waits goes in under a client's name; who is next comes out, client by client.

Each client has a queue of its own and the queues take turns, so one client with a hundred
requests does not keep another with a single one waiting. When all places are taken, the client
who occupies most of them, or spent most, loses its newest. `Spending` tells who spent what.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_HALF_LIFE_S: Final = 10.0
_FORGOTTEN_S: Final = 0.01
_MANY_CLIENTS: Final = 1_000


class Turns(Generic[T]):
    """A bounded queue that is fair between clients. Not thread-safe by itself."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._queues: OrderedDict[str, deque[T]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def join(
        self, client: str, item: T, spent: Callable[[str], float] = lambda client: 0.0
    ) -> T | None:
        """Queue `item`; answers with the one that had to go instead, maybe `item` itself: the
        newest of the client with most places, of several the one who spent most."""
        mine = len(self._queues.get(client, ()))
        displaced: T | None = None
        if self._length >= self._places:
            greedy = max(self._queues, key=lambda each: self._greed(each, spent), default=None)
            if greedy is None or self._greed(greedy, spent) <= (mine + 1, spent(client)):
                return item
            displaced = self._queues[greedy].pop()
            if not self._queues[greedy]:
                del self._queues[greedy]
            self._length -= 1
        self._queues.setdefault(client, deque()).append(item)
        self._length += 1
        return displaced

    def _greed(self, client: str, spent: Callable[[str], float]) -> tuple[int, float]:
        return len(self._queues[client]), spent(client)

    def next(
        self,
        may_go: Callable[[str], bool] = lambda client: True,
        spent: Callable[[str], float] = lambda client: 0.0,
    ) -> T | None:
        """The one whose turn it is among clients that may go: of the client that spent least,
        of several the one who was served longest ago. None when there is none."""
        client = min(filter(may_go, self._queues), key=spent, default=None)
        if client is None:
            return None
        queue = self._queues.pop(client)
        item = queue.popleft()
        self._length -= 1
        if queue:
            self._queues[client] = queue
        return item

    def leave(self, client: str, item: T) -> None:
        """Take `item` out again; nothing happens if it is not there."""
        queue = self._queues.get(client)
        if queue is None or item not in queue:
            return
        queue.remove(item)
        self._length -= 1
        if not queue:
            del self._queues[client]


class Spending:
    """Seconds that each client took of late: what was taken ten seconds ago counts half."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: dict[str, tuple[float, float]] = {}

    def add(self, client: str, seconds: float) -> None:
        """`client` took so much just now."""
        self._taken[client] = (self.of(client) + seconds, self._clock())
        if len(self._taken) > _MANY_CLIENTS:
            kept = [each for each in self._taken if self.of(each) > _FORGOTTEN_S]
            self._taken = {each: self._taken[each] for each in kept}

    def of(self, client: str) -> float:
        """What `client` took of late."""
        seconds, when = self._taken.get(client, (0.0, 0.0))
        return float(seconds * 0.5 ** ((self._clock() - when) / _HALF_LIFE_S)) if seconds else 0.0
