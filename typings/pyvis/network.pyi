"""The part of pyvis that Dolen uses (the library ships no types)."""

from typing import Any

from jinja2 import Environment

class Network:
    templateEnv: Environment
    path: str
    options: dict[str, Any]
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    def __init__(self, *, directed: bool = ..., cdn_resources: str = ...) -> None: ...
    def add_node(self, n_id: str, label: str | None = ..., shape: str = ..., **options: object) -> None: ...
    def add_edge(self, source: str, to: str, **options: object) -> None: ...
    def generate_html(self) -> str: ...
