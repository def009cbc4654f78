const left_open = new Set();  // sections, while one steps from event to event

const add = (parent, tag, name, text) => {
  const el = parent.appendChild(document.createElement(tag));
  if (name) el.className = name;
  if (text !== undefined && text !== null) el.textContent = text;
  return el;
};
const mark = (parent, text, says, W) => { add(parent, "mark", says, text).dataset.says = W[`says_${says}`]; };
const focusedIn = (box) => { const el = box.getRootNode().activeElement; return box.contains(el) ? el : null; };
const typing = (e) => e.composedPath().some((el) => el.matches?.("input,textarea,select,[contenteditable=true],[role=listbox]"));

export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".evidence"), status = root.querySelector("[role=status]"), dialog = root.querySelector("dialog");
  const W = data.words, fresh = root.__key !== data.key;
  const choose = (key) => {
    window.dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: key } }));
    setTriggerValue("chosen", key);
  };
  const close = () => {
    if (root.__home?.isConnected) root.__home.focus();
    else window.dispatchEvent(new CustomEvent("dateline:back"));
    window.dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: -1 } }));
    setTriggerValue("closed", Date.now());
  };
  // Keys may be quicker than the page: what they ask for counts from the event asked for last.
  if (root.__asked === data.key || root.__asked === undefined || ![...data.next, ...data.previous].includes(root.__asked)) root.__asked = data.key;
  const step = (by) => {
    const line = [...data.previous].reverse().concat(data.key, data.next);
    const key = line[line.indexOf(root.__asked) + by];
    if (key !== undefined) { root.__asked = key; choose(key); }
  };
  const read = (document_, event, at) => openReader(dialog, { ...data.text, document: document_, event, at }, data, choose);

  const held = focusedIn(box)?.dataset.held, whole = focusedIn(box) === box;
  box.replaceChildren();
  box.className = `w evidence${data.dark ? " dark" : ""}`;
  dialog.className = `w reader${data.dark ? " dark" : ""}`;
  box.style.setProperty("--kind", data.colour);
  box.setAttribute("aria-label", W.event);
  const button = (parent, text, held_, act, name) => {
    const el = add(parent, "button", "", text);
    el.type = "button"; el.dataset.held = held_; el.onclick = act;
    if (name) { el.title = name; el.setAttribute("aria-label", name); }
    return el;
  };

  const header = add(box, "header");
  const title = add(header, "div", "t");
  const kicker = add(title, "div", "kicker");
  add(kicker, "b", "", data.kind);
  kicker.append(` · ${data.status}`);
  const h2 = add(title, "h2");
  h2.tabIndex = -1; h2.dataset.held = "title";
  add(h2, "bdi", "", data.place);
  add(h2, "span", "", ` · ${data.when}`);
  const walk = add(header, "div", "walk");
  button(walk, "↑", "previous", () => step(-1), W.previous).disabled = !data.previous.length;
  button(walk, "↓", "next", () => step(1), W.next).disabled = !data.next.length;
  button(walk, "✕", "close", close, W.close);
  if (data.at) add(walk, "span", "at", data.at);
  const sure = add(header, "ul", "sure");
  data.precision.forEach((text) => add(sure, "li", "", text));

  const body = add(box, "div", "body");
  const quote = add(body, "blockquote");
  for (const [text, says, quoted] of data.quote) {
    if (!quoted) add(quote, "span", "around", text);
    else if (says) mark(quote, text, says, W);
    else quote.append(text);
  }
  const source = add(body, "div", "source");
  add(source, "b", "", data.source);
  source.append(`, ${data.published}`);
  if (data.said) { source.append(" · "); add(source, "span", "said", data.said); }
  const acts = add(body, "div", "acts");
  button(acts, W.read, "read", () => read(data.text.document, data.text.event, data.text.at));
  const cite = button(acts, W.copy, "copy", async () => {
    const done = await window.datelineCopied(data.citation);
    status.textContent = done ? W.copied : W.copy_yourself;
    if (!done) { const shown = add(acts, "textarea"); shown.readOnly = true; shown.value = data.citation; shown.select(); return; }
    cite.textContent = W.copied;
    setTimeout(() => { cite.textContent = W.copy; status.textContent = ""; }, 2000);
  });
  if (data.url) {
    const link = add(acts, "a", "", W.open);
    link.href = data.url; link.target = "_blank"; link.rel = "noopener noreferrer"; link.title = W.open_help; link.dataset.held = "open";
  }

  const list = add(body, "dl");
  const row = (name) => { add(list, "dt", "", name); return add(list, "dd"); };
  const lines = (parent, items, tag = "ul") => { const ul = add(parent, tag); items.forEach((item) => add(ul, "li", "", item)); };
  if (data.who.length) lines(row(W.who), data.who);
  if (data.whom.length) lines(row(W.whom), data.whom);
  const links = (name, items) => {
    if (!items.length) return;
    const ul = add(row(name), "ul");
    items.forEach((item) => button(add(ul, "li"), `${item.text}, ${item.when}`, `to ${item.key}`, () => choose(item.key)));
  };
  links(W.also_here, data.here);
  links(W.other_places, data.sites);
  links(W.part_of, data.whole);
  links(W.parts, data.parts);

  // What is asked for less often stays shut until it is opened, and then open while one steps.
  const section = (name, label, more, fill) => {
    const part = add(body, "details");
    const summary = add(part, "summary", "", label);
    if (more) add(summary, "span", "soft", more);
    summary.dataset.held = `part ${name}`;
    part.open = left_open.has(name);
    let filled = false;
    const show = () => { if (part.open && !filled) { filled = true; fill(add(part, "div", "part")); } };
    part.ontoggle = () => { part.open ? left_open.add(name) : left_open.delete(name); show(); };
    show();
  };
  const choices = data.namings.reduce((sum, naming) => sum + naming.choices.length, 0);
  section("where", data.why, choices > 1 ? ` (${choices})` : "", (part) => {
    if (data.where.length) lines(part, data.where);
    for (const naming of data.namings) {
      const at = add(part, "div", "naming");
      if (data.namings.length > 1) add(at, "h3", "", naming.name);
      const ol = add(at, "ol");
      naming.choices.forEach((choice, n) => {
        const li = add(ol, "li", choice.chosen ? "chosen" : "");
        add(li, "span", "n", n + 1);
        const told = add(li, "div");
        add(told, "b", "", choice.name);
        add(told, "span", "soft", `, ${choice.what} · ${choice.score}${choice.chosen ? ` · ${W.chosen}` : ""}`);
        add(told, "div", "reasons", choice.why.join("; "));
      });
      drawLocator(at, naming.choices, W.locator);
    }
    if (data.where_codes) add(part, "div", "codes", data.where_codes);
  });
  section("when", W.when, "", (part) => { lines(part, data.why_when); if (data.when_codes) add(part, "div", "codes", data.when_codes); });
  const told = data.tellings.length + data.reports.count;
  if (told) section("told", W.other_tellings, ` (${told})`, (part) => {
    const telling = (parent, quote_, why, act) => {
      const el = add(parent, "div", "telling");
      if (quote_.head) add(el, "div", "soft", quote_.head);
      add(el, "div", "quoted", quote_.text);
      if (why) add(el, "div", "codes", why);
      button(el, W.read, `read ${act[1]} ${act[2]}`, () => read(...act));
    };
    if (data.tellings.length) add(part, "h3", "", W.in_report);
    data.tellings.forEach((t) => telling(part, { text: t.quote }, t.said, [data.text.document, data.text.event, t.at]));
    if (data.reports.told.length) add(part, "h3", "", data.reports.name);
    for (const r of data.reports.told) telling(part, { head: [r.source, r.published].filter(Boolean).join(", "), text: r.quote }, r.why, [r.document, r.event, ""]);
    if (data.reports.more) add(part, "div", "soft", data.reports.more);
  });
  section("document", W.document, "", (part) => {
    add(part, "span", "", data.document);
    if (!data.alone) button(part, W.only_report, "alone", () => setTriggerValue("alone", Date.now())).classList.add("alone");
  });
  section("keys", W.keys, "", (part) => add(part, "p", "", W.keys_help));

  // The keyboard keeps its place; where it chose the event, in a list or on the map, it comes along
  // and goes back there at the end.
  const again = held && [...box.querySelectorAll("[data-held]")].find((el) => el.dataset.held === held && !el.disabled);
  const active = fresh && activeNow();
  const onMap = active && active.ownerDocument !== document;
  // While the map lists several events of a place, one looks through that list.
  const listing = onMap && active.ownerDocument.querySelector(".spot:not([hidden])");
  const from = active && !listing && active.matches(":focus-visible") && (onMap || active.closest(".list,.table,[data-lands]"));
  if (from) root.__home = onMap ? active : null;
  if (again) again.focus({ preventScroll: true });
  else if (held || whole || from) h2.focus({ preventScroll: true });
  if (fresh) {
    status.textContent = `${data.at} ${data.place} · ${data.when}`;
    box.scrollTop = 0;
    box.getRootNode().host?.closest(".st-key-aside")?.scrollTo({ top: 0 }); // on a small screen, a sheet
    root.__key = data.key;
  }

  root.__unlisten?.();
  const act = { j: () => step(1), k: () => step(-1), ArrowRight: () => step(1), ArrowLeft: () => step(-1), r: () => acts.children[0].click(), c: () => cite.click() };
  const keys = (e) => {
    const path = e.composedPath();
    if (path.includes(dialog) || dialog.open || e.defaultPrevented || typing(e)) return;
    if (e.type === "dateline:escape" || e.key === "Escape") {
      if (!document.querySelector('[role="dialog"],[role="listbox"]')) close();
      return;
    }
    const near = path.includes(box) || path.some((el) => el.matches?.(".list,.table,[data-lands]"));
    if (!near || e.ctrlKey || e.metaKey || e.altKey || !act[e.key]) return;
    e.preventDefault();
    act[e.key]();
  };
  const events = ["keydown", "dateline:escape"];
  events.forEach((name) => window.addEventListener(name, keys));
  root.__unlisten = () => events.forEach((name) => window.removeEventListener(name, keys));
  return () => root.__unlisten?.();
}

// What has the keyboard, in shadows and in the map's frame too.
function activeNow() {
  let el = document.activeElement;
  for (let inner = el; inner; ) { el = inner; inner = el.shadowRoot?.activeElement ?? el.contentDocument?.activeElement; }
  return el;
}
