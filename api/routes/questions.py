"""`/api/v1/QUESTION?…`: every registered question, its parameters and the View in the address, its answer as JSON.

A question about so many ids that they outgrow an address takes them by POST as well, with the session's secret in the
header; the View stays in the address.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query
from pydantic import BaseModel, create_model

from api.web.request_context import Reading, holding_secret_in_header
from graph.queries import QUESTIONS
from graph.queries.charts.links_among import LINKS_AMONG
from graph.reading.question import Answer, Parameters, Question
from graph.view.options import ViewOptions

router = APIRouter(prefix="/api/v1", tags=["questions"])

LONG: tuple[Question[Any, Any], ...] = (LINKS_AMONG,)
"""Questions whose parameters an address may not hold."""


def _route(question: Question[Any, Any]) -> None:
    given = create_model(f"{question.id.title()}Asked", __base__=(question.parameters, ViewOptions))

    def answer(who: Reading, asked: BaseModel) -> Answer:
        named = {name: getattr(asked, name) for name in question.parameters.model_fields}
        return who.ask(question, question.parameters(**named))

    answer.__annotations__["asked"] = Annotated[given, Query()]
    _add(router.get, question, answer, name=f"api_{question.id}", operation_id=question.id)


def _long_route(question: Question[Any, Any]) -> None:
    def answer(who: Reading, asked: Parameters) -> Answer:
        return who.ask(question, asked)

    answer.__annotations__["asked"] = Annotated[question.parameters, Body()]
    secret = [Depends(holding_secret_in_header)]
    name, operation = f"api_{question.id}_long", f"{question.id}_long"
    _add(router.post, question, answer, name=name, operation_id=operation, dependencies=secret)


def _add(
    method: Callable[..., Any], question: Question[Any, Any], answer: Callable[..., Answer], **given: object
) -> None:
    method(f"/{question.id}", summary=question.prose, response_model=question.answer, **given)(answer)


for _each in QUESTIONS.values():
    _route(_each)
for _each in LONG:
    _long_route(_each)
