"""`vangnet screenshots` makes pictures of the right width, and says in one line why it cannot."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from PIL import Image

from vangnet.cli import browser
from vangnet.cli.root import main
from vangnet.cli.screenshots import command
from vangnet.core.errors import Unavailable

pytestmark = pytest.mark.browser


def test_a_picture_for_each_width(site, tmp_path):
    done = CliRunner().invoke(command, ["start=/onderdelen", "--base", site.base, "--to", str(tmp_path)])
    assert done.exit_code == 0, done.output
    widths = {path.name: Image.open(path).width for path in tmp_path.iterdir()}
    assert widths == {"start-1440.png": 1440, "start-390.png": 390}


def test_a_picture_of_the_window_is_as_high_as_the_window(site, tmp_path):
    CliRunner().invoke(
        command, ["/onderdelen", "--base", site.base, "--to", str(tmp_path), "--width", "390", "--window"]
    )
    assert Image.open(tmp_path / "onderdelen-390.png").size == (390, 900)


def test_a_picture_in_english_differs(site, tmp_path):
    for name, extra in (("nl", []), ("en", ["--english"])):
        CliRunner().invoke(
            command, [f"{name}=/onderdelen", "--base", site.base, "--to", str(tmp_path), "--width", "390", *extra]
        )
    assert (tmp_path / "nl-390.png").read_bytes() != (tmp_path / "en-390.png").read_bytes()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["/bestaat-niet"], "screenshot-fault"),
        (["onderdelen"], "screenshot-path"),
        (["/onderdelen", "--base", "http://127.0.0.1:9"], "screenshot-no-server"),
        (["/onderdelen", "--base", "http://127.0.0.1:9", "--as", "Anouk"], "screenshot-no-server"),
        (["/onderdelen", "--base", "http://127.0.0.1:9", "--english"], "screenshot-no-server"),
    ],
)
def test_what_cannot_be_pictured_is_said(site, tmp_path, args, code):
    base = [] if "--base" in args else ["--base", site.base]
    done = CliRunner().invoke(command, [*args, *base, "--to", str(tmp_path)])
    assert getattr(done.exception, "code", None) == code
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_one_line_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(Unavailable):
        browser.find()
    with pytest.raises(SystemExit) as ended:
        main(["screenshots", "/onderdelen"])
    assert ended.value.code == 1
    assert capsys.readouterr().err == "vangnet: Chromium ontbreekt. Op Debian: apt-get install chromium\n"
