"""Imitations of the layouts of official files, written for the tests: the columns are theirs, the figures are not."""

import zipfile
from pathlib import Path

import openpyxl

MAPPING = """
dataflow: labour-permits
title: {en: Labour permits, es: Permisos de trabajo, fr: Permis de travail}
agency: Ministry of Labour
columns: {REF_AREA: iso3, TIME_PERIOD: year, OBS_VALUE: permits}
revision: edition
unit: persons
kind: observed
source: Ministry of Labour, yearly report
licence: CC BY 4.0
"""
PERMITS = "iso3,year,permits,edition\nNAM,2023,120,2024\nNAM,2024,,2024\nDEU,2023,900,2024\n"


def text(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def mapping(folder: Path, content: str = MAPPING) -> Path:
    return text(folder, "mapping.yaml", content)


def un_stock(
    folder: Path,
    *,
    revision: str = "2026",
    years: tuple[object, ...] = (1990, 2026),
    rows: tuple[tuple[object, ...], ...] | None = None,
) -> Path:
    """The workbook by destination and origin: title, header, both sexes, male, female."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Table 1"
    sheet.append(["United Nations", "Population Division"])
    sheet.append([f"International Migrant Stock {revision}"])
    sheet.append([])
    sheet.append(
        [
            "Index",
            "Region, development group, country or area of destination",
            "Notes of destination",
            "Location code of destination",
            "Type of data of destination",
            "Region, development group, country or area of origin",
            "Location code of origin",
            *years,
            *years,
            *years,
        ]
    )
    for row in rows or (
        (1, "WORLD", "", 900, "", "WORLD", 900, 30, 44, 15, 22, 15, 22),
        (2, "Namibia", "", 516, "B", "Angola", 24, 10, 14, 6, 8, 4, 6),
        (3, "Germany", "", 276, "B R", "Others", 2003, 20, 30, 9, 14, 11, 16),
        (4, "Germany", "", 276, "B R", "Namibia", 516, "..", "..", "..", "..", "..", ".."),
    ):
        sheet.append(list(row))
    path = folder / "stock.xlsx"
    book.save(path)
    return path


def rpw(folder: Path, *, period: str = "2023_1Q") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Dataset (from Q2 2016)"
    sheet.append(
        ["id", "period", "source_code", "source_name", "destination_code", "destination_name", "firm", "firm_type",
         "product", "speed actual", "transparent", "cc1 lcu amount", "cc1 lcu fee", "cc1 fx margin", "cc1 total cost %",
         "cc2 lcu amount", "cc2 lcu fee", "cc2 fx margin", "cc2 total cost %"]
    )  # fmt: skip
    sheet.append(
        [7, period, "ZAF", "South Africa", "NAM", "Namibia", "Quick Send", "MTO", "Cash", "Same day", "yes",
         3000, 150, 1.5, 6.5, 7500, 200, 1.5, 4.2]
    )  # fmt: skip
    sheet.append(
        [8, period, "ZAF", "South Africa", "NAM", "Namibia", "First Bank", "Bank", "Account", "3-5 days", "no",
         3000, 400, 2.0, 15.3, None, None, None, None]
    )  # fmt: skip
    path = folder / "rpw.xlsx"
    book.save(path)
    return path


def rpw_of_two_sheets(folder: Path) -> Path:
    """As the publisher has it since 2016: the older sheet first, other names, and cells with a wrong format."""
    book = openpyxl.Workbook()
    older = book.active
    older.title = "Dataset (up to Q1 2016)"
    common = ["id", "period", "source_code", "destination_code", "firm", "firm_type"]
    older.append([*common, "product", "sending location", "speed actual", "cc1 lcu fee", "cc1 fx margin",
                  "cc1 total cost %", "transparent", "coverage", "pick-up method"])  # fmt: skip
    older.append([1, "2016_1Q", "ZAF", "NAM", "Quick Send", "MTO", "Cash to cash", "at Branch", "Same day", 150, 1.5,
                  6.5, "yes", "Nationwide", "Cash"])  # fmt: skip
    newer = book.create_sheet("Dataset (from Q2 2016)")
    newer.append([*common, "payment instrument", "access point", "speed actual", "cc1 lcu fee", "cc1 fx margin",
                  "cc1 total cost %", "transparent", "receiving network coverage", "pickup method"])  # fmt: skip
    newer.append([2, "2025_3Q", "ZAF", "NAM", "Quick Send", "MTO", "Debit/credit card", "Internet", "Same day", "150",
                  0.25, 6.5, "Yes", "High", "Mobile wallet"])  # fmt: skip
    newer["K2"].number_format, newer["L2"].number_format = "hh:mm", "yyyy-mm-dd hh:mm"
    path = folder / "rpw-two.xlsx"
    book.save(path)
    return path


WPP = (
    "SortOrder,LocID,ISO3_code,LocTypeName,Location,VarID,Variant,Time,Births,Deaths,NetMigrations,TFR,LEx\n"
    "1,900,,World,World,2,Medium,2025,132000,61000,0,2.2,73.5\n"
    "2,516,NAM,Country/Area,Namibia,2,Medium,2025,80.1,20.2,-1.5,3.2,66.1\n"
    "3,516,NAM,Country/Area,Namibia,2,Medium,2026,80.9,20.6,-1.4,3.1,66.4\n"
)
WPP_AGES = (
    "LocID,ISO3_code,Location,Variant,Time,AgeGrp,PopMale,PopFemale,PopTotal\n"
    "516,NAM,Namibia,Medium,2025,0-4,190.1,186.2,376.3\n"
    "516,NAM,Namibia,Medium,2025,100+,0.01,0.03,0.04\n"
    "516,NAM,Namibia,Medium,2026,0-4,191.1,187.2,378.3\n"
)
NORMLEX = (
    "Country,Convention,Date,Status,Note\n"
    "Namibia,C097,22 Aug 2001,In Force,\n"
    "Türkiye,C143,2003-05-01,Not in force,denounced parts\n"
)
SDMX_CSV = (
    "DATAFLOW,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    "OECD:MIG(1.0),NAM,_T,2022,12,A\n"
    "OECD:MIG(1.0),DEU,_T,2022,,M\n"
)
SDMX_ML = """<?xml version="1.0" encoding="UTF-8"?>
<mes:StructureSpecificData xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/data/structurespecific"
 xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"
 xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=OECD:MIG(1.0):ObsLevelDim:AllDimensions">
<mes:Header><mes:ID>T</mes:ID><mes:Test>false</mes:Test><mes:Prepared>2026-01-01T00:00:00Z</mes:Prepared>
<mes:Sender id="OECD"/><mes:Structure structureID="MIG"
 namespace="urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=OECD:MIG(1.0)" dimensionAtObservation="AllDimensions">
<com:StructureUsage>urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=OECD:MIG(1.0)</com:StructureUsage>
</mes:Structure></mes:Header>
<mes:DataSet ss:structureRef="MIG" xsi:type="ns1:DataSetType" action="Information">
<Obs REF_AREA="NAM" SEX="_T" TIME_PERIOD="2022" OBS_VALUE="12" OBS_STATUS="A" />
<Obs REF_AREA="DEU" SEX="_T" TIME_PERIOD="2022" OBS_VALUE="13.5" OBS_STATUS="A" />
</mes:DataSet></mes:StructureSpecificData>
"""


def bomb(folder: Path) -> Path:
    """A workbook whose sheet unpacks to two thousand times its size."""
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    return path
