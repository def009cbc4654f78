// What the map holds: the rows of the store, those a query keeps, and the texts of the few that are
// pointed at. Rows come as columns of numbers; texts are written with textContent only.
(function () {
  const { T } = window.datelineWords;
  const C = window.datelineColumns, G = window.datelineGlyphs;
  const FEW = 5000;
  const S = { map: null, middle: null, q: null, columns: null, state: null, mask: null, selected: null, fit: null, ours: false,
    settling: false, aiming: false, dark: null, hovered: -1, texts: new Map(), marks: null, surface: null, lit: null };

  const picked = () => [...new Set([C.find(S.columns, S.q.chosen), C.find(S.columns, S.hovered)])].filter((i) => i >= 0 && shows(i));

  const rows = () => S.columns.kept.subarray(0, S.selected.rows);

  // Kept rows go backwards in time, their places in the columns forwards.
  function shows(row) {
    const all = rows();
    let low = 0, high = all.length;
    while (low < high) { const at = (low + high) >> 1; if (all[at] < row) low = at + 1; else high = at; }
    return all[low] === row;
  }

  const select = () => { S.selected = C.select(S.columns, S.q, S.mask); };

  function draw() {
    if (!S.columns) return;
    select();
    paint();
  }

  function paint() {
    S.marks.redraw();
    if (S.surface) S.surface.redraw();
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

  // Of each mark whether any of its events may have been on these days.
  function touching(from, to) {
    const d = S.columns, found = new Uint8Array(d.marks);
    for (const i of rows()) if (d.flags[i] & C.DATED && d.first[i] <= to && d.last[i] >= from) found[d.mark[i]] = 1;
    return found;
  }

  // Rows of a mark, newest first, no more than asked for.
  function rowsOf(m, most) {
    const d = S.columns, all = rows(), found = [];
    for (let k = 0; k < all.length && found.length < Math.min(most, m.n); k++) if (d.mark[all[k]] === m.mark) found.push(all[k]);
    return found;
  }

  const single = (m) => m.type !== "cluster" && m.places === 1;

  async function told(wanted) {
    const missing = wanted.filter((i) => !S.texts.has(i)), state = S.state, { language } = T;
    if (missing.length) {
      const answer = await window.datelineAsk(`../../api/rows/${state}.json?at=${missing.join(",")}&lang=${language}`);
      if (S.state !== state || T.language !== language) return [];
      if (S.texts.size > 500) S.texts.clear();
      for (const row of answer ? await answer.json() : []) S.texts.set(row.at, row);
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

  window.datelineRows = { S, picked, rows, shows, select, draw, paint, listed, touching, rowsOf, single, told, element, dot };
})();
