// The marks on the map. The page gives integers; rows come as columns of numbers, texts are fetched
// for the few rows that are pointed at and are written with textContent only.
(function () {
  const C = window.datelineColumns, G = window.datelineGlyphs, M = window.datelineMarks;
  const CLAIMS = "claims";  // in the address, after the place: disputed lines are shown
  const MOST_PICKED = 60, LISTED = 4, FEW = 5000, CAPTION_MS = 350;
  const S = { map: null, q: null, columns: null, state: null, mask: null, selected: null, fit: null, ours: false,
    settling: false, dark: null, hovered: -1, texts: new Map(), marks: null, words: null, language: -1 };

  // ---- rows ---------------------------------------------------------------------------------
  const picked = () => [...new Set([C.find(S.columns, S.q.chosen), C.find(S.columns, S.hovered)])].filter((i) => i >= 0 && shows(i));

  const rows = () => S.columns.kept.subarray(0, S.selected.rows);

  // Kept rows go backwards in time, their places in the columns forwards.
  function shows(row) {
    const all = rows();
    let low = 0, high = all.length;
    while (low < high) { const at = (low + high) >> 1; if (all[at] < row) low = at + 1; else high = at; }
    return all[low] === row;
  }

  function draw() {
    if (!S.columns) return;
    S.selected = C.select(S.columns, S.q, S.mask);
    S.marks.redraw();
    const { events, placed } = S.selected;
    parent.dispatchEvent(new CustomEvent("dateline:counted", { detail: { events, placed, since: S.q.since, until: S.q.until } }));
    document.body.dataset.rows = String(S.selected.rows);
    document.body.dataset.events = String(events);
    document.body.dataset.marks = S.selected.rows <= FEW ? String(listed().length) : "";
  }

  // The marks of all the world with their rows, while those are few: for small stores and tests.
  function listed() {
    const d = S.columns, found = new Map();
    for (const i of rows()) found.has(d.mark[i]) ? found.get(d.mark[i]).push(i) : found.set(d.mark[i], [i]);
    return [...found.values()];
  }

  // The stretch a mark covers; one as large as a continent is its middle.
  const HUGE_M = 1.5e6;
  const pointOf = (m) => L.latLng(M.latOf(S.columns.mark_y[m]), M.lonOf(S.columns.mark_x[m]));
  function stretch(m) {
    const d = S.columns, at = pointOf(m);
    const box = L.latLngBounds([M.latOf(d.mark_south[m]), M.lonOf(d.mark_west[m])], [M.latOf(d.mark_north[m]), M.lonOf(d.mark_east[m])]);
    return box.getNorthEast().distanceTo(box.getSouthWest()) > HUGE_M ? L.latLngBounds(at, at) : box;
  }

  // ---- looking ------------------------------------------------------------------------------
  const NEIGHBOURS_KM = 500, WIDE_DEG = 60, HUBS = 40;

  function fit(bounds) {
    if (!bounds.isValid()) return;
    // Names on the tiles are drawn for whole zooms: a little larger is crisp, smaller is not.
    const zoom = Math.min(7, S.map.getBoundsZoom(bounds, false, L.point(72, 72))), whole = Math.floor(zoom);
    S.map.setView(bounds.getCenter(), whole + Math.min(0.25, zoom - whole), { animate: false });
  }

  const kilometres = (a, b) => a.distanceTo(b) / 1000;

  // Rows gathered by squares of about a degree, each with its events and the stretch of its marks.
  function squares() {
    const d = S.columns, found = new Map(), of = new Array(d.marks);
    for (const i of rows()) {
      const m = d.mark[i];
      let s = of[m];
      if (!s) {
        const key = (d.mark_y[m] >>> 24) * 256 + (d.mark_x[m] >>> 24);
        s = found.get(key);
        if (!s) found.set(key, (s = { n: 0, event: -1, row: i, bounds: L.latLngBounds([]), middle: L.latLngBounds([]) }));
        s.bounds.extend(stretch(m)); s.middle.extend(pointOf(m)); of[m] = s;
      }
      if (d.event[i] !== s.event) { s.n++; s.event = d.event[i]; }
    }
    for (const s of found.values()) s.at = s.middle.getCenter();
    return [...found.values()];
  }

  const together = (list) => list.reduce((all, s) => all.extend(s.bounds), L.latLngBounds([]));

  // Where most happens: the square with the most events around it, or around the chosen one.
  function busiest(all) {
    const chosen = C.find(S.columns, S.q.chosen);
    const near = (at) => all.filter((s) => kilometres(at, s.at) <= NEIGHBOURS_KM);
    if (chosen >= 0 && shows(chosen)) return near(pointOf(S.columns.mark[chosen]));
    const hubs = [...all].sort((a, b) => b.n - a.n || a.row - b.row).slice(0, HUBS);
    let best = [], most = 0;
    for (const hub of hubs) {
      const around = near(hub.at), events = around.reduce((sum, s) => sum + s.n, 0);
      if (events > most) [best, most] = [around, events];
    }
    return best;
  }

  // A plain view of the whole world opens where most happens; a filtered one shows all it has.
  function open() {
    const all = squares(), bounds = L.latLngBounds(all.map((s) => s.at));
    if (!all.length) return;
    const wide = Math.max(bounds.getEast() - bounds.getWest(), bounds.getNorth() - bounds.getSouth()) > WIDE_DEG;
    own(() => fit(together(wide && !S.q.filtered ? busiest(all) : all)));
  }

  // ---- the address: where one looks, so that a link shows the same stretch of the world ---------
  function own(move) { S.ours = true; move(); S.ours = false; }

  const place = () => (new URL(parent.location).searchParams.get("map") || "").split("_").slice(0, 4);

  function addressed() {
    const [zoom, lat, lon] = place().map(Number);
    if (![zoom, lat, lon].every(Number.isFinite) || Math.abs(lat) > 85 || Math.abs(lon) > 540 || zoom < 0 || zoom > 18) return false;
    own(() => S.map.setView([lat, lon], zoom, { animate: false }));
    return true;
  }

  function note() {
    if (S.ours) return;
    S.settling = false;
    write();
  }

  function write() {
    const url = new URL(parent.location), at = S.map.getCenter();
    const where = [S.map.getZoom(), at.lat.toFixed(3), at.lng.toFixed(3)];
    url.searchParams.set("map", [...where, ...(window.datelineClaims.on() ? [CLAIMS] : [])].join("_"));
    parent.history.replaceState(parent.history.state, "", url);
  }

  // A filter may leave no mark in view: then look where they are. While the same is shown, whoever
  // looks elsewhere does so on purpose.
  function follow() {
    const before = S.shown;
    S.shown = S.selected.print;
    if (before === S.shown || !S.selected.rows || S.marks.seen) return;
    open();
    if (place()[0]) write(); // the address names no stretch that is left
  }

  function reveal(key) {
    const i = C.find(S.columns, key);
    if (i < 0 || !shows(i)) return;
    const bounds = stretch(S.columns.mark[i]);
    if (!S.map.getBounds().intersects(bounds)) S.map.panTo(bounds.getCenter());
  }

  // ---- what lies under the cursor -----------------------------------------------------------
  // Rows of a mark, newest first, no more than asked for.
  function rowsOf(m, most) {
    const d = S.columns, all = rows(), found = [];
    for (let k = 0; k < all.length && found.length < Math.min(most, m.n); k++) if (d.mark[all[k]] === m.mark) found.push(all[k]);
    return found;
  }

  const single = (m) => m.type !== "cluster" && m.places === 1;

  async function told(wanted) {
    const missing = wanted.filter((i) => !S.texts.has(i)), state = S.state, { language } = S.words;
    if (missing.length) {
      const answer = await fetch(`../../api/rows/${state}.json?at=${missing.join(",")}&lang=${language}`);
      if (S.state !== state || S.words.language !== language) return [];
      if (S.texts.size > 500) S.texts.clear();
      for (const row of answer.ok ? await answer.json() : []) S.texts.set(row.at, row);
    }
    return wanted.map((i) => S.texts.get(i)).filter(Boolean);
  }

  const element = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text) el.textContent = text;
    return el;
  };

  function dot(parent, group) { element(parent, "span", "dot").style.background = G.palette()[group]; }

  const number = (n) => n.toLocaleString(S.words.language, { useGrouping: true });
  const plural = (n) => (S.words.counted[new Intl.PluralRules(S.words.language).select(n)] ?? S.words.counted.other).replace("{n}", number(n));

  // Of a donut, how many events of which kind; of a mark, what its newest rows say.
  function tip(marks, texts) {
    const box = document.createElement("div"), d = S.columns;
    const top = marks[0];
    if (!single(top)) {
      const head = element(box, "span", "row");
      element(head, "b", "", plural(top.n));
      head.append(" ", top.type === "cluster" ? S.words.several_places : top.of === "near" ? S.words.near_places : S.words.somewhere);
      const order = [...top.groups].map((n, group) => [n, group]).filter(([n]) => n).sort((a, b) => b[0] - a[0]);
      for (const [n, group] of order.slice(0, LISTED)) {
        const line = element(box, "span", "kind");
        dot(line, group);
        line.append(S.words.groups[group]);
        element(line, "span", "number", number(n));
      }
      return box;
    }
    for (const row of texts) {
      const line = element(box, "span", "row");
      dot(line, d.groups[d.kind[row.at]]);
      element(line, "b", "", row.kind);
      line.append(` · ${row.place}`);
      element(line, "br");
      element(line, "span", "soft", row.when);
    }
    const rest = marks.filter(single).reduce((sum, m) => sum + m.n, 0) - texts.length;
    if (!texts.length) element(box, "span", "row", plural(rest));
    else if (rest > 0) element(box, "span", "row soft", S.words.more_here.replace("{n}", number(rest)));
    return box;
  }

  function disputed(claim) {
    const box = document.createElement("div");
    box.appendChild(document.createElement("b")).textContent = S.words.disputed;
    box.appendChild(document.createTextNode(` · ${claim}`));
    return box;
  }

  const keysOf = (marks) => marks.filter(single).flatMap((m) => rowsOf(m, MOST_PICKED)).slice(0, MOST_PICKED).map((i) => C.keyOf(S.columns, i));

  let clicks = 0;
  function pick(e) {
    if (!S.columns) return;
    const marks = S.marks.under(e.containerPoint);
    if (!marks.length) return;
    if (!single(marks[0]) && closer(marks[0])) return;
    const ids = keysOf(single(marks[0]) ? marks : S.marks.under(e.containerPoint).filter(single));
    if (!ids.length) return;
    S.q.chosen = ids[0];
    draw();
    window.Streamlit.setComponentValue({ last_object_clicked_popup: ids, clicks: ++clicks });
  }

  // Looks closer at what a donut stands for, as far as the map can.
  function closer(m) {
    const bounds = S.marks.bounds(m), most = S.map.getMaxZoom(), zoom = S.map.getZoom();
    if (zoom >= most) return false;
    const to = Math.min(most, Math.max(zoom + 1, S.map.getBoundsZoom(bounds, false, L.point(90, 90))));
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    S.map.setView(bounds.getCenter(), Math.floor(to), { animate: !still });
    return true;
  }

  let frame = 0;
  function leave() {
    if (S.under) over([]);
    S.under = null;
    S.map.closeTooltip(S.tip);
  }

  function hover(e) {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(async () => {
      if (!S.columns || !S.words) return;
      const marks = S.marks.under(e.containerPoint);
      S.map.getContainer().classList.toggle("over", marks.length > 0);
      const claim = marks.length ? null : window.datelineClaims.under(e.layerPoint);
      if (!marks.length && !claim) return leave();
      const name = claim || marks.map((m) => `${m.type} ${m.row} ${m.n}`).join();
      S.tip.setLatLng(e.latlng);
      if (S.under === name) return;
      S.under = name;
      const wanted = marks.length && single(marks[0]) ? marks.filter(single).flatMap((m) => rowsOf(m, LISTED)).slice(0, LISTED) : [];
      const known = wanted.filter((i) => S.texts.has(i)).map((i) => S.texts.get(i));
      over(wanted);
      S.tip.setContent(claim ? disputed(claim) : tip(marks, known));
      S.map.openTooltip(S.tip);
      if (known.length === wanted.length) return;
      const texts = await told(wanted);
      if (S.under === name) S.tip.setContent(tip(marks, texts));
    });
  }

  // What is pointed at here is told to the list and to the timeline, and what is there to the map.
  function over(found) {
    const d = S.columns, [i] = found;
    const dated = i !== undefined && d.flags[i] & C.DATED;
    const span = dated ? [d.first[i], d.last[i], d.groups[d.kind[i]]] : null;
    parent.dispatchEvent(new CustomEvent("dateline:over", { detail: { keys: found.map((k) => C.keyOf(d, k)), span } }));
  }

  // While time is played: the newest event in the range, in the words of its report.
  let captioned = 0;
  async function caption(on) {
    const now = performance.now();
    if (!on) { S.caption.hidden = true; return; }
    if (now - captioned < CAPTION_MS) return;
    captioned = now;
    const first = rows()[0];
    const [row] = first === undefined || !S.words ? [] : await told([first]);
    S.caption.replaceChildren();
    S.caption.hidden = !row;
    if (!row) return;
    dot(S.caption, S.columns.groups[S.columns.kind[first]]);
    element(S.caption, "b", "", row.place);
    S.caption.append(` · ${row.when} · `);
    element(S.caption, "q", "", row.quote);
  }

  // ---- legend and buttons -------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";
  const GLYPHS = [
    ["point", [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor" }]]],
    ["cluster", [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 2.6 }]]],
    ["disc", [["circle", { cx: 11, cy: 7, r: 6, fill: "currentColor", "fill-opacity": 0.2, stroke: "currentColor", "stroke-width": 1.5 }], ["circle", { cx: 11, cy: 7, r: 1.5, fill: "currentColor" }]]],
    ["line", [["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 7, "stroke-opacity": 0.22 }], ["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 2 }]]],
    ["area", [["path", { d: "M3 3h12l4 4-3 5H5z", fill: "currentColor", "fill-opacity": 0.15, stroke: "currentColor", "stroke-width": 1.3 }]]],
    ["planned", [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": "3 2" }]]],
    ["denied", [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }]]],
    ["background", [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor", "fill-opacity": 0.4 }]]],
  ];

  function legend() {
    document.querySelector(".legend")?.remove();
    const list = document.createElement("ul");
    list.className = "legend";
    for (const [name, shapes] of GLYPHS) {
      const item = list.appendChild(document.createElement("li"));
      const svg = item.appendChild(document.createElementNS(SVG, "svg"));
      svg.setAttribute("width", 22); svg.setAttribute("height", 14); svg.setAttribute("aria-hidden", "true");
      for (const [tag, attributes] of shapes) {
        const shape = svg.appendChild(document.createElementNS(SVG, tag));
        Object.entries(attributes).forEach(([k, v]) => shape.setAttribute(k, v));
      }
      item.appendChild(document.createTextNode(S.words[name]));
    }
    document.body.appendChild(list);
  }

  function fitButton() {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const button = bar.appendChild(document.createElement("a"));
      button.href = "#"; button.className = "fit"; button.setAttribute("role", "button"); button.textContent = "⤢";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", (e) => { L.DomEvent.preventDefault(e); if (S.columns) fit(together(squares())); });
      return bar;
    };
    return control;
  }

  // ---- words: those of words.toml in the language of the page, which is told by its number ------
  function named(selector, name) {
    const el = document.querySelector(selector);
    if (!el) return;
    el.title = name; el.setAttribute("aria-label", name);
  }

  function speak(q) {
    if (S.language !== q.language) S.learning = learn((S.language = q.language));
    return S.learning;
  }

  async function learn(language) {
    const answer = await fetch(`../../api/words/${language}.json`), found = await answer.json();
    if (S.language !== language) return;
    S.words = found;
    S.texts.clear();
    document.documentElement.lang = found.language;
    legend();
    named(".fit", found.fit); named(".leaflet-control-zoom-in", found.zoom_in); named(".leaflet-control-zoom-out", found.zoom_out);
    window.datelineClaims.speak(found);
  }

  // ---- the page's side ----------------------------------------------------------------------
  function start(map) {
    S.map = map;
    S.marks = M.layer(() => S.columns && S.selected && { columns: S.columns, picked: picked(), state: S.state }).addTo(map);
    S.tip = L.tooltip({ className: "tip", direction: "top", offset: [0, -8], opacity: 1 });
    S.caption = element(document.body, "p", "caption");
    S.caption.hidden = true;
    map.attributionControl.setPrefix(false);
    fitButton().addTo(map);
    window.datelineClaims.start(map, place()[3] === CLAIMS, write);
    map.on("click", pick);
    map.on("mousemove", hover);
    map.on("mouseout", () => { cancelAnimationFrame(frame); leave(); });
    const range = (e) => { if (!S.columns) return; S.q.since = e.detail.since; S.q.until = e.detail.until; draw(); caption(e.detail.played); };
    const chosen = (e) => { if (!S.columns) return; S.q.chosen = e.detail.id; S.marks.redraw(); reveal(e.detail.id); };
    const pointed = (e) => { if (!S.columns || S.hovered === e.detail.id) return; S.hovered = e.detail.id; S.marks.redraw(); over([C.find(S.columns, S.hovered)].filter((i) => i >= 0)); };
    const wires = { "dateline:range": range, "dateline:chosen": chosen, "dateline:pointed": pointed };
    Object.entries(wires).forEach(([name, act]) => parent.addEventListener(name, act));
    window.addEventListener("pagehide", () =>
      Object.entries(wires).forEach(([name, act]) => parent.removeEventListener(name, act)));
    window.addEventListener("keydown", (e) => { if (e.key === "Escape") parent.dispatchEvent(new CustomEvent("dateline:escape")); });
    new ResizeObserver(() => {
      own(() => map.invalidateSize({ animate: false }));
      if (S.settling) open();
    }).observe(map.getContainer());
    if (addressed()) S.fit = S.q.fit;
    map.on("moveend", note);
  }

  function theme(q) {
    if (S.dark === q.dark && S.online === q.online) return;
    document.body.classList.toggle("dark", !!q.dark);
    window.datelineClaims.theme(!!q.dark);
    G.theme(!!q.dark);
    if (S.base) S.base.remove();
    S.base = q.online
      ? L.tileLayer("https://tile.openstreetmap.org/{z}/{x}/{y}.png", { maxZoom: 18, attribution: "© OpenStreetMap contributors" })
      : window.datelineBasemap("../../app/static/basemap/world.pmtiles", !!q.dark);
    S.base.addTo(S.map);
    if (S.base.setZIndex) S.base.setZIndex(0);
    S.map.setMaxZoom(q.online ? 17 : 11);
    S.dark = q.dark; S.online = q.online;
  }

  const alike = (q) => S.state === q.columns && S.masked === q.mask;

  // What the query is about: the rows of the store, and which of them its words match.
  async function load(q) {
    const [columns, mask] = await Promise.all([
      S.state === q.columns ? S.columns : C.load(q.columns), q.mask < 0 ? null : S.masked === q.mask ? S.mask : C.mask(q.mask), speak(q)]);
    if (S.q !== q || !columns || (q.mask >= 0 && !mask)) return;
    const first = !S.columns;
    if (S.state !== q.columns) S.texts.clear();
    Object.assign(S, { columns, state: q.columns, mask, masked: q.mask });
    draw();
    if (first) S.shown = S.selected.print; // a link may look where no mark is
    if (S.fit !== q.fit && S.selected.rows) { open(); S.fit = q.fit; S.settling = true; }
    else follow();
    reveal(q.chosen);
    ready(q);
  }

  function ready(q) { document.body.dataset.ready = String(q.columns); }

  window.dateline = {
    show(map, q) {
      const before = S.dark;
      S.q = { ...q };
      if (!S.map) start(map);
      theme(q);
      speak(q);
      if (!alike(q)) { load(S.q); return; }
      draw(); follow(); reveal(q.chosen); caption(false);
      if (before !== q.dark) S.marks.redraw();
      ready(q);
    },
    // All marks of the world, for tests: shapes, keys of rows, and where on the screen.
    drawn: () => listed().map((found) => {
      const d = S.columns, m = d.mark[found[0]], mid = (a, b) => (a[m] + b[m]) / 2, vague = d.mark_layer[m] > 1;
      const at = [M.latOf(vague ? mid(d.mark_north, d.mark_south) : d.mark_y[m]), M.lonOf(vague ? mid(d.mark_west, d.mark_east) : d.mark_x[m])];
      const p = S.map.latLngToContainerPoint(at);
      return { shape: d.mark_layer[m], ids: found.map((k) => C.keyOf(d, k)), x: p.x, y: p.y, chosen: picked().some((k) => found.includes(k)) };
    }),
    // What is on the screen: what sort of mark, how many rows, and where in the frame.
    seen: () => S.marks.glyphs.map((m) => ({ type: m.type, of: m.of, n: m.n, chosen: !!m.chosen,
      x: (m.path && m.corner ? m.corner[0] : m.x) - S.marks.frame.left, y: (m.path && m.corner ? m.corner[1] : m.y) - S.marks.frame.top, r: m.r })),
    took: () => S.marks.took,
  };
})();
