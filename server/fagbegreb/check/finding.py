"""What a check says: which rule, how bad, where, about what, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VIOLATION = "violation"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """One broken rule in one place."""

    rule: str
    """`vocabulary/pref-label-da`, `mapping/pair-once`, `file/canonical` ..."""
    severity: str
    """`violation` (must be repaired) or `warning` (must have a reason)."""
    file: str
    """Relative to the content folder."""
    line: int
    concept: str
    """CURIE of the concept, or the two ends of a mapping; empty when it is about the file."""
    message: Mapping[str, str] = field(compare=False)
    """By language: the problem and its repair."""

    def text(self, lang: str = "da") -> str:
        """One line for a terminal or a build log."""
        about = f" {self.concept}:" if self.concept else ""
        return f"{self.file}:{self.line}: [{self.rule}]{about} {self.message[lang]}"
