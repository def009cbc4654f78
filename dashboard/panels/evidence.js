export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".evidence");
  const W = data.words;
  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined && text !== null) el.textContent = text;
    return el;
  };
  const choose = (key) => {
    window.dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: key } }));
    setTriggerValue("chosen", key);
  };

  const scope = box.getRootNode();
  const focused = box.contains(scope.activeElement) ? scope.activeElement.title : null;
  box.replaceChildren();
  box.style.setProperty("--kind", data.colour);
  box.setAttribute("aria-label", W.event);

  const header = add(box, "header");
  const title = add(header, "div", "t");
  const kicker = add(title, "div", "kicker");
  add(kicker, "b", "", data.kind);
  kicker.append(` · ${data.status}`);
  const h2 = add(title, "h2", "", data.place);
  add(h2, "span", "", ` · ${data.when}`);
  const button = (text, name, key, act) => {
    const el = add(header, "button", "", text);
    el.type = "button"; el.title = name; el.setAttribute("aria-label", name);
    el.disabled = key === null; el.onclick = act;
  };
  button("↑", W.previous, data.previous, () => choose(data.previous));
  button("↓", W.next, data.next, () => choose(data.next));
  const close = () => {
    window.dispatchEvent(new CustomEvent("dateline:back"));
    window.dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: -1 } }));
    setTriggerValue("closed", Date.now());
  };
  button("✕", W.close, 0, close);
  if (focused) [...header.querySelectorAll("button")].find((b) => b.title === focused && !b.disabled)?.focus();

  // Escape closes the panel, from the map too, unless something else is open that it would close.
  root.__unlisten?.();
  const escape = (e) => {
    if (e.type === "keydown" && e.key !== "Escape") return;
    const busy = e.composedPath().some((el) => el.matches?.("input,textarea,[role=dialog],[role=listbox]"));
    if (!busy && !e.defaultPrevented && !document.querySelector('[role="dialog"],[role="listbox"]')) close();
  };
  const events = ["keydown", "dateline:escape"];
  events.forEach((name) => window.addEventListener(name, escape));
  root.__unlisten = () => events.forEach((name) => window.removeEventListener(name, escape));

  const body = add(box, "div", "body");
  const quote = add(body, "blockquote");
  for (const [text, says] of data.quote) says ? add(quote, "mark", says, text) : quote.append(text);
  const key = add(body, "div", "key");
  for (const says of ["trigger", "place", "date"]) {
    if (data.quote.some((piece) => piece[1] === says)) add(add(key, "span"), "mark", says, W[`says_${says}`]);
  }

  const source = add(body, "div", "source");
  add(source, "b", "", data.source);
  source.append(`, ${data.published ? `${W.published} ${data.published}` : W.publication_unknown}`);
  if (data.url) {
    source.append(" · ");
    const link = add(source, "a", "", W.open);
    link.href = data.url; link.target = "_blank"; link.rel = "noopener noreferrer"; link.title = data.url;
  }

  const list = add(body, "dl");
  const row = (name) => { add(list, "dt", "", name); return add(list, "dd"); };
  const lines = (name, items) => { const ul = add(row(name), "ul"); items.forEach((item) => add(ul, "li", "", item)); };
  lines(data.why, data.where);
  lines(W.when, [data.why_when]);
  const precise = add(row(W.precision), "ul");
  for (const [text, codes] of data.precision) { const li = add(precise, "li", "", text); if (codes) add(li, "span", "codes", codes); }
  if (data.who) lines(W.who, [data.who]);
  const links = (name, items) => {
    if (!items.length) return;
    const ul = add(row(name), "ul");
    for (const item of items) {
      const el = add(add(ul, "li"), "button", "", `${item.text}, ${item.when}`);
      el.type = "button"; el.onclick = () => choose(item.key);
    }
  };
  links(W.also_here, data.here);
  links(W.other_places, data.sites);
  links(W.part_of, data.whole);
  links(W.parts, data.parts);
  if (data.tellings.length) { const dd = row(W.other_tellings); data.tellings.forEach((t) => add(dd, "div", "", t)); }
  if (data.reports.told.length) {
    const dd = row(data.reports.name);
    for (const report of data.reports.told) {
      const told = add(dd, "div", "telling");
      add(told, "b", "", report.source);
      if (report.published) told.append(`, ${report.published}`);
      add(told, "div", "", report.quote);
      if (report.why) add(told, "div", "codes", report.why);
    }
    if (data.reports.more) add(dd, "div", "soft", data.reports.more);
  }
  const document_ = row(W.document);
  add(document_, "span", "", data.document);
  if (!data.alone) {
    const alone = add(document_, "button", "alone", W.only_report);
    alone.type = "button"; alone.onclick = () => setTriggerValue("alone", Date.now());
  }
  if (root.__key !== data.document + data.place + data.when) { box.scrollTop = 0; root.__key = data.document + data.place + data.when; }
  return () => root.__unlisten?.();
}
