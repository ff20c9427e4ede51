"""Files come in through memory only, and no more of one than anything here could keep: nothing of a person lies on a disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

# One byte more than the largest document (`cases.rules.DOCUMENT_BYTES`), so that a larger one is seen to be too large.
MOST: Final = 5 * 1024 * 1024 + 1


class BoundedUpload(FileUploadHandler):
    """Keep the first bytes of the first file of a request, and let the rest pass by.

    No form of ours has a second one. Whoever sends a hundred, signed in or not, would otherwise fill the memory a hundred times.
    """

    _kept: BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the first file; pass over every other."""
        super().new_file(*args, **kwargs)
        if self._kept is not None:
            raise SkipFile
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take what still fits."""
        if self._kept is not None:
            self._kept.write(raw_data[: MOST - self._kept.tell()])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Hand over what was kept."""
        kept = self._kept or BytesIO()
        size = kept.tell()
        kept.seek(0)
        return InMemoryUploadedFile(
            kept, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )
