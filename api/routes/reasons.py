"""`POST /api/v1/reason`: why this session looks at a case, as the page asks it."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from api.web.request_context import Reading, holding_secret_in_header

router = APIRouter(prefix="/api/v1", tags=["reason"])


class ReasonGiven(BaseModel):
    """Why somebody looks at a case: the id of its subject, or `any` for what is about no child in particular."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"case": "any", "reason": "Strategy meeting on 3 December"}]}
    )

    case: str
    reason: str


@router.post("/reason", dependencies=[Depends(holding_secret_in_header)], operation_id="give_reason")
def give_reason(who: Reading, given: ReasonGiven) -> ReasonGiven:
    """Keep why this session looks at a case until it ends; gives the reason as kept."""
    kept = who.sign_ins.give_reason(who.session, given.case, given.reason)
    return ReasonGiven(case=given.case, reason=kept)
