"""The International Aid Transparency Initiative's standard, version 2.03: who gives what to whom for what, as XML.

A *file* holds *activities* or *organisations*. An activity has parties, sectors, budgets, *transactions* (money
promised or moved, each on one day) and results; every coded value is from a *codelist*. What a file has to satisfy is
told in three layers: the *schema*, the codelists, and a *ruleset* of business rules.

This is a standard and not a feature of the fund: it writes, reads and checks files, knows no table and no page, and
reaches for no network. What is always true:

- `read(write(activities, generated_at=...)) == activities`, and the same facts give the same bytes.
- Money has its currency and its day; a person's name is neither written nor read.
- What cannot be read is said, with its line, and never becomes a zero.
- Other people's files are read without entities, scripts or bounds passed over.
"""

from alianza.iati.checking import check, vintage
from alianza.iati.findings import Finding, Findings, Severity
from alianza.iati.migration import MigrationClass, Reason, classify
from alianza.iati.reading import read, read_organisations, stream
from alianza.iati.safe import NotReadable
from alianza.iati.values import say
from alianza.iati.writing import write, write_organisations

__all__ = [
    "Finding",
    "Findings",
    "MigrationClass",
    "NotReadable",
    "Reason",
    "Severity",
    "check",
    "classify",
    "read",
    "read_organisations",
    "say",
    "stream",
    "vintage",
    "write",
    "write_organisations",
]
