from django.urls import path

from alianza.fund.views import statement

urlpatterns = [
    path("", statement.statement_show, name="statement-show"),
    path("statement.csv", statement.statement_csv, name="statement-csv"),
    path("statement.pdf", statement.statement_pdf, name="statement-pdf"),
    path("statement/donors/<str:number>/", statement.donor_statement_show, name="donor-statement-show"),
    path("statement/donors/<str:number>/csv/", statement.donor_statement_csv, name="donor-statement-csv"),
    path("trace/", statement.trace_find, name="trace-find"),
    path("trace/<str:name>/", statement.trace_show, name="trace-show"),
    path("trace/<str:name>/csv/", statement.trace_csv, name="trace-csv"),
    path("forecast/", statement.forecast_show, name="forecast-show"),
]
