"""Other engines on the same tokens: how fast plain retrieval can be, without our ranking."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TOP = 20
Ask = Callable[[Sequence[str]], object]
"""Stems that must all be in one label; the twenty best labels come back."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An engine that holds one line of stems per label."""

    name: str
    build_s: float
    size_mb: float
    ask: Ask


def size_mb(path: Path) -> float:
    """Of a file or of all files in a folder."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def fts5(lines: Sequence[str], scratch: Path) -> Yardstick:
    """SQLite's own full-text index, ranked by bm25."""
    path = scratch / "fts5.sqlite"
    began = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE t USING fts5(stems, content='')")
    database.executemany("INSERT INTO t (rowid, stems) VALUES (?, ?)", enumerate(lines))
    database.commit()
    taken = time.perf_counter() - began

    def ask(stems: Sequence[str]) -> object:
        match = " AND ".join(f'"{stem}"' for stem in stems)
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?"
        return database.execute(sql, (match, TOP)).fetchall()

    return Yardstick("SQLite FTS5", taken, size_mb(path), ask)


def tantivy(lines: Sequence[str], scratch: Path) -> Yardstick | None:
    """Tantivy, ranked by bm25; None where it is not installed, for we do not need it."""
    try:
        import tantivy as engine  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    path = scratch / "tantivy"
    path.mkdir()
    schema = engine.SchemaBuilder()
    schema.add_unsigned_field("number", stored=True)
    schema.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
    built = schema.build()
    began = time.perf_counter()
    index = engine.Index(built, path=str(path))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for number, line in enumerate(lines):
        writer.add_document(engine.Document(number=number, stems=line))
    writer.commit()
    writer.wait_merging_threads()
    taken = time.perf_counter() - began
    index.reload()
    searcher = index.searcher()

    def ask(stems: Sequence[str]) -> object:
        terms = [
            (engine.Occur.Must, engine.Query.term_query(built, "stems", stem)) for stem in stems
        ]
        return searcher.search(engine.Query.boolean_query(terms), TOP).hits

    return Yardstick("tantivy", taken, size_mb(path), ask)
