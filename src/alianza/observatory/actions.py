"""What is done with series: load a vintage, choose the current one, publish an estimate."""

import hashlib
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.db import transaction

from alianza.audit.actions import Actor, record
from alianza.observatory import packaged
from alianza.observatory.importing.brought import ROW, About, Definition, unfit
from alianza.observatory.importing.checking import check
from alianza.observatory.importing.formats import Layout, read
from alianza.observatory.models import FLOW, NAME, Dataflow, Vintage, series_folder
from alianza.observatory.packaged import UnknownVintage
from alianza.observatory.provenance import Provenance
from alianza.vocabulary.refusal import Refusal, marked

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa


class VintageHeld(Refusal):
    code = "observatory.vintage_held"
    message = marked(
        "%(vintage)s is held already and is not this file. A vintage never changes: give the new one another name, "
        "for example %(other)s."
    )


class WrongName(Refusal):
    code = "observatory.wrong_name"
    message = marked(
        "%(given)s names no series and no vintage. Use letters, figures, hyphens; begin a vintage with its year."
    )


class AnotherSeries(Refusal):
    code = "observatory.another_series"
    message = marked("%(dataflow)s has the columns %(wanted)s, this file has others. Load it as a series of its own.")


@dataclass(frozen=True)
class Loaded:
    """What came of it: `is_new` is False where the same bytes were held already and nothing was done."""

    vintage: Vintage
    is_new: bool


def definition_of(dataflow: str) -> Definition | None:
    """What the store knows of a series, from the database or from what comes with the product."""
    flow = Dataflow.objects.filter(name=dataflow).first()
    if flow is not None:
        return Definition(
            id=flow.name,
            agency=flow.agency,
            titles=flow.titles,
            dimensions=flow.dimensions,
            measures=tuple(flow.measures),
            unit=flow.unit,
            unit_multiplier=flow.unit_multiplier,
            kind=flow.kind,
            may_be_negative=flow.may_be_negative,
            codes=flow.codes,
            texts=_texts(flow.measures),
        )
    try:
        held = packaged.entry(dataflow)
    except Refusal:
        return None
    return Definition(
        id=held.id,
        agency=held.agency,
        titles=held.titles,
        dimensions=held.dimensions,
        measures=held.measures,
        unit=held.unit,
        unit_multiplier=held.unit_multiplier,
        kind=held.kind,
        may_be_negative=held.may_be_negative,
        codes=held.codes,
        texts=_texts(held.measures),
    )


def _texts(measures: Sequence[str]) -> frozenset[str]:
    """Measures of the store that are words or dates."""
    return frozenset(measures) & {"STATUS", "BOUND", "SIGNED", "ACTION", "IN_FORCE", "NOTE", "REQUIREMENT"}


def load_vintage(
    path: Path,
    *,
    layout: Layout,
    dataflow: str = "",
    vintage: str,
    mapping: Path | None = None,
    dimensions: Sequence[str] = (),
    about: Mapping[str, str] | None = None,
    make_current: bool = True,
    by: Actor,
) -> Loaded:
    """Read, check and keep a file as a vintage of a series; the vintages before it stay.

    The whole file or nothing. The same bytes under the same name again do nothing. `about` overrides what the layout
    says of source, licence, citation, url and release. Raises UnfitFile, VintageHeld, AnotherSeries, WrongName.
    """
    if not NAME.fullmatch(vintage):
        raise WrongName(given=repr(vintage[:40]))
    if dataflow and not FLOW.fullmatch(dataflow):
        raise WrongName(given=repr(dataflow[:60]))
    known = definition_of(dataflow) if dataflow else None
    brought = read(
        path, layout, dataflow=dataflow, vintage=vintage, known=known, mapping=mapping, dimensions=dimensions
    )
    given = brought.definition
    if not dataflow:
        if given is None:
            raise unfit("Say with --dataflow which series it belongs to.")
        dataflow = given.id
        known = definition_of(dataflow)
    definition = known or (replace(given, id=dataflow) if given is not None else None)
    if definition is None:
        raise unfit(f"{dataflow} is no series that is known, and this layout does not define one.")
    if given is not None and known is not None and not set(known.dimensions) <= set(given.dimensions):
        raise AnotherSeries(dataflow=dataflow, wanted=", ".join(known.dimensions))
    source_digest = hashlib.sha256(path.read_bytes()).hexdigest()
    same = Vintage.objects.filter(dataflow__name=dataflow, name=vintage, source_digest=source_digest).first()
    if same is not None:
        return Loaded(same, is_new=False)
    frame = check(brought, definition, vintage)
    terms = _terms(brought.about, about or {}, brought.method)
    table = _table(frame, definition)
    with transaction.atomic():
        held = _keep(
            table, definition, vintage, terms, layout=layout, source_digest=source_digest, make_current=make_current
        )
        record(
            "observatory.vintage.loaded",
            held,
            by=by,
            series=dataflow,
            vintage=vintage,
            rows=held.rows,
            sha256=held.digest,
        )
    return Loaded(held, is_new=True)


def publish_estimate(
    table: "pa.Table",
    *,
    definition: Definition,
    vintage: str,
    about: About,
    provenance: Provenance,
    make_current: bool = True,
    by: Actor,
) -> Vintage:
    """Keep what an engine computed as a vintage, with the record of how it was made. Raises VintageHeld, WrongName."""
    if not NAME.fullmatch(vintage):
        raise WrongName(given=repr(vintage[:40]))
    keys = list(definition.dimensions)
    table = table.sort_by([(key, "ascending") for key in keys])
    with transaction.atomic():
        held = _keep(
            table,
            definition,
            vintage,
            about,
            layout="engine",
            source_digest=hashlib.sha256(repr(sorted(provenance.inputs.items())).encode()).hexdigest(),
            make_current=make_current,
            provenance=provenance.as_data(),
        )
        record(
            "observatory.estimate.published",
            held,
            by=by,
            series=definition.id,
            vintage=vintage,
            method=provenance.method,
            inputs=dict(provenance.inputs),
            version=provenance.version,
        )
    return held


def choose_current(dataflow: str, vintage: str, *, by: Actor) -> None:
    """Choose the vintage that is meant when none is named; one that comes with the product may be chosen too.

    Raises UnknownVintage, or UnknownDataflow.
    """
    with transaction.atomic():
        flow = Dataflow.objects.select_for_update().filter(name=dataflow[:60]).first()
        if flow is None:
            packaged.entry(dataflow, vintage)
            return  # nothing of the series is loaded: its packaged current vintage is meant anyway
        chosen = flow.vintages.filter(name=vintage[:40]).first()
        if chosen is None:
            try:
                is_packaged_current = packaged.entry(dataflow, vintage).current
            except Refusal:
                is_packaged_current = False
            if not is_packaged_current:
                raise UnknownVintage.among({str(each): [] for each in flow.vintages.all()}, f"{dataflow}@{vintage}")
        before = flow.vintages.filter(current=True).first()
        if before == chosen:
            return
        flow.vintages.filter(current=True).update(current=False)
        if chosen is not None:
            chosen.current = True
            chosen.save(update_fields=["current"])
        subject = chosen or before
        if subject is not None:
            record("observatory.vintage.made_current", subject, by=by, series=dataflow, vintage=vintage)


def _terms(found: About | None, given: Mapping[str, str], method: str) -> About:
    base = found or About(source="", licence="", method=method)
    said: dict[str, Any] = {key: value for key, value in given.items() if value}
    terms = replace(base, **said)
    lacking = [name for name in ("source", "licence") if not getattr(terms, name)]
    if lacking:
        raise unfit(f"Say its {' and '.join(lacking)}: no figure is kept without (--{' and --'.join(lacking)}).")
    return terms


def _table(frame: "pl.DataFrame", definition: Definition) -> "pa.Table":
    import polars as pl
    import pyarrow as pa

    keys = list(definition.dimensions)
    rest = [name for name in frame.columns if name not in {*keys, *definition.measures, ROW}]
    columns = {}
    for name in [*keys, *definition.measures, *rest]:
        values = frame[name]
        if values.dtype.is_float():
            known = values.drop_nulls()
            if known.len() and (known == known.round(0)).all() and float(known.abs().max() or 0) < 2**53:  # type: ignore[arg-type]
                values = values.cast(pl.Int64)
        array = values.to_arrow()
        columns[name] = array.cast(pa.string()) if values.dtype == pl.String else array
    return pa.table(columns)


def _keep(
    table: "pa.Table",
    definition: Definition,
    vintage: str,
    about: About,
    *,
    layout: str,
    source_digest: str,
    make_current: bool,
    provenance: dict[str, Any] | None = None,
) -> Vintage:
    """Write the file beside and rename it, then the row; inside the caller's transaction."""
    flow, _new = Dataflow.objects.get_or_create(
        name=definition.id,
        defaults={
            "agency": definition.agency[:60],
            "titles": dict(definition.titles),
            "dimensions": dict(definition.dimensions),
            "measures": list(definition.measures),
            "unit": definition.unit[:200],
            "unit_multiplier": definition.unit_multiplier,
            "kind": definition.kind,
            "may_be_negative": definition.may_be_negative,
            "codes": {key: dict(codes) for key, codes in definition.codes.items()},
        },
    )
    flow = Dataflow.objects.select_for_update().get(pk=flow.pk)
    packaged_names = {each.vintage for each in packaged.catalogue() if each.id == definition.id}
    if vintage in packaged_names or flow.vintages.filter(name=vintage).exists():
        raise VintageHeld(vintage=f"{definition.id}@{vintage}", other=f"{vintage}-2")
    content = _as_bytes(table)
    digest = hashlib.sha256(content).hexdigest()
    _write(series_folder() / f"{digest}.parquet", content)
    if make_current:
        flow.vintages.filter(current=True).update(current=False)
    named = {*definition.dimensions, *definition.measures}
    return Vintage.objects.create(
        dataflow=flow,
        name=vintage,
        current=make_current,
        digest=digest,
        source_digest=source_digest,
        rows=table.num_rows,
        size=len(content),
        attributes=[name for name in table.column_names if name not in named],
        source=about.source[:300],
        citation=about.citation[:600],
        licence=about.licence[:200],
        url=about.url[:500],
        released=about.released[:40],
        method=about.method[:1000],
        notes=list(about.notes),
        layout=str(layout),
        estimate=provenance is not None,
        provenance=provenance,
    )


def _as_bytes(table: "pa.Table") -> bytes:
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd", row_group_size=131_072)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """A file of this name holds these bytes already, or none does: its name is its hash."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():
        return
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as beside:
        try:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).chmod(0o600)
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise
