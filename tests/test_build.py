"""Snapshots: whole or not there, known by their sources, never half-written, built once."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from fagbegreb.build import build_snapshot, ensure_snapshot
from fagbegreb.errors import BadParameter, ContentError, SnapshotDamaged
from fagbegreb.namespaces import BASE, CATALOG, DCAT, FOAF, ID, SKOS, VOID
from fagbegreb.settings import Settings
from fagbegreb.snapshot import current_snapshot, use_release, verify_snapshot
from fagbegreb.store import Literal, Store
from patience import PATIENCE_S

SCHEME = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix x: <https://w3id.org/fagbegreb/id/x/> .
<https://w3id.org/fagbegreb/id/x> a skos:ConceptScheme ;
  dcterms:identifier "x" ; dcterms:title "X"@da .
x:1 a skos:Concept ; skos:inScheme <https://w3id.org/fagbegreb/id/x> ; skos:notation "1" ;
  skos:topConceptOf <https://w3id.org/fagbegreb/id/x> ; skos:prefLabel "støtte"@da .
x:2 a skos:Concept ; skos:inScheme <https://w3id.org/fagbegreb/id/x> ; skos:notation "2" ;
  skos:broader x:1 ; skos:prefLabel "indsats"@da .
"""
BROUGHT = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/a> a skos:Concept ; skos:prefLabel "emne"@da .
"""
CROSSWALK = """\
#curie_map:
#  x: https://w3id.org/fagbegreb/id/x/
subject_id\tpredicate_id\tobject_id\tmapping_justification
x:2\tskos:closeMatch\thttp://example.org/a\tsemapv:ManualMappingCuration
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small content folder of its own, and an empty home."""
    content = tmp_path / "content"
    for folder in ("ontology/schemes", "shapes", "mappings"):
        (content / folder).mkdir(parents=True)
    (content / "ontology" / "schemes" / "x.ttl").write_text(SCHEME, "utf-8")
    return Settings.load({}, home=tmp_path / "home", content=content)


def rewrite(settings: Settings, old: str, new: str) -> None:
    path = settings.content / "ontology" / "schemes" / "x.ttl"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def manifest(path: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((path / "manifest.json").read_text("utf-8"))
    return loaded


def test_a_snapshot_holds_the_store_the_index_the_contents_and_its_counts(
    settings: Settings,
) -> None:
    path = build_snapshot(settings)
    assert current_snapshot(settings.home) == path
    parts = {"store", "index", "contents.sqlite", "shapes", "manifest.json"}
    assert {entry.name for entry in path.iterdir()} == parts
    assert manifest(path)["schemes"] == {"x": 2}
    verify_snapshot(path)


def test_what_is_implied_can_be_asked(settings: Settings) -> None:
    store = Store.open(build_snapshot(settings) / "store")
    assert store.subjects(SKOS + "narrower", ID + "x/2") == (ID + "x/1",)
    assert store.subjects(SKOS + "hasTopConcept", ID + "x/1") == (ID + "x",)


def test_the_catalogue_counts_what_is_in_the_release(settings: Settings) -> None:
    store = Store.open(build_snapshot(settings) / "store")
    (entities,) = store.objects(ID + "x", VOID + "entities")
    assert isinstance(entities, Literal)
    assert entities.value == "2"
    assert store.subjects(DCAT + "dataset", ID + "x") == (CATALOG,)


def test_the_publisher_is_a_setting(settings: Settings) -> None:
    plain = build_snapshot(settings)
    path = build_snapshot(replace(settings, publisher="Ejby Kommune"))
    assert path != plain
    (name,) = Store.open(path / "store").objects(BASE + "udgiver", FOAF + "name")
    assert isinstance(name, Literal)
    assert name.value == "Ejby Kommune"


def test_the_same_sources_are_not_built_twice(settings: Settings) -> None:
    path = build_snapshot(settings)
    built = manifest(path)["created"]
    said: list[str] = []
    assert build_snapshot(settings, progress=said.append) == path
    assert manifest(path)["created"] == built
    assert said == [f"snapshot {path.name} is already built"]


def test_the_digest_does_not_depend_on_where_the_content_lies(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(settings.content, tmp_path / "elsewhere")
    other = Settings.load({}, home=tmp_path / "home2", content=tmp_path / "elsewhere")
    assert manifest(build_snapshot(settings))["digest"] == manifest(build_snapshot(other))["digest"]


def test_changed_content_is_another_snapshot_and_the_old_one_stays(settings: Settings) -> None:
    old = build_snapshot(settings)
    rewrite(settings, "indsats", "hjælp")
    new = build_snapshot(settings)
    assert new != old
    assert old.is_dir()
    assert current_snapshot(settings.home) == new


def test_a_folder_without_content_is_not_built_into_an_empty_snapshot(
    settings: Settings, tmp_path: Path
) -> None:
    path = build_snapshot(settings)
    for start in (build_snapshot, ensure_snapshot):
        with pytest.raises(BadParameter, match=f"{tmp_path} has no folder ontology/"):
            start(replace(settings, content=tmp_path))
    assert current_snapshot(settings.home) == path


def test_a_fault_in_the_content_leaves_the_current_snapshot_alone(settings: Settings) -> None:
    path = build_snapshot(settings)
    rewrite(settings, '"indsats"@da', '"indsats@da')
    with pytest.raises(ContentError, match=r"x\.ttl:\d+: "):
        build_snapshot(settings)
    assert current_snapshot(settings.home) == path
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_half_written_snapshot_is_never_current_and_is_cleared_away(settings: Settings) -> None:
    leftover = settings.home / "snapshots" / ".building-1"
    leftover.mkdir(parents=True)
    (leftover / "store").write_text("half", "utf-8")
    assert current_snapshot(settings.home) is None
    build_snapshot(settings)
    assert not leftover.exists()


def damage(path: Path) -> None:
    file = max((path / "store").glob("*.sst"), key=lambda file: file.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


def test_a_damaged_snapshot_is_told_and_built_again(settings: Settings) -> None:
    path = build_snapshot(settings)
    damage(path)
    with pytest.raises(SnapshotDamaged, match=r"\.sst is missing or changed"):
        verify_snapshot(path)
    assert build_snapshot(settings) == path
    verify_snapshot(path)


def test_a_snapshot_that_lost_a_file_is_not_served(settings: Settings) -> None:
    path = ensure_snapshot(settings)
    next((path / "store").glob("*.sst")).unlink()
    assert ensure_snapshot(settings) == path
    verify_snapshot(path)


def test_what_is_built_is_served_from_a_folder_that_cannot_be_written(settings: Settings) -> None:
    path = ensure_snapshot(settings)
    lock = settings.home / "build.lock"
    lock.unlink()
    lock.mkdir()  # stops also those whom no permission stops
    assert ensure_snapshot(settings) == path
    rewrite(settings, "indsats", "hjælp")
    with pytest.raises(OSError, match=r"build\.lock"):
        ensure_snapshot(settings)


def test_a_snapshot_made_for_serving_follows_the_content(settings: Settings) -> None:
    first = ensure_snapshot(settings)
    assert ensure_snapshot(settings) == first
    rewrite(settings, "indsats", "hjælp")
    assert ensure_snapshot(settings) != first


def test_a_snapshot_that_was_chosen_stays(settings: Settings) -> None:
    chosen = build_snapshot(settings)
    rewrite(settings, "indsats", "hjælp")
    assert ensure_snapshot(settings) == chosen


def test_going_back_is_pointing_at_the_old_folder(settings: Settings) -> None:
    old = build_snapshot(settings)
    rewrite(settings, "indsats", "hjælp")
    build_snapshot(settings)
    (settings.home / "current").write_text(old.name + "\n", "utf-8")
    assert ensure_snapshot(settings) == old


def test_the_citation_of_a_release_quotes_what_it_names(settings: Settings) -> None:
    catalogue = settings.content / "ontology" / "catalog.ttl"
    said = f"<{CATALOG}> <http://purl.org/dc/terms/publisher> 'Kontoret \"Børn\"' ."
    catalogue.write_text(said, "utf-8")
    path = build_snapshot(settings, release="2026.12")
    cited = (path / "download" / "CITATION.cff").read_text("utf-8")
    assert '  - name: "Kontoret \\"Børn\\""\n' in cited


def test_a_release_is_used_though_another_is_damaged(settings: Settings) -> None:
    path = build_snapshot(settings, release="2026.12")
    damaged = path.with_name("0123456789abcdef-2026.11")
    damaged.mkdir()
    build_snapshot(settings)
    assert use_release(settings.home, "2026.12") == current_snapshot(settings.home) == path


def test_a_release_that_another_version_laid_out_is_not_used(settings: Settings) -> None:
    path = build_snapshot(settings, release="2026.12")
    (path / "manifest.json").write_text(json.dumps(manifest(path) | {"format": 1}), "utf-8")
    current = build_snapshot(settings)
    with pytest.raises(SnapshotDamaged, match=r"fagbegreb build --release 2026\.12"):
        use_release(settings.home, "2026.12")
    assert current_snapshot(settings.home) == current


def test_a_release_has_its_name(settings: Settings) -> None:
    path = build_snapshot(settings, release="2026.12")
    assert manifest(path)["release"] == "2026.12"
    assert path != build_snapshot(settings)


@pytest.mark.parametrize("brought", ["more", "more/emner--x.sssom.tsv"])
def test_an_operator_adds_vocabularies_and_crosswalks(
    settings: Settings, tmp_path: Path, brought: str
) -> None:
    plain = build_snapshot(settings)
    (tmp_path / "emner.ttl").write_text(BROUGHT, "utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "emner--x.sssom.tsv").write_text(CROSSWALK, "utf-8")
    path = build_snapshot(
        settings, vocabularies=[tmp_path / "emner.ttl"], mappings=[tmp_path / brought]
    )
    assert path != plain
    assert manifest(path)["schemes"] == {"emner": 1, "x": 2}
    assert manifest(path)["crosswalks"] == {"emner--x": 1}
    store = Store.open(path / "store")
    assert store.subjects(SKOS + "closeMatch", ID + "x/2") == ("http://example.org/a",)


def test_a_folder_without_crosswalks_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match=r"has no files \*\.sssom\.tsv"):
        build_snapshot(settings, mappings=[tmp_path])


def test_only_old_snapshots_beyond_the_newest_are_removed(settings: Settings) -> None:
    first = build_snapshot(settings)
    for _ in range(5):
        rewrite(settings, "støtte", "støttende støtte")
        last = build_snapshot(settings)
    assert first.is_dir(), "young snapshots stay, a server may be reading them"
    long_ago = time.time() - 10 * 24 * 3600
    for path in first.parent.iterdir():
        os.utime(path, (long_ago, long_ago))
    build_snapshot(settings)
    assert last.is_dir()
    assert len(list(first.parent.iterdir())) == 4


def _build(settings: Settings, done: multiprocessing.Queue[str]) -> None:
    done.put(str(build_snapshot(settings)))


def test_two_processes_may_build_at_once(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    done = context.Queue()
    workers = [context.Process(target=_build, args=(settings, done)) for _ in range(2)]
    for worker in workers:
        worker.start()
    paths = {done.get(timeout=PATIENCE_S) for _ in workers}
    for worker in workers:
        worker.join()
    assert paths == {str(current_snapshot(settings.home))}
    verify_snapshot(Path(paths.pop()))
