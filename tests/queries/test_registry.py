"""The register of questions names each question where it is."""

from importlib import import_module
from pathlib import Path

from graph.queries.registry import QUESTIONS
from graph.reading.question import Question

ROOMS = ("queries", "identity")


def test_each_question_is_registered_under_its_own_id() -> None:
    assert {id: question.id for id, question in QUESTIONS.items()} == {id: id for id in QUESTIONS}


def test_no_question_is_left_out() -> None:
    files = [file for room in ROOMS for file in Path("graph", room).rglob("*.py") if file.stem != "__init__"]
    modules = [import_module(".".join(file.with_suffix("").parts)) for file in files]
    named = [value for module in modules for value in vars(module).values()]
    tables = [each for value in named if isinstance(value, dict) for each in value.values()]
    declared = {value.id for value in (*named, *tables) if isinstance(value, Question)}

    assert declared == set(QUESTIONS)
