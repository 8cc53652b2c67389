"""People who may be in the file twice, or in the registry already, told without opening anybody's file."""

from collections.abc import Iterable, Iterator

import polars as pl

from alianza.network.models import Organisation
from alianza.registry import identity
from alianza.registry.intake.people import identity_columns
from alianza.registry.intake.reading import ROW, Table
from alianza.registry.models import Profile

SCHEMA = {"row": pl.Int64, "trait": pl.String, "other": pl.String}
"""`trait` is what they share (`identity.TRAITS`), `other` the pseudonym in the registry or `row 17` of the file."""
PART = 5000


def known_references(references: Iterable[str], registrar: Organisation) -> dict[str, int]:
    """Which numbers of the service stand for profiles it keeps already: number to key."""
    found: dict[str, int] = {}
    for part in _parts(list(references)):
        rows = Profile.objects.filter(registrar=registrar, reference__in=part).values_list("reference", "pk")
        found.update((reference, pk) for reference, pk in rows if reference is not None)
    return found


def _parts(values: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(values), PART):
        yield values[at : at + PART]


def with_indexes(table: Table) -> pl.DataFrame:
    """Row, reference and the blind index of each trait, null where the row does not show it."""
    cells = identity_columns(table)
    forms = {
        "passport": [identity.passport_form(o.upper(), p) for o, p in cells.select("origin", "passport").iter_rows()],
        "phone": [identity.phone_form(each) for each in cells["phone"]],
        "email": [identity.email_form(each) for each in cells["email"]],
        "name": [identity.name_form(n, b) for n, b in cells.select("full_name", "birth_date").iter_rows()],
    }
    indexes = [pl.Series(trait, identity.indexes(trait, forms[trait]), pl.String) for trait in identity.TRAITS]
    return cells.select(ROW, "worker").with_columns(indexes)


def twins(indexed: pl.DataFrame, *, known: dict[str, int]) -> pl.DataFrame:
    """Rows that show somebody another row or a profile shows too; each row once, by its weightiest trait.

    `known` are the profiles that rows of this file correct: a row is no twin of the profile it corrects.
    """
    own = dict(zip(indexed[ROW], (known.get(each) for each in indexed["worker"]), strict=True))
    found: list[tuple[int, str, str]] = []
    told: set[int] = set()
    for trait in identity.TRAITS:
        shown = indexed.filter(pl.col(trait).is_not_null()).select(ROW, trait)
        if not shown.height:
            continue
        first = shown.group_by(trait, maintain_order=True).agg(pl.col(ROW).first().alias("first"))
        rows = dict(shown.join(first, on=trait).filter(pl.col(ROW) > pl.col("first")).select(ROW, "first").iter_rows())
        held = _held(trait, shown[trait].unique(maintain_order=True).to_list())
        for row, index in shown.iter_rows():
            others = [pseudonym for pk, pseudonym in held.get(index, ()) if pk != own[row]]
            if row in told or (row not in rows and not others):
                continue
            told.add(row)
            found.append((row, trait, others[0] if others else f"row {rows[row]}"))
    return pl.DataFrame(found, schema=SCHEMA, orient="row").sort("row")


def _held(trait: str, indexes: list[str]) -> dict[str, list[tuple[int, str]]]:
    """Profiles that show one of these indexes: index to key and pseudonym."""
    column = f"{trait}_index"
    found: dict[str, list[tuple[int, str]]] = {}
    if not Profile.objects.filter(**{f"{column}__isnull": False}).exists():
        return found
    for part in _parts(indexes):
        rows = Profile.objects.filter(**{f"{column}__in": part}).order_by("pk")
        for index, pk, pseudonym in rows.values_list(column, "pk", "pseudonym"):
            found.setdefault(index, []).append((pk, pseudonym))
    return found
