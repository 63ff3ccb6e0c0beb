"""The house keeps its own rules: small files, no stray addresses, every door documented."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GIT = ("git", "-c", "safe.directory=*")
"""Whoever owns the checkout: it is only read."""
MOST_LINES = 440
MOST_LINES_OF_A_FUNCTION = 60
WRITTEN_BY_TOOLS = {"docs/sagsfelter.md", "docs/sagsregler.md"}
WRITTEN_BY_PEOPLE = {".py", ".css", ".js", ".html", ".sh", ".md"}


def tracked() -> tuple[Path, ...]:
    """Every file of the repository, and those about to become one."""
    listed = subprocess.run(
        [*GIT, "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for line in listed.splitlines() if (path := ROOT / line).is_file())


def ours() -> tuple[Path, ...]:
    """What people write, without the bundles of others and what tools write."""
    return tuple(
        path
        for path in tracked()
        if path.suffix in WRITTEN_BY_PEOPLE
        and not {"vendor", "golden"} & set(path.parts)
        and name_of(path) not in WRITTEN_BY_TOOLS
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_a_person_can_hold() -> None:
    long = {name_of(path): n for path in ours() if (n := line_count(path)) > MOST_LINES}
    assert not long, f"split these by subject: {long}"


def line_count(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_function_needs_a_heading_inside() -> None:
    long = {
        f"{name_of(path)}:{function.name}": length
        for path in ours()
        if path.suffix == ".py"
        for function, length in functions(path)
        if length > MOST_LINES_OF_A_FUNCTION
    }
    assert not long, f"make these read as a paragraph: {long}"


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Each function with its lines below the docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[1] if len(node.body) > 1 and ast.get_docstring(node) else node.body[0]
            yield node, (node.end_lineno or first.lineno) - first.lineno + 1


def test_no_function_is_shared_by_copying() -> None:
    """The same body twice is one function that has not been found yet."""
    seen: dict[str, str] = {}
    for path in ours():
        if path.suffix != ".py" or path.is_relative_to(ROOT / "tests"):
            continue
        for function, length in functions(path):
            body = ast.dump(ast.Module(function.body, []))
            here = f"{name_of(path)}:{function.name}"
            if length >= 5:
                assert seen.setdefault(body, here) == here, f"{here} repeats {seen[body]}"


# Written in pieces, so that this file does not hold what it looks for.
STRAY = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:work|root|home|opt)/\w",
            "files\\.python" + "hosted",
            "py" + r"pi\.org",
            "registry\\." + "npm",
            "npm" + r"js\.(?:org|com)",
            "deb\\." + r"debian\.org",
            "--find" + "-links ",
        )
    )
)


def test_no_address_of_a_machine_or_a_registry_stays_behind() -> None:
    found = [
        f"{name_of(path)}:{number}: {match[0]}"
        for path in tracked()
        if path.suffix not in {".woff2", ".png", ".ico", ".xlsx"} and "vendor" not in path.parts
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if (match := STRAY.search(line))
    ]
    assert not found, "\n".join(found)


LOCKS = ("requirements", "requirements-build", "requirements-dev", "requirements-sssom")


@pytest.mark.parametrize("name", [f"{lock}.lock" for lock in LOCKS])
def test_every_package_of_a_lock_is_pinned_by_hash(name: str) -> None:
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert packages
    assert all(re.match(r"[\w.-]+==\S+ .*--hash=sha256:", line) for line in packages)


def test_the_lock_holds_what_pyproject_asks_for() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {*project["project"]["dependencies"], *project["build-system"]["requires"]}
    developers = set(project["project"]["optional-dependencies"]["dev"])
    assert missing(asked, "requirements.lock") == set(), "run make lock"
    assert missing(asked | developers, "requirements-dev.lock") == set(), "run make lock"


def missing(requirements: set[str], lock: str) -> set[str]:
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in requirements}
    return {plain(name) for name in names} - {plain(name) for name in pinned}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_bundle_is_hidden_from_the_wheel() -> None:
    """What git ignores, the wheel drops in silence."""
    ignored = subprocess.run(
        [*GIT, "ls-files", "--others", "--ignored", "--exclude-standard", "server", "ontology",
         "shapes", "mappings"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.splitlines()  # fmt: skip
    assert [line for line in ignored if "__pycache__" not in line] == []
