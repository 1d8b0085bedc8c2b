"""Everything that links one child's case with others, gathered once: what a child's page says in one question."""

from graph.queries.answers import Case
from graph.queries.identity import IDENTITY
from graph.queries.linked import OfChild, rank_links
from graph.queries.linking import gather
from graph.queries.met import OWN_ITEMS, SHARING_ITEMS
from graph.queries.naming import NAMES
from graph.queries.question import Asking, Question
from graph.queries.shared import ADULTS, PHONES, PREMISES, VEHICLES, rank_shared


def ask_case(asking: Asking, parameters: OfChild) -> Case:
    """What linked_children and the four shared_… answer, in the four statements of one of them."""
    gathered = gather(asking, parameters.child)
    links = rank_links(gathered, parameters.limit, asking.now)
    adults, premises, vehicles, phones = (
        rank_shared(gathered, kinds, parameters.limit, asking.now) for kinds in (ADULTS, PREMISES, VEHICLES, PHONES)
    )
    entities = links.entities | adults.entities | premises.entities | vehicles.entities | phones.entities
    dossiers = gathered.around.dossiers(asking, entities)
    return Case(
        linked=links.told(dossiers),
        adults=adults.told(dossiers),
        premises=premises.told(dossiers),
        vehicles=vehicles.told(dossiers),
        phones=phones.told(dossiers),
    )


CASE = Question(
    id="case",
    prose="What links this child's case with others: which children, through which adults, premises, vehicles, phones?",
    parameters=OfChild,
    answer=Case,
    statements=(OWN_ITEMS, SHARING_ITEMS, IDENTITY, NAMES),
    work=ask_case,
    evidence="evidence",
)
