"""How much a form with files may send."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class NotTooLarge(FileUploadHandler):
    """Declines a request by the size that it announces, before a byte of its files is read or kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > settings.UPLOAD_MAX_SIZE:
            raise RequestDataTooBig("The files sent are larger than UPLOAD_MAX_SIZE.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data  # to the handlers after this one

    def file_complete(self, file_size: int) -> None:
        return None
