"""Older releases are opened when somebody asks: once, beside everything else, and a few at most."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from fagbegreb.errors import UnknownRelease
from fagbegreb.settings import Settings
from fagbegreb.terminology import Terminology, TerminologyHolder
from patience import PATIENCE_S

CURRENT = "2026.9"


class Shelf:
    """Releases that take a moment to open, and what became of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
        self.opened: list[str] = []
        self.closed: list[str] = []
        self.may_open = threading.Event()
        self.may_open.set()
        for number in range(1, 10):
            folder = home / "snapshots" / f"2026.{number}"
            folder.mkdir(parents=True)
            (folder / "manifest.json").write_text(f'{{"release": "2026.{number}"}}')
        monkeypatch.setattr(Terminology, "open", self._open)
        settings = Settings(home=home, content=home)
        self.holder = TerminologyHolder(settings, lambda _: home / "snapshots" / CURRENT, print)
        self.holder.refresh()

    def _open(self, path: Path, _: Settings) -> Terminology:
        if path.name != CURRENT:
            self.may_open.wait(PATIENCE_S)
            self.opened.append(path.name)
        opened = object.__new__(_Opened)
        opened.path, opened.manifest, opened.shelf = path, {"release": path.name}, self
        return opened


class _Opened(Terminology):
    shelf: Shelf

    def warm(self) -> None:
        """There is nothing behind it."""

    def close(self) -> None:
        self.shelf.closed.append(self.release)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shelf:
    return Shelf(monkeypatch, tmp_path)


def test_the_current_release_is_answered_while_an_older_one_opens(shelf: Shelf) -> None:
    async def run() -> list[str]:
        order: list[str] = []

        async def ask(release: str | None) -> None:
            async with shelf.holder.lease(release) as terminology:
                order.append(terminology.release)

        shelf.may_open.clear()
        waiting = asyncio.create_task(ask("2026.1"))
        await asyncio.sleep(0.1)
        await ask(None)
        await ask(CURRENT)
        shelf.may_open.set()
        await waiting
        return order

    assert asyncio.run(run()) == [CURRENT, CURRENT, "2026.1"]


def test_of_many_who_ask_for_it_at_once_the_first_opens_it(shelf: Shelf) -> None:
    def ask() -> None:
        with shelf.holder.using("2026.1"):
            time.sleep(0.01)

    askers = [threading.Thread(target=ask) for _ in range(10)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert shelf.opened == ["2026.1"]


def test_the_one_nobody_asked_for_longest_is_closed_when_there_are_too_many(shelf: Shelf) -> None:
    for number in (1, 2, 3, 4, 1, 5):
        with shelf.holder.using(f"2026.{number}"):
            pass
    assert shelf.closed == ["2026.2"]


def test_one_that_is_used_is_closed_after_its_last_request(shelf: Shelf) -> None:
    with ExitStack() as first:
        first.enter_context(shelf.holder.using("2026.1"))
        for number in (2, 3, 4, 5):
            with shelf.holder.using(f"2026.{number}"):
                pass
        assert shelf.closed == []
    assert shelf.closed == ["2026.1"]


def test_an_unknown_release_names_those_there_are(shelf: Shelf) -> None:
    with pytest.raises(UnknownRelease, match=r"2026\.9"), shelf.holder.using("1999.1"):
        pass


def test_while_nothing_is_served_a_snapshot_that_failed_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shelf = Shelf(monkeypatch, tmp_path)
    opens = Terminology.open

    def fail(*_: object) -> Terminology:
        raise OSError

    path = tmp_path / "snapshots" / CURRENT
    holder = TerminologyHolder(Settings(home=tmp_path, content=tmp_path), lambda _: path, print)
    monkeypatch.setattr(Terminology, "open", fail)
    assert not holder.refresh() and not holder.refresh()
    monkeypatch.setattr(Terminology, "open", opens)
    assert holder.refresh() and holder.current is not None
    assert shelf.closed == []
