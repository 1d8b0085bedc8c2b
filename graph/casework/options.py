"""What is recorded of an adult, premises, a vehicle, a phone or a child, as the rule of options reads it.

Pure functions of answers that obey the View, so that the options obey it too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.casework.premises_register import PremisesLine
from graph.judgements.considered import ConsideredBody
from graph.judgements.disruption import DisruptionBody
from graph.judgements.meeting import MeetingActionBody
from graph.judgements.network import LegalStatusBody
from graph.judgements.notice import NoticeBody
from graph.judgements.premises import PremisesSearchBody
from graph.model.recorded import JudgementKind
from graph.queries.casework.recorded import CaseworkShown
from graph.queries.entities.cards import EntityCard
from graph.queries.entities.neighbours import Neighbour, Neighbours
from graph.queries.entities.timeline import Timeline
from graph.reading.parts import EntityRef
from graph.rules.considered import ConsideredQuestion, outcome_words
from graph.rules.grounds import NoticeCheck, birth_date
from graph.rules.law import STATUSES
from graph.rules.options import OptionFacts, Tried
from graph.rules.powers import OPTIONS_OF, Need, OptionOf
from graph.rules.roles import CONCERN, IN_CHARGE
from graph.values.when import date_of, written_date
from graph.wording import wording

OPTION_KINDS: tuple[JudgementKind, ...] = (
    "Disruption",
    "Notice",
    "PremisesSearch",
    "Action",
    "LegalStatus",
    "Considered",
)
NO_ACTION: ConsideredQuestion = "no action"
"""The question by which it is decided that nothing further is done about a subject, or that something is."""
LODGING = frozenset({"hotel", "guest house", "hostel", "bed and breakfast", "b&b", "lodge", "inn"})
_SUSPECTED_FALSE = "E"


def option_of(kind: str) -> OptionOf | None:
    """As what an entity of this kind has options; an account as a phone; None for an organisation."""
    word = "phone" if kind == "account" else "adult" if kind == "person" else kind
    return next((each for each in OPTIONS_OF if each == word), None)


def option_facts(
    card: EntityCard,
    near: Neighbours,
    recorded: Iterable[CaseworkShown],
    checks: Sequence[tuple[EntityRef, NoticeCheck]],
    timeline: Timeline,
    day: date,
) -> OptionFacts:
    """The facts. `recorded` is an answer for `OPTION_KINDS` about the entity, `checks` are the grounds of a notice for
    each child named with an adult, `timeline` the entity's items. An item suspected to be false counts for nothing.
    Raises `ValueError` for an entity that has no options."""
    of = option_of(card.entity.kind)
    if of is None:
        raise ValueError(card.entity.kind)
    stands = [each for each in recorded if each.stands]
    roles = {each.value: each.items for each in card.stated if each.what == "role"}
    born = birth_date(each.value for each in card.stated if each.what == "date_of_birth")
    false = {each.item.ref for each in timeline.entries if each.item.grade.endswith(_SUSPECTED_FALSE)}
    needs: dict[Need, tuple[str, ...] | None] = {
        need: None if items is None else _counted(items, false)
        for need, items in _recorded(of, card, near.neighbours, roles, stands, timeline, day).items()
    }
    met = [(child, check) for child, check in checks if check.met]
    notes = tuple(f"{child.label}: {', '.join(b.words for b in check.bases if b.met == 'yes')}" for child, check in met)
    unknown = tuple(
        dict.fromkeys(
            f"{child.label}: {what}" for child, check in checks if check.grounds != "no" for what in check.missing
        )
    )
    shown = any(check.grounds != "no" for _, check in checks)
    return OptionFacts(
        of=of,
        recorded={need: items for need, items in needs.items() if items is not None},
        may_be_under_18=of == "adult" and born is not None and born.age_on(day)[0] < 18,
        age_known=card.entity.kind == "adult" or born is not None,
        restricted=of == "adult" and bool(IN_CHARGE & roles.keys()),
        notes={"notice": notes} if notes else {},
        gaps={"notice": unknown} if unknown else {},
        ruled_out=frozenset({"notice"}) if checks and not shown else frozenset(),
        tried=tuple(one for each in stands for one in _tried(each)),
        decided=decided_about(stands),
    )


def decided_about(recorded: Iterable[CaseworkShown]) -> tuple[str, ...]:
    """Whether somebody decided to act or not: `No further action: decided by A. Evans on 3 November 2026, because: …`,
    the newest first."""
    return tuple(
        wording(
            "%(what)s: decided by %(who)s on %(day)s, because: %(why)s",
            what=outcome_words(body.question, body.outcome),
            who=each.author,
            day=written_date(date_of(each.recorded_at)),
            why=each.reason,
        )
        for each in recorded
        if each.stands and isinstance(body := each.body, ConsideredBody) and body.question == NO_ACTION
    )


def _recorded(
    of: OptionOf,
    card: EntityCard,
    near: Sequence[Neighbour],
    roles: Mapping[str, tuple[str, ...]],
    stands: Sequence[CaseworkShown],
    timeline: Timeline,
    day: date,
) -> dict[Need, tuple[str, ...] | None]:
    """The items that meet each need; None where nothing does, and no items where a judgement meets it."""
    children = _items(each for each in near if each.entity.kind == "child")
    missing = _refs([each.item.ref] for each in timeline.entries if each.item.event == "missing")
    concern = _refs(items for role, items in roles.items() if role in CONCERN)
    if of != "adult":
        concern = _items(each for each in near if CONCERN & set(each.roles))
    named = _refs(each.items for each in card.stated if each.what in ("name", "surname"))
    lodging = _refs(
        each.items for each in card.stated if each.what == "premises_kind" and each.value.casefold() in LODGING
    )
    in_care = any(
        isinstance(each.body, LegalStatusBody) and STATUSES[each.body.status].grounds == "yes" and each.body.holds(day)
        for each in stands
    )
    stated_care = _refs(
        each.items
        for each in card.stated
        if each.what == "legal_status" and each.value in STATUSES and STATUSES[each.value].grounds == "yes"
    )
    return {
        "child named": (of in ("adult", "vehicle", "phone") and children) or None,
        "child there": (of == "premises" and children) or None,
        "concern alleged": concern or None,
        "conviction": tuple(roles.get("convicted", ())) or None,
        "known by name": named or None,
        "in care": () if in_care else stated_care or None,
        "lodging": lodging or None,
        "missing": (of == "child" and missing) or None,
    }


def _counted(items: tuple[str, ...], false: Collection[str]) -> tuple[str, ...] | None:
    """The items that count; None where there were some and none counts."""
    kept = tuple(each for each in items if each not in false)
    return kept if kept or not items else None


def _tried(shown: CaseworkShown) -> list[Tried]:
    """What a judgement says was tried; an action is of no one option."""
    body = shown.body
    match body:
        case DisruptionBody():
            return [
                Tried(
                    option=body.option,
                    what="",
                    state=shown.state,
                    day="" if body.on is None else body.on.isoformat(),
                    effect=body.effect,
                    officer=body.officer,
                    crime_number=body.crime_number,
                    outcome=body.outcome,
                    reason=shown.reason if shown.state == "not pursued" else "",
                    lineage=shown.lineage,
                )
            ]
        case NoticeBody():
            at = "" if body.served is None else body.served.at
            return [
                Tried(option=code, what=wording("abduction notice"), state=shown.state, day=at, lineage=shown.lineage)
                for code in ("notice", "notice-address")
            ]
        case PremisesSearchBody():
            return [
                Tried(
                    option="search",
                    what=body.what,
                    state=shown.state,
                    day=body.at,
                    effect=body.found,
                    lineage=shown.lineage,
                )
            ]
        case MeetingActionBody():
            return [Tried(option="", what=body.what, state=shown.state, effect=body.effect, officer=body.owner)]
        case _:
            return []


@dataclass(frozen=True)
class ReadyLine:
    """Premises of concern, what is missing before police act there (protocol Appendix 3), and whether somebody decided
    to act or not."""

    line: PremisesLine
    missing: tuple[str, ...]
    decided: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def ready_for_disruption(
    lines: Iterable[PremisesLine], considered: Iterable[CaseworkShown] = ()
) -> tuple[ReadyLine, ...]:
    """The premises that stand open, those with least missing first. `considered`: an answer for `Considered`."""
    of: dict[str, list[CaseworkShown]] = {}
    for each in considered:
        for about in each.about:
            of.setdefault(about.entity.id, []).append(each)
    found = [
        ReadyLine(each, _not_ready(each), decided_about(of.get(each.address.id, ())))
        for each in lines
        if each.registered is not None
    ]
    return tuple(sorted(found, key=lambda each: (len(each.missing), each.line.address.label, each.line.address.id)))


def _not_ready(line: PremisesLine) -> tuple[str, ...]:
    body = line.registered
    if body is None:
        return ()
    ready = [each for each in line.searches if each.shown.state in ("ready", "ready as a repeat")]
    unread = [each for each in line.searches if each.words and each.shown.state != "reviewed"]
    return tuple(
        words
        for holds, words in (
            (not body.times.strip(), wording("when children are there")),
            (not body.occupiers, wording("who lives there, children too")),
            (not body.markers.strip(), wording("markers for the safety of officers, or that there are none")),
            (bool(unread), wording("a manager's review of an earlier search that is incomplete")),
            (not ready, wording("the authority: a search that is ready, by consent or a power")),
        )
        if holds
    )


def _items(near: Iterable[Neighbour]) -> tuple[str, ...]:
    return _refs(each.items for each in near)


def _refs(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for items in groups for ref in items))
