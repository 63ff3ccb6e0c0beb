"""The page that says what a release changed, and for whom."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fagbegreb.build import build_snapshot
from fagbegreb.settings import Settings, content_root
from fagbegreb.web import create_app

BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Releases 2026.11 and 2026.12 of one scheme; the later one calls B1 something with markup."""
    content = tmp_path_factory.mktemp("content")
    settings = Settings.load({}, home=tmp_path_factory.mktemp("home"), content=content)
    root = content_root()
    shutil.copytree(root / "shapes", content / "shapes")
    (content / "ontology/schemes").mkdir(parents=True)
    for path in [*(root / "ontology").glob("*.*"), root / "ontology/schemes/ics.ttl"]:
        shutil.copy(path, content / path.relative_to(root))
    build_snapshot(settings, release="2026.11")
    _rename(content / "ontology/schemes/ics.ttl")
    build_snapshot(settings, release="2026.12")
    with TestClient(create_app(settings), follow_redirects=False) as made:
        yield made


def _rename(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    before, block = text.split("\nics:B1\n", 1)
    path.write_text(
        f"{before}\nics:B1\n" + block.replace('"sundhedsforhold"@da', '"<b>helbred</b>"@da', 1),
        encoding="utf-8",
    )


def test_releases_lead_to_what_they_changed(client: TestClient) -> None:
    page = client.get("/om/udgivelser", headers=BROWSER).text
    assert 'href="/om/udgivelser/2026.12"' in page and "siden 2026.11" in page
    assert 'href="/om/udgivelser/2026.11"' not in page


def test_changes_are_told_in_words_with_whom_they_matter_to(client: TestClient) -> None:
    page = client.get("/om/udgivelser/2026.12", headers=BROWSER).text
    assert "Ændrede betegnelser (1)" in page
    assert "Vigtigt for dem, der viser betegnelsen; koden er den samme." in page
    assert 'href="/begreb/ics/B1?release=2026.12"' in page
    assert "hedder nu »&lt;b&gt;helbred&lt;/b&gt;«" in page


def test_changes_are_told_in_english_too(client: TestClient) -> None:
    page = client.get("/om/udgivelser/2026.12?lang=en", headers=BROWSER).text
    assert "Changed labels (1)" in page and "Matters to those who show the label" in page


def test_a_release_can_be_compared_with_any_other(client: TestClient) -> None:
    page = client.get("/om/udgivelser/2026.11?siden=2026.12&lang=da", headers=BROWSER).text
    assert "1 ændring siden 2026.12." in page


def test_a_release_that_is_not_there_is_said_so(client: TestClient) -> None:
    assert client.get("/om/udgivelser/1999.01", headers=BROWSER).status_code == 404
    answer = client.get("/om/udgivelser/2026.12?siden=1999.01", headers=BROWSER)
    assert answer.status_code == 404


def test_the_newest_release_has_an_address_that_stays(client: TestClient) -> None:
    page = client.get("/om/udgivelser/seneste?lang=da", headers=BROWSER).text
    assert "Ændringer i udgivelse 2026.12" in page


def test_the_oldest_release_has_nothing_to_be_compared_with(client: TestClient) -> None:
    page = client.get("/om/udgivelser/2026.11?lang=da", headers=BROWSER).text
    assert "intet at sammenligne med" in page


def test_files_of_a_release_are_listed_on_a_page(client: TestClient) -> None:
    page = client.get("/download/2026.12/?lang=en", headers=BROWSER).text
    assert "Files of release 2026.12" in page and 'href="SHA256SUMS"' in page
