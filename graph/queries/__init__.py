"""The door, and the questions that go through it."""

from graph.queries.door import Actor, Door
from graph.queries.registry import QUESTIONS

__all__ = ["QUESTIONS", "Actor", "Door"]
