"""Addresses of proposals, endorsements and reviews."""

from django.urls import path

from alianza.fund.views import endorsements, proposal_steps, proposals, reviews

urlpatterns = [
    path("proposals/", proposals.proposal_list, name="proposal-list"),
    path("proposals/pipeline/", proposals.proposal_pipeline, name="proposal-pipeline"),
    path("proposals/draft/", proposal_steps.proposal_draft, name="proposal-draft"),
    path("proposals/<uuid:code>/", proposals.proposal_show, name="proposal-show"),
    path("proposals/<uuid:code>/edit/<slug:step>/", proposal_steps.proposal_edit, name="proposal-edit"),
    path("proposals/<uuid:code>/review/", proposal_steps.proposal_review, name="proposal-review"),
    path("proposals/<uuid:code>/submit/", proposal_steps.proposal_submit, name="proposal-submit"),
    path("proposals/<uuid:code>/withdraw/", proposals.proposal_withdraw, name="proposal-withdraw"),
    path("proposals/<uuid:code>/capacity/", proposals.proposal_capacity, name="proposal-capacity"),
    path("proposals/<uuid:code>/admit/", proposals.proposal_admit, name="proposal-admit"),
    path("proposals/<uuid:code>/return/", proposals.proposal_return, name="proposal-return"),
    path("proposals/<uuid:code>/ask/", proposals.proposal_ask, name="proposal-ask"),
    path("proposals/<uuid:code>/invite/", proposals.proposal_invite, name="proposal-invite"),
    path("proposals/<uuid:code>/opinion/", proposals.proposal_opinion, name="proposal-opinion"),
    path("proposals/<uuid:code>/versions/", proposals.proposal_versions, name="proposal-versions"),
    path("endorsements/", endorsements.endorsement_list, name="endorsement-list"),
    path("endorsements/<uuid:code>/", endorsements.endorsement_answer, name="endorsement-answer"),
    path("endorsements/<uuid:code>/letter/", endorsements.endorsement_letter, name="endorsement-letter"),
    path("reviews/", reviews.review_desk, name="review-desk"),
    path("reviews/<uuid:code>/", reviews.review_show, name="review-show"),
    path("reviews/<uuid:code>/declare/", reviews.review_declare, name="review-declare"),
]
