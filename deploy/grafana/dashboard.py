"""The dashboard as data: a row is a panel. `make reference` writes `tepei.json` from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, COLUMNS = 8, 7, 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One graph: what people read, the query, its unit and legend."""

    title: str
    query: str
    unit: str
    legend: str


PANELS: tuple[Panel, ...] = (
    Panel(
        "请求 / Requests",
        "sum by (status) (rate(gateway_requests_total[1m]))",
        "reqps",
        "{{status}}",
    ),
    Panel(
        "应答时间 p95 / Answer time",
        "histogram_quantile(0.95, sum by (le) (rate(gateway_request_seconds_bucket[5m])))",
        "s",
        "p95",
    ),
    Panel(
        "服务调用 p95 / Calls",
        "histogram_quantile(0.95, sum by (le, job) (rate(tepei_rpc_duration_seconds_bucket[5m])))",
        "s",
        "{{job}}",
    ),
    Panel(
        "事件 / Events",
        "sum by (job, outcome) (rate(tepei_events_consumed_total[1m]))",
        "short",
        "{{job}} {{outcome}}",
    ),
    Panel(
        "事件时延 p95 / Event age",
        "histogram_quantile(0.95, sum by (le, event) (rate(tepei_event_age_seconds_bucket[5m])))",
        "s",
        "{{event}}",
    ),
    Panel("待发事件 / Outbox", "max by (job) (tepei_outbox_pending_rows)", "short", "{{job}}"),
    Panel("待发最久 / Outbox lag", "max by (job) (tepei_outbox_lag_seconds)", "s", "{{job}}"),
    Panel("队列最久 / Queue age", "max by (queue) (tepei_queue_age_seconds)", "s", "{{queue}}"),
    Panel(
        "待人工处理 / Parked", "max by (queue) (tepei_parked_messages) > 0", "short", "{{queue}}"
    ),
    Panel("名额 / Seats", "sum by (year, figure) (quotas_seats)", "short", "{{year}} {{figure}}"),
    Panel(
        "审核 / Decisions",
        "sum by (kind) (increase(review_decisions_total[1h]))",
        "short",
        "{{kind}}",
    ),
    Panel(
        "渲染与检查 p95 / Jobs",
        "histogram_quantile(0.95, sum by (le, queue) (rate(tepei_job_duration_seconds_bucket[5m])))",  # noqa: E501 -- one query
        "s",
        "{{queue}}",
    ),
    Panel(
        "数据库连接 / Connections",
        "max by (job) (tepei_db_connections_in_use)",
        "short",
        "{{job}}",
    ),
    Panel("停顿 / Hub stalls", "max by (job) (tepei_hub_stall_seconds)", "s", "{{job}}"),
    Panel(
        "一小时内重启 / Restarts",
        "sum by (job) (changes(process_start_time_seconds[1h]))",
        "short",
        "{{job}}",
    ),
)


def document() -> str:
    """The dashboard as stable JSON text."""
    content = {
        "uid": "tepei",
        "title": "特培 tepei",
        "timezone": "Asia/Shanghai",
        "schemaVersion": 39,
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "panels": [_panel(index, panel) for index, panel in enumerate(PANELS)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _panel(index: int, panel: Panel) -> dict[str, Any]:
    return {
        "id": index + 1,
        "type": "timeseries",
        "title": panel.title,
        "gridPos": {
            "x": index % COLUMNS * WIDTH,
            "y": index // COLUMNS * HEIGHT,
            "w": WIDTH,
            "h": HEIGHT,
        },
        "datasource": {"type": "prometheus", "uid": "prometheus"},
        "fieldConfig": {"defaults": {"unit": panel.unit}, "overrides": []},
        "targets": [{"expr": panel.query, "legendFormat": panel.legend, "refId": "A"}],
    }
