"""Which of a child's SERAF assessments stands, by brute force from docs/domain.md ("Which assessment stands")."""

from collections.abc import Sequence
from dataclasses import replace

from tests.invariants.force import Judgement

HISTORY = ("V1", "V2", "V3", "V4", "V5", "R5")
LISTED = [*(f"V{n}" for n in range(1, 8)), *(f"R{n}" for n in range(1, 16)), *(f"S{n}" for n in range(1, 8))]


def with_decisions(assessments: Sequence[Judgement], considered: Sequence[Judgement]) -> list[Judgement]:
    """The assessments, each with the category `decided` and by which decision (`decision`), where one holds for it; and
    with the other authorities that `agreed`, where nothing that stands says that they did not."""
    between = [each for each in considered if each.said("question") == "authority"]
    outcomes = {(each.said("authority"), each.said("outcome")) for each in between}
    agreed = tuple(sorted({name for name, _ in outcomes if (name, "not agreed") not in outcomes}))
    ceilings = [each for each in considered if each.said("question") == "ceiling"]
    found: list[Judgement] = []
    for each in assessments:
        holding = [one for one in ceilings if _holds(one, each, assessments)]
        best = max(holding, key=lambda one: (decided(one), one.recorded_at, one.id), default=None)
        says = () if best is None else (("decided", decided(best)), ("decision", best.id))
        found.append(replace(each, says=(*each.says, *says, ("agreed", agreed))))
    return found


def decided(considered: Judgement) -> int:
    """The category that a decision leads to: the one that stood, or the highest that it could have been."""
    stood = max(considered.said("category"), considered.said("category_stated") or 0)
    return max(considered.said("ceiling"), stood) if considered.said("outcome") == "higher" else stood


def _holds(considered: Judgement, assessment: Judgement, every: Sequence[Judgement]) -> bool:
    """For one that leaves the same open, made then or later, with none between that leaves something else open."""
    begin, end = considered.said("assessed_at_ms"), assessment.said("assessed_at_ms")
    between = [each for each in every if begin < each.said("assessed_at_ms") <= end]
    return begin <= end and all(_open(each) == _open(considered) for each in (assessment, *between))


def _open(judgement: Judgement) -> tuple[object, ...]:
    return tuple(judgement.said(each) for each in ("category", "ceiling", "category_stated"))


def stands(assessments: Sequence[Judgement]) -> Judgement | None:
    """The highest of the unanswered; on a tie Social Services', then the newest."""
    unanswered = [each for each in assessments if not any(answers(later, each) for later in assessments)]
    return max(unanswered, key=_rank, default=None)


def category(assessment: Judgement) -> int:
    """The highest of the table's, the stated and the decided one."""
    return max(assessment.said("category"), assessment.said("category_stated") or 0, assessment.said("decided") or 0)


def ceiling(assessment: Judgement) -> int:
    """The highest that it may be; nothing but its category once that is decided."""
    if assessment.said("decided") is not None:
        return category(assessment)
    return max(assessment.said("ceiling"), category(assessment))


def together(assessments: Sequence[Judgement]) -> int | None:
    """The row of the table that all unanswered ones reach together, where it is higher than what stands."""
    first = stands(assessments)
    if first is None:
        return None
    unanswered = [each for each in assessments if not any(answers(later, each) for later in assessments)]
    open_codes: set[str] = set()
    for each in unanswered:
        for code, status in _given(each).items():
            if _counts(code, status) and not any(
                _may_answer(later, each) and not _waits(later, each) and settles(later, code) for later in assessments
            ):
                open_codes.add(code)
    v, r, s = (sum(code.startswith(letter) for code in open_codes) for letter in "VRS")
    reached = 4 if s else 3 if r >= 3 else 2 if r or v >= 2 else 1
    return reached if reached > category(first) else None


def answers(later: Judgement, earlier: Judgement) -> bool:
    """Whether a later assessment gives all that an earlier one counts, by somebody who may."""
    return _gives(later, earlier) and not _waits(later, earlier)


def would_answer(later: Judgement, earlier: Judgement) -> bool:
    """Whether it would, once a second person confirms it."""
    return _gives(later, earlier) and _waits(later, earlier)


def counted(assessment: Judgement) -> list[str]:
    """The codes that count in it."""
    return [code for code, status in _given(assessment).items() if _counts(code, status)]


def decisions(first: Judgement) -> tuple[str, ...]:
    """What the assessment that stands asks a person to decide; nothing once somebody has."""
    if first.said("decided") is not None:
        return ()
    said: list[str] = []
    stated, table = first.said("category_stated"), first.said("category")
    if stated is not None and stated != table:
        said.append(
            f"The file states Category {stated} by {first.said('method')}, the table of §5.7 gives Category {table}:"
            " the higher stands, and a recorded decision is asked for."
        )
    if ceiling(first) > category(first):
        said.append(f"It may prove to be Category {ceiling(first)}: a recorded decision is asked for (§6.2).")
    return tuple(said)


def _gives(later: Judgement, earlier: Judgement) -> bool:
    if not _may_answer(later, earlier) or not all(settles(later, code) for code in counted(earlier)):
        return False
    if (earlier.said("category_stated") or 0) <= earlier.said("category"):
        return True
    method = str(later.said("method") or "").casefold()
    same_method = later.said("category_stated") is not None and method == str(earlier.said("method") or "").casefold()
    return (same_method and method != "") or all(settles(later, code) for code in LISTED)


def _may_answer(later: Judgement, earlier: Judgement) -> bool:
    if later.said("assessed_at_ms") < earlier.said("assessed_until_ms"):
        return False
    authorities = {later.said("authority"), earlier.said("authority")}
    if len(authorities) > 1 and not (None in authorities and authorities <= {None, *(later.said("agreed") or ())}):
        return False
    agency = later.said("agency")
    return agency == "Social Services" or (agency is not None and agency == earlier.said("agency"))


def _waits(later: Judgement, earlier: Judgement) -> bool:
    unconfirmed = later.said("loaded") is True and later.said("confirmed_by") is None
    return unconfirmed and category(later) < category(earlier)


def settles(later: Judgement, code: str) -> bool:
    """Whether a later assessment settles this code for an earlier one."""
    status = _given(later).get(code, "not assessed")
    return status in ("present", "suspected", "absent") or (status == "closed" and code not in HISTORY)


def _counts(code: str, status: str) -> bool:
    return status in ("present", "suspected") or (status == "closed" and code in HISTORY)


def _given(assessment: Judgement) -> dict[str, str]:
    return dict(zip(assessment.said("codes"), assessment.said("statuses"), strict=True))


def _rank(each: Judgement) -> tuple[object, ...]:
    """What may be higher, and the id, only tell equals apart: the smaller id comes first."""
    until, start = each.said("assessed_until_ms"), each.said("assessed_at_ms")
    return (
        category(each),
        each.said("agency") == "Social Services",
        until,
        start,
        ceiling(each),
        [-ord(letter) for letter in each.id],
    )
