"""The items behind a list of references, as people cite them: REPORT_REF/ITEM_NO."""

from pydantic import Field

from graph.reading.items import CITED, in_order, shown
from graph.reading.parts import ItemShown, Part
from graph.reading.question import Answer, Parameters, QueryContext, Question

MOST_REFS = 200


class Citations(Parameters):
    """References of items, each `REPORT_REF/ITEM_NO`."""

    refs: tuple[str, ...] = Field(min_length=1, max_length=MOST_REFS)

    def subjects(self) -> tuple[str, ...]:
        """The references."""
        return self.refs


class ItemCited(Part):
    """One item, and the report that it stands in."""

    item: ItemShown
    report: str
    report_ref: str
    source_system: str


class ItemsCited(Answer):
    """The items that references cite; `missing` are the references that cite nothing in this View."""

    items: tuple[ItemCited, ...]
    missing: tuple[str, ...]


def ask_items(context: QueryContext, parameters: Citations) -> ItemsCited:
    """Every visible item cited so: of each source system that has such a report."""
    wanted = set(parameters.refs)
    rows = {row.id: row for row in context.rows(CITED, refs=sorted(wanted))}
    return ItemsCited(
        items=tuple(
            ItemCited(
                item=item,
                report=rows[item.id].report,
                report_ref=rows[item.id].report_ref,
                source_system=rows[item.id].source_system,
            )
            for item in in_order(shown(row) for row in rows.values())
        ),
        missing=tuple(sorted(wanted - {row.ref for row in rows.values()})),
    )


ITEMS_CITED = Question(
    id="items",
    prose="What do the items cited so say?",
    parameters=Citations,
    answer=ItemsCited,
    statements=(CITED,),
    work=ask_items,
    evidence=None,
)
