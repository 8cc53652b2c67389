import inspect

from alianza.engines import preselection


def test_every_public_name_is_listed_and_says_what_it_means():
    public = {
        name for name, value in vars(preselection).items() if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert public == set(preselection.__all__)
    assert [
        n for n in preselection.__all__ if callable(getattr(preselection, n)) and not getattr(preselection, n).__doc__
    ] == []
