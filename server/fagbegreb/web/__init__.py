"""The web application: routers, error handlers and the layers around them.

    request -> HotPath -> SecurityHeaders -> HeadAsGet -> Measured -> Lease -> TypingAhead
            -> BodyLimit -> routes

One request: the router parses, one engine answers with plain values, a view renders.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.datastructures import State
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from fagbegreb import __version__
from fagbegreb.errors import FagbegrebError
from fagbegreb.render import to_bytes
from fagbegreb.settings import Settings
from fagbegreb.snapshot import check_sizes, current_snapshot
from fagbegreb.terminology import Terminology, TerminologyHolder
from fagbegreb.web.document import document
from fagbegreb.web.hot import HotPath
from fagbegreb.web.layers import DATA_SECURITY, OPEN, BodyLimit, HeadAsGet, Lease, SecurityHeaders
from fagbegreb.web.metrics import MEDIA_TYPE, Measured, Metrics
from fagbegreb.web.problems import ErrorPage, install
from fagbegreb.web.respond import answer
from fagbegreb.web.typing_ahead import TypingAhead
from fagbegreb.worker import WorkerPool

ROUTERS = ("api", "linked_data", "releases", "sparql", "pages")
"""Modules of this package that bring a `router`; a missing one is left out."""


class Site:
    """The finished ASGI application; `state` holds what its parts share."""

    def __init__(self, api: FastAPI, outermost: ASGIApp) -> None:
        self.api = api
        self._outermost = outermost

    @property
    def state(self) -> State:
        """`settings`, `holder`, `metrics` and `hot`."""
        return self.api.state

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        await self._outermost(scope, receive, send)


def create_app(settings: Settings) -> Site:
    """The application over the current snapshot of `settings.home`; it never builds one."""
    metrics = Metrics()
    holder = TerminologyHolder(
        settings, current_snapshot, check_sizes, lambda opened: _tell(metrics, opened)
    )
    api = FastAPI(
        title="fagbegreb",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        openapi_url=None,
    )
    api.state.settings, api.state.holder, api.state.metrics = settings, holder, metrics
    error_page = _include_routers(api)
    install(api, error_page)
    inner: ASGIApp = BodyLimit(api, settings.case_max_bytes, error_page)
    inner = Measured(Lease(TypingAhead(inner), holder, error_page), metrics)
    hot = HotPath(
        _InSite(SecurityHeaders(HeadAsGet(inner)), api, settings.base_path.rstrip("/")),
        current=lambda: holder.current,
        count=metrics.count_hot,
        fixed_headers=[(n.encode(), v.encode()) for n, v in {**DATA_SECURITY, **OPEN}.items()],
    )
    metrics.before_reading += [hot.flush_counts, lambda: _tell_of_workers(metrics, holder.current)]
    api.state.hot = hot
    return Site(api, hot)


class _InSite:
    """Tells the layers ahead of the framework what it tells its routes: which application this is,
    whose settings an error page needs, and which base path we are served below.
    """

    def __init__(self, app: ASGIApp, api: FastAPI, root_path: str) -> None:
        self._app = app
        self._api = api
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope = {**scope, "app": self._api}
        if self._root_path:
            scope["root_path"] = self._root_path
        await self._app(scope, receive, send)


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    """Open the snapshot before the first request, watch for new ones, close when it ends."""
    holder: TerminologyHolder = api.state.holder
    await asyncio.to_thread(holder.refresh)
    watch = asyncio.create_task(holder.watch())
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.to_thread(holder.close)


def _include_routers(api: FastAPI) -> ErrorPage | None:
    """Mount what each module brings; answers with the pages' own drawing of errors."""
    api.include_router(_service(api))
    error_page: ErrorPage | None = None
    for name in ROUTERS:
        module = _part(name)
        if module is not None:
            api.include_router(module.router)
            error_page = getattr(module, "error_page", error_page)
            prepare = getattr(module, "prepare", None)
            if prepare is not None:
                prepare(api)
    return error_page


def _part(name: str) -> Any | None:
    try:
        return import_module(f"{__name__}.{name}")
    except ModuleNotFoundError as error:
        if error.name == f"{__name__}.{name}":
            return None
        raise


def _service(api: FastAPI) -> APIRouter:
    """Health, metrics and the machine-readable description of the API."""
    router = APIRouter()

    @router.get("/health/live", tags=["service"], summary="Is the process alive?")
    async def live() -> Response:
        return _status("live", {})

    @router.get(
        "/health/ready",
        tags=["service"],
        summary="Can it answer?",
        responses={503: {"description": "No sound snapshot is open."}},
    )
    async def ready() -> Response:
        terminology = api.state.holder.current
        if terminology is None or not _is_readable(terminology):
            return _status("not ready", {}, status=503)
        told = {"release": terminology.release, "digest": terminology.digest}
        return _status("ready", told)

    @router.get(
        "/metrics",
        tags=["service"],
        summary="Figures for Prometheus",
        response_class=PlainTextResponse,
    )
    async def metrics() -> Response:
        return Response(api.state.metrics.text(), headers={"content-type": MEDIA_TYPE})

    @router.get("/openapi.json", include_in_schema=False)
    async def openapi(request: Request) -> Response:
        return answer(request, to_bytes(document(api)), cache="no-cache")

    return router


def _status(word: str, more: dict[str, str], status: int = 200) -> Response:
    return Response(
        to_bytes({"status": word, **more}),
        status_code=status,
        media_type="application/json",
        headers={"cache-control": "no-store"},
    )


def _is_readable(terminology: Terminology) -> bool:
    """Files that went bad after the start show here, not in somebody's answer."""
    try:
        terminology.warm()
    except (OSError, ValueError, FagbegrebError):
        return False
    return True


def _tell_of_workers(metrics: Metrics, serving: Terminology | None) -> None:
    if serving is None:
        return
    metrics.workers("case", serving.validator.state())
    if isinstance(serving.queries, WorkerPool):
        metrics.workers("query", serving.queries.state())


def _tell(metrics: Metrics, opened: Terminology) -> None:
    metrics.serving(opened.release, opened.digest)
