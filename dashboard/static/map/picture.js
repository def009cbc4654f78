// The map as a picture, as it is looked at now: what its canvases show, drawn onto one, and a slide
// of it with key, counts and sources. Texts are drawn with fillText, which knows no markup.
(function () {
  const { S } = window.datelineRows;
  const TILES_MS = 6000, WIDE = 1920, HIGH = 1080, EDGE = 48, GAP = 36, TOP = 156, FOOT = 74;
  const THEMES = {
    light: { paper: "#ffffff", ink: "#1d2126", soft: "#5d646c", rule: "#dcdad4" },
    dark: { paper: "#12161b", ink: "#e4e8ec", soft: "#a3afba", rule: "#313a44" },
  };
  const TURN = 2 * Math.PI;

  // ---- the map ------------------------------------------------------------------------------
  // Marks are drawn as sharp as the picture is, whatever this screen shows.
  function sharp(scale, act) {
    const own = Object.getOwnPropertyDescriptor(window, "devicePixelRatio");
    Object.defineProperty(window, "devicePixelRatio", { configurable: true, get: () => scale });
    S.marks.redraw();
    act();
    if (own) Object.defineProperty(window, "devicePixelRatio", own); else delete window.devicePixelRatio;
    S.marks.redraw();
  }

  const depth = (pane) => Number(getComputedStyle(pane).zIndex) || 0;
  // A picture from elsewhere that gives no leave to be read would lock the whole canvas.
  const readable = (el) => el.tagName === "CANVAS" || el.crossOrigin !== null || new URL(el.src, location).origin === location.origin;

  function opacity(el) {
    let found = 1;
    for (let at = el; at && at !== S.map.getContainer(); at = at.parentElement) found *= Number(getComputedStyle(at).opacity);
    return found;
  }

  function layers() {
    const panes = Object.values(S.map.getPanes()).filter((pane) => pane !== S.map.getPane("mapPane"));
    const within = (pane) => [...pane.querySelectorAll("canvas,img")].filter((el) => el.width && el.height && readable(el));
    return panes.sort((a, b) => depth(a) - depth(b)).flatMap(within);
  }

  function drawn(scale) {
    const box = S.map.getContainer().getBoundingClientRect(), made = document.createElement("canvas"), g = made.getContext("2d");
    made.width = Math.round(box.width * scale); made.height = Math.round(box.height * scale);
    g.fillStyle = getComputedStyle(S.map.getContainer()).backgroundColor; g.fillRect(0, 0, made.width, made.height);
    g.scale(scale, scale); g.imageSmoothingQuality = "high";
    sharp(scale, () => {
      for (const el of layers()) {
        const at = el.getBoundingClientRect();
        g.globalAlpha = opacity(el);
        g.drawImage(el, at.left - box.left, at.top - box.top, at.width, at.height);
      }
    });
    g.globalAlpha = 1;
    ruler(g, box);
    surfaceKey(g, box);
    return made;
  }

  // For paper it is light, whatever the page is: the map underneath is drawn by day for as long as
  // that takes. Where its tiles do not come it is light without them.
  async function paper(scale) {
    if (!S.dark) return drawn(scale);
    const faded = S.map._fadeAnimated;
    const as = (q) => { window.dateline.theme(q); S.marks.redraw(); if (S.surface) S.surface.redraw(); };
    S.map._fadeAnimated = false;
    as({ ...S.q, dark: false });
    try {
      await new Promise((done) => {
        setTimeout(done, TILES_MS);
        if (S.base.isLoading()) S.base.once("load", done); else done();
      });
      return drawn(scale);
    } finally {
      as(S.q);
      S.map._fadeAnimated = faded;
    }
  }

  // How long some round number of metres is here.
  function ruler(g, box) {
    const y = box.height / 2, across = S.map.distance(S.map.containerPointToLatLng([0, y]), S.map.containerPointToLatLng([110, y]));
    const power = 10 ** Math.floor(Math.log10(across)), round = power * [5, 2, 1].find((n) => n * power <= across), long = (110 * round) / across;
    const dark = S.dark ? THEMES.dark : THEMES.light, x = 12, base = box.height - 12;
    const text = round >= 1000 ? `${(round / 1000).toLocaleString(document.documentElement.lang)} km` : `${round} m`;
    g.font = "500 11px Inter, sans-serif"; g.textAlign = "left"; g.textBaseline = "alphabetic";
    for (const [colour, width] of [[dark.paper, 4], [dark.ink, 1.5]]) {
      g.strokeStyle = colour; g.lineWidth = width; g.lineJoin = "round";
      g.beginPath(); g.moveTo(x, base - 5); g.lineTo(x, base); g.lineTo(x + long, base); g.lineTo(x + long, base - 5); g.stroke();
      if (width > 2) g.strokeText(text, x + 5, base - 6);
    }
    g.fillStyle = dark.ink; g.fillText(text, x + 5, base - 6);
  }

  // What the colours of a surface stand for, as the key over the map says it.
  function surfaceKey(g, box) {
    const shown = document.querySelector(".surface-key:not([hidden])");
    if (!shown) return;
    const t = S.dark ? THEMES.dark : THEMES.light, wide = 220, step = 16, inner = wide - 20;
    const classes = [...shown.querySelectorAll("li")], notes = [...shown.querySelectorAll("p")];
    g.font = "400 10.5px Inter, sans-serif";
    const rows = notes.reduce((sum, note) => sum + lines(g, note.textContent, inner, 3).length, 0);
    const high = 26 + classes.length * step + rows * 14 + 6, x = box.width - wide - 10, top = box.height - high - 10;
    g.fillStyle = t.paper; g.strokeStyle = t.rule; g.lineWidth = 1;
    g.beginPath(); g.roundRect(x, top, wide, high, 6); g.fill(); g.stroke();
    let y = put(g, shown.querySelector("b").textContent, x + 10, top + 17, { font: "600 11px", colour: t.ink, width: inner, step: 17 });
    for (const item of classes) {
      g.fillStyle = item.querySelector(".swatch").style.background; g.fillRect(x + 10, y - 9, 18, 11);
      y = put(g, item.textContent, x + 35, y, { font: "400 11px", colour: t.ink, width: inner - 25, step });
    }
    for (const note of notes) y = put(g, note.textContent, x + 10, y + 1, { font: "400 10.5px", colour: t.soft, width: inner, most: 3, step: 14 });
  }

  // ---- texts --------------------------------------------------------------------------------
  // The text in lines that fit; of too long a text, as much as fits and an ellipsis.
  function lines(g, text, width, most) {
    const found = [""], fits = (line) => g.measureText(line).width <= width;
    for (const word of text.split(/\s+/)) {
      const line = found[found.length - 1], longer = line ? `${line} ${word}` : word;
      if (fits(longer) || !line) found[found.length - 1] = longer; else found.push(word);
    }
    const over = found.length > most, kept = found.slice(0, most);
    return kept.map((line, i) => cut(g, over && i === most - 1 ? `${line} …` : line, width));
  }
  function cut(g, line, width) {
    if (g.measureText(line).width <= width) return line;
    const letters = [...line];
    while (letters.length && g.measureText(`${letters.join("")}…`).width > width) letters.pop();
    return `${letters.join("")}…`;
  }
  // Writes it and gives how far down it reached.
  function put(g, text, x, y, { font, colour, width, most = 1, step }) {
    g.font = `${font} Inter, sans-serif`; g.fillStyle = colour; g.textAlign = "left"; g.textBaseline = "alphabetic";
    const found = lines(g, text, width, most);
    found.forEach((line, i) => g.fillText(line, x, y + i * step));
    return y + found.length * step;
  }

  // ---- key ----------------------------------------------------------------------------------
  const circle = (g, x, y, r) => { g.beginPath(); g.arc(x, y, r, 0, TURN); };
  const SIGNS = {
    point(g, x, y) { circle(g, x, y, 7); g.fill(); },
    cluster(g, x, y) { circle(g, x, y, 8); g.lineWidth = 4.5; g.stroke(); },
    disc(g, x, y) { circle(g, x, y, 10); g.globalAlpha = 0.2; g.fill(); g.globalAlpha = 1; g.lineWidth = 2; g.stroke(); circle(g, x, y, 2); g.fill(); },
    line(g, x, y) {
      g.beginPath(); g.moveTo(x - 12, y + 5); g.lineTo(x - 4, y - 4); g.lineTo(x + 4, y + 3); g.lineTo(x + 12, y - 5);
      g.globalAlpha = 0.22; g.lineWidth = 10; g.stroke(); g.globalAlpha = 1; g.lineWidth = 2.5; g.stroke();
    },
    area(g, x, y) {
      g.beginPath(); g.moveTo(x - 11, y - 8); g.lineTo(x + 6, y - 8); g.lineTo(x + 12, y - 1); g.lineTo(x + 7, y + 8); g.lineTo(x - 8, y + 8); g.closePath();
      g.globalAlpha = 0.16; g.fill(); g.globalAlpha = 1; g.lineWidth = 2; g.stroke();
    },
    planned(g, x, y) { circle(g, x, y, 8); g.setLineDash([5, 3]); g.lineWidth = 2.5; g.stroke(); g.setLineDash([]); },
  };

  function key(g, about, x, y, width, t, dark) {
    for (const kind of about.kinds) {
      g.fillStyle = dark ? kind.dark : kind.light;
      circle(g, x + 12, y - 6, 8); g.fill();
      const count = kind.count.toLocaleString(about.language);
      put(g, kind.name, x + 36, y, { font: "500 20px", colour: t.ink, width: width - 120, step: 0 });
      g.fillStyle = t.soft; g.textAlign = "right"; g.fillText(count, x + width, y);
      y += 32;
    }
    y += 14;
    for (const [name, sign] of Object.entries(SIGNS)) {
      g.fillStyle = g.strokeStyle = t.soft;
      sign(g, x + 12, y - 6);
      put(g, about.key[name], x + 36, y, { font: "400 18px", colour: t.soft, width: width - 36, step: 0 });
      y += 29;
    }
    return y + 20;
  }

  function sources(g, about, x, y, width, bottom, t) {
    y = put(g, about.words.sources, x, y, { font: "600 18px", colour: t.ink, width, step: 30 });
    const room = Math.max(1, Math.floor((bottom - y) / 25)), all = about.sources;
    const shown = all.length > room || about.more_sources ? all.slice(0, room - 1) : all;
    for (const name of shown) y = put(g, name, x, y, { font: "400 17px", colour: t.soft, width, step: 25 });
    const more = shown.length < all.length ? "…" : about.more_sources;
    if (more) put(g, more, x, y, { font: "400 17px", colour: t.soft, width, step: 25 });
  }

  // ---- the slide ----------------------------------------------------------------------------
  async function slide(about, dark) {
    const t = dark ? THEMES.dark : THEMES.light, made = document.createElement("canvas"), g = made.getContext("2d");
    await Promise.all([400, 500, 600].map((weight) => document.fonts.load(`${weight} 20px Inter`, about.filter + about.counts)));
    made.width = WIDE; made.height = HIGH;
    g.fillStyle = t.paper; g.fillRect(0, 0, WIDE, HIGH);
    const inner = WIDE - 2 * EDGE;
    put(g, about.filter, EDGE, 84, { font: "600 40px", colour: t.ink, width: inner, step: 44 });
    put(g, about.counts, EDGE, 124, { font: "400 22px", colour: t.soft, width: inner, step: 28 });
    const box = S.map.getContainer().getBoundingClientRect(), room = HIGH - TOP - FOOT;
    const scale = Math.min((inner * 0.72) / box.width, room / box.height), map = drawn(scale);
    g.drawImage(map, EDGE, TOP);
    g.strokeStyle = t.rule; g.lineWidth = 1.5; g.strokeRect(EDGE, TOP, map.width, map.height);
    const x = EDGE + map.width + GAP, width = Math.min(620, WIDE - EDGE - x);
    sources(g, about, x, key(g, about, x, TOP + 22, width, t, dark), width, HIGH - FOOT, t);
    const credits = [...about.attributions, about.made, about.newest].filter(Boolean).join(" · ");
    put(g, credits, EDGE, HIGH - 44, { font: "400 14px", colour: t.soft, width: inner, most: 2, step: 19 });
    return made;
  }

  window.datelinePicture = { paper, slide };
})();
