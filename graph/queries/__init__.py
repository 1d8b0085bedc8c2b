"""The door, and the questions that go through it."""

from graph.queries.door import Door, Looking
from graph.queries.registry import QUESTIONS

__all__ = ["QUESTIONS", "Door", "Looking"]
