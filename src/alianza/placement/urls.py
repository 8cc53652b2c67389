from django.urls import path

from alianza.placement.views import mine, orders, runs, shortlists

app_name = "placement"

urlpatterns = [
    path("orders/", orders.order_list, name="order-list"),
    path("orders/draft/", orders.order_draft, name="order-draft"),
    path("orders/<uuid:code>/", orders.order_show, name="order-show"),
    path("orders/<uuid:code>/edit/<slug:step>/", orders.order_edit, name="order-edit"),
    path("orders/<uuid:code>/submit/", orders.order_submit, name="order-submit"),
    path("orders/<uuid:code>/approve/", orders.order_approve, name="order-approve"),
    path("orders/<uuid:code>/return/", orders.order_return, name="order-return"),
    path("orders/<uuid:code>/close/", orders.order_close, name="order-close"),
    path("orders/<uuid:code>/shortlist/", shortlists.shortlist_show, name="shortlist-show"),
    path("orders/<uuid:code>/shortlist/ask/", shortlists.shortlist_ask, name="shortlist-ask"),
    path("proposals/<uuid:code>/", shortlists.proposal_show, name="proposal-show"),
    path("proposals/<uuid:code>/open/", shortlists.proposal_open, name="proposal-open"),
    path("proposals/<uuid:code>/offer/", shortlists.proposal_offer, name="proposal-offer"),
    path("proposals/<uuid:code>/answer/", mine.proposal_answer, name="proposal-answer"),
    path("mine/", mine.mine, name="mine"),
    path("mine/orders/<uuid:code>/", mine.order_for_me, name="order-for-me"),
    path("places/<uuid:code>/answer/", mine.place_answer, name="place-answer"),
    path("programmes/", runs.programme_list, name="programme-list"),
    path("programmes/set-up/", runs.programme_set_up, name="programme-set-up"),
    path("programmes/<uuid:code>/limits/", runs.programme_limits, name="programme-limits"),
    path("programmes/<uuid:code>/limits/remove/", runs.programme_limits_remove, name="programme-limits-remove"),
    path("programmes/<uuid:code>/", runs.programme_show, name="programme-show"),
    path("programmes/<uuid:code>/run/", runs.run_start, name="run-start"),
    path("runs/compare/", runs.run_compare, name="run-compare"),
    path("runs/<uuid:code>/", runs.run_show, name="run-show"),
    path("runs/<uuid:code>/progress/", runs.run_progress, name="run-progress"),
    path("runs/<uuid:code>/accept/", runs.run_accept, name="run-accept"),
    path("runs/<uuid:code>/discard/", runs.run_discard, name="run-discard"),
    path("runs/<uuid:code>/certificate.csv", runs.run_certificate, name="run-certificate"),
    path("runs/<uuid:code>/places.csv", runs.run_places, name="run-places"),
]
