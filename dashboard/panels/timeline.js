export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".tl");
  const S = (root.__dateline ??= { since: null, until: null, drag: null, counted: null, step: "day" });
  const $ = (name) => box.querySelector(name);
  const canvas = $("canvas");
  const DAY = 864e5;
  const AXIS = 15, GRIP = 6, NARROW = 12, LANE = 4, MOST_LANES = 5, FADE = 16;
  const OPEN_START = 4, OPEN_END = 8;
  const MONTHS = data.months;
  const number = (n) => n.toLocaleString(data.language, { useGrouping: true });
  const events = (n) => (data.counted[new Intl.PluralRules(data.language).select(n)] ?? data.counted.other).replace("{n}", number(n));
  Object.assign(S, { data, setTriggerValue });
  if (!S.drag && !(S.playing && S.step !== "event")) { S.since = data.since; S.until = data.until; }
  if (S.asked?.join() === [data.since, data.until].join()) { S.asked = null; S.late = false; }
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

  const here = () => [S.since, S.until, data.chosen].join();
  function say() {
    const open = S.since === null && S.until === null;
    const from = S.since === null ? data.words.start : inWords(S.since);
    const to = S.until === null ? data.words.end : inWords(S.until);
    const range = open ? data.words.all : S.since === null || S.until === null ? `${from} – ${to}` : spanInWords(S.since, S.until);
    $(".all").setAttribute("aria-pressed", String(open));
    for (const el of $(".sets").children)
      el.setAttribute("aria-pressed", String(S.since === Number(el.dataset.from) && S.until === data.latest));
    const told = S.edge?.here === here() ? data.words[S.edge.name] : S.playing && S.late ? data.words.late : open ? "" : data.words.both;
    if ($(".both").textContent !== told) $(".both").textContent = told;
    if (!bins.length) { $(".now").textContent = data.shown ? data.words.none : ""; return; }
    const same = S.since === data.since && S.until === data.until;
    const shown = same ? data.shown : S.counted;
    $(".now").textContent = shown === null ? range : `${range} · ${events(shown)}`;
  }

  function ticks(g, w, h, colour) {
    g.fillStyle = colour; g.font = "11px Inter, sans-serif"; g.textAlign = "left"; g.textBaseline = "alphabetic";
    let last = -1e9;
    const put = (n, text) => {
      const at = x(n, w), size = g.measureText(text).width;
      if (at < last + 10 || at + 3 + size > w || at < 0) return;
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

  function hatch(g, left, top, wide, tall, colour) {
    g.save(); g.beginPath(); g.rect(left, top, wide, tall); g.clip();
    g.globalAlpha = 0.5; g.strokeStyle = colour; g.lineWidth = 1; g.beginPath();
    for (let y = top - wide; y < top + tall; y += 4) { g.moveTo(left, y + wide); g.lineTo(left + wide, y); }
    g.stroke(); g.restore();
  }

  // Uncertain dates lie under the bars as lines from the first day they may be to the last; those
  // that would overlap lie in lanes under one another.
  function lanes(w) {
    const ends = [], found = [];
    for (const [from, to, group, ajar] of data.spans) {
      const a = x(from, w) - (ajar & OPEN_START ? FADE : 0), b = Math.max(x(to + 1, w), x(from, w) + 3) + (ajar & OPEN_END ? FADE : 0);
      let lane = ends.findIndex((end) => end + 2 < a);
      if (lane < 0) lane = ends.length;
      if (lane >= MOST_LANES) return null;
      ends[lane] = b;
      found.push({ a, b, lane, group, ajar, from, to });
    }
    return found;
  }
  function drawSpans(g, found, base) {
    for (const s of found) {
      const inside = (S.until === null || s.from <= S.until) && (S.since === null || s.to >= S.since);
      const fill = g.createLinearGradient(s.a, 0, s.b, 0), colour = data.colours[s.group], wide = Math.max(1, s.b - s.a);
      fill.addColorStop(0, s.ajar & OPEN_START ? `${colour}00` : colour);
      fill.addColorStop(Math.min(1, FADE / wide), colour);
      fill.addColorStop(Math.max(0, 1 - FADE / wide), colour);
      fill.addColorStop(1, s.ajar & OPEN_END ? `${colour}00` : colour);
      g.globalAlpha = inside ? 1 : 0.3; g.fillStyle = fill;
      g.fillRect(s.a, base + 2 + s.lane * LANE, s.b - s.a, LANE - 2);
    }
    g.globalAlpha = 1;
  }

  function draw() {
    const spans = (bins.length && lanes(canvas.clientWidth)) || [];
    const deep = spans.reduce((most, s) => Math.max(most, s.lane + 1), 0) * LANE;
    canvas.style.height = `${74 + deep}px`;
    canvas.dataset.spans = String(spans.length);
    const w = canvas.clientWidth, h = canvas.clientHeight, dpr = devicePixelRatio || 1;
    if (!w) return;
    canvas.width = w * dpr; canvas.height = h * dpr;
    const g = canvas.getContext("2d"), style = getComputedStyle(box);
    const ink = style.getPropertyValue("--st-text-color") || "#222", accent = style.getPropertyValue("--st-primary-color") || "#247";
    g.scale(dpr, dpr);
    const base = h - AXIS - deep, top = Math.max(1, ...bins.map((b) => total(b[2])));
    g.globalAlpha = 0.25; g.fillStyle = ink; g.fillRect(0, base, w, 1); g.globalAlpha = 1;
    const range = bins.length ? brush(w) : null;
    if (range && !range.beside) { g.globalAlpha = 0.09; g.fillStyle = accent; g.fillRect(range.a, 0, range.b - range.a, base); }
    for (const [from, to, counts, longer] of bins) {
      const left = x(from, w), wide = Math.max(1.5, Math.min(44, x(to + 1, w) - left - 1));
      const inside = (S.until === null || from <= S.until) && (S.since === null || to >= S.since);
      let y = base;
      counts.forEach((n, group) => {
        if (!n) return;
        const tall = (n / top) * (base - 4);
        y -= tall; g.globalAlpha = inside ? 0.95 : 0.24; g.fillStyle = inside ? data.colours[group] : ink;
        g.fillRect(left + 0.5, y, wide, tall);
      });
      // Of these, so many may lie in another bar: hatched, from the top of the bar.
      if (longer) hatch(g, left + 0.5, y, wide, Math.min(base - y, (longer / top) * (base - 4)), data.paper);
    }
    drawSpans(g, spans, base);
    for (const span of bins.length ? [S.span, data.chosen] : []) if (span) {
      const [from, to, group] = span, a = Math.max(0, x(from, w)), b = Math.min(w, Math.max(a + 3, x(to + 1, w)));
      g.globalAlpha = 1; g.fillStyle = ink; g.fillRect(a - 1, 0, b - a + 2, 6); g.fillStyle = data.colours[group]; g.fillRect(a, 1, b - a, 4);
    }
    g.globalAlpha = 1; g.fillStyle = accent;
    if (range && range.beside) {
      const tip = range.beside > 0 ? w : 0, back = tip - range.beside * 8, middle = base / 2;
      g.beginPath(); g.moveTo(tip, middle); g.lineTo(back, middle - 8); g.lineTo(back, middle + 8); g.closePath(); g.fill();
    } else if (range) for (const [at, out] of [[range.a, -GRIP], [range.b, 0]]) {
      g.fillRect(Math.min(w - 1.5, Math.max(0, at - 0.75)), 0, 1.5, base);
      g.beginPath(); g.roundRect(Math.min(w - GRIP, Math.max(0, at + out)), base / 2 - 9, GRIP, 18, 2); g.fill();
    }
    // The end that the keyboard moves is ringed.
    canvas.dataset.held = S.held ?? "";
    if (S.held && bins.length) {
      const at = S.held === "a" ? (range && !range.beside ? range.a : 0) : range && !range.beside ? range.b : w;
      const left = Math.min(w - GRIP - 5, Math.max(5, at + (S.held === "a" ? -GRIP : 0)));
      g.fillStyle = accent; g.beginPath(); g.roundRect(left, base / 2 - 11, GRIP, 22, 2); g.fill();
      g.strokeStyle = ink; g.lineWidth = 2; g.beginPath(); g.roundRect(left - 4, base / 2 - 15, GRIP + 8, 30, 5); g.stroke();
    }
    if (bins.length) ticks(g, w, h, ink);
    say();
    const at = (n, or) => (n === null ? or : binOf(n));
    for (const [el, n, or, name] of [[$(".a"), S.since, 0, S.since], [$(".b"), S.until, bins.length - 1, S.until]]) {
      el.max = Math.max(0, bins.length - 1); el.value = at(n, or);
      el.setAttribute("aria-valuetext", name === null ? data.words.all : inWords(name));
    }
  }

  // The map answers at once with how many events there are in the range; the page follows later.
  const OPEN = -1e7;
  const tell = (played) => {
    S.counted = S.edge = null;
    window.dispatchEvent(new CustomEvent("dateline:range", { detail: { since: S.since ?? OPEN, until: S.until ?? OPEN, played: !!played } }));
    draw();
  };
  const send = () => S.setTriggerValue("range", [S.since, S.until]);
  S.unlisten?.();
  const counted = (e) => {
    if (e.detail.since === (S.since ?? OPEN) && e.detail.until === (S.until ?? OPEN)) { S.counted = e.detail.events; say(); }
    else if (S.playing && S.step !== "event") tell(true);  // the page answered an earlier step
  };
  const over = (e) => { S.span = e.detail.span; draw(); };
  const wires = { "dateline:counted": counted, "dateline:over": over };
  Object.entries(wires).forEach(([name, act]) => window.addEventListener(name, act));
  S.unlisten = () => Object.entries(wires).forEach(([name, act]) => window.removeEventListener(name, act));
  const span = (i, j) => { S.since = bins[Math.min(i, j)][0]; S.until = bins[Math.max(i, j)][1]; };

  $(".label").textContent = data.words.title;
  $(".all").textContent = data.words.clear;
  $(".a-name").textContent = data.words.from;
  $(".b-name").textContent = data.words.to;
  $(".all").onclick = () => { stop(); S.since = S.until = null; tell(); send(); };

  const button = (parent, name, text, help, act) => {
    const el = parent.appendChild(document.createElement("button"));
    el.type = "button"; el.className = name; el.textContent = text; el.onclick = act;
    if (help) { el.title = help; if (text.length < 3) el.setAttribute("aria-label", help); }
    return el;
  };
  const sets = $(".sets");
  sets.replaceChildren();
  if (data.latest !== null) for (const [name, from] of [["week", data.latest - 6], ["month", data.month]]) {
    const el = button(sets, "set", data.words[name], data.words[`${name}_help`], () => { stop(); S.since = from; S.until = data.latest; tell(); send(); });
    el.dataset.from = from;
  }

  // ---- walking through time: by a day, a week or an event ----
  const STEPS = { day: 1, week: 7 }, TICK_MS = { day: 700, week: 900, event: 3500 };
  const walk = $(".walk");
  const held = walk.contains(walk.getRootNode().activeElement) ? walk.getRootNode().activeElement.className : null;
  walk.replaceChildren();
  function stop() { if (S.playing) { clearTimeout(S.playing); S.playing = S.asked = null; S.late = false; S.play?.(); } }
  // Says that there is no more in that direction; always false.
  function reached(sign) { S.edge = { name: sign > 0 ? "last" : "first", here: here() }; say(); return false; }
  function move(sign) {
    if (S.step === "event") {
      if (data.outermost[sign > 0 ? 1 : 0]) return reached(sign);
      S.edge = null;
      S.setTriggerValue("step", [sign, S.since, S.until]);
      return true;
    }
    if (!data.ends) return false;
    const length = STEPS[S.step], [begin, end] = data.ends, open = S.since === null || S.until === null;
    // From all days, and from beside them, to the outermost days in that direction.
    if (sign > 0 && (open || S.until < begin)) [S.since, S.until] = [begin, begin + length - 1];
    else if (sign < 0 && (open || S.since > end)) [S.since, S.until] = [end - length + 1, end];
    else if (sign > 0 ? S.until >= end : S.since <= begin) return reached(sign);
    else { S.since += sign * length; S.until += sign * length; }
    tell(true);
    return true;
  }
  const once = (sign) => { stop(); if (move(sign) && S.step !== "event") send(); };
  // The list and the sums are asked for each step, and no more than one at a time: where the page
  // takes longer than a step they are late, and that is said.
  function follow() {
    S.late = !!S.asked;
    if (S.late) return say();
    S.asked = [S.since, S.until];
    S.setTriggerValue("played", S.asked);
  }
  const tick = () => {
    const on = move(1);
    if (on && S.step !== "event") follow();
    S.playing = on ? setTimeout(() => S.tick(), TICK_MS[S.step]) : null;
    if (!S.playing) ended();
  };
  S.tick = tick;
  const ended = () => { S.asked = null; S.late = false; S.play(); if (S.step !== "event") send(); };
  button(walk, "back", "‹", data.words.back, () => once(-1));
  const play = button(walk, "play", "", "", () => { if (S.playing) { clearTimeout(S.playing); S.playing = null; ended(); } else { tick(); S.play(); } });
  S.play = () => { const name = S.playing ? data.words.pause : data.words.play; play.textContent = S.playing ? "❚❚" : "▶"; play.title = name; play.setAttribute("aria-label", name); };
  S.play();
  button(walk, "on", "›", data.words.on, () => once(1));
  const by = walk.appendChild(document.createElement("select"));
  by.className = "by"; by.setAttribute("aria-label", data.words.step);
  for (const [name, text] of Object.entries(data.words.steps)) {
    const choice = by.appendChild(document.createElement("option"));
    choice.value = name; choice.textContent = text; choice.selected = name === S.step;
  }
  by.onchange = () => { S.step = by.value; };
  if (held) walk.querySelector(`.${held}`)?.focus();

  const rules = $(".rules");
  const ruled = rules.contains(rules.getRootNode().activeElement) ? rules.getRootNode().activeElement.dataset.rule : null;
  rules.replaceChildren();
  const ranged = data.since !== null || data.until !== null;
  if (ranged) for (const [name, on, count] of [["sure", data.sure, data.doubtful], ["undated", data.undated, data.dateless]]) {
    const el = button(rules, "rule", `${data.words[name]}${count ? ` ${number(count)}` : ""}`, data.words[`${name}_help`], () => S.setTriggerValue("rule", [name, S.since, S.until]));
    el.dataset.rule = name; el.setAttribute("role", "switch"); el.setAttribute("aria-checked", String(on));
    if (name === ruled) el.focus();
  }

  const place = (e) => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, r.width]; };
  canvas.onpointerdown = (e) => {
    if (!bins.length) return;
    stop();
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
  // The map shows where what is pointed at was.
  const days = (found) => { if (S.days === found?.join()) return; S.days = found?.join(); window.dispatchEvent(new CustomEvent("dateline:days", { detail: { days: found } })); };
  canvas.onmousemove = (e) => { const [px, w] = place(e), b = bins[binAt(px, w)]; days(!S.drag && b ? [b[0], b[1]] : null); };
  canvas.onmouseleave = () => days(null);
  const keyed = () => { span(Math.min(+$(".a").value, +$(".b").value), Math.max(+$(".a").value, +$(".b").value)); tell(); };
  for (const el of [$(".a"), $(".b")]) {
    el.oninput = keyed; el.onchange = send;
    el.onfocus = () => { S.held = el.className; draw(); };
    el.onblur = () => { S.held = null; draw(); };
  }

  $(".foot").hidden = !bins.length;
  canvas.dataset.counts = bins.map((b) => `${b[0]}:${total(b[2])}`).join(" ");
  S.draw = draw;
  if (!S.observer) (S.observer = new ResizeObserver(() => S.draw())).observe(canvas);
  requestAnimationFrame(draw); // with the layout that the frame needs anyway
}
