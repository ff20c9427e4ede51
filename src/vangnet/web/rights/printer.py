"""The process that prints: reads a page from its input, writes a PDF to its output, and fetches nothing."""

from __future__ import annotations

import json
import sys

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


def main() -> None:
    """Print the page on the input."""
    page = json.load(sys.stdin.buffer)
    document = HTML(string=page["html"], url_fetcher=URLFetcher(allowed_protocols=()))
    sys.stdout.buffer.write(document.write_pdf(stylesheets=[CSS(string=page["css"])], pdf_tags=True))


if __name__ == "__main__":
    main()
