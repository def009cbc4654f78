// The map in one file: starts the page's own map scripts in their frame, answers from within what
// they would ask a server for, and shows list, dates and evidence. All texts go by textContent.
(function () {
  const NO_DAY = -1e7, PAGE = 150, DAY_MS = 864e5;
  const $ = (name) => document.querySelector(name);
  const data = JSON.parse($("#data").textContent), W = data.about.words, LANGUAGE = data.about.language, rows = data.rows;
  const colours = matchMedia("(prefers-color-scheme: dark)");
  const byKey = new Map(rows.map((row, i) => [row.key, i]));
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined && text !== null) el.textContent = text;
    return el;
  };

  // ---- what a server would answer -----------------------------------------------------------
  const columns = bytes(data.columns).buffer, world = bytes(data.world).buffer;
  const json = (value) => new Response(JSON.stringify(value), { status: 200, headers: { "Content-Type": "application/json" } });
  function ranged(whole, options) {
    const asked = new Headers(options && options.headers).get("range"), [from, to] = asked ? asked.slice(6).split("-").map(Number) : [0, whole.byteLength - 1];
    return new Response(whole.slice(from, to + 1), { status: asked ? 206 : 200, headers: { "Content-Length": String(Math.min(to + 1, whole.byteLength) - from) } });
  }
  const answers = [
    [/world\.pmtiles/, (_, options) => ranged(world, options)],
    [/api\/columns\//, () => new Response(columns)],
    [/api\/rows\//, (at) => json(at.map((i) => data.tales[i]).filter(Boolean))],
    [/api\/outlines\//, (at) => json(Object.fromEntries(at.map((m) => [m, data.outlines[m] || []])))],
    [/api\/words\//, () => json(data.map_words)],
  ];
  async function answer(address, options) {
    const asked = String(address.url || address), found = answers.find(([pattern]) => pattern.test(asked));
    if (found) return found[1]((/[?&]at=([\d,]*)/.exec(asked) || ["", ""])[1].split(",").map(Number), options);
    const file = data.files[asked.split("?")[0].split("/").pop()];
    return file ? new Response(file) : new Response("", { status: 404 });
  }

  // ---- the map ------------------------------------------------------------------------------
  const frame = $(".map");
  function font(target, { range, data: text }) {
    target.document.fonts.add(new target.FontFace("Inter", bytes(text).buffer, { weight: "100 900", unicodeRange: range }));
  }
  function fill(target) {
    data.fonts.forEach((f) => font(target, f));
    for (const held of document.querySelectorAll("script[data-tag]")) {
      const part = target.document.createElement(held.dataset.tag);
      part.textContent = held.textContent;
      target.document.head.appendChild(part);
      if (target.protomapsL && !target.protomapsL.shallow) target.protomapsL = shallow(target.protomapsL);
    }
  }
  // The tiles of this file end at a lower zoom than the page's; closer views are drawn from those.
  const shallow = (library) => ({ ...library, shallow: true, leafletLayer: (options) => library.leafletLayer({ ...options, maxDataZoom: data.zoom }) });
  function start() {
    const w = frame.contentWindow;
    history.replaceState = () => {};  // a file's address is not for us to write
    window.fetch = w.fetch = answer;  // the columns are asked for by the page around the map
    w.Streamlit = { setComponentValue: (value) => choose(value.last_object_clicked_popup || []) };
    fill(w);
    const map = w.L.map("map_div", { center: [25, 12], zoom: 2, minZoom: 0, maxZoom: 11, zoomSnap: 0.25, worldCopyJump: true, preferCanvas: true, zoomControl: false });
    w.L.control.zoom({ position: "topright" }).addTo(map);
    w.map = map;
    const show = () => w.dateline.show(map, { ...data.query, dark: data.base === "light" || data.base === "dark" ? data.query.dark : +colours.matches });
    const [zoom, lat, lon] = data.look || [];
    new MutationObserver((_, seen) => {
      if (!w.document.body.dataset.ready) return;
      seen.disconnect();
      if (data.look) map.setView([lat, lon], zoom, { animate: false });
      document.body.dataset.ready = "1";
    }).observe(w.document.body, { attributes: true });
    show();
    colours.addEventListener("change", () => { show(); list(); });
  }

  // ---- list ---------------------------------------------------------------------------------
  let since = NO_DAY, until = NO_DAY, chosen = -1, shown = PAGE;
  const kind = (row) => data.groups[row.group][colours.matches ? "dark" : "light"];
  const inside = (row) => (since === NO_DAY && until === NO_DAY) || (row.first !== null && row.first <= (until === NO_DAY ? 1e9 : until) && row.last >= (since === NO_DAY ? -1e9 : since));

  function events() {
    const found = new Map();
    for (const row of rows) if (inside(row) && !found.has(row.event)) found.set(row.event, row);
    return [...found.values()];
  }

  function list() {
    const all = events(), ol = $("ol"), focused = ol.contains(document.activeElement) && document.activeElement.dataset.key;
    ol.replaceChildren();
    for (const row of all.slice(0, shown)) {
      const button = add(add(ol, "li"), "button");
      button.type = "button"; button.dataset.key = row.key;
      button.style.setProperty("--kind", kind(row));
      if (chosen >= 0 && rows[chosen].event === row.event) button.setAttribute("aria-current", "true");
      add(button, "span", row.placed ? "dot" : "dot none").setAttribute("aria-hidden", "true");
      add(button, "span", "place", row.place);
      add(button, "span", "days", row.when);
      add(button, "span", "said", `${row.kind}: ${row.quote.map(([text]) => text).join("")}`);
      button.onclick = () => choose([row.key], true);
      if (String(row.key) === focused) button.focus({ preventScroll: true });
    }
    $(".more").hidden = all.length <= shown;
    $(".empty").hidden = all.length > 0;
    $("output").textContent = W.shown.replace("{n}", all.length.toLocaleString(LANGUAGE));
  }
  $("ol").onkeydown = (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], all = [...document.querySelectorAll("ol button")];
    const next = step && all[all.indexOf(document.activeElement) + step];
    if (next) { e.preventDefault(); next.focus(); }
  };

  // ---- evidence -----------------------------------------------------------------------------
  function choose(keys, told) {
    const found = keys.map((key) => byKey.get(key)).filter((i) => i !== undefined);
    if (!found.length) return;
    chosen = found[0];
    dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: rows[chosen].key } }));
    list(); evidence(rows[chosen], found.slice(1));
    $(".evidence").scrollTop = 0;
    if (!told) document.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
    $(".evidence").scrollIntoView({ block: "nearest" });
  }
  function close() {
    if ($(".evidence").hidden) return;
    $(".evidence").hidden = true;
    const back = document.querySelector('[aria-current="true"]');
    chosen = -1;
    dispatchEvent(new CustomEvent("dateline:chosen", { detail: { id: -1 } }));
    back?.focus(); list();
  }
  function evidence(row, here) {
    const box = $(".evidence");
    box.replaceChildren(); box.hidden = false;
    box.style.setProperty("--kind", kind(row)); box.setAttribute("aria-label", row.place);
    const shut = add(box, "button", "shut", "✕");
    shut.type = "button"; shut.title = W.close; shut.setAttribute("aria-label", W.close); shut.onclick = close;
    add(box, "p", "kicker", [row.kind, row.status, row.confirmed ? W.confirmed : ""].filter(Boolean).join(" · "));
    add(add(box, "h2", "", row.place), "span", "", ` · ${row.when}`);
    const quote = add(box, "blockquote");
    for (const [text, says] of row.quote) says ? add(quote, "mark", says, text) : quote.append(text);
    const source = add(box, "div", "source");
    add(source, "b", "", row.source);
    if (row.published) source.append(`, ${W.published} ${row.published}`);
    if (row.url) { source.append(" · "); Object.assign(add(source, "a", "", W.open), { href: row.url, target: "_blank", rel: "noopener noreferrer" }); }
    const dl = add(box, "dl");
    const lines = (name, texts) => { if (texts.length) { add(dl, "dt", "", name); const dd = add(dl, "dd"); texts.forEach((text) => add(dd, "p", "", text)); } };
    lines(W.why_place, row.why_place); lines(W.why_date, row.why_date); lines(W.precision, row.precision); lines(W.who, row.who);
    const links = (name, others) => {
      if (!others.length) return;
      add(dl, "dt", "", name);
      const dd = add(dl, "dd");
      for (const i of others) { const b = add(add(dd, "p"), "button", "", `${rows[i].kind} · ${rows[i].place}, ${rows[i].when}`); b.type = "button"; b.onclick = () => choose([rows[i].key]); }
    };
    links(W.also_here, here.filter((i) => rows[i].event !== row.event));
    links(W.other_places, rows.flatMap((other, i) => (other.event === row.event && other !== row ? [i] : [])));
    lines(W.others, row.others); lines(W.corrected, row.corrected); lines(W.notes, row.notes);
  }
  addEventListener("keydown", (e) => { if (e.key === "Escape") close(); });
  addEventListener("dateline:escape", close);

  // ---- dates --------------------------------------------------------------------------------
  function dates() {
    const days = rows.filter((row) => row.first !== null), form = $(".range"), [from, to] = form.querySelectorAll("input");
    if (!days.length) { form.hidden = true; return; }
    const least = Math.min(...days.map((row) => row.first)), most = Math.max(...days.map((row) => row.last));
    const said = (day) => new Date(day * DAY_MS).toLocaleDateString(LANGUAGE === "en" ? "en-GB" : LANGUAGE, { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
    const names = form.querySelectorAll("span");
    for (const input of [from, to]) Object.assign(input, { min: least, max: most, step: 1 });
    from.value = least; to.value = most; form.setAttribute("aria-label", W.range);
    const tell = (moved) => {
      if (+from.value > +to.value) (moved === from ? to : from).value = moved.value;
      names[0].textContent = `${W.from} ${said(+from.value)}`; names[1].textContent = `${W.to} ${said(+to.value)}`;
      from.setAttribute("aria-valuetext", said(+from.value)); to.setAttribute("aria-valuetext", said(+to.value));
      since = +from.value === least ? NO_DAY : +from.value; until = +to.value === most ? NO_DAY : +to.value;
      shown = PAGE; list();
      dispatchEvent(new CustomEvent("dateline:range", { detail: { since, until, played: false } }));
    };
    form.oninput = (e) => tell(e.target);
    form.onsubmit = (e) => e.preventDefault();
    tell(from);
  }

  // ---- what the file says of itself -----------------------------------------------------------
  function about() {
    const A = data.about, footer = $("footer");
    document.title = `${A.title} · ${A.filter}`;
    $("h1").textContent = A.title; $(".filter").textContent = A.filter; $(".counts").textContent = A.counts;
    frame.title = W.map; $(".list").setAttribute("aria-label", W.list); $(".where").setAttribute("aria-label", W.map);
    $(".more").textContent = W.more; $(".empty").textContent = W.nothing;
    $(".more").onclick = () => { shown += PAGE; list(); };
    const line = (name, text) => { if (text) { const p = add(footer, "span"); add(p, "b", "", `${name}: `); p.append(text); } };
    if (data.events < A.number) add(footer, "b", "", data.first_of);
    line(W.filter, A.filter); line(W.counts, A.counts); line(W.sources, [...A.sources, A.more_sources].filter(Boolean).join(", "));
    line(W.credits, A.attributions.join(" · ")); line(W.made, [A.made, A.newest].filter(Boolean).join(" · "));
  }

  data.fonts.forEach((f) => font(window, f));
  about(); dates(); list();
  if (frame.contentDocument && frame.contentDocument.readyState === "complete" && frame.contentDocument.getElementById("map_div")) start();
  else frame.addEventListener("load", start, { once: true });
})();
