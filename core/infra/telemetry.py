"""Metrics in Prometheus' text form."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest


class Telemetry:
    """The counters of one process; a registry of its own, so that tests do not share numbers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "dealerline_commands",
            "Commands and queries by outcome",
            ["name", "outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "dealerline_command_seconds",
            "Wall time of commands and queries",
            ["name"],
            registry=self.registry,
        )
        self.jobs = Counter(
            "dealerline_jobs",
            "Jobs of the queue by kind and outcome",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.lines = Counter(
            "dealerline_read_lines", "Order lines read, by decision", ["decision"], registry=self.registry
        )
        self.roads = Counter(
            "dealerline_promise_roads",
            "Offers of delivery windows, by the roads they went by",
            ["roads"],
            registry=self.registry,
        )

    def render(self) -> bytes:
        return generate_latest(self.registry)
