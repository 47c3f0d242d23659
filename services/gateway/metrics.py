"""Metrics of the gateway; routes and calls are closed sets, declared in code."""

from __future__ import annotations

from services.chassis.metrics import Counter, Gauge, Histogram, Names
from services.contracts.routing import SERVICES
from services.gateway.measured import TEMPLATES
from services.gateway.problems import STATUS

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATUS_CLASSES = frozenset({"2xx", "3xx", "4xx", "5xx"})
OK = "ok"
MOST_CALLS = 300

REQUESTS = Counter(
    "gateway_requests_total",
    "HTTP requests answered, by method, route template and class of status.",
    labels={"method": METHODS, "route": TEMPLATES, "status": STATUS_CLASSES},
)
REQUEST_SECONDS = Histogram(
    "gateway_request_seconds",
    "Time from the head of a request to the end of its answer.",
    labels={"route": TEMPLATES},
)
IN_FLIGHT = Gauge("gateway_requests_in_flight", "HTTP requests being answered now.")
CALLS_MADE = Counter(
    "gateway_calls_total",
    "Requests put to services, by service and outcome (ok or error code).",
    labels={"service": frozenset(SERVICES), "outcome": frozenset({OK, *STATUS})},
)
CALL_SECONDS = Histogram(
    "gateway_call_seconds",
    "Time a service took to answer, the way there and back included.",
    labels={"call": Names(limit=MOST_CALLS)},
)
BROKER_CONNECTED = Gauge("gateway_broker_connected", "1 while the connection to the broker stands.")
CALLS_WAITING = Gauge("gateway_calls_waiting", "Calls that wait for a reply now.")


def observe_request(method: str, route: str, status: int, seconds: float) -> None:
    """Note one answered request; status 0 means that the client went away."""
    REQUESTS.inc(method=method, route=route, status=f"{status // 100}xx")
    REQUEST_SECONDS.observe(seconds, route=route)


def observe_call(service: str, method: str, outcome: str, seconds: float) -> None:
    """Note one call to a service."""
    CALLS_MADE.inc(service=service, outcome=outcome)
    CALL_SECONDS.observe(seconds, call=f"{service}.{method}")
