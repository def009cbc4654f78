// Several events at one place are listed beside their mark: by click, or by Enter at the middle of
// the map while it has the focus.
(function () {
  const C = window.datelineColumns, { S, told, element, dot } = window.datelineRows, { T, counted } = window.datelineWords;
  const P = { box: null, list: null, keys: [], choose: null };
  const GAP = 14, WIDTH = 280;

  function close(back) {
    if (!P.box || P.box.hidden) return false;
    P.box.hidden = true;
    if (back) S.map.getContainer().focus();
    return true;
  }

  function lay(point) {
    const size = S.map.getSize(), height = P.box.offsetHeight;
    const right = point.x + GAP + WIDTH < size.x, x = right ? point.x + GAP : point.x - GAP - WIDTH;
    P.box.style.left = `${Math.max(6, Math.min(size.x - WIDTH - 6, x))}px`;
    P.box.style.top = `${Math.max(6, Math.min(size.y - height - 6, point.y - height / 2))}px`;
  }

  // ``found`` are rows; ``choose`` is told the key of one, and all keys with that one first.
  async function list(found, point, choose, { focus }) {
    if (!P.box) make();
    P.found = found; P.choose = choose;
    P.head.textContent = counted(T.counted, found.length);
    P.list.replaceChildren();
    P.box.hidden = false;
    lay(point);
    const texts = new Map((await told(found)).map((row) => [row.at, row]));
    if (P.found !== found) return;
    for (const i of found) item(i, texts.get(i));
    mark();
    lay(point);
    if (focus) (P.list.querySelector("[aria-current=true]") || P.list.querySelector("button"))?.focus();
  }

  function item(i, row) {
    if (!row) return;
    const button = element(element(P.list, "li"), "button");
    button.dataset.key = String(C.keyOf(S.columns, i));
    dot(button, S.columns.groups[S.columns.kind[i]]);
    element(button, "b", "", row.kind);
    button.append(` · ${row.place}`);
    element(button, "span", "soft", row.when);
    button.addEventListener("click", () => P.choose(Number(button.dataset.key)));
  }

  // The chosen one is marked.
  function mark() {
    if (!P.box || P.box.hidden) return;
    for (const button of P.list.querySelectorAll("button")) button.setAttribute("aria-current", String(Number(button.dataset.key) === S.q.chosen));
  }

  function keyed(e) {
    const all = [...P.list.querySelectorAll("button")], at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (e.key === "Escape") { close(true); e.stopPropagation(); }
    else if (to !== undefined) { all[Math.max(0, Math.min(all.length - 1, to))]?.focus(); e.preventDefault(); e.stopPropagation(); }
  }

  function make() {
    P.box = element(S.map.getContainer(), "section", "spot");
    P.head = element(P.box, "h2");
    P.list = element(P.box, "ul");
    P.box.addEventListener("keydown", keyed);
    L.DomEvent.disableClickPropagation(P.box); L.DomEvent.disableScrollPropagation(P.box);
    P.box.addEventListener("mousemove", (e) => e.stopPropagation());
    S.map.on("movestart zoomstart", () => close(false));
  }

  window.datelineSpots = { list, close, mark, open: () => !!P.box && !P.box.hidden };
})();
