"""The content check: a content folder goes in, every broken rule comes out with file and line.

Most rules are SHACL (shapes/vocabulary.ttl, shapes/mapping.ttl); what SHACL cannot say is here.
"""

from __future__ import annotations

from pathlib import Path

from fagbegreb.check.definitions import circular_definitions
from fagbegreb.check.files import misplaced
from fagbegreb.check.finding import VIOLATION, WARNING, ContentFinding
from fagbegreb.check.owl import check_owl
from fagbegreb.check.places import places_of
from fagbegreb.check.report import (
    CrosswalkState,
    SchemeState,
    crosswalk_states,
    scheme_states,
)
from fagbegreb.check.rules import RULE_FILES, broken_rules, dataset
from fagbegreb.check.summary import summary
from fagbegreb.errors import ContentError
from fagbegreb.settings import content_root

__all__ = [
    "VIOLATION",
    "WARNING",
    "ContentFinding",
    "CrosswalkState",
    "SchemeState",
    "check_content",
    "check_owl",
    "crosswalk_states",
    "require_sound",
    "scheme_states",
    "summary",
]

_SHOWN = 20


def check_content(root: Path) -> tuple[ContentFinding, ...]:
    """Every broken rule, violations first, then by file and line. Empty when all is well.

    The rules are our own, also when `root` is another folder. Raises ContentError when a file
    cannot be read at all.
    """
    found_at = places_of(root)
    data = dataset(root)
    findings = [
        *misplaced(root, found_at),
        *broken_rules(data, [content_root() / "shapes" / name for name in RULE_FILES], found_at),
        *circular_definitions(data, found_at),
    ]
    return tuple(sorted(set(findings), key=_order))


def require_sound(root: Path) -> None:
    """What a numbered release must stand: every rule, and the reasoner.

    Raises ContentError that names the first violations, or what the reasoner lacks.
    """
    findings = (*check_content(root), *check_owl(root))
    broken = [found for found in findings if found.severity == VIOLATION]
    if broken:
        listed = {lang: "\n".join(f.text(lang) for f in broken[:_SHOWN]) for lang in ("da", "en")}
        raise ContentError(
            f"{len(broken)} fejl i indholdet; ret dem, før det udgives:\n{listed['da']}",
            f"{len(broken)} violations in the content; repair them before a release:\n"
            f"{listed['en']}",
        )


def _order(finding: ContentFinding) -> tuple[bool, str, int, str, str]:
    return (
        finding.severity != VIOLATION,
        finding.file,
        finding.line,
        finding.rule,
        finding.text("da"),
    )
