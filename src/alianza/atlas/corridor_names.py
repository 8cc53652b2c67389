"""Countries and areas as a sentence names them: "in the Philippines", "en Filipinas", "aux Philippines"."""

import re
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language

from alianza.observatory import packaged
from alianza.vocabulary.places import countries


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


_CODE = re.compile(r"[A-Z0-9]{3}")

_ENGLISH_THE = _listed(
    "ALA ARE ATF BHS CAF CCK CYM COD COM COK DOM FLK FRO GBR GMB IMN IOT KOR LAO MDA MDV MHL MNP NLD PHL PRK PSE RUS"
    " SGS SJM SLB SYR TCA TZA UMI USA VAT VGB VIR WLF XCX CHI AB9"
)
_SPANISH = (
    (re.compile(r"(República|Federación|Santa Sede|Isla|Zona)\b"), "la"),
    (re.compile(r"(Reino|Estado|Territorio|Sáhara)\b"), "el"),
    (re.compile(r"(Emiratos|Países|Estados)\b"), "los"),
    (re.compile(r"(Islas|Bahamas)\b"), "las"),
)
_FRENCH_AU = _listed(
    "BEN BTN BWA BRA BDI BFA BGD BLZ BRN CMR CAN CHL COG CRI DNK GAB GTM HND JPN KAZ KEN KWT LSO LBR LBN LIE LUX MAR"
    " MEX MNE MOZ MWI MLI NER NGA NIC NPL PAK PAN PER PRT PRY QAT KHM GBR RWA SEN SLV SUR SDN SSD TJK TCD TGO TKM TLS"
    " VUT VEN VNM YEM ZWE GHA GRL ESH VAT BLR MMR LKA CPV KGZ WSM GUY"
) - {"BLR", "LKA", "SLV"}
_FRENCH_AUX = _listed(
    "ALA ARE ASM BHS BMU CCK COK COM CYM FJI FLK FRO MDV MHL MNP NLD PHL PLW SJM SLB SYC TCA TON TUV UMI USA VGB VIR"
    " WLF TKL XCX CHI"
)
_FRENCH_A = _listed(
    "ABW AIA ATG BES BHR BLM BRB CUB CUW CYP DJI DMA GGY GIB GRD GUM HTI JAM JEY KIR KNA LCA LKA MAF MDG MCO MLT MSR"
    " MUS MYT NIU NRU OMN PCN PRI REU SGP SHN SLV SMR SPM STP SXM TTO TWN VCT"
)
_FRENCH_OF_THEIR_OWN = {
    "BRB": "à la", "DMA": "à la", "GRD": "à la", "JAM": "à la", "REU": "à La", "TTO": "à la",
    "BVT": "sur l’", "CXR": "sur l’", "HMD": "sur l’", "IMN": "sur l’", "NFK": "sur l’", "ATF": "dans les",
    "IOT": "dans le", "PSE": "dans l’", "AB9": "dans la",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A country or area with its name in the language of the page; `located` says where something is."""

    code: str
    name: str
    located: str


@cache
def codes() -> frozenset[str]:
    """Every code a page may be about: ISO 3166, and the areas by which statistics are kept (XKX)."""
    return frozenset(each.alpha3 for each in countries()) | _areas().keys()


@cache
def _areas() -> dict[str, dict[str, str]]:
    rows = packaged.table("areas").to_pylist()
    return {
        row["AREA"]: {lang: row[f"NAME_{lang.upper()}"] for lang in ("en", "es", "fr")}
        for row in rows
        if row["AREA_KIND"] == "country" and _CODE.fullmatch(row["AREA"])
    }


@cache
def _names() -> dict[str, dict[str, str]]:
    own = {each.alpha3: {lang: str(each.name(lang)) for lang in ("en", "es", "fr")} for each in countries()}
    return {**_areas(), **own}


def language() -> str:
    """The language of the page, of those that have names."""
    lang = (get_language() or "en").partition("-")[0]
    return lang if lang in {"en", "es", "fr"} else "en"


def place(code: str) -> Place:
    """The place of a code; the code itself where no list has a name."""
    return _place(code, language())


@cache
def _place(code: str, lang: str) -> Place:
    name = _names().get(code, {}).get(lang) or code
    return Place(code, name, _located(code, name, lang))


def _located(code: str, name: str, lang: str) -> str:
    if lang == "es":
        article = next((article for shape, article in _SPANISH if shape.match(name)), "")
        return f"en {article} {name}" if article else f"en {name}"
    if lang == "fr":
        if code in _FRENCH_OF_THEIR_OWN:
            before = _FRENCH_OF_THEIR_OWN[code]
            return f"{before}{name}" if before.endswith("’") else f"{before} {name}"
        if code in _FRENCH_AUX:
            return f"aux {name}"
        if code in _FRENCH_AU:
            return f"au {name}"
        return f"à {name}" if code in _FRENCH_A else f"en {name}"
    return f"in the {name}" if code in _ENGLISH_THE else f"in {name}"
