"""The register of questions names each question where it is."""

from importlib import import_module
from pathlib import Path

from graph.queries.question import Question
from graph.queries.registry import QUESTIONS


def test_each_question_is_registered_under_its_own_id() -> None:
    assert {id: question.id for id, question in QUESTIONS.items()} == {id: id for id in QUESTIONS}


def test_no_question_is_left_out() -> None:
    modules = [import_module(f"graph.queries.{file.stem}") for file in Path("graph/queries").glob("*.py")]
    named = [value for module in modules for value in vars(module).values()]
    tables = [each for value in named if isinstance(value, dict) for each in value.values()]
    declared = {value.id for value in (*named, *tables) if isinstance(value, Question)}

    assert declared == set(QUESTIONS)
