"""Which origins, by their marks, a reader sees an item of: another's View is opened without the marks of the rest."""

from typing import NamedTuple

from pydantic import Field

from graph.reading.question import Answer, Parameters, QueryContext, Question, Statement
from graph.view.cypher import seen

MOST_MARKS = 200


class OfOrigins(Parameters):
    """The marks of origins."""

    marks: tuple[str, ...] = Field(min_length=1, max_length=MOST_MARKS)

    def subjects(self) -> tuple[str, ...]:
        """None: a mark is no entity."""
        return ()


class OriginsSeen(Answer):
    """The marks of those origins that some visible item has, in order."""

    marks: tuple[str, ...]


class MarkRow(NamedTuple):
    """The mark of an origin that a visible item has."""

    mark: str


MARKS = Statement(
    text=f"""
    MATCH (i:Item)
    WHERE i.origin IN $marks AND {seen("i")}
    RETURN DISTINCT i.origin AS mark
    """,
    row=MarkRow,
)


def ask_origins(context: QueryContext, parameters: OfOrigins) -> OriginsSeen:
    """Those of the marks that some visible item has."""
    return OriginsSeen(
        marks=tuple(sorted(row.mark for row in context.rows(MARKS, marks=sorted(set(parameters.marks)))))
    )


ORIGINS_SEEN = Question(
    id="origins_seen",
    prose="Which of these origins is an item known from?",
    parameters=OfOrigins,
    answer=OriginsSeen,
    statements=(MARKS,),
    work=ask_origins,
    evidence=None,
)
