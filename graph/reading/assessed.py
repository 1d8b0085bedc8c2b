"""The SERAF category that stands beside a child, from the visible assessments and what was decided of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import LiteralString, cast

from graph.model.recorded import standing as standing_versions
from graph.reading.parts import SerafBeside
from graph.rules.considered import CeilingOutcome, ConsideredQuestion
from graph.rules.indicators import Status
from graph.rules.standing import OWN_AUTHORITY, AssessmentSeen, CeilingDecision, LeftOpen, Standing, standing
from graph.view.cypher import held

Properties = Mapping[str, object]

ASSESSMENT_FIELDS: LiteralString = """
        id: d.id, replaces: d.replaces, state: d.state, assessed_at: d.assessed_at, assessed_at_ms: d.assessed_at_ms,
        assessed_until_ms: d.assessed_until_ms, assessor: d.assessor, agency: d.agency, codes: d.codes,
        statuses: d.statuses, category: d.category, ceiling: d.ceiling, category_stated: d.category_stated,
        method: d.method, loaded: d.loaded, confirmed_by: d.confirmed_by, authority: d.authority,
        question: d.question, outcome: d.outcome, recorded_at: d.recorded_at
    """
ASSESSMENT: LiteralString = f"{{{ASSESSMENT_FIELDS}}}"
"""What a statement returns of each version `d` of an assessment, or of what was considered (which has a `question`)."""

OF_SERAF: LiteralString = "(d:Assessment OR d:Considered)"
"""Which judgements `d` a category depends on."""

NO_JUDGEMENT: LiteralString = "'' AS judgement, '' AS replaced, '' AS state"


def assessments_with(returned: LiteralString) -> LiteralString:
    """What follows an entity `e` to read its assessments and what was considered: of each version `d`, `returned`."""
    return f"""
    <-[:ABOUT]-(d:Judgement)
    WHERE {OF_SERAF} AND {held("d")}
    WITH e.id AS one, {returned} AS judged
    WITH collect(one) AS record, collect(judged) AS assessment
    RETURN 'assessment' AS part, record AS record, '' AS other, '' AS said, '' AS label, 0 AS rank, '' AS ref,
           '' AS place, 0 AS first, {NO_JUDGEMENT}, assessment AS assessment
"""


ASSESSMENTS: LiteralString = assessments_with(ASSESSMENT)
"""What follows an entity `e`: its assessments, and what was considered of it."""


@dataclass(frozen=True)
class AssessmentVersion:
    """One visible version of an assessment; `assessed_at` is when it was made, as stated."""

    id: str
    replaces: tuple[str, ...]
    state: str
    assessed_at: str
    seen: AssessmentSeen

    @classmethod
    def read(cls, stored: Properties) -> "AssessmentVersion":
        """The version, as it is stored; what is not recorded may be missing."""
        codes, statuses = (cast("list[str]", stored[name]) for name in ("codes", "statuses"))
        return cls(
            id=str(stored["id"]),
            replaces=tuple(cast("list[str]", stored["replaces"])),
            state=str(stored["state"]),
            assessed_at=str(stored["assessed_at"]),
            seen=AssessmentSeen(
                id=str(stored["id"]),
                assessed_from=cast(int, stored["assessed_at_ms"]),
                assessed_until=cast(int, stored["assessed_until_ms"]),
                assessor=str(stored.get("assessor") or ""),
                agency=cast("str | None", stored.get("agency")),
                indicators=tuple(zip(codes, cast("list[Status]", statuses), strict=True)),
                category=cast(int, stored["category"]),
                ceiling=cast(int, stored["ceiling"]),
                category_stated=cast("int | None", stored.get("category_stated")),
                method=str(stored.get("method") or ""),
                loaded=stored.get("loaded") is True,
                confirmed_by=cast("str | None", stored.get("confirmed_by")),
                authority=cast("str | None", stored.get("authority")),
            ),
        )


@dataclass(frozen=True)
class ConsideredVersion:
    """One visible version of what was considered of an entity."""

    id: str
    replaces: tuple[str, ...]
    state: str
    question: ConsideredQuestion
    stored: Properties

    @classmethod
    def read(cls, stored: Properties) -> "ConsideredVersion":
        """The version that a statement returned."""
        return cls(
            id=str(stored["id"]),
            replaces=tuple(cast("list[str]", stored["replaces"])),
            state=str(stored["state"]),
            question=cast(ConsideredQuestion, stored["question"]),
            stored=stored,
        )

    @property
    def authority(self) -> str:
        """The other authority, where the question is whether it agreed."""
        return str(self.stored.get("authority") or "")

    @property
    def decision(self) -> CeilingDecision:
        """What it decides about an assessment, where its question is the ceiling."""
        stored = self.stored
        return CeilingDecision(
            id=self.id,
            recorded_at=cast(int, stored["recorded_at"]),
            assessed_from=cast(int, stored["assessed_at_ms"]),
            left_open=LeftOpen(
                cast(int, stored["category"]),
                cast(int, stored["ceiling"]),
                cast("int | None", stored.get("category_stated")),
            ),
            outcome=cast(CeilingOutcome, stored["outcome"]),
        )


@dataclass(frozen=True)
class Assessed:
    """A child's assessments that stand as versions, by id, and which of them stands by the rule of SERAF."""

    versions: Mapping[str, AssessmentVersion]
    standing: Standing

    @property
    def beside(self) -> SerafBeside:
        """What is shown beside the child's name."""
        first = self.standing.assessment
        return SerafBeside(
            category=self.standing.category,
            ceiling=self.standing.ceiling,
            assessed_at=self.versions[first.id].assessed_at,
            assessor=first.assessor,
            agency=first.agency or "",
            together=self.standing.together,
        )


def considered(stored: Iterable[Properties]) -> list[ConsideredVersion]:
    """What was considered and stands, among the visible versions of a child's judgements."""
    return standing_versions(ConsideredVersion.read(each) for each in stored if each.get("question") is not None)


def assessed(stored: Iterable[Properties]) -> Assessed | None:
    """What the visible versions of a child's assessments come to; None is "not assessed", which is not category 1."""
    every = list(stored)
    stands = standing_versions(AssessmentVersion.read(each) for each in every if each.get("question") is None)
    versions = {each.id: each for each in stands}
    decided = considered(every)
    agreed = _agreed(decided)
    found = standing(
        (replace(each.seen, agreed=_may_answer(each.seen, agreed)) for each in versions.values()),
        [each.decision for each in decided if each.question == "ceiling"],
    )
    return None if found is None else Assessed(versions, found)


def _agreed(decided: Iterable[ConsideredVersion]) -> frozenset[str]:
    """The authorities that agreed, unless another decision that stands says that they did not."""
    of_authorities = [each for each in decided if each.question == "authority"]
    refused = {each.authority for each in of_authorities if each.stored["outcome"] != "agreed"}
    return frozenset(each.authority for each in of_authorities) - refused


def _may_answer(seen: AssessmentSeen, agreed: frozenset[str]) -> frozenset[str | None]:
    """The authorities whose assessments this one may answer beside its own: what is agreed is agreed with ours."""
    if seen.authority is OWN_AUTHORITY:
        return agreed
    return frozenset({OWN_AUTHORITY}) if seen.authority in agreed else frozenset()


def seraf_beside(stored: Iterable[Properties]) -> SerafBeside | None:
    """The category beside a child, None for "not assessed"."""
    found = assessed(stored)
    return None if found is None else found.beside
