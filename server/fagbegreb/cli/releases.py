"""`releases`, `use`, `diff`, `push`: what is built, what is served, what changed, where else."""

from __future__ import annotations

import click

from fagbegreb.cli.common import echo_json, json_option, progress
from fagbegreb.settings import Settings


@click.command()
@json_option
@click.pass_obj
def releases(settings: Settings, *, as_json: bool) -> None:
    """List the releases that are built here, newest first; * marks the one that is served.

    \b
    Example:
      fagbegreb releases
    """
    from fagbegreb.snapshot import current_snapshot
    from fagbegreb.terminology import release_folders

    current = current_snapshot(settings.home)
    listed = [
        {"release": name, "created": manifest.get("created", ""), "current": path == current}
        for name, (path, manifest) in release_folders(settings.home).items()
    ]
    if as_json:
        echo_json(listed)
        return
    for each in listed:
        click.echo(f"{'*' if each['current'] else ' '} {each['release']}  {each['created']}")


@click.command()
@click.argument("release")
@click.pass_obj
def use(settings: Settings, release: str) -> None:
    """Serve another release that is already built: forward, or back.

    Servers that run take it over within a second or two.

    \b
    Example:
      fagbegreb use 2026.11
    """
    from fagbegreb.snapshot import use_release

    click.echo(use_release(settings.home, release))


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--lang", type=click.Choice(["da", "en"]), default="da", show_default=True)
@json_option
@click.pass_obj
def diff(settings: Settings, *, old: str, new: str, lang: str, as_json: bool) -> None:
    """Say what changed from one release to another, and whom it concerns.

    \b
    Example:
      fagbegreb diff 2026.11 2026.12
    """
    from fagbegreb.changes import changes
    from fagbegreb.errors import UnknownRelease
    from fagbegreb.store import Store
    from fagbegreb.terminology import release_folders
    from fagbegreb.vocabulary import Vocabulary
    from fagbegreb.vocabulary.contents import Contents

    known = release_folders(settings.home)
    for name in (old, new):
        if name not in known:
            raise UnknownRelease(name, tuple(known))
    progress(f"comparing {old} with {new}")
    before, after = (
        Vocabulary(Store.open(path / "store"), Contents.beside(path))
        for path in (known[old][0], known[new][0])
    )
    found = changes(before, after)
    if as_json:
        echo_json(
            [
                {
                    "kind": each.kind.value,
                    "about": each.about,
                    "scheme": each.scheme,
                    "text": dict(each.text),
                    "concerns": dict(each.concerns),
                }
                for each in found
            ]
        )
        return
    heading = None
    for each in found:
        if each.kind != heading:
            heading = each.kind
            click.echo(f"\n{heading.value} – {each.concerns[lang]}")
        click.echo(f"  {each.text[lang]}")


@click.command()
@click.option("--graph-store", metavar="URL", help="Graph Store Protocol address of the engine.")
@click.pass_obj
def push(settings: Settings, *, graph_store: str | None) -> None:
    """Load the current snapshot into the SPARQL engine of the settings, graph by graph.

    Replaces graphs of ours there and leaves others alone. Afterwards `serve` with the same
    settings answers /sparql and concept pages from that engine.

    \b
    Example:
      export FAGBEGREB_SPARQL_ENDPOINT=http://localhost:7878/query
      fagbegreb push --graph-store http://localhost:7878/store
    """
    from fagbegreb.build import ensure_snapshot
    from fagbegreb.errors import BadParameter
    from fagbegreb.remote import push as push_graphs
    from fagbegreb.store import Store

    target = graph_store or settings.sparql_graph_store
    if not settings.sparql_endpoint or not target:
        raise BadParameter(
            "Sæt FAGBEGREB_SPARQL_ENDPOINT, og giv --graph-store.",
            "Set FAGBEGREB_SPARQL_ENDPOINT, and give --graph-store.",
        )
    store = Store.open(ensure_snapshot(settings, progress) / "store")
    total = 0
    for graph, triples in push_graphs(store, settings, target):
        total += triples
        progress(f"{graph}: {triples:,} triples")
    click.echo(f"{total:,} triples in {len(store.graphs())} graphs")
