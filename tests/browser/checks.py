"""What must hold for every screen; a test of a screen calls these."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.0, 2.1 and 2.2, levels A and AA, and the good habits axe knows.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong, one line a rule with the first places."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{rule['id']}: {rule['help']} at {[node['target'] for node in rule['nodes'][:4]]}"
        for rule in found.response["violations"]
    ]


def sideways(page: Page) -> list[str]:
    """Return what sticks out of the window to the right; empty when nothing has to be scrolled sideways."""
    return page.evaluate(
        """() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            return [...document.querySelectorAll("body *")]
                .filter((e) => e.getBoundingClientRect().right > room + 1)
                .map((e) => e.tagName + "." + e.className).slice(0, 8);
        }"""
    )


def tab_stops(page: Page, limit: int = 200) -> list[dict[str, object]]:
    """Press Tab through a page; return each stop with its text, and whether its focus can be seen."""
    stops: list[dict[str, object]] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return null;
                if (e.dataset.tabbed) return null;
                e.dataset.tabbed = "1";
                const style = getComputedStyle(e), box = e.getBoundingClientRect();
                const x = box.left + Math.min(box.width / 2, 20), y = box.top + box.height / 2;
                const top = document.elementFromPoint(x, y);
                return {
                    text: (e.getAttribute("aria-label") || e.innerText || e.name || "").trim().slice(0, 60),
                    tag: e.tagName,
                    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
                    uncovered: !!top && (top === e || e.contains(top) || top.contains(e)
                        || (e.labels && [...e.labels].some((l) => l.contains(top)))),
                };
            }"""
        )
        if stop is None:
            break
        stops.append(stop)
    return stops
