"""Addresses of complaints. Nothing of a complaint, and no code of a complainant, stands in a public one."""

from django.urls import path

from alianza.certification.views import complaints, complaints_led

ONE = "complaints/<uuid:code>/"

urlpatterns = [
    path("complaints/tell/", complaints.complaint_tell, name="complaint-tell"),
    path("complaints/return/", complaints.complaint_return, name="complaint-return"),
    path("complaints/", complaints_led.complaint_list, name="complaint-list"),
    path("complaints/asked/", complaints_led.complaint_asked_list, name="complaint-asked-list"),
    path("complaints/asked/<uuid:code>/", complaints_led.complaint_asked, name="complaint-asked"),
    path(ONE, complaints_led.complaint_show, name="complaint-show"),
    path(f"{ONE}take/", complaints_led.complaint_take, name="complaint-take"),
    path(f"{ONE}write/", complaints_led.complaint_write, name="complaint-write"),
    path(f"{ONE}name/", complaints_led.complaint_name, name="complaint-name"),
    path(f"{ONE}files/<uuid:file>/", complaints_led.complaint_file, name="complaint-file"),
    path(f"{ONE}<slug:move>/", complaints_led.complaint_move, name="complaint-move"),
]
