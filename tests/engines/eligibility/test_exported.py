import alianza.engines.eligibility as engine


def test_the_list_of_public_names_is_honest():
    for name in engine.__all__:
        assert hasattr(engine, name), name
    public = {name for name in vars(engine) if not name.startswith("_")}
    assert public == set(engine.__all__)
