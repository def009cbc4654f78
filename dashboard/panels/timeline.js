export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".tl");
  const S = (root.__dateline ??= { since: null, until: null, drag: null });
  const $ = (name) => box.querySelector(name);
  const canvas = $("canvas");
  const DAY = 864e5;
  const AXIS = 15, GRIP = 6, NARROW = 12;
  const MONTHS = data.words.months;
  Object.assign(S, { data, setTriggerValue });
  if (!S.drag) { S.since = data.since; S.until = data.until; }
  const bins = data.bins;
  const first = bins.length ? bins[0][0] : 0;
  const after = bins.length ? bins[bins.length - 1][1] + 1 : 1;

  const asDate = (n) => new Date(n * DAY);
  const total = (list) => list.reduce((sum, n) => sum + n, 0);
  const inWords = (n) => { const d = asDate(n); return `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`; };
  const x = (n, w) => ((n - first) / (after - first)) * w;
  const spanInWords = (a, b) => {
    const [p, q] = [asDate(a), asDate(b)], month = (d) => MONTHS[d.getUTCMonth()];
    if (a === b) return inWords(a);
    if (p.getUTCFullYear() !== q.getUTCFullYear()) return `${inWords(a)} – ${inWords(b)}`;
    return p.getUTCMonth() === q.getUTCMonth() ? `${p.getUTCDate()}–${inWords(b)}` : `${p.getUTCDate()} ${month(p)} – ${inWords(b)}`;
  };
  const binOf = (n) => { const at = bins.findIndex((b) => n <= b[1]); return at < 0 ? bins.length - 1 : at; };
  // Where the range is drawn: never so narrow that its two grips would be one. A range beside all
  // the bars has no width; ``beside`` says on which side it lies.
  function brush(w) {
    if (S.since === null && S.until === null) return null;
    if (S.since !== null && S.since >= after) return { beside: 1 };
    if (S.until !== null && S.until < first) return { beside: -1 };
    let a = S.since === null ? 0 : Math.max(0, x(S.since, w));
    let b = S.until === null ? w : Math.min(w, x(S.until + 1, w));
    if (b - a < NARROW) {
      a = Math.min(Math.max(GRIP, (a + b - NARROW) / 2), w - NARROW - GRIP);
      b = a + NARROW;
    }
    return { a, b };
  }
  const binAt = (px, w) => {
    const n = first + (px / w) * (after - first);
    const at = bins.findIndex((b) => n < b[1] + 1);
    return n < first ? 0 : at < 0 ? bins.length - 1 : at;
  };

  function say() {
    const open = S.since === null && S.until === null;
    const from = S.since === null ? data.words.start : inWords(S.since);
    const to = S.until === null ? data.words.end : inWords(S.until);
    const range = open ? data.words.all : S.since === null || S.until === null ? `${from} – ${to}` : spanInWords(S.since, S.until);
    $(".all").hidden = open;
    if (!bins.length) { $(".now").textContent = data.shown ? data.words.none : ""; return; }
    const same = S.since === data.since && S.until === data.until;
    const sum = `${range} · ${data.shown.toLocaleString("en")} ${data.shown === 1 ? data.words.event : data.words.events}`;
    $(".now").textContent = same ? sum : range;
  }

  function ticks(g, w, h, colour) {
    g.fillStyle = colour; g.font = "11px Inter, sans-serif"; g.textAlign = "left"; g.textBaseline = "alphabetic";
    let last = -1e9;
    const put = (n, text) => {
      const at = x(n, w), size = g.measureText(text).width;
      if (at < last + 10 || at + size > w || at < 0) return;
      g.globalAlpha = 0.35; g.fillRect(at, h - AXIS, 1, 4); g.globalAlpha = 0.72;
      g.fillText(text, at + 3, h - 2); last = at + size;
    };
    const span = after - first;
    const d = asDate(first);
    if (span > 900) {
      const step = Math.max(1, Math.ceil(span / 365 / (w / 55)));
      for (let y = d.getUTCFullYear(); Date.UTC(y, 0, 1) / DAY < after; y += step) put(Date.UTC(y, 0, 1) / DAY, String(y));
    } else if (span > 70) {
      for (let m = 0; m < 40; m++) { const t = Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + m, 1); if (t / DAY >= after) break;
        const k = new Date(t); put(t / DAY, k.getUTCMonth() ? MONTHS[k.getUTCMonth()] : String(k.getUTCFullYear())); }
    } else {
      const step = span > 21 ? 7 : 1;
      for (let n = first; n < after; n += step) put(n, `${asDate(n).getUTCDate()} ${MONTHS[asDate(n).getUTCMonth()]}`);
    }
  }

  function draw() {
    const w = canvas.clientWidth, h = canvas.clientHeight, dpr = devicePixelRatio || 1;
    if (!w) return;
    canvas.width = w * dpr; canvas.height = h * dpr;
    const g = canvas.getContext("2d"), style = getComputedStyle(box);
    const ink = style.getPropertyValue("--st-text-color") || "#222", accent = style.getPropertyValue("--st-primary-color") || "#247";
    g.scale(dpr, dpr);
    const base = h - AXIS, top = Math.max(1, ...bins.map((b) => total(b[2])));
    g.globalAlpha = 0.25; g.fillStyle = ink; g.fillRect(0, base, w, 1); g.globalAlpha = 1;
    const range = bins.length ? brush(w) : null;
    if (range && !range.beside) { g.globalAlpha = 0.09; g.fillStyle = accent; g.fillRect(range.a, 0, range.b - range.a, base); }
    for (const [from, to, counts] of bins) {
      const left = x(from, w), wide = Math.max(1.5, Math.min(44, x(to + 1, w) - left - 1));
      const inside = (S.until === null || from <= S.until) && (S.since === null || to >= S.since);
      let y = base;
      counts.forEach((n, group) => {
        if (!n) return;
        const tall = (n / top) * (base - 4);
        y -= tall; g.globalAlpha = inside ? 0.95 : 0.24; g.fillStyle = inside ? data.colours[group] : ink;
        g.fillRect(left + 0.5, y, wide, tall);
      });
    }
    g.globalAlpha = 1; g.fillStyle = accent;
    if (range && range.beside) {
      const tip = range.beside > 0 ? w : 0, back = tip - range.beside * 8, middle = base / 2;
      g.beginPath(); g.moveTo(tip, middle); g.lineTo(back, middle - 8); g.lineTo(back, middle + 8); g.closePath(); g.fill();
    } else if (range) for (const [at, out] of [[range.a, -GRIP], [range.b, 0]]) {
      g.fillRect(Math.min(w - 1.5, Math.max(0, at - 0.75)), 0, 1.5, base);
      g.beginPath(); g.roundRect(Math.min(w - GRIP, Math.max(0, at + out)), base / 2 - 9, GRIP, 18, 2); g.fill();
    }
    if (bins.length) ticks(g, w, h, ink);
    say();
    const at = (n, or) => (n === null ? or : binOf(n));
    for (const [el, n, or, name] of [[$(".a"), S.since, 0, S.since], [$(".b"), S.until, bins.length - 1, S.until]]) {
      el.max = Math.max(0, bins.length - 1); el.value = at(n, or);
      el.setAttribute("aria-valuetext", name === null ? data.words.all : inWords(name));
    }
  }

  const tell = () => { draw(); window.dispatchEvent(new CustomEvent("dateline:range", { detail: { since: S.since ?? -1e7, until: S.until ?? -1e7 } })); };
  const send = () => S.setTriggerValue("range", [S.since, S.until]);
  const span = (i, j) => { S.since = bins[Math.min(i, j)][0]; S.until = bins[Math.max(i, j)][1]; };

  $(".label").textContent = data.words.title;
  $(".all").textContent = data.words.clear;
  $(".a-name").textContent = data.words.from;
  $(".b-name").textContent = data.words.to;
  $(".all").onclick = () => { S.since = S.until = null; tell(); send(); };

  const place = (e) => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, r.width]; };
  canvas.onpointerdown = (e) => {
    if (!bins.length) return;
    canvas.setPointerCapture(e.pointerId);
    const [px, w] = place(e), range = brush(w), wide = !range || range.beside ? null : range;
    const left = wide && px > wide.a - GRIP - 3 && px < wide.a + 3, right = wide && px > wide.b - 3 && px < wide.b + GRIP + 3;
    const fixed = left ? S.until ?? bins[bins.length - 1][1] : right ? S.since ?? first : null;
    S.drag = { anchor: fixed === null ? binAt(px, w) : binOf(fixed) };
    if (fixed === null) { span(S.drag.anchor, S.drag.anchor); tell(); }
  };
  canvas.onpointermove = (e) => { if (!S.drag) return; const [px, w] = place(e); span(S.drag.anchor, binAt(px, w)); tell(); };
  canvas.onpointerup = () => { if (!S.drag) return; S.drag = null; send(); };
  canvas.onpointercancel = () => { if (!S.drag) return; S.drag = null; S.since = data.since; S.until = data.until; tell(); };
  const keyed = () => { span(Math.min(+$(".a").value, +$(".b").value), Math.max(+$(".a").value, +$(".b").value)); tell(); };
  for (const el of [$(".a"), $(".b")]) { el.oninput = keyed; el.onchange = send; }

  canvas.dataset.counts = bins.map((b) => `${b[0]}:${total(b[2])}`).join(" ");
  S.observer?.disconnect();
  S.observer = new ResizeObserver(draw);
  S.observer.observe(canvas);
  draw();
}
