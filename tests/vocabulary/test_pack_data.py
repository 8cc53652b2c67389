import pytest

from tools.pack_data import folded_forms, forms


@pytest.mark.parametrize(
    ("label", "typed"),
    [
        ("enfermero/enfermera", ["enfermero", "enfermera"]),
        ("Conducteur / Conductrice de drague", ["Conducteur de drague", "Conductrice de drague"]),
        ("director técnico/directora técnica", ["director técnico", "directora técnica"]),
        (
            "Conseiller / Conseillère en fusion/acquisition",
            ["Conseiller en fusion acquisition", "Conseillère en fusion acquisition"],
        ),
        ("Agrarberater/in", ["Agrarberater", "Agrarberaterin"]),
        ("Infirmier (h/f/x)", ["Infirmier"]),
        ("waiter/waitress", ["waiter", "waitress"]),
        ("welder", ["welder"]),
        ("/", []),
        ("", []),
    ],
)
def test_a_label_is_typed_in_either_gender(label, typed):
    assert forms(label) == typed


def test_forms_are_folded_each_once():
    assert folded_forms("Albañil/ALBAÑIL") == ["albanil"]
    assert folded_forms("مهندس") == []
