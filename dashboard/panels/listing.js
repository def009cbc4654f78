export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".list"), list = root.querySelector("ol");
  const pages = root.querySelector(".pages");
  const SVG = "http://www.w3.org/2000/svg";
  const W = data.words;

  function add(parent, tag, name, text) {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined) el.textContent = text;
    return el;
  }

  // The same shapes as on the map: dot, ring, line, area; a cross where there is no place.
  function glyph(parent, shape, colour) {
    const svg = parent.appendChild(document.createElementNS(SVG, "svg"));
    svg.setAttribute("width", 14); svg.setAttribute("height", 14); svg.setAttribute("aria-hidden", "true");
    const put = (tag, attributes) => {
      const el = svg.appendChild(document.createElementNS(SVG, tag));
      Object.entries(attributes).forEach(([k, v]) => el.setAttribute(k, v));
    };
    const line = { fill: "none", stroke: colour, "stroke-width": 1.6 };
    if (shape === "point") put("circle", { cx: 7, cy: 7, r: 4.5, fill: colour });
    else if (shape === "disc") { put("circle", { cx: 7, cy: 7, r: 5.6, ...line, fill: colour, "fill-opacity": 0.2 }); put("circle", { cx: 7, cy: 7, r: 1.5, fill: colour }); }
    else if (shape === "line") { put("path", { d: "M1 10 5 5l4 4 4-6", ...line, "stroke-width": 5, "stroke-opacity": 0.25 }); put("path", { d: "M1 10 5 5l4 4 4-6", ...line }); }
    else if (shape === "area") put("path", { d: "M2 2.5h8l2 3-2 6H3z", ...line, fill: colour, "fill-opacity": 0.18 });
    else put("path", { d: "M4 4l6 6M10 4l-6 6", ...line, "stroke-opacity": 0.7 });
  }

  // A new list keeps the keyboard's place and the eye's.
  const focused = list.contains(list.getRootNode().activeElement) ? list.getRootNode().activeElement.dataset.key : null;
  const keep = root.__start === data.start ? box.scrollTop : 0;
  list.replaceChildren();
  list.setAttribute("aria-label", W.list);
  for (const row of data.rows) {
    const line = add(list, "li"), button = add(line, "button");
    button.type = "button";
    button.dataset.key = String(row.key);
    const chosen = row.event === data.chosen;
    if (chosen) button.setAttribute("aria-current", "true");
    const head = add(button, "span", "head");
    const what = add(head, "span", "what");
    glyph(what, row.shape, data.colours[row.group]);
    add(what, "span", row.shape === "none" ? "place none" : "place", row.place);
    if (row.sites) add(head, "span", "kind", `+${row.sites}`).title = row.elsewhere;
    if (row.reports) add(head, "span", "kind", row.reports);
    if (row.status) add(head, "span", "status", row.status);
    add(head, "span", "when", row.when);
    const quote = add(button, "span", "quote");
    add(quote, "span", "", row.quote[0]);
    add(quote, "b", "", row.quote[1]);
    add(quote, "span", "", row.quote[2]);
    if (row.why) add(button, "span", "why", row.why);
    button.title = row.kind;
    const tell = (name, id) => window.dispatchEvent(new CustomEvent(name, { detail: { id } }));
    button.onclick = () => { tell("dateline:chosen", row.key); setTriggerValue("chosen", row.key); };
    if (data.act) {
      const act = add(line, "input", "act"); // no second button: the list's keys step over it
      act.type = "button"; act.value = W[data.act]; act.setAttribute("aria-label", `${W[data.act]} ${row.quote.join("")}`);
      act.onclick = () => { tell("dateline:chosen", row.key); setTriggerValue("act", row.key); };
    }
    button.onmouseenter = () => tell("dateline:pointed", row.key);
    button.onmouseleave = () => tell("dateline:pointed", -1);
  }
  list.onkeydown = (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    const all = [...list.querySelectorAll("button")];
    const next = all[all.indexOf(root.activeElement ?? document.activeElement) + step];
    if (next) { e.preventDefault(); next.focus(); }
  };
  const refocus = (key) => key && list.querySelector(`[data-key="${key}"]`)?.focus({ preventScroll: true });
  refocus(focused);
  // The evidence was closed from within: the keyboard goes back to the event it was opened from.
  if (root.__back) window.removeEventListener("dateline:back", root.__back);
  root.__back = () => refocus(list.querySelector('[aria-current="true"]')?.dataset.key);
  window.addEventListener("dateline:back", root.__back);
  // What the map's cursor points at is marked here too.
  if (root.__over) window.removeEventListener("dateline:over", root.__over);
  root.__over = (e) => list.querySelectorAll("button").forEach((el) => el.classList.toggle("over", e.detail.keys.includes(+el.dataset.key)));
  window.addEventListener("dateline:over", root.__over);
  root.querySelector(".empty").textContent = data.rows.length ? "" : data.empty;
  // Of a long list a window is here; its pages are turned.
  const held = pages.contains(pages.getRootNode().activeElement) ? pages.getRootNode().activeElement.className : null;
  pages.replaceChildren();
  pages.hidden = data.of <= data.page;
  pages.setAttribute("aria-label", W.pages);
  const last = Math.floor((data.of - 1) / data.page) * data.page;
  const turn = (name, sign, to) => {
    const el = add(pages, "button", name, sign);
    el.type = "button"; el.title = W[name]; el.setAttribute("aria-label", W[name]);
    el.disabled = to === data.start || to < 0 || to > last;
    el.onclick = () => setTriggerValue("start", to);
  };
  const number = (n) => n.toLocaleString(data.language, { useGrouping: true });
  turn("newest", "⇤", 0);
  turn("newer", "←", data.start - data.page);
  add(pages, "span", "", `${number(data.start + 1)}–${number(Math.min(data.of, data.start + data.page))} ${W.of} ${number(data.of)}`);
  turn("older", "→", data.start + data.page);
  turn("oldest", "⇥", last);
  if (held) [...pages.querySelectorAll("button")].find((el) => el.className === held && !el.disabled)?.focus();
  box.classList.toggle("open", data.open);
  if (root.__start !== undefined) box.scrollTop = keep; // a first list is at its head, and asking costs a layout
  root.__start = data.start;
  if (root.__chosen !== data.chosen) {
    root.__chosen = data.chosen;
    const at = list.querySelector('[aria-current="true"]');
    if (at) requestAnimationFrame(() => {
      const a = at.getBoundingClientRect(), b = box.getBoundingClientRect();
      if (a.top < b.top || a.bottom > b.bottom) box.scrollTop += a.top - b.top - 8;
    });
  }
}
