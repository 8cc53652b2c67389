"""Addresses of what a round came to."""

from django.urls import path

from alianza.instruments.views import results

AT = "rounds/<uuid:code>/results/"

urlpatterns = [
    path(AT, results.results_show, name="results-show"),
    path(f"{AT}results.csv", results.results_csv, name="results-csv"),
    path(f"{AT}results.xlsx", results.results_xlsx, name="results-xlsx"),
    path(f"{AT}report/", results.results_report, name="results-report"),
    path(f"{AT}report.pdf", results.results_pdf, name="results-pdf"),
    path(f"{AT}charts/<str:name>", results.results_chart, name="results-chart"),
    path(f"{AT}<slug:item>/", results.results_question, name="results-question"),
    path(f"{AT}<slug:item>/files/<str:name>", results.results_question_file, name="results-question-file"),
    path(f"{AT}<slug:item>/answers/", results.results_answers, name="results-answers"),
    path(f"{AT}<slug:item>/answers/codes/", results.results_code_add, name="results-code-add"),
    path(f"{AT}<slug:item>/answers/sort/<int:answer>/", results.results_sort, name="results-sort"),
]
