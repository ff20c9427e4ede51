"""`vangnet screenshots`: pictures of screens, as wide as a desk and as narrow as a phone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vangnet.cli import browser
from vangnet.core.errors import InvalidInput, Unavailable

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Response

WIDTHS = (1440, 390)
HEIGHT = 900


@dataclass(frozen=True, slots=True)
class Shot:
    """One screen to picture: its path on the server and the name of the picture."""

    path: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Shot:
        """Read `/pad` or `naam=/pad`.

        >>> Shot.parse("/casussen?deel=mijn"), Shot.parse("start=/")
        (Shot(path='/casussen?deel=mijn', name='casussen'), Shot(path='/', name='start'))
        """
        name, sign, path = text.partition("=") if not text.startswith("/") else ("", "", text)
        path = path if sign else text
        if not path.startswith("/"):
            raise InvalidInput(
                "screenshot-path",
                nl=f"“{text}” is geen pad. Schrijf bijvoorbeeld /onderdelen of start=/",
                en=f"“{text}” is not a path. Write for example /onderdelen or start=/",
            )
        plain = path.split("?")[0].strip("/").replace("/", "-")
        return cls(path, name or plain or "start")


def take(page: Page, url: str, target: Path, *, width: int, whole: bool = True) -> None:
    """Write one picture.

    Args:
        url: the full address of the screen.
        target: the PNG file to write.
        width: of the window, in pixels.
        whole: the whole page, or only what fits in the window.

    Raises:
        Unavailable: the server does not answer, or answers with a fault.
    """
    page.set_viewport_size({"width": width, "height": HEIGHT})
    answer = _visit(page, url)
    if answer is None or answer.status >= 400:
        status = answer.status if answer else 0
        raise Unavailable(
            "screenshot-fault",
            nl=f"Deze pagina gaf antwoord {status} en is niet afgebeeld: {page.url}",
            en=f"This page answered {status} and was not pictured: {page.url}",
        )
    page.evaluate("document.fonts.ready")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(target), full_page=whole)


def _visit(page: Page, url: str) -> Response | None:
    """Go to an address.

    Raises:
        Unavailable: nothing answers there.
    """
    from playwright.sync_api import Error

    try:
        return page.goto(url, wait_until="load")
    except Error as error:
        raise Unavailable(
            "screenshot-no-server",
            nl="Er draait geen Vangnet op dit adres. Start het eerst met: make demo",
            en="No Vangnet runs at this address. Start it first with: make demo",
        ) from error


def sign_in(context: BrowserContext, base: str, person: str) -> None:
    """Sign in as one of the people of the demo, by the page that offers them."""
    page = context.new_page()
    _visit(page, f"{base}/account/demo")
    button = page.get_by_role("button", name=person)
    if button.count() == 0:
        raise InvalidInput(
            "screenshot-person",
            nl=f"De demo kent niemand die “{person}” heet.",
            en=f"The demo knows nobody called “{person}”.",
        )
    button.first.click()
    page.wait_for_load_state("load")
    page.close()


def speak_english(context: BrowserContext, url: str) -> None:
    """Choose English with the button that every page has."""
    page = context.new_page()
    _visit(page, url)
    page.get_by_role("button", name="English", exact=True).first.click()
    page.wait_for_load_state("load")
    page.close()


@click.command("screenshots")
@click.argument("paths", nargs=-1, required=True)
@click.option("--base", default="http://127.0.0.1:8000", show_default=True, help="Adres van een draaiend Vangnet.")
@click.option("--as", "person", default="", help="Log in als deze persoon van de demo.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("docs/images"),
    show_default=True,
    help="Map voor de afbeeldingen.",
)
@click.option(
    "--width", "widths", type=int, multiple=True, default=WIDTHS, show_default=True, help="Breedte in pixels."
)
@click.option("--english", is_flag=True, help="De schermen in het Engels.")
@click.option("--window", is_flag=True, help="Alleen wat in het venster past, en niet de hele bladzijde.")
def command(
    paths: tuple[str, ...], base: str, person: str, folder: Path, widths: tuple[int, ...], english: bool, window: bool
) -> None:
    """Maak afbeeldingen van schermen: PATHS zijn /pad of naam=/pad."""
    shots = [Shot.parse(text) for text in paths]
    address = base.rstrip("/")
    with browser.launched() as chromium:
        context = chromium.new_context(locale="nl-NL")
        if person:
            sign_in(context, address, person)
        if english:
            speak_english(context, address + shots[0].path)
        page = context.new_page()
        for shot in shots:
            for width in widths:
                target = folder / f"{shot.name}-{width}.png"
                take(page, address + shot.path, target, width=width, whole=not window)
                click.echo(str(target))
