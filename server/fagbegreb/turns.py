"""Turns: who waits goes in under a client's name; who is next comes out, client by client.

Each client has a queue of its own and the queues take turns, so one client with a hundred
requests does not keep another with a single one waiting. When all places are taken, the client
who occupies most of them loses its newest.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """A bounded queue that is fair between clients. Not thread-safe by itself."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._queues: OrderedDict[str, deque[T]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def join(self, client: str, item: T) -> T | None:
        """Queue `item`; answers with the one that had to go instead, maybe `item` itself."""
        if self._length >= self._places:
            longest = max(self._queues.values(), key=len, default=None)
            mine = len(self._queues.get(client, ()))
            if longest is None or len(longest) <= mine + 1:
                return item
            displaced = longest.pop()
            self._queues[client] = self._queues.get(client, deque())
            self._queues[client].append(item)
            return displaced
        self._queues.setdefault(client, deque()).append(item)
        self._length += 1
        return None

    def next(self, may_go: Callable[[str], bool] = lambda client: True) -> T | None:
        """The one whose turn it is among clients that may go, or None when there is none."""
        client = next((each for each in self._queues if may_go(each)), None)
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
