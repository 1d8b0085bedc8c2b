"""A mapping as choices: what each column of one table is, its dates and its words. It is written as TOML to be read.

`dolen look` proposes the choices and the page Import lets a person change them. More than choices can say (several
files joined, conditions, parts of a text) is written in the mapping itself.
"""

import json
from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from graph.ingest.columns import CLOCK, FILLED_DOWN, MENTION_COLUMNS
from graph.ingest.map.mapping import OWN_ROWS
from graph.model.kinds import Said
from graph.model.schema import EVENTS, ITEM_KINDS
from graph.rules.roles import ROLES
from graph.values.grade import ASSESSMENTS, SOURCES

CALLER, CALLED, SECONDS = "caller", "called", "seconds"
ENTITIES: tuple[str, ...] = get_args(Said)

TARGETS: Mapping[str, tuple[str, ...]] = {
    "report": ("report_ref", "source_system", "title", "report_text"),
    "item": (
        *("item_text", "happened_from", CLOCK, "happened_to", "recorded_at", "source_grade", "assessment"),
        *("handling", "conditions", "compartment", "event", "kind", "origin", "item_no"),
    ),
    "person": (
        *("entity", "role", "local_ref", "name", "given_name", "surname", "alias", "date_of_birth", "age", "sex"),
        *("description", "pnc_id"),
    ),
    "belongs": (
        *("USES:phone", "LIVES_AT:address", "LIVES_AT:postcode", "FREQUENTS:address", "WORKS_AT:address"),
        *("USES:vrm", "DRIVES:vrm", "KEEPS:vrm", "USES:make", "USES:model", "USES:colour"),
        *("USES:platform", "USES:handle"),
    ),
    "alone": (
        *("phone", "address", "postcode", "uprn", "premises_kind", "vrm", "make", "model", "colour"),
        *("platform", "handle"),
    ),
    "call": (CALLER, CALLED, SECONDS),
}
"""What a column may be, by what it is about: the report, the item, the person of the row, something of that person's,
the thing that the row is about where it is about no person, or a call."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "entity": ENTITIES,
    "role": ROLES,
    "source_grade": tuple(SOURCES),
    "assessment": tuple(ASSESSMENTS),
    "handling": ("P", "C"),
    "event": EVENTS,
    "kind": ITEM_KINDS,
}
"""Columns that hold one of a few words."""

_DAY = "day"


class ColumnChoice(BaseModel):
    """What one column is; nothing where it is left out.

    `form` is that of its dates, blank for ISO dates, or several with a bar between them. It is `doubtful` where no row
    shows whether the day or the month comes first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    column: str
    target: str = ""
    form: str = ""
    doubtful: bool = False


class MappingDraft(BaseModel):
    """The choices for files of one layout. `files` is the pattern of their names, `sheet` the sheet of a workbook that
    has others of other layouts, `encoding` that of text, where somebody states it.

    `entity` is what a row is about; blank: what its columns speak for. `values` say of a target what each word of its
    column means; a blank meaning states nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    title: str
    files: str
    columns: tuple[ColumnChoice, ...]
    region: str = "GB"
    sheet: str = ""
    encoding: str = ""
    source_system: str = ""
    entity: str = ""
    values: dict[str, dict[str, str]] = {}

    @property
    def shape(self) -> Literal["calls", "table"]:
        """Whether each row is a call between two phones, or a row about somebody or something."""
        return "calls" if {CALLER, CALLED} <= {each.target for each in self.columns} else "table"

    def to_toml(self) -> str:
        """The mapping file that says so."""
        lines = [f"name = {_quoted(self.name)}", f"title = {_quoted(self.title)}"]
        if self.region != "GB":
            lines.append(f"region = {_quoted(self.region)}    # numbers without a prefix are of this country")
        if self.encoding:
            lines.append(f"encoding = {_quoted(self.encoding)}")
        if self.sheet:
            lines.append(f"sheet = {_quoted(self.sheet)}    # a mapping for each layout; load the file through each")
        lines += self._calls() if self.shape == "calls" else self._table()
        return "\n".join(lines) + "\n"

    def _source(self, otherwise: str) -> list[str]:
        if any(each.target == "source_system" for each in self.columns):
            return []
        return [f"source_system = {_quoted(self.source_system or otherwise)}    # where these records come from"]

    def _table(self) -> list[str]:
        taken = [each for each in self.columns if each.target]
        targets = {each.target for each in taken}
        left_out = [each.column for each in self.columns if not each.target]
        dates = [f"{_bare(each.target)} = {_forms(each)}" for each in taken if each.form]
        lines = [f"ignore = [{', '.join(map(_quoted, left_out))}]    # left out; map what you need"] if left_out else []
        lines += ["", "[columns]", *(f"{_quoted(each.column)} = {_quoted(each.target)}" for each in taken)]
        lines += ["", "[constants]", *self._source("SOURCE")]
        if "entity" not in targets:
            lines.append(f"entity = {_quoted(self.entity or _about(targets))}")
        if dates:
            lines += ["", "[dates]", *dates]
        return lines + self._values(targets)

    def _calls(self) -> list[str]:
        by_target = {each.target: each for each in reversed(self.columns)}
        when, clock = by_target.get("happened_from"), by_target.get(CLOCK)
        lines = ["", "[files]", f"call = {_quoted(self.files)}", ""]
        moment = ""
        if when is not None:
            form = f"|{_DAY}" if when.form else ""
            moment = f"{{call.{when.column}{form}}}" + (f"T{{call.{clock.column}|clock}}" if clock is not None else "")
            if when.form:
                lines += ["[dates]", f"{_DAY} = {_forms(when)}", ""]
        lines += ["[[items]]", 'each = "call"', "[items.cells]", *self._source("CALLS")]
        if "report_ref" not in by_target:
            lines.append('report_ref = "Call log"    # one report of all calls, or a column: "{call.Reference}"')
        if "event" not in by_target:
            lines.append('event = "call"')
        if moment:
            lines.append(f"happened_from = {_quoted(moment)}")
        for target, each in by_target.items():
            if target in FILLED_DOWN and target not in ("happened_from", "item_text"):
                through = f"|{target}" if target in self.values else ""
                lines.append(f"{target} = {_quoted(f'{{call.{each.column}{through}}}')}")
        said = [each.column for each in self.columns if each.target and each.target not in _NOT_SAID]
        if said:
            lines.append(f"item_text = [{', '.join(_quoted(f'{column}: {{call.{column}}}.') for column in said)}]")
        seconds = by_target.get(SECONDS)
        details = f"|at={moment}" * bool(moment) + (f"|seconds={{call.{seconds.column}}}" if seconds else "")
        for number, target in (("a", CALLER), ("b", CALLED)):
            lines += ["[[items.mentions]]", "[items.mentions.cells]", f"mention_no = {_quoted(number)}"]
            lines += ['entity = "phone"', f"phone = {_quoted(f'{{call.{by_target[target].column}}}')}"]
            if number == "a":
                lines.append(f"relations = {_quoted(f'CALLED:b{details}')}")
        return lines + self._values(set(by_target))

    def _values(self, targets: set[str]) -> list[str]:
        lines: list[str] = []
        for target, meant in self.values.items():
            if target in targets and meant:
                about = f"    # {_ABOUT[target]}" if target in _ABOUT else ""
                lines += ["", f"[values.{target}]{about}"]
                lines += [f"{_quoted(cell)} = {_quoted(meaning)}" for cell, meaning in meant.items()]
        return lines


_NOT_SAID = frozenset(FILLED_DOWN) - {"item_text"} | {CALLER, CALLED, CLOCK}
"""What a column of a call log may be without standing in the words of its item."""
_OF_PERSON = frozenset({"name", "given_name", "surname", "date_of_birth", "local_ref"})
_ABOUT = {
    "role": f"one of: {', '.join(ROLES)}",
    "source_grade": "the source alone; a grade of the information needs a column of its own",
}
KNOWN_TARGETS = frozenset({"", *(target for targets in TARGETS.values() for target in targets), *MENTION_COLUMNS})


def _about(targets: set[str]) -> str:
    """What a row is about, by what its columns are: the thing that they describe where nothing of a person is there."""
    if any(":" in target for target in targets) or not _OF_PERSON.isdisjoint(targets):
        return "person"
    return next((OWN_ROWS[target][1] for target in sorted(targets) if target in OWN_ROWS), "person")


def _forms(choice: ColumnChoice) -> str:
    forms = choice.form.split("|")
    written = _quoted(forms[0]) if len(forms) == 1 else f"[{', '.join(map(_quoted, forms))}]"
    return written + "    # no row shows whether the day or the month comes first" * choice.doubtful


def _bare(target: str) -> str:
    return target.rpartition(":")[2]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
