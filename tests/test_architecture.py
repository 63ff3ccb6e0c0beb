"""docs/architecture.md names every floor, module and dependency there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements}


def test_each_dependency_says_how_it_earns_its_place() -> None:
    table = re.findall(r"^\| ([\w, -]+) \| \S", PAGE, re.MULTILINE)
    explained = {name.strip() for cell in table for name in cell.split(",")}
    assert names(PROJECT["project"]["dependencies"]) - explained == set()


def test_each_tool_of_the_developer_is_named() -> None:
    tools = names(PROJECT["project"]["optional-dependencies"]["dev"]) - {"pip", "types-openpyxl"}
    assert {tool for tool in tools if tool not in PAGE} == set()


def test_each_module_has_a_floor_in_the_table() -> None:
    contract = PROJECT["tool"]["importlinter"]["contracts"][0]
    modules = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    assert {module for module in modules if f"`{module}`" not in PAGE} == set()
