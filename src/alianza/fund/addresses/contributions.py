from django.urls import path

from alianza.fund.views import contributions

urlpatterns = [
    path("contributions/", contributions.agreement_list, name="agreement-list"),
    path("donors/enter/", contributions.donor_enter, name="donor-enter"),
    path("donors/<uuid:code>/", contributions.donor_show, name="donor-show"),
    path("donors/<uuid:code>/look-into/", contributions.donor_look_into, name="donor-look-into"),
    path("donors/<uuid:code>/pledge/", contributions.pledge_enter, name="pledge-enter"),
    path("donors/<uuid:code>/agreements/draft/", contributions.agreement_draft, name="agreement-draft"),
    path("pledges/<uuid:code>/lapse/", contributions.pledge_lapse, name="pledge-lapse"),
    path("agreements/<uuid:code>/", contributions.agreement_show, name="agreement-show"),
    path("agreements/<uuid:code>/signature/", contributions.agreement_signature, name="agreement-signature"),
    path("agreements/<uuid:code>/sign/", contributions.agreement_sign, name="agreement-sign"),
    path("agreements/<uuid:code>/withdraw/", contributions.agreement_withdraw, name="agreement-withdraw"),
    path("agreements/<uuid:code>/allocate/", contributions.agreement_allocate, name="agreement-allocate"),
    path("agreements/<uuid:code>/close/", contributions.agreement_close, name="agreement-close"),
    path("instalments/<uuid:code>/receive/", contributions.instalment_receive, name="instalment-receive"),
    path("bank/", contributions.bank_list, name="bank-list"),
    path("bank/<uuid:code>/explain/", contributions.bank_explain, name="bank-explain"),
]
