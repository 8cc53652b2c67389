from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alianza.documents.models import StoredFile
from tests.documents.contents import PDF
from tests.world import World

PAGE = reverse("documents:file-list")


def add(world: World, content: bytes = PDF, name: str = "mi currículum.pdf", kind: str = "cv") -> int:
    form = {"kind": kind, "file": SimpleUploadedFile(name, content, "text/html")}
    return world.signed_in(world.ana).post(PAGE, form).status_code


def test_a_worker_stores_reads_and_removes_a_file(world: World) -> None:
    assert add(world) == 302
    file = StoredFile.objects.get()
    assert file.media_type == "application/pdf"
    client = world.signed_in(world.ana)
    assert "mi currículum.pdf" in client.get(PAGE).content.decode()
    client.post(reverse("documents:file-remove", kwargs={"code": file.code}))
    assert not StoredFile.objects.exists()


def test_a_download_is_an_attachment_in_a_sandbox(world: World) -> None:
    add(world)
    response = world.signed_in(world.ana).get(
        reverse("documents:file-download", kwargs={"code": StoredFile.objects.get().code})
    )
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"<html></html>", "cv.pdf", "cv"),
        (b"", "cv.pdf", "cv"),
        (PDF, "cv.pdf", "import"),
        (PDF, "a" * 300 + ".pdf", "cv"),
        (PDF + b"\0" * (5 << 20), "cv.pdf", "cv"),
    ],
)
def test_bad_files_get_a_sentence_on_the_form(world: World, content: bytes, name: str, kind: str) -> None:
    form = {"kind": kind, "file": BytesIO(content)}
    form["file"].name = name  # type: ignore[attr-defined]
    response = world.signed_in(world.ana).post(PAGE, form)
    assert response.status_code == 400
    assert "needs your attention" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_name_cannot_break_out_of_the_header(world: World) -> None:
    add(world, name='x"; evil="\r\nSet-Cookie: a=b.pdf')
    response = world.signed_in(world.ana).get(
        reverse("documents:file-download", kwargs={"code": StoredFile.objects.get().code})
    )
    assert "Set-Cookie: a" not in str(response.headers.get("Set-Cookie", ""))
    assert response.status_code == 200
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
