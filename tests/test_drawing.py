"""Drawings say in words all that they show, and are safe to put into a page."""

from __future__ import annotations

from xml.etree import ElementTree

from crosswalks import TODAY, concept, sheet_of
from fagbegreb.drawing import flow_svg, triangle_svg
from fagbegreb.model import CrosswalkTable, Relation, SchemeId, Status

SVG = "{http://www.w3.org/2000/svg}"


def table() -> CrosswalkTable:
    sheet = sheet_of(
        """
        ics:B1 close trivsel:D4 0.9
        ics:F1 broad trivsel:D2
        ics:F1 related trivsel:D4
    """,
        concept("ics:B", kind="side"),
        concept("ics:B1", kind="dimension", labels={"da": "sundhed <&> \x00trivsel"}),
        concept("ics:F", kind="side"),
        concept("ics:F1", kind="dimension", labels={"da": "omsorg"}),
        concept("ics:N", kind="side"),
        concept("ics:N1", kind="dimension", labels={"da": "netværk"}),
    )
    return sheet.crosswalk.table(SchemeId("ics"), SchemeId("trivsel"), TODAY)


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def description(svg: str) -> str:
    return read(svg).findtext(SVG + "desc") or ""


def test_the_triangle_has_its_three_sides_and_what_each_dimension_is_called() -> None:
    svg = triangle_svg(table(), ("ICS", "Trivselslinealen"))
    assert svg is not None
    words = [node.text for node in read(svg).iter(SVG + "text")]
    assert "næsten det samme som D4 (trivsel:D4)" in words
    assert "intet modsvarende begreb" in words, "netværk has no counterpart, and that is shown"


def test_a_scheme_without_three_sides_is_not_drawn_as_a_triangle() -> None:
    sheet = sheet_of("a:1 exact b:1")
    rows = sheet.crosswalk.table(SchemeId("a"), SchemeId("b"), TODAY)
    assert triangle_svg(rows, ("A", "B")) is None


def test_a_screen_reader_is_told_everything() -> None:
    for svg in (triangle_svg(table(), ("ICS", "T")), flow_svg(table(), ("ICS", "T"))):
        assert svg is not None
        root = read(svg)
        assert root.get("role") == "img"
        ids = {root.find(SVG + "title").get("id"), root.find(SVG + "desc").get("id")}  # type: ignore[union-attr]
        assert set((root.get("aria-labelledby") or "").split()) == ids
        assert "omsorg: hører under D2 (trivsel:D2); hænger sammen med D4" in description(svg)


def test_english_drawings_are_english() -> None:
    svg = flow_svg(table(), ("ICS", "T"), "en")
    assert "is called in" in (read(svg).findtext(SVG + "title") or "")
    assert "belongs under" in description(svg)


def test_what_stands_in_a_label_cannot_break_or_leave_the_drawing() -> None:
    svg = flow_svg(table(), ("<script>", "T"), href=lambda found: f'/x?a=1&b="{found.notation}')
    tags = {node.tag for node in read(svg).iter()}
    assert SVG + "script" not in tags
    assert "\x00" not in svg
    assert "&lt;script&gt;" in svg


def test_no_styles_and_nothing_from_elsewhere() -> None:
    svg = flow_svg(table(), ("A", "B"))
    assert "style=" not in svg
    assert svg.count("http") == 1, "the namespace"


def test_relations_are_told_apart_without_colour() -> None:
    root = read(flow_svg(table(), ("A", "B")))
    looks = {(p.get("stroke-width"), p.get("stroke-dasharray")) for p in root.iter(SVG + "path")}
    assert len(looks) == len(Relation)
    assert len({path.get("stroke") for path in root.iter(SVG + "path")}) == 1


def test_gaps_are_shown_or_left_out() -> None:
    assert "N1 netværk" in flow_svg(table(), ("A", "B"))
    assert "N1 netværk" not in flow_svg(table(), ("A", "B"), with_gaps=False)


def test_a_code_that_only_machines_read_is_left_out() -> None:
    code = "9b3fd322-a75a-4ed8-9b74-425fa1e01c95"
    sheet = sheet_of("a:1 close b:1 0.9", concept(f"a:{code}", labels={"da": "autisme"}))
    drawn = flow_svg(sheet.crosswalk.table(SchemeId("a"), SchemeId("b"), TODAY), ("A", "B"))
    assert "autisme" in drawn and code not in drawn


def test_retired_editions_are_not_drawn() -> None:
    old = concept("a:old", status=Status.RETIRED, labels={"da": "gammel dimension"})
    sheet = sheet_of("a:1 close b:1 0.9", old)
    table = sheet.crosswalk.table(SchemeId("a"), SchemeId("b"), TODAY)
    assert "gammel dimension" not in flow_svg(table, ("A", "B"))
