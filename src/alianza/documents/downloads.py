"""A stored file on its way to a browser."""

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from alianza.documents.models import SealedContent, StoredFile
from alianza.documents.queries import content


def as_attachment(file: StoredFile | SealedContent) -> StreamingHttpResponse:
    """The file as a download that no browser takes for a page of ours."""
    response = StreamingHttpResponse(content(file), content_type=file.media_type)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
