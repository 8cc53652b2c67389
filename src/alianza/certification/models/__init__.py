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
from alianza.certification.models.scheme import Scheme, SchemeVersion
from alianza.certification.models.subjects import Subject

__all__ = [
    "Accreditation",
    "Appeal",
    "Application",
    "Audit",
    "Award",
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
]
