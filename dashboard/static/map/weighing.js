// What is computed over the marks counts events, or as often as reports tell of them; and it says
// what it shows in a key of its own.
(function () {
  const { S, rows, element } = window.datelineRows;
  const POINT = 0;
  const C = window.datelineColumns, Q = { key: null, by: null, of: null, sums: null, weighed: null, weights: null };

  // Of each row how many of the reports that are asked for tell of its event.
  function tellings(d, fitting) {
    const found = new Uint16Array(d.n).fill(1), { told_at: at, told_of: of } = d;
    const fits = (i) => (fitting[i >> 3] >> (i & 7)) & 1;
    for (let from = 0, to = 0; from < of.length; from = to) {
      let told = 0;
      while (to < of.length && of[to] === of[from]) told += fits(at[to++]);
      for (let k = from; k < to; k++) for (let i = at[k]; i < d.n && d.event[i] === d.event[at[k]]; i++) found[i] = Math.max(1, told);
    }
    return found;
  }

  // None while events are counted; null while the page is still to say which tellings it asks for.
  function weight(d) {
    if (!S.q.by_reports) return undefined;
    const name = `${S.state} ${S.q.fitting}`;
    if (Q.weighed === name) return Q.weights;
    Object.assign(Q, { weighed: name, weights: null });
    C.mask(S.q.fitting).then((fitting) => {
      if (Q.weighed !== name || S.columns !== d) return;
      if (!fitting) { Q.weighed = null; return; }
      Q.weights = tellings(d, fitting);
      if (S.surface) S.surface.redraw();
    });
    return null;
  }

  // By what sums are kept: the rows they are of, and what each row weighs.
  const counted = (weights) => `${S.state} ${S.selected.print} ${S.selected.rows} ${S.q.by_reports} ${weights ? S.q.fitting : ""}`;

  // Of each exact place what is told of it, and how many events have none and are left out.
  function exact() {
    const d = S.columns, weights = weight(d), name = counted(weights);
    if (Q.by === name) return Q.sums;
    const sums = new Float32Array(d.marks);
    let left = 0, event = -1, held = true;
    for (const i of rows()) {
      if (d.event[i] !== event) { left += held ? 0 : 1; event = d.event[i]; held = false; }
      if (d.mark_layer[d.mark[i]] !== POINT) continue;
      held = true;
      sums[d.mark[i]] += weights ? weights[i] : 1;
    }
    Object.assign(Q, { by: name, sums: { sums, left: left + (held ? 0 : 1) } });
    return Q.sums;
  }

  // Of each area what is told of it, an event once however many places it has there; the number
  // of the area by mark, 0 for none. How many events are in none is told apart.
  function within(areas, lands) {
    const d = S.columns, weights = weight(d), name = counted(weights);
    if (Q.of === lands && Q.areas === name) return Q.totals;
    const totals = new Float64Array(lands + 1), last = new Int32Array(lands + 1).fill(-1);
    let left = 0, event = -1, held = true;
    for (const i of rows()) {
      if (d.event[i] !== event) { left += held ? 0 : 1; event = d.event[i]; held = false; }
      const area = areas[d.mark[i]];
      if (!area) continue;
      held = true;
      if (last[area] === event) continue;
      last[area] = event;
      totals[area] += weights ? weights[i] : 1;
    }
    Object.assign(Q, { of: lands, areas: name, totals: { totals, left: left + (held ? 0 : 1) } });
    return Q.totals;
  }

  // The key: a title, a colour for each class, and notes; hidden without a title.
  function key(title, classes, notes) {
    if (!Q.key) { Q.key = element(document.body, "section", "surface-key"); Q.key.setAttribute("aria-live", "polite"); }
    Q.key.hidden = !title;
    Q.key.replaceChildren();
    if (!title) return;
    element(Q.key, "b", "", title);
    const list = element(Q.key, "ul");
    for (const [colour, text] of classes) {
      const item = element(list, "li");
      element(item, "span", "swatch").style.background = colour;
      item.append(text);
    }
    for (const note of notes) element(Q.key, "p", "", note);
  }

  // Whether it is known yet how much each row weighs.
  const known = () => weight(S.columns) !== null;

  window.datelineWeighing = { exact, within, known, key };
})();
