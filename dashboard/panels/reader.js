// The reading view: a report's own text, at a sentence, with all its events marked in it.
async function openReader(dialog, asked, data, choose) {
  const W = data.reader, says = data.words;
  const address = (query) => `api/reports/${asked.state}/${asked.document}.json?${new URLSearchParams({ ...query, lang: asked.lang })}`;
  const fetched = async (query) => {
    try { const answer = await fetch(address(query)); return answer.ok ? await answer.json() : {}; } catch { return {}; }
  };
  dialog.replaceChildren();
  dialog.setAttribute("aria-label", W.title);
  dialog.setAttribute("aria-busy", "true");
  dialog.onkeydown = (e) => e.stopPropagation();
  dialog.showModal();
  const told = await fetched({ event: asked.event, at: asked.at });
  dialog.removeAttribute("aria-busy");
  const close = () => dialog.close();
  const header = add(dialog, "header");
  const title = add(header, "div", "t");
  const kicker = add(title, "div", "kicker");
  if (told.source) { add(kicker, "bdi", "", told.source); kicker.append(`, ${told.published}`); }
  const h2 = add(title, "h2"), walk = add(header, "div", "walk");
  const button = (parent, text, act, name) => {
    const el = add(parent, "button", "", text);
    el.type = "button"; el.onclick = act;
    if (name) { el.title = name; el.setAttribute("aria-label", name); }
    return el;
  };
  const up = button(walk, "↑", () => step(-1), W.previous), down = button(walk, "↓", () => step(1), W.next);
  button(walk, "✕", close, W.close);
  const page = add(dialog, "div", "page");
  page.tabIndex = 0; page.setAttribute("role", "document"); page.setAttribute("aria-label", W.title);
  const earlier = button(page, W.before, () => more("before")), text = add(page, "div", "text"), later = button(page, W.after, () => more("after"));
  const footer = add(dialog, "footer"), show = button(footer, W.show, () => { close(); choose(events[now].key); });
  add(footer, "span", "soft", W.keys_help);

  const events = told.events || [];
  let now = Math.max(0, events.findIndex((event) => event.id === asked.event)), first = told.from, last = told.to;
  // A piece carries what its words say for each event; those of the event in view come first.
  function write(pieces, before) {
    const part = document.createDocumentFragment();
    for (const [at, words_, said, of] of pieces) {
      const el = add(part, said.length ? "mark" : "span", said.length ? said[0][0] : "", words_);
      if (said.length) el.dataset.says = says[`says_${said[0][0]}`];
      el.__at = at; el.__said = said; el.__of = of;
    }
    before ? text.prepend(part) : text.append(part);
  }
  function look(scroll, from = -1) {
    const event = events[now];
    h2.textContent = event ? `${event.kind} · ` : told.pieces ? W.none : W.gone;
    if (event) { add(h2, "bdi", "", event.place); h2.append(` · ${event.when}`); }
    up.disabled = !now; down.disabled = now >= events.length - 1;
    if (events.length) { add(h2, "span", "", ` · ${now + 1} ${W.of} ${events.length}`); }
    show.hidden = !event || event.key === data.key;
    earlier.hidden = !(first > 0); later.hidden = !(last < told.of);
    let at = null;
    for (const el of text.children) {
      const own = el.__said.find(([, n]) => n === now) ?? el.__said[0], told_ = el.__of.includes(now);
      el.className = [own?.[0], told_ && "told", own && own[1] === now && "own"].filter(Boolean).join(" ");
      if (own) el.dataset.says = says[`says_${own[0]}`];
      if (told_ && (!at || (scroll && at.__at < from))) at = el;
    }
    if (scroll) at?.scrollIntoView({ block: "center" });
    return Boolean(at);
  }
  async function more(where) {
    const part = await fetched(where === "before" ? { to: first } : { from: last });
    if (!part.pieces) return;
    const height = page.scrollHeight;
    write(part.pieces, where === "before");
    if (where === "before") { first = part.from; page.scrollTop += page.scrollHeight - height; } else last = part.to;
    look(false);
  }
  async function step(by) {
    if (!events[now + by]) return;
    now += by;
    if (look(true)) return;
    const there = await fetched({ event: events[now].id });
    text.replaceChildren();
    write(there.pieces || []); first = there.from; last = there.to;
    look(true);
  }
  dialog.onkeydown = (e) => {
    const by = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 }[e.key];
    if (by && !e.ctrlKey && !e.metaKey && !e.altKey) { e.preventDefault(); step(by); }
    e.stopPropagation();
  };
  dialog.onclick = (e) => { if (e.target === dialog) close(); };
  dialog.onclose = () => { if (!focusedIn(dialog.getRootNode().querySelector(".evidence"))) dialog.getRootNode().querySelector(".evidence [data-held=read]")?.focus({ preventScroll: true }); };
  write(told.pieces || []);
  page.focus({ preventScroll: true });
  look(true, asked.at === "" ? -1 : asked.at);
}
