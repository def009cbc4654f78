// What lies under the cursor: its tip, told to the list and the timeline too, and the caption while
// time is played.
(function () {
  const C = window.datelineColumns;
  const { T, number, counted } = window.datelineWords;
  const { S, rows, rowsOf, single, told, element, dot } = window.datelineRows;
  const LISTED = 4, CAPTION_MS = 350;

  // Of a donut, how many events of which kind; of a mark, what its newest rows say.
  function tip(marks, texts) {
    const box = document.createElement("div"), d = S.columns;
    const top = marks[0];
    if (!single(top)) {
      const head = element(box, "span", "row");
      element(head, "b", "", counted(T.counted, top.n));
      head.append(" ", top.type === "cluster" ? T.several_places : top.of === "near" ? T.near_places : T.somewhere);
      const order = [...top.groups].map((n, group) => [n, group]).filter(([n]) => n).sort((a, b) => b[0] - a[0]);
      for (const [n, group] of order.slice(0, LISTED)) {
        const line = element(box, "span", "kind");
        dot(line, group);
        line.append(T.groups[group]);
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
    if (!texts.length) element(box, "span", "row", counted(T.counted, rest));
    else if (rest > 0) element(box, "span", "row soft", T.more_here.replace("{n}", number(rest)));
    return box;
  }

  // What lies there beside the marks: a disputed line, a feature of an overlay, a coloured area.
  function beside(e) {
    const claim = window.datelineClaims.under(e.layerPoint);
    if (claim) return { head: T.disputed, text: claim };
    return window.datelineOverlays.under(e.latlng) || window.datelineDivisions.under(e.latlng);
  }

  function said({ head, text }) {
    const box = document.createElement("div");
    element(box, "b", "", head);
    if (text) box.append(` · ${text}`);
    return box;
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
      if (!S.columns || !T.language || window.datelineMeasure.on()) return;
      if (window.datelineSpots.open()) return leave();
      const marks = S.marks.under(e.containerPoint);
      S.map.getContainer().classList.toggle("over", marks.length > 0);
      const other = marks.length ? null : beside(e);
      if (!marks.length && !other) return leave();
      const name = other ? `${other.head} ${other.text}` : marks.map((m) => `${m.type} ${m.row} ${m.n}`).join();
      S.tip.setLatLng(e.latlng);
      if (S.under === name) return;
      S.under = name;
      const wanted = marks.length && single(marks[0]) ? marks.filter(single).flatMap((m) => rowsOf(m, LISTED)).slice(0, LISTED) : [];
      const known = wanted.filter((i) => S.texts.has(i)).map((i) => S.texts.get(i));
      over(wanted);
      S.tip.setContent(other ? said(other) : tip(marks, known));
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
    const [row] = first === undefined || !T.language ? [] : await told([first]);
    S.caption.replaceChildren();
    S.caption.hidden = !row;
    if (!row) return;
    dot(S.caption, S.columns.groups[S.columns.kind[first]]);
    element(S.caption, "b", "", row.place);
    S.caption.append(` · ${row.when} · `);
    element(S.caption, "q", "", row.quote);
  }

  const start = () => {
    S.tip = L.tooltip({ className: "tip", direction: "top", offset: [0, -8], opacity: 1 });
    S.caption = element(document.body, "p", "caption");
    S.caption.hidden = true;
    S.map.on("mousemove", hover);
    S.map.on("mouseout", () => { cancelAnimationFrame(frame); leave(); });
  };

  window.datelineHovering = { start, over, caption };
})();
