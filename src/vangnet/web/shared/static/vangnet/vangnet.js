// The little that HTML and htmx do not do by themselves. Everything works without it.
(() => {
  // "/" goes to the search field, unless you are typing.
  addEventListener("keydown", (e) => {
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector("[data-search]");
    if (field && field.offsetParent) { e.preventDefault(); field.focus(); }
  });
  // A page that offers single keys: the key presses the thing that names it, and may lead on to where one types next.
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || !/^[a-z]$/.test(e.key)) return;
    if (e.target.closest("input:not([type=radio]), textarea, select, [contenteditable]")) return;
    const wanted = document.querySelector(`[data-key="${e.key}"]`);
    if (!wanted) return;
    e.preventDefault();
    wanted.click();
    (document.getElementById(wanted.dataset.then) || wanted).focus();
  });
  // Menus: close on Escape (focus returns to the button) and on a click outside. One open at a time.
  const menus = () => document.querySelectorAll("details.more[open], details.mobile-menu[open]");
  addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    menus().forEach((m) => { const had = m.contains(document.activeElement); m.open = false; if (had) m.querySelector("summary").focus(); });
  });
  addEventListener("click", (e) => menus().forEach((m) => { if (!m.contains(e.target)) m.open = false; }));

  // On a phone the tab where you are may lie beside the screen: bring it in.
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => { tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16; });

  // A form that is sent twice by a double click goes once; whoever comes back to the page may send it again.
  addEventListener("submit", (e) => {
    if (e.defaultPrevented || e.target.method !== "post") return;
    if (e.target.dataset.sent) e.preventDefault(); else e.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // A part that did not arrive: say so beside the form, keep what was typed, and offer to send it again.
  const sayOffline = (form) => {
    const example = document.querySelector("template[data-offline]");
    if (!example || form.previousElementSibling?.matches("[data-notice]")) return;
    const notice = example.content.firstElementChild.cloneNode(true);
    notice.dataset.notice = "";
    notice.querySelector("[data-retry]").addEventListener("click", () => { notice.remove(); (form.requestSubmit ? form.requestSubmit() : form.click()); });
    form.before(notice);
    notice.querySelector("[data-retry]").focus();
  };
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach((name) => addEventListener(name, (e) => sayOffline(e.detail.elt)));

  // Two minutes before the session ends: ask. Every answer of the server starts the count again.
  const idle = Number(document.body.dataset.idle || 0);
  let timer;
  const ask = () => {
    const example = document.querySelector("template[data-idle-warning]");
    if (!example || document.querySelector(".still-there")) return;
    const notice = example.content.firstElementChild.cloneNode(true);
    const form = notice.querySelector("form");
    form.addEventListener("submit", async (e) => {
      e.preventDefault();
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).catch(() => null);
      if (answer && answer.status === 204) { notice.remove(); count(); } else { location.reload(); }
    });
    document.body.append(notice);
    notice.querySelector("button").focus();
  };
  const count = () => { clearTimeout(timer); if (idle > 180) timer = setTimeout(ask, (idle - 120) * 1000); };
  addEventListener("htmx:afterRequest", count);
  count();
})();
