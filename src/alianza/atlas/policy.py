"""Pages are everybody's. Who adds profiles made elsewhere: officers, and the country's focal point for profiles."""

from alianza.atlas.models import Paper
from alianza.network.models import Subject
from alianza.network.policy import Visitor, is_focal_point, is_officer


def may_add_papers(user: Visitor, country: str) -> bool:
    return user.is_authenticated and (is_officer(user) or is_focal_point(user, country, Subject.OBSERVATORY))


def may_remove(user: Visitor, paper: Paper) -> bool:
    return may_add_papers(user, paper.country)
