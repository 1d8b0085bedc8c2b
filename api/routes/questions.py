"""`/api/v1/QUESTION?…`: every registered question, its parameters and the View in the address, its answer as JSON."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, create_model

from api.visit import Visit, reading
from graph.queries import QUESTIONS
from graph.queries.question import Answer, Question
from graph.queries.view_options import ViewOptions

router = APIRouter(prefix="/api/v1", tags=["questions"])


def _route(question: Question[Any, Any]) -> None:
    given = create_model(f"{question.id.title()}Asked", __base__=(question.parameters, ViewOptions))

    def answer(who: Annotated[Visit, Depends(reading)], asked: BaseModel) -> Answer:
        named = {name: getattr(asked, name) for name in question.parameters.model_fields}
        return who.ask(question, question.parameters(**named))

    answer.__annotations__["asked"] = Annotated[given, Query()]
    router.get(
        f"/{question.id}",
        name=f"api_{question.id}",
        summary=question.prose,
        response_model=question.answer,
        operation_id=question.id,
    )(answer)


for _each in QUESTIONS.values():
    _route(_each)
