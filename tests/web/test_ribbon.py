from alianza.web import ribbon


def test_a_straight_ribbon_turns_in_its_middle() -> None:
    origin, destination = ribbon.halves(100, 8, band=8)
    assert origin == "M0 0H25C34.05 0 41.85 1.951 50 4C41.85 6.049 34.05 8 25 8H0Z"
    assert destination.startswith("M100 0H75")
    assert " 50 4" in origin
    assert " 50 4" in destination


def test_progress_is_as_long_as_what_is_done() -> None:
    assert 'width="25"' in ribbon.progress_band(1, 4)
    assert 'width="100"' in ribbon.progress_band(9, 4)
    assert "<svg x=" not in ribbon.progress_band(0, 4)
    assert "<svg x=" not in ribbon.progress_band(0, 0)


def test_parts_of_a_score_stand_one_after_another() -> None:
    drawn = ribbon.score_bar([(1, 300), (2, 0), (3, 200)], 1000)
    assert 'class="part--1" x="0" width="296"' in drawn
    assert 'class="part--3" x="300" width="196"' in drawn
    assert "part--2" not in drawn


def test_an_unknown_symbol_is_a_ring() -> None:
    assert ribbon.symbol("no-such") == ribbon.symbol("open")
