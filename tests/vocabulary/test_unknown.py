from alianza.vocabulary.unknown import UnknownCode

KNOWN = {"DEU": ["Germany", "Alemania"], "DOM": ["Dominican Republic"], "FRA": ["France"]}


def test_names_and_codes_that_come_near_are_suggested_best_first():
    refusal = UnknownCode.among(KNOWN, "Domnican Republic")
    assert refusal.suggestions == ("DOM",)
    assert str(refusal) == "'Domnican Republic' is not known. Did you mean DOM (Dominican Republic)?"
    assert UnknownCode.among(KNOWN, "aleman").suggestions == ("DEU",)


def test_when_nothing_comes_near_nothing_is_suggested():
    refusal = UnknownCode.among(KNOWN, "qq")
    assert refusal.suggestions == ()
    assert str(refusal) == "'qq' is not known."
    assert UnknownCode.among({}, "DEU").suggestions == ()
    assert UnknownCode.among(KNOWN, "").suggestions == ()


def test_what_was_given_is_shown_short():
    assert len(str(UnknownCode.among(KNOWN, "x" * 5000))) < 100
