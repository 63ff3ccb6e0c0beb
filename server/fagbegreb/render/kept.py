"""Rendered bytes, kept by key up to a number of bytes; the ones not asked for longest go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable


class KeptBytes:
    """A bounded store of bytes. Used by one event loop; no locks."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """What was kept under `key`, if it is still there."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Hashable, value: bytes) -> None:
        """Keep `value`, and let go of old ones where it gets too much."""
        self._size += len(value) - len(self._kept.pop(key, b""))
        self._kept[key] = value
        while self._size > self._max_bytes and self._kept:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped)
