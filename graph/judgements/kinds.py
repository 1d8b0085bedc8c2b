"""The body of each kind of judgement, by kind."""

from collections.abc import Mapping

from graph.judgements.body import Body
from graph.judgements.considered import ConsideredBody
from graph.judgements.deputy import DeputyBody
from graph.judgements.disclosure import DisclosureBody, RecipientBody
from graph.judgements.disruption import DisruptionBody
from graph.judgements.enquiry import EnquiryBody
from graph.judgements.identity import DecisionBody, VersionDecisionBody, WithdrawalBody
from graph.judgements.meeting import MeetingActionBody, MeetingBody, MeetingPartBody, PlanBody, RiskBody
from graph.judgements.network import (
    CommonPlaceBody,
    LeadContactBody,
    LegalStatusBody,
    NetworkMemberBody,
    PlacementBody,
    ResponsibilityBody,
)
from graph.judgements.notice import ContactBody, NoticeBody
from graph.judgements.premises import PremisesOfConcernBody, PremisesSearchBody
from graph.judgements.referral import DiscussionBody, ReferralBody
from graph.judgements.seraf import AssessmentBody
from graph.model.recorded import JudgementKind

BODIES: Mapping[JudgementKind, type[Body]] = {
    body.kind: body
    for body in (
        AssessmentBody,
        ConsideredBody,
        DecisionBody,
        VersionDecisionBody,
        WithdrawalBody,
        NetworkMemberBody,
        LegalStatusBody,
        PlacementBody,
        ResponsibilityBody,
        LeadContactBody,
        CommonPlaceBody,
        NoticeBody,
        ContactBody,
        PremisesOfConcernBody,
        PremisesSearchBody,
        ReferralBody,
        DiscussionBody,
        MeetingBody,
        MeetingPartBody,
        RiskBody,
        MeetingActionBody,
        PlanBody,
        RecipientBody,
        DisclosureBody,
        DisruptionBody,
        EnquiryBody,
        DeputyBody,
    )
}
