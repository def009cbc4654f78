// How a mark looks: its shape says how precisely its place is known, its colour what happened.
(function () {
  const PLANNED = 2, HYPOTHETICAL = 3, DENIED = 4, BACKGROUND = 5;
  // In the order of words.GROUPS; tests/dashboard/test_static.py keeps them the same.
  const LIGHT = ["#c8501e", "#b98200", "#a8467f", "#0b8560", "#1766a6", "#4d93b8", "#80542b", "#6c737b"];
  const DARK = ["#f0774a", "#e8b23a", "#dd88b8", "#3fc297", "#62aee6", "#9fd3ee", "#cfa274", "#a4adb6"];
  const SEVERAL = ["#5c6975", "#a3afba"];  // of many events no kind of which is half
  const G = { dark: false };
  const TURN = 2 * Math.PI;

  const paper = () => (G.dark ? "#12161b" : "#ffffff");
  const ink = () => (G.dark ? "#ffffff" : "#14181d");
  const palette = () => (G.dark ? DARK : LIGHT);
  const short = (n) => (n < 1000 ? String(n) : n < 9950 ? `${(n / 1e3).toFixed(1)}k`.replace(".0", "") : n < 999500 ? `${Math.round(n / 1e3)}k` : `${(n / 1e6).toFixed(1)}M`.replace(".0", ""));

  // Colour, shares by group and the manner of drawing of so many rows by group and status.
  function styleOf(groups, status, n, mixed) {
    const order = [];
    for (let g = 0; g < 8; g++) if (groups[g]) order.push([g, groups[g]]);
    order.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const colour = mixed && n > 3 && order[0][1] * 2 < n ? SEVERAL[+G.dark] : palette()[order[0][0]];
    return { colour, shares: order.map(([g, k]) => [palette()[g], k / n]),
      dash: status === PLANNED ? [4, 3] : status === HYPOTHETICAL ? [1.5, 3] : null,
      hollow: status === DENIED, alpha: status === BACKGROUND ? 0.5 : 1 };
  }

  function circle(g, x, y, r, fill) { g.beginPath(); g.arc(x, y, r, 0, TURN); g.fillStyle = fill; g.fill(); }
  function ring(g, x, y, r, colour, width, dash) {
    g.beginPath(); g.arc(x, y, r, 0, TURN); g.setLineDash(dash || []);
    g.lineWidth = width; g.strokeStyle = colour; g.stroke(); g.setLineDash([]);
  }
  function label(g, text, x, y, size) {
    g.fillStyle = ink(); g.font = `600 ${size}px Inter, sans-serif`;
    g.textAlign = "center"; g.textBaseline = "middle"; g.fillText(text, x, y + 0.5);
  }
  function pie(g, x, y, r, shares) {
    let from = -Math.PI / 2;
    for (const [colour, share] of shares) {
      g.beginPath(); g.moveTo(x, y); g.arc(x, y, r, from, from + share * TURN); g.closePath();
      g.fillStyle = colour; g.fill(); from += share * TURN;
    }
  }

  const placeRadius = (n) => (n === 1 ? 6.5 : n < 100 ? 9.5 : n < 1000 ? 11.5 : 13.5);
  const clusterRadius = (n) => 11.5 + Math.min(15, 1.15 * Math.log2(n));

  // One town or spot, of which one report tells or many.
  function place(g, m) {
    const s = m.style, r = m.r;
    g.globalAlpha = m.chosen ? 1 : s.alpha;
    if (m.chosen) { ring(g, m.x, m.y, r + 4.5, ink(), 2); ring(g, m.x, m.y, r + 2, paper(), 3); }
    circle(g, m.x, m.y, r + 1.2, paper());
    if (s.hollow || s.dash) {
      if (s.dash) { const alpha = g.globalAlpha; g.globalAlpha *= 0.28; circle(g, m.x, m.y, r - 1, s.colour); g.globalAlpha = alpha; }
      else circle(g, m.x, m.y, r - 1, s.colour);
      ring(g, m.x, m.y, r - 1, s.colour, 2, s.dash);
    } else pie(g, m.x, m.y, r, s.shares);
    if (m.n > 1) { g.globalAlpha = 1; circle(g, m.x, m.y, r - 3, paper()); label(g, short(m.n), m.x, m.y, m.n < 1000 ? 10 : 9); }
    g.globalAlpha = 1;
  }

  // Several towns: a donut by kind, with a rim of its own that one town does not have.
  function cluster(g, m) {
    circle(g, m.x, m.y + 0.7, m.r + 2.6, G.dark ? "rgba(0,0,0,.45)" : "rgba(20,30,45,.2)");
    circle(g, m.x, m.y, m.r + 1.4, paper());
    pie(g, m.x, m.y, m.r, m.style.shares);
    circle(g, m.x, m.y, m.r - 4, paper());
    label(g, short(m.n), m.x, m.y, m.n < 1e4 ? 11 : 10.5);
  }

  // Several discs, or lines and areas, too small here to be drawn as they are: never in a donut.
  function loose(g, m) {
    const s = m.style, r = m.r;
    const outline = () => {
      g.beginPath();
      if (m.of === "near") g.arc(m.x, m.y, r, 0, TURN); else g.roundRect(m.x - r, m.y - r, 2 * r, 2 * r, 4);
    };
    outline(); g.globalAlpha = 0.94; g.fillStyle = paper(); g.fill();
    g.globalAlpha = 0.2; g.fillStyle = s.colour; g.fill();
    g.globalAlpha = 1; outline(); g.setLineDash(m.of === "near" ? [] : [3, 2]);
    g.lineWidth = 1.8; g.strokeStyle = s.colour; g.stroke(); g.setLineDash([]);
    if (m.n > 1) label(g, short(m.n), m.x, m.y, 9.5); else circle(g, m.x, m.y, 1.8, s.colour);
  }

  function disc(g, m) {
    const s = m.style;
    g.globalAlpha = (m.chosen ? 0.3 : 0.17) * s.alpha;
    circle(g, m.x, m.y, m.r, s.colour);
    g.globalAlpha = m.chosen ? 1 : s.alpha;
    if (m.chosen) ring(g, m.x, m.y, m.r + 2.5, ink(), 2);
    ring(g, m.x, m.y, m.r, s.colour, 1.8, s.dash);
    circle(g, m.x, m.y, 2, s.colour);
    g.globalAlpha = 1;
  }

  function line(g, m) {
    const s = m.style;
    g.lineJoin = g.lineCap = "round";
    const stroke = (colour, width, alpha, dash) => {
      g.globalAlpha = alpha; g.lineWidth = width; g.strokeStyle = colour; g.setLineDash(dash || []); g.stroke(m.path); g.setLineDash([]);
    };
    stroke(s.colour, m.band, (m.chosen ? 0.38 : m.many ? 0.12 : 0.22) * s.alpha);
    if (m.chosen) stroke(ink(), 6, 0.9);
    stroke(s.colour, m.chosen ? 3.5 : m.many ? 1.6 : 2.2, s.alpha, s.dash);
    g.globalAlpha = 1;
  }

  function area(g, m) {
    const s = m.style;
    g.globalAlpha = s.hollow ? 0 : (m.chosen ? 0.2 : m.tint) * s.alpha;
    g.fillStyle = s.colour; g.fill(m.path, "evenodd");
    g.globalAlpha = (m.many && !m.chosen ? 0.6 : 0.9) * s.alpha; g.lineJoin = "round"; g.lineWidth = m.chosen ? 2.4 : m.many ? 1 : 1.3;
    g.strokeStyle = m.chosen ? ink() : s.colour; g.setLineDash(s.dash || []); g.stroke(m.path); g.setLineDash([]);
    g.globalAlpha = 1;
  }

  // How many events share a line, an area or a disc: on its rim, never in the middle of it.
  function badge(g, x, y, m) {
    const text = short(m.n), w = Math.max(14, 6 + 5.6 * text.length);
    g.beginPath(); g.roundRect(x - w / 2, y - 7, w, 14, 7); g.fillStyle = paper(); g.fill();
    g.lineWidth = 1.4; g.strokeStyle = m.style.colour; g.stroke();
    label(g, text, x, y, 9.5);
  }

  // A person has confirmed all that a mark stands for: a tick at its rim.
  function tick(g, m) {
    const at = m.corner || [m.x + m.r * 0.8, m.y - m.r * 0.8], x = at[0] + (m.corner && m.n > 1 ? 16 : 0), y = at[1];
    circle(g, x, y, 6, paper()); circle(g, x, y, 5, ink());
    g.beginPath(); g.moveTo(x - 2.4, y + 0.1); g.lineTo(x - 0.7, y + 1.9); g.lineTo(x + 2.5, y - 1.9);
    g.lineWidth = 1.5; g.lineCap = g.lineJoin = "round"; g.strokeStyle = paper(); g.stroke();
  }

  window.datelineGlyphs = { ink, palette, short, styleOf, placeRadius, clusterRadius, place, cluster, loose, disc, line, area, badge, tick,
    theme(dark) { G.dark = dark; } };
})();
