"""What the database keeps of labels: schemes, subjects, applications, audits, awards and what became of them."""

from alianza.certification.models.applications import Accreditation, Application, Declaration
from alianza.certification.models.audits import (
    Audit,
    Correction,
    Finding,
    InterviewAnswer,
    InterviewCode,
    SiteVisit,
    Verdict,
)
from alianza.certification.models.awards import Appeal, Award, Condition, Decision, ExpiryReminder, Standing, Vote
from alianza.certification.models.complaints import (
    Complaint,
    ComplaintFile,
    ComplaintFinding,
    ComplaintHandler,
    ComplaintMessage,
    ComplaintStep,
)
from alianza.certification.models.scheme import Scheme, SchemeVersion
from alianza.certification.models.subjects import Subject
from alianza.certification.models.watching import ActiveCheck, Watch, WatchTold

__all__ = [
    "Accreditation",
    "ActiveCheck",
    "Appeal",
    "Application",
    "Audit",
    "Award",
    "Complaint",
    "ComplaintFile",
    "ComplaintFinding",
    "ComplaintHandler",
    "ComplaintMessage",
    "ComplaintStep",
    "Condition",
    "Correction",
    "Decision",
    "Declaration",
    "ExpiryReminder",
    "Finding",
    "InterviewAnswer",
    "InterviewCode",
    "Scheme",
    "SchemeVersion",
    "SiteVisit",
    "Standing",
    "Subject",
    "Verdict",
    "Vote",
    "Watch",
    "WatchTold",
]
