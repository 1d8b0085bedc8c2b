"""A kind that is identified by its name is one declaration: it is read by it, and links by it."""

from graph.model.kinds import ENTITY_KINDS
from graph.model.records import MentionRecord
from tests.ingest.test_added_columns import read


def test_organisations_of_one_name_are_one_and_one_without_a_name_is_its_own() -> None:
    one, same, other = (
        read(entity="organisation", name=name) for name in ("Valley Cabs", "VALLEY  CABS.", "Hill Cabs")
    )
    unnamed = read(entity="organisation", description="a taxi firm in Barry")

    assert one.entity.id == same.entity.id
    assert one.entity.id != other.entity.id
    assert one.entity.id.startswith("organisation:")
    assert (one.label, one.label_rank) == ("Valley Cabs", 0)
    assert (unnamed.label, unnamed.label_rank) == ("a taxi firm in Barry", 2)
    assert unnamed.entity.id not in _ids(one, other)


def test_no_two_kinds_share_a_word_or_a_page_that_would_hide_one() -> None:
    assert len({each.said for each in ENTITY_KINDS}) == len(ENTITY_KINDS)
    assert [each.page for each in ENTITY_KINDS if each.by_name] == ["organisation"]


def _ids(*mentions: MentionRecord) -> set[str]:
    return {each.entity.id for each in mentions}
