export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".sheet"), scroll = root.querySelector(".scroll");
  const table = root.querySelector("table"), pages = root.querySelector(".pages");
  const W = data.words;
  const active = table.getRootNode().activeElement;
  // Whoever stood in the table stands there again: in the same row, or in a new page's first or last.
  const held = table.contains(active) ? { row: active.dataset.key, sort: active.dataset.sort } : null;

  function add(parent, tag, name, text, role) {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined) el.textContent = text;
    if (role) el.setAttribute("role", role);
    return el;
  }

  // ---- the head: a button to sort by each column ----
  const [by, down] = [data.sort.replace("-", ""), data.sort.startsWith("-")];
  // Its roles are said, for on a narrow screen rows are laid out as cards and would lose them.
  table.replaceChildren();
  add(table, "caption", "sr", W.caption);
  table.setAttribute("aria-rowcount", String(data.of + 1));
  const head = add(add(table, "thead", "", undefined, "rowgroup"), "tr", "", undefined, "row");
  head.setAttribute("aria-rowindex", "1");
  for (const [name, text] of data.sorts) {
    const th = add(head, "th", name, undefined, "columnheader"), sorted = name === by;
    th.scope = "col";
    if (sorted) th.setAttribute("aria-sort", down ? "descending" : "ascending");
    const button = add(th, "button", "", text);
    button.type = "button"; button.dataset.sort = name;
    add(button, "span", "arrow", sorted ? (down ? "↓" : "↑") : "↕").setAttribute("aria-hidden", "true");
    button.title = W.sort_by;
    // The first click gives what is looked for first: the newest, the most told.
    const first = name === "date" || name === "reports";
    button.onclick = () => setTriggerValue("sort", (sorted ? !down : first) ? `-${name}` : name);
  }
  const said = add(head, "th", "quote", W.quote, "columnheader");
  said.scope = "col";

  // ---- the rows: in each a button that opens its evidence ----
  const body = add(table, "tbody", "", undefined, "rowgroup");
  const tell = (name, id) => window.dispatchEvent(new CustomEvent(name, { detail: { id } }));
  const choose = (key) => { tell("dateline:chosen", key); setTriggerValue("chosen", key); };
  data.rows.forEach((row, n) => {
    const tr = add(body, "tr", "", undefined, "row"), chosen = row.event === data.chosen;
    tr.setAttribute("aria-rowindex", String(data.start + n + 2));
    tr.classList.toggle("chosen", chosen);
    const first = add(tr, "th", "date", undefined, "rowheader");
    first.scope = "row";
    const open = add(first, "button", "", row.date);
    open.type = "button"; open.dataset.key = String(row.key); open.tabIndex = -1;
    if (chosen) open.setAttribute("aria-current", "true");
    const cell = (name, text) => add(tr, "td", name, text, "cell");
    const kind = cell("kind");
    const dot = add(kind, "span", "dot");
    dot.style.background = data.colours[row.group]; dot.setAttribute("aria-hidden", "true");
    add(kind, "span", "", row.kind);
    const place = cell("place", row.place);
    place.classList.toggle("none", !row.precision);
    if (row.more) add(place, "span", "soft", ` +${row.more}`).title = row.elsewhere;
    if (data.act) {
      const act = add(data.act === "place" ? place : first, "button", "act", data.lacks);
      act.type = "button"; act.setAttribute("aria-label", `${data.lacks} ${row.quote.join("")}`);
      act.onclick = (e) => { e.stopPropagation(); tell("dateline:chosen", row.key); setTriggerValue("act", row.key); };
    }
    cell("precision", row.precision || "–");
    cell("status", row.status);
    cell("source", row.source).title = row.source;
    cell("reports", row.reports.toLocaleString(data.language)).dataset.told = row.told;
    const quote = add(cell("quote"), "div", "said");
    add(quote, "span", "", row.quote[0]);
    add(quote, "b", "", row.quote[1]);
    add(quote, "span", "", row.quote[2]);
    open.onclick = (e) => { e.stopPropagation(); choose(row.key); };
    tr.onclick = () => { if (!getSelection().toString()) choose(row.key); };
    tr.onmouseenter = () => tell("dateline:pointed", row.key);
    tr.onmouseleave = () => tell("dateline:pointed", -1);
  });

  // ---- the keyboard: one stop in the rows, arrows, ends, pages ----
  const rows = [...body.querySelectorAll("button[data-key]")];
  const lead = rows.find((b) => b.hasAttribute("aria-current")) ?? rows[0];
  if (lead) lead.tabIndex = 0;
  const go = (button) => {
    if (!button) return;
    rows.forEach((b) => { b.tabIndex = b === button ? 0 : -1; });
    button.focus();
    button.scrollIntoView({ block: "nearest" });
  };
  const last = Math.max(0, Math.floor((data.of - 1) / data.page) * data.page);
  const turn = (to, then) => { if (to < 0 || to > last || to === data.start) return false; root.__then = then; setTriggerValue("start", to); return true; };
  body.onkeydown = (e) => {
    const at = rows.indexOf(e.target);
    if (at < 0 || e.altKey || e.metaKey) return;
    const act = {
      ArrowDown: () => (at < rows.length - 1 ? go(rows[at + 1]) : turn(data.start + data.page, "first")),
      ArrowUp: () => (at > 0 ? go(rows[at - 1]) : turn(data.start - data.page, "last")),
      Home: () => (e.ctrlKey && turn(0, "first")) || go(rows[0]),
      End: () => (e.ctrlKey && turn(last, "last")) || go(rows[rows.length - 1]),
      PageDown: () => turn(data.start + data.page, "first") || go(rows[rows.length - 1]),
      PageUp: () => turn(data.start - data.page, "first") || go(rows[0]),
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  };
  const turned = root.__start !== undefined && root.__start !== data.start;
  if (turned && root.__then) go(root.__then === "first" ? rows[0] : rows[rows.length - 1]);
  else if (held) (held.sort ? table.querySelector(`[data-sort="${held.sort}"]`) : rows.find((b) => b.dataset.key === held.row) ?? lead)?.focus({ preventScroll: true });
  root.__then = null;
  if (root.__back) window.removeEventListener("dateline:back", root.__back);
  root.__back = () => lead?.focus({ preventScroll: true });
  window.addEventListener("dateline:back", root.__back);

  // ---- around it ----
  root.querySelector(".empty").textContent = data.rows.length ? "" : data.empty;
  scroll.hidden = !data.rows.length;
  scroll.setAttribute("aria-label", W.caption);
  scroll.tabIndex = scroll.scrollWidth > scroll.clientWidth + 1 ? 0 : -1;
  const paged = pages.contains(pages.getRootNode().activeElement) ? pages.getRootNode().activeElement.className : null;
  pages.replaceChildren();
  pages.hidden = data.of <= data.page;
  pages.setAttribute("aria-label", W.pages);
  const number = (n) => n.toLocaleString(data.language);
  const page = (name, sign, to) => {
    const el = add(pages, "button", name, sign);
    el.type = "button"; el.title = W[name]; el.setAttribute("aria-label", W[name]);
    el.disabled = to === data.start || to < 0 || to > last;
    el.onclick = () => turn(to, null);
  };
  page("first", "⇤", 0);
  page("before", "←", data.start - data.page);
  add(pages, "span", "", `${number(data.start + 1)}–${number(Math.min(data.of, data.start + data.page))} ${W.of} ${number(data.of)}`);
  page("after", "→", data.start + data.page);
  page("last", "⇥", last);
  if (paged) (pages.querySelector(`.${paged}:not(:disabled)`) ?? pages.querySelector("button:not(:disabled)"))?.focus();
  if (root.__start !== data.start || root.__sort !== data.sort) scroll.scrollTop = 0;
  root.__start = data.start; root.__sort = data.sort;
  if (root.__chosen !== data.chosen) {
    root.__chosen = data.chosen;
    const at = body.querySelector("tr.chosen");
    if (at) requestAnimationFrame(() => at.scrollIntoView({ block: "nearest" }));
  }
}
