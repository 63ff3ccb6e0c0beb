"""Many texts, numbered from nought: written once, read from the cache of the disk when asked for.

Two files: the texts end to end as UTF-8, and where each of them ends. They are mapped, not read, so
that a million texts open at once and a look-up costs no question to a database.
"""

from __future__ import annotations

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_ENDS: Final = "Q"


class Strings:
    """The texts of one file. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self._texts = _mapped(path.with_suffix(".texts"))
        self._ends = memoryview(_mapped(path.with_suffix(".ends"))).cast(_ENDS)

    @classmethod
    def write(cls, path: Path, texts: Iterable[str]) -> None:
        """Writes the texts, in order, to two files that are named after `path`."""
        ends, end = array(_ENDS), 0
        with path.with_suffix(".texts").open("wb") as stream:
            for text in texts:
                end += stream.write(text.encode())
                ends.append(end)
        path.with_suffix(".ends").write_bytes(ends.tobytes())

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        return self._raw(number).decode()

    def first_from(self, text: str, low: int, high: int) -> int:
        """The first of low..high that does not come before `text`; they must be in order there."""
        # UTF-8 sorts as the texts themselves do
        return bisect_left(range(high), text.encode(), low, max(low, high), key=self._raw)

    def _raw(self, number: int) -> bytes:
        start = self._ends[number - 1] if number else 0
        return self._texts[start : self._ends[number]]


def _mapped(path: Path) -> mmap.mmap | bytes:
    """The file's bytes; an empty file cannot be mapped."""
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            return b""
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
