"""Countries and areas as a sentence names them: "in the Philippines", "en Filipinas", "aux Philippines"."""

import re
from dataclasses import dataclass
from functools import cache

from alianza.observatory import areas
from alianza.observatory.areas import codes
from alianza.texts import page_language


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


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
    " VUT VEN VNM YEM ZWE GHA GRL ESH VAT BLR MMR LKA CPV KGZ WSM GUY XKX"
) - {"BLR", "LKA", "SLV"}
_FRENCH_AUX = _listed(
    "ALA ARE ASM BHS BMU CCK COK COM CYM FJI FLK FRO MDV MHL MNP NLD PHL PLW SJM SLB SYC TCA TON TUV UMI USA VGB VIR"
    " WLF TKL XCX CHI ANT"
)
_FRENCH_A = _listed(
    "ABW AIA ATG BES BHR BLM BRB CUB CUW CYP DJI DMA GGY GIB GRD GUM HTI JAM JEY KIR KNA LCA LKA MAF MDG MCO MLT MSR"
    " MUS MYT NIU NRU OMN PCN PRI REU SGP SHN SLV SMR SPM STP SXM TTO TWN VCT"
)
_FRENCH_OF_THEIR_OWN = {
    "BRB": ("à la", "de la"), "DMA": ("à la", "de la"), "GRD": ("à la", "de la"), "JAM": ("à la", "de la"),
    "REU": ("à La", "de La"), "TTO": ("à la", "de la"), "BVT": ("sur l’", "de l’"), "CXR": ("sur l’", "de l’"),
    "HMD": ("sur l’", "de l’"), "IMN": ("sur l’", "de l’"), "NFK": ("sur l’", "de l’"), "ATF": ("dans les", "des"),
    "IOT": ("dans le", "du"), "PSE": ("dans l’", "de l’"), "AB9": ("dans la", "de la"),
}  # fmt: skip
_VOWEL = re.compile(r"[AEIOUÉÈÎÂÔ]|Haï")


@dataclass(frozen=True, slots=True)
class Place:
    """A country or area with its name in the language of the page, and as sentences have it: `located` where something
    is ("in the Philippines"), `leaving` where it comes from, `reaching` where it goes to.
    """

    code: str
    name: str
    located: str
    leaving: str
    reaching: str


def language() -> str:
    """The language of the page, of those that have names."""
    lang = page_language()
    return lang if lang in {"en", "es", "fr"} else "en"


def place(code: str) -> Place:
    """The place of a code; the code itself where no list has a name."""
    return _place(code, language())


@cache
def _place(code: str, lang: str) -> Place:
    name = areas.name(code, lang)
    if lang == "es":
        return Place(code, name, *_spanish(name))
    if lang == "fr":
        return Place(code, name, *_french(code, name))
    told = f"the {name}" if code in _ENGLISH_THE else name
    return Place(code, name, f"in {told}", f"from {told}", f"to {told}")


def _spanish(name: str) -> tuple[str, str, str]:
    article = next((article for shape, article in _SPANISH if shape.match(name)), "")
    if article == "el":
        return f"en el {name}", f"del {name}", f"al {name}"
    told = f"{article} {name}" if article else name
    return f"en {told}", f"de {told}", f"a {told}"


def _french(code: str, name: str) -> tuple[str, str, str]:
    of = "d’" if _VOWEL.match(name) else "de "
    if code in _FRENCH_OF_THEIR_OWN:
        before, leaving = _FRENCH_OF_THEIR_OWN[code]
        located = f"{before}{name}" if before.endswith("’") else f"{before} {name}"
        return located, f"{leaving}{name}" if leaving.endswith("’") else f"{leaving} {name}", located
    if code in _FRENCH_AUX:
        return f"aux {name}", f"des {name}", f"aux {name}"
    if code in _FRENCH_AU:
        return f"au {name}", f"du {name}", f"au {name}"
    before = "à" if code in _FRENCH_A else "en"
    return f"{before} {name}", f"{of}{name}", f"{before} {name}"


__all__ = ["Place", "codes", "language", "place"]
