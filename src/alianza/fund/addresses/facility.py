from django.urls import path

from alianza.fund.views import calculators, facility, fees

urlpatterns = [
    path("facility/", facility.operation_list, name="operation-list"),
    path("facility/terms/", calculators.terms, name="facility-terms"),
    path("facility/terms/repayment.csv", calculators.terms_csv, name="facility-terms-csv"),
    path("facility/bond/", calculators.bond, name="facility-bond"),
    path("facility/savings/", calculators.savings, name="facility-savings"),
    path("facility/guarantee/", calculators.guarantee, name="facility-guarantee"),
    path("facility/cases/", facility.case_list, name="facility-cases"),
    path("facility/countries/", facility.request_list, name="request-list"),
    path("facility/countries/ask/", facility.request_ask, name="request-ask"),
    path("facility/countries/<uuid:code>/", facility.request_show, name="request-show"),
    path("facility/countries/<uuid:code>/review/", facility.request_review, name="request-review"),
    path("facility/countries/<uuid:code>/end/", facility.request_end, name="request-end"),
    path("facility/countries/<uuid:code>/propose/", facility.operation_propose, name="operation-propose"),
    path("facility/operations/<uuid:code>/", facility.operation_show, name="operation-show"),
    path("facility/operations/<uuid:code>/change/", facility.operation_change, name="operation-change"),
    path("facility/operations/<uuid:code>/steps/<slug:step>/", facility.operation_step, name="operation-step"),
    path("facility/payments/<uuid:code>/<slug:step>/", facility.payment_step, name="payment-step"),
    path("facility/fees/", fees.fee_list, name="fee-list"),
    path("facility/fees/assess/", fees.fee_assess, name="fee-assess"),
    path("facility/fees/<int:year>/", fees.fee_year, name="fee-year"),
    path("facility/fees/<int:year>/invoice/", fees.fee_invoice, name="fee-invoice"),
    path("facility/fees/dues/<uuid:code>/pay/", fees.fee_pay, name="fee-pay"),
]
