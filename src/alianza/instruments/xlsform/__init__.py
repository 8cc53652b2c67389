"""The XLSForm of an instrument, and the instrument of an XLSForm: what tools of the field read and write."""

from alianza.instruments.xlsform.book import NotAnXlsform
from alianza.instruments.xlsform.exchange import (
    converted,
    read_xlsform,
    read_xlsform_bytes,
    write_xlsform,
    xlsform_bytes,
)

__all__ = ["NotAnXlsform", "converted", "read_xlsform", "read_xlsform_bytes", "write_xlsform", "xlsform_bytes"]
