from django.urls import path

from alianza.instruments.views import answering, offline, responses

urlpatterns = [
    path("asked/", responses.asked_list, name="response-asked"),
    path("invitations/<uuid:code>/begin/", responses.response_begin, name="response-begin"),
    path("responses/<uuid:code>/", responses.response_show, name="response-show"),
    path("responses/<uuid:code>/sections/<slug:section>/", answering.response_section, name="response-section"),
    path("responses/<uuid:code>/questions/<slug:item>/", answering.response_question, name="response-question"),
    path("responses/<uuid:code>/questions/<slug:item>/files/", answering.response_attach, name="response-attach"),
    path("responses/<uuid:code>/keep/", answering.response_keep, name="response-keep"),
    path("responses/<uuid:code>/files/<uuid:file>/", responses.response_file, name="response-file"),
    path("responses/<uuid:code>/delegate/", responses.response_delegate, name="response-delegate"),
    path("delegations/<uuid:code>/end/", responses.delegation_end, name="delegation-end"),
    path("responses/<uuid:code>/review/", responses.response_review, name="response-review"),
    path("responses/<uuid:code>/hand-in/", responses.response_hand_in, name="response-hand-in"),
    path("responses/<uuid:code>/offline/", offline.response_offline, name="response-offline"),
    path("responses/<uuid:code>/bring/", offline.response_bring, name="response-bring"),
    path("receipts/<uuid:code>/", responses.receipt_show, name="receipt-show"),
    path("receipts/<uuid:code>/pdf/", responses.receipt_pdf, name="receipt-pdf"),
    path("receipts/<uuid:code>/json/", responses.receipt_json, name="receipt-json"),
]
