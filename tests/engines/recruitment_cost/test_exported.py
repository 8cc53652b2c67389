"""The public list of the engine is honest."""

from alianza.engines import recruitment_cost


def test_everything_listed_exists_and_everything_imported_is_listed():
    assert len(set(recruitment_cost.__all__)) == len(recruitment_cost.__all__)
    public = {
        name
        for name, value in vars(recruitment_cost).items()
        if not name.startswith("_")
        and not hasattr(value, "__path__")
        and getattr(value, "__module__", "").startswith("alianza")
    }
    assert public <= set(recruitment_cost.__all__)
    assert all(hasattr(recruitment_cost, name) for name in recruitment_cost.__all__)
