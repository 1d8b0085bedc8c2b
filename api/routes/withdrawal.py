"""`POST /api/v1/withdraw`: withdraw an item, a report or a judgement; the answer lists what rested on it."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.accounts.reasons import clean_reason
from api.services.withdrawal import withdraw
from api.web.request_context import ANY_CASE, Reading, holding_secret_in_header
from graph.queries.casework.rests_on import Resting

router = APIRouter(prefix="/api/v1", tags=["withdraw"])


class ToWithdraw(BaseModel):
    """What is withdrawn, by id, and why."""

    model_config = ConfigDict(extra="forbid")

    id: str
    reason: str


class WithdrawnOut(BaseModel):
    """The ids of the versions by which it was withdrawn, and what rested on it."""

    withdrawn: tuple[str, ...]
    rested: Resting


@router.post("/withdraw", dependencies=[Depends(holding_secret_in_header)], operation_id="withdraw")
def withdraw_one(who: Reading, given: ToWithdraw) -> WithdrawnOut:
    """Withdraw it: of a report, each item that you see and its words."""
    done = withdraw(who.read_session(ANY_CASE), given.id, clean_reason(given.reason))
    return WithdrawnOut(withdrawn=tuple(each.id for each in done.made), rested=done.rested)
