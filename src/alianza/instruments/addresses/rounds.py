"""Addresses of the secretariat's side: rounds, their invitations, and the log of contacts."""

from django.urls import path

from alianza.instruments.views import invitations, rounds

urlpatterns = [
    path("rounds/", rounds.round_list, name="round-list"),
    path("rounds/prepare/", rounds.round_prepare, name="round-prepare"),
    path("rounds/<uuid:code>/", rounds.round_show, name="round-show"),
    path("rounds/<uuid:code>/invite/", rounds.round_invite, name="round-invite"),
    path("rounds/<uuid:code>/open/", rounds.round_open, name="round-open"),
    path("rounds/<uuid:code>/deadline/", rounds.round_move, name="round-move"),
    path("rounds/<uuid:code>/close/", rounds.round_close, name="round-close"),
    path("rounds/<uuid:code>/remind/", rounds.round_remind, name="round-remind"),
    path("rounds/<uuid:code>/invitations.csv", rounds.round_csv, name="round-csv"),
    path("rounds/<uuid:code>/invitations.xlsx", rounds.round_xlsx, name="round-xlsx"),
    path("invitations/<uuid:code>/", invitations.invitation_show, name="invitation-show"),
    path("invitations/<uuid:code>/contact/", invitations.invitation_contact, name="invitation-contact"),
    path("invitations/<uuid:code>/confirm/", invitations.invitation_confirm, name="invitation-confirm"),
    path("invitations/<uuid:code>/extend/", invitations.invitation_extend, name="invitation-extend"),
    path("invitations/<uuid:code>/settle/", invitations.invitation_settle, name="invitation-settle"),
    path("invitations/<uuid:code>/log/", invitations.invitation_log, name="invitation-log"),
    path("invitations/<uuid:code>/return/", invitations.invitation_return, name="invitation-return"),
    path("contacts/<uuid:code>/open/", invitations.contact_open, name="contact-open"),
    path("contacts/<uuid:code>/bounced/", invitations.contact_bounced, name="contact-bounced"),
    path("contacts/<uuid:code>/posted/", invitations.contact_posted, name="contact-posted"),
]
