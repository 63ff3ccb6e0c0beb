"""Figures for Prometheus: requests by route, never by address or query; processes at work."""

from __future__ import annotations

import time
from collections.abc import Callable

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from fagbegreb import __version__
from fagbegreb.worker import PoolState

MEDIA_TYPE = CONTENT_TYPE_LATEST
HOT_ROUTE = "/api/v1/concepts/{scheme}/{notation} (kept)"
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The registry of one application."""

    def __init__(self) -> None:
        # A second series beside each, which nobody asks for.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "fagbegreb_requests", "Requests answered", ["method", "route", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "fagbegreb_request_seconds", "Time to the end of the answer", ["route"],
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        self._release = Gauge(
            "fagbegreb_release_info", "What is served", ["release", "digest", "version"],
            registry=self._registry,
        )  # fmt: skip
        self._workers = Gauge(
            "fagbegreb_workers", "Worker processes, and requests that wait for one",
            ["pool", "state"], registry=self._registry,
        )  # fmt: skip
        self._killed = Gauge(
            "fagbegreb_workers_killed", "Worker processes that had to be ended, of this snapshot",
            ["pool"], registry=self._registry,
        )  # fmt: skip
        self.before_reading: list[Callable[[], None]] = []

    def count_hot(self, status: str, number: int) -> None:
        """Requests that the hot path answered."""
        self._requests.labels("GET", HOT_ROUTE, status).inc(number)

    def serving(self, release: str, digest: str) -> None:
        """Tell which release is served."""
        self._release.clear()
        self._release.labels(release, digest[:16], __version__).set(1)

    def workers(self, pool: str, state: PoolState) -> None:
        """Tell how a pool is doing."""
        for name in ("size", "busy", "waiting"):
            self._workers.labels(pool, name).set(getattr(state, name))
        self._killed.labels(pool).set(state.killed)

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answered request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        for prepare in self.before_reading:
            prepare()
        return generate_latest(self._registry)


class Measured:
    """The layer that counts; it knows a request's route once the framework has found it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        finally:
            route = _route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            self._metrics.observe(method, route, status, time.perf_counter() - started)


def _route(scope: Scope) -> str:
    """The route's own pattern. Included routers say it without what they are mounted below."""
    pattern: str = getattr(scope.get("route"), "path", "(none)")
    path: str = scope["path"]
    return f"/api/v1{pattern}" if "/api/v1/" in path and pattern[:4] != "/api" else pattern


_METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"}
