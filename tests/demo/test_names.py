from itertools import islice

from alianza.demo.names import firm_words, person


def test_ten_thousand_people_have_ten_thousand_names():
    names = {person(number) for number in range(1, 10_001)}
    assert len(names) == 10_000
    assert all(len(name.split()) == 2 for name in names)


def test_words_for_firms_do_not_repeat():
    words = list(islice(firm_words(), 100))
    assert len(set(words)) == 100
