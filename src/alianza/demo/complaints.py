"""One complaint in mid-life: told without a name, looked into by Luc, and the hospital has to answer a summary of it.

Invented, like everything else here.
"""

from datetime import date, timedelta
from uuid import UUID

from alianza.certification.actions import complaint_findings as findings
from alianza.certification.actions import complaints
from alianza.certification.actions.complaints import Told
from alianza.certification.models import Complaint, Subject
from alianza.demo import cast

FORM = UUID("5c1a2f0e-6f0b-4a4e-9a55-0d5f6c1d7e21")
"""The number of the form that was sent: the same demonstration has one complaint."""
TEXT = (
    "The man who brought us to the interview in Manila took four hundred dollars from each of us for the place. He "
    "says that it is for the hospital. My friends are afraid to say it. (Invented for the demonstration.)"
)
SUMMARY = (
    "Candidates are reported to have been charged by a go-between who acts in your name. Say whom you let work for you "
    "in the country of origin, and how you make sure that nobody is charged."
)


def complain(today: date) -> None:
    """Told twelve days ago, admitted, and shown to the hospital as a summary nine days ago."""
    luc = cast.account("luc")
    subject = Subject.objects.get(kind=Subject.Kind.FIRM, organisation=cast.employer(cast.HOSPITAL))
    told = Told(
        category=Complaint.Category.FEE,
        text=TEXT,
        who=Complaint.Who.WORKER,
        subject=subject,
        language="English",
        firm_may_know=Complaint.FirmMayKnow.SUMMARY,
    )
    complaint, _code = complaints.submit(FORM, told, today=today - timedelta(days=12))
    complaints.take(complaint, by=luc)
    complaints.admit(complaint, said="Thank you. We look into it.", by=luc, today=today - timedelta(days=10))
    findings.release(
        complaint,
        summary=SUMMARY,
        said="We asked the hospital to answer a summary. Your words and the day are not in it.",
        weighed=True,
        by=luc,
        today=today - timedelta(days=9),
    )
    complaints.write(complaint, "Have you a receipt, or the name of the go-between? Only if it is safe.", by=luc)
