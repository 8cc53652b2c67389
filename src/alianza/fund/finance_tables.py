"""Tables of migration finance from other mechanisms: which column is which, and what is wrong with which row."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from alianza.fund import amounts
from alianza.fund.finance_records import CLASSES, LOAN, LOANS, Record, country_of, with_grant_as_told
from alianza.iati.migration import MigrationClass, Reason, classify
from alianza.iati.values import NOTHING, Activity, Description, Reporter, Sector, say
from alianza.tabular import Problems, TextTable, read_table, shown
from alianza.vocabulary.money import Money, currency
from alianza.vocabulary.places import find_country
from alianza.vocabulary.refusal import Refusal, marked
from alianza.vocabulary.unknown import UnknownCode

NEEDED = ("reference", "provider", "currency")
COLUMNS = (
    *NEEDED,
    "year",
    "date",
    "committed",
    "paid",
    "title",
    "description",
    "sector",
    "recipient",
    "provider_reference",
    "provider_country",
    "channel",
    "channel_reference",
    "activity",
    "source_activity",
    "other_reference",
    "finance_type",
    "flow_type",
    "grant_equivalent",
)
"""What a table may say of a flow, by our names."""
LINE = re.compile(r"\s*(?P<ours>[a-z_]+)\s*=\s*(?:\"(?P<fixed>[^\"]*)\"|(?P<theirs>.+?))\s*")
LONGEST = 200


class OddMapping(Refusal):
    code = "fund.finance.mapping"
    field = "mapping"
    message = marked(
        "Line %(line)s, %(given)s: write our name, =, and the column of the file, or a text in quotation marks that "
        'holds for every row, as in currency = "EUR".'
    )


class UnknownColumn(Refusal):
    code = "fund.finance.unknown_column"
    field = "mapping"
    message = marked("Line %(line)s: %(given)s is none of our names. They are %(names)s.")


@dataclass(frozen=True, slots=True)
class How:
    """Our names and where they are from: a column of the file, or one text for every row."""

    columns: Mapping[str, str]
    fixed: Mapping[str, str]


def mapping(text: str) -> How:
    r"""What an officer wrote, one name a line. Raises OddMapping, UnknownColumn.

    >>> mapping('provider = Donor agency\ncurrency = "EUR"')
    How(columns={'provider': 'Donor agency'}, fixed={'currency': 'EUR'})
    """
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = LINE.fullmatch(line)
        if found is None:
            raise OddMapping(line=number, given=shown(line.strip()))
        ours = found["ours"]
        if ours not in COLUMNS:
            raise UnknownColumn(line=number, given=shown(ours), names=", ".join(COLUMNS))
        if found["fixed"] is not None:
            fixed[ours] = found["fixed"]
        else:
            columns[ours] = found["theirs"]
    return How(columns, fixed)


def read(file: Path, how: How) -> tuple[tuple[Record, ...], int]:
    """The flows of a table, and how many rows were no migration finance.

    Raises tabular.InputProblems with a sentence for every row that is wrong.
    """
    problems = Problems()
    header = _header(file)
    columns = {ours: how.columns.get(ours, ours) for ours in COLUMNS if ours not in how.fixed}
    wanted = {ours: theirs for ours, theirs in columns.items() if theirs in header or ours in (*NEEDED, *how.columns)}
    table = read_table(file, tuple(dict.fromkeys(wanted.values())), problems)
    if table is None:
        problems.stop_if_any()
        return (), 0
    if not {"year", "date"} & {*wanted, *how.fixed}:
        problems.add(file, marked("has neither a column year nor a column date; say which one it is in the mapping."))
    if not {"committed", "paid"} & {*wanted, *how.fixed}:
        problems.add(
            file, marked("has neither a column committed nor a column paid; say which one it is in the mapping.")
        )
    problems.stop_if_any()
    found: list[Record] = []
    passed_over = 0
    for at, row in enumerate(_rows(table, wanted, how.fixed)):
        record = _Row(row, file, int(table.row[at]), problems, columns).record()
        if record is not None:
            found.append(record)
        elif not problems.any:
            passed_over += 1
    problems.stop_if_any()
    return tuple(found), passed_over


def _header(file: Path) -> set[str]:
    """The names in the first line, where it can be read; what cannot is told by whoever reads the whole."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return set(next(csv.reader(lines), []))
    except (OSError, UnicodeDecodeError, csv.Error):
        return set()


def _rows(table: TextTable, wanted: Mapping[str, str], fixed: Mapping[str, str]) -> list[dict[str, str]]:
    texts = {}
    for ours, theirs in wanted.items():
        column = table[theirs]
        texts[ours] = [column.values[code].strip() for code in column.code.tolist()]
    return [{**fixed, **{ours: texts[ours][at] for ours in texts}} for at in range(len(table))]


class _Row:
    """One row, and what is wrong with it."""

    def __init__(
        self, told: Mapping[str, str], file: Path, number: int, problems: Problems, columns: Mapping[str, str]
    ) -> None:
        self.told, self.file, self.number, self.problems, self.columns = told, file, number, problems, columns
        self.sound = True

    def wrong(self, column: str, message: str, **facts: object) -> None:
        self.sound = False
        self.problems.add(self.file, message, row=self.number, column=self.columns.get(column, column), **facts)

    def text(self, column: str, *, needed: bool = False, longest: int = LONGEST) -> str:
        value = self.told.get(column, "")
        if needed and not value:
            self.wrong(column, marked("is empty; write it or leave the row out."))
        if len(value) > longest:
            self.wrong(column, marked("is longer than %(longest)s characters; shorten it."), longest=longest)
        return value[:longest]

    def country(self, column: str) -> str:
        value = self.told.get(column, "")
        if not value:
            return ""
        try:
            return find_country(value).alpha3
        except UnknownCode as unknown:
            self.wrong(column, marked("%(why)s"), why=str(unknown))
            return ""

    def currency(self) -> str:
        given = self.text("currency", needed=True, longest=3).upper()
        try:
            Money.zero(given)
        except Refusal as refused:
            if given:
                self.wrong("currency", marked("%(why)s"), why=str(refused))
            return ""
        return currency(given).code

    def money(self, column: str, code: str) -> int | None:
        given = self.told.get(column, "")
        if not given or not code:
            return None
        negative = given[0] in "-\u2212"
        try:
            read = amounts.read(given[1:] if negative else given, code, zero=True)
        except Refusal as refused:
            self.wrong(column, marked("%(why)s"), why=str(refused))
            return None
        return -read.minor if negative else read.minor

    def day(self) -> tuple[int, date | None]:
        given, year = self.told.get("date", ""), self.told.get("year", "")
        if given:
            try:
                if len(given) != 10:
                    raise ValueError
                on = date.fromisoformat(given)
            except ValueError:
                self.wrong("date", marked("%(given)s is not a date; write it as 2026-03-31."), given=shown(given))
                return 0, None
            return on.year, on
        if year.isascii() and year.isdecimal() and 1950 <= int(year[:5]) <= 2100:
            return int(year), None
        self.wrong("year", marked("%(given)s is not a year from 1950 to 2100."), given=shown(year))
        return 0, None

    def record(self) -> Record | None:
        """None where it is no migration finance, or something is wrong with it."""
        reference, provider = self.text("reference", needed=True), self.text("provider", needed=True)
        code = self.currency()
        committed, paid = self.money("committed", code), self.money("paid", code)
        year, on = self.day()
        if self.sound and committed is None and paid is None:
            self.wrong("paid", marked("neither paid nor committed holds an amount; missing is not zero."))
        ref = self.text("provider_reference", longest=120)
        source = self.text("source_activity")
        other = self.text("other_reference")
        made = Record(
            identifier=reference,
            names=(other,) if other else (),
            title=self.text("title", longest=500),
            provider=provider,
            provider_ref=ref,
            provider_country=self.country("provider_country") or country_of(ref),
            channel=self.text("channel"),
            channel_ref=self.text("channel_reference", longest=120),
            activity=self.text("activity"),
            sources=(MappingProxyType({"ref": "", "name": "", "activity": source}),) if source else (),
            recipient=self.country("recipient"),
            year=year,
            on=on,
            currency=code or "USD",
            committed=committed,
            paid=paid,
            grant_equivalent=self.money("grant_equivalent", code),
            sector=self.text("sector", longest=10),
            klass="",
            reason="",
        )
        return self.classed(made) if self.sound else None

    def classed(self, made: Record) -> Record | None:
        """By the rules that IATI activities are classed by."""
        description = self.told.get("description", "")
        kind, reason = classify(
            Activity(
                identifier=made.identifier,
                reporter=Reporter(ref=made.provider_ref or "-", kind="90", name=say(en=made.provider)),
                title=say(en=made.title) if made.title else NOTHING,
                descriptions=(Description(words=say(en=description)),) if description else (),
                parties=(),
                status="2",
                dates=(),
                sectors=(Sector(code=made.sector),) if made.sector else (),
                flow=self.told.get("flow_type", ""),
            )
        )
        if kind is MigrationClass.NONE:
            return None
        loan = self.told.get("finance_type", "")
        facts = reason.facts
        message, klass = reason.message, CLASSES[kind]
        if loan in LOANS:
            purpose = Reason("loan", reason.message, reason.facts).sentence
            message, klass, facts = LOAN, "loan", MappingProxyType({"finance": loan, "purpose": purpose})
        estimated = reason.estimated or kind is MigrationClass.GENERAL
        classed = replace(made, klass=klass, estimated=estimated, reason=message, facts=facts)
        return with_grant_as_told(classed) if klass == "loan" else classed
