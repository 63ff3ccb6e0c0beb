"""Terminology: one snapshot and its engines, opened once and swapped whole."""

from fagbegreb.terminology.engines import Terminology
from fagbegreb.terminology.holder import TerminologyHolder
from fagbegreb.terminology.releases import release_folders

__all__ = ["Terminology", "TerminologyHolder", "release_folders"]
