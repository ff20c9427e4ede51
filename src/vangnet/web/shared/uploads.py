"""Files come in through memory only, and no more of one than anything here could keep: nothing of a person lies on a disk."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# One byte more than the largest document (`cases.rules.DOCUMENT_BYTES`), so that a larger one is seen to be too large.
MOST: Final = 5 * 1024 * 1024 + 1


class BoundedUpload(FileUploadHandler):
    """Keep the first bytes of each file, and let the rest pass by."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take what still fits."""
        if start == 0:
            self._kept = BytesIO()
        room = MOST - self._kept.tell()
        self._kept.write(raw_data[:room])
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        """Hand over what was kept."""
        kept = self._kept if file_size else BytesIO()
        size = kept.tell()
        kept.seek(0)
        return InMemoryUploadedFile(
            kept, self.field_name, self.file_name, self.content_type, size, self.charset, self.content_type_extra
        )
