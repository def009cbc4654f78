// The key to the marks, below the map: each of its entries filters by what it stands for.
(function () {
  const { T } = window.datelineWords, { S } = window.datelineRows, { tell } = window.datelineChoosing;
  const SVG = "http://www.w3.org/2000/svg";
  const ALL = { shape: 15, status: 63 };
  // A name, what it filters by with the codes of dashboard/layers, and how it is drawn. Donuts
  // stand for nothing that could be left out.
  const GLYPHS = [
    ["point", "shape", [0], [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor" }]]],
    ["cluster", "", [], [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 2.6 }]]],
    ["disc", "shape", [1], [["circle", { cx: 11, cy: 7, r: 6, fill: "currentColor", "fill-opacity": 0.2, stroke: "currentColor", "stroke-width": 1.5 }], ["circle", { cx: 11, cy: 7, r: 1.5, fill: "currentColor" }]]],
    ["line", "shape", [2], [["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 7, "stroke-opacity": 0.22 }], ["path", { d: "M2 10 8 5l6 4 6-5", fill: "none", stroke: "currentColor", "stroke-width": 2 }]]],
    ["area", "shape", [3], [["path", { d: "M3 3h12l4 4-3 5H5z", fill: "currentColor", "fill-opacity": 0.15, stroke: "currentColor", "stroke-width": 1.3 }]]],
    ["planned", "status", [2, 3], [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-dasharray": "3 2" }]]],
    ["denied", "status", [4], [["circle", { cx: 11, cy: 7, r: 5, fill: "none", stroke: "currentColor", "stroke-width": 1.8 }]]],
    ["background", "status", [5], [["circle", { cx: 11, cy: 7, r: 4.5, fill: "currentColor", "fill-opacity": 0.4 }]]],
    ["confirmed", "", [], [["circle", { cx: 11, cy: 7, r: 5.5, fill: "currentColor" }], ["path", { d: "M8.5 7.1l1.8 1.9 3.2-3.9", fill: "none", stroke: "Canvas", "stroke-width": 1.5 }]]],
  ];

  // Bits of the codes that a filter asks for, none where it asks for all.
  const asked = (what) => { const bits = what === "shape" ? S.q.shapes : S.q.statuses; return bits === ALL[what] ? 0 : bits; };

  function drawn(shapes) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", 18); svg.setAttribute("height", 14); svg.setAttribute("viewBox", "2 0 18 14"); svg.setAttribute("aria-hidden", "true");
    for (const [tag, attributes] of shapes) {
      const shape = svg.appendChild(document.createElementNS(SVG, tag));
      Object.entries(attributes).forEach(([k, v]) => shape.setAttribute(k, v));
    }
    return svg;
  }

  function speak() {
    document.querySelector(".legend")?.remove();
    const list = document.createElement("ul");
    list.className = "legend"; list.setAttribute("aria-label", T.legend);
    for (const [name, what, codes, shapes] of GLYPHS) {
      const item = list.appendChild(document.createElement("li"));
      const entry = item.appendChild(document.createElement(what ? "button" : "span"));
      entry.append(drawn(shapes), T[name]);
      if (!what) continue;
      entry.title = T.only.replace("{name}", T[name]);
      entry.dataset.bits = `${what} ${codes.reduce((sum, code) => sum + (1 << code), 0)}`;
      entry.addEventListener("click", () => tell({ legend: [what, ...codes] }));
    }
    document.body.appendChild(list);
    // The map ends where its key begins, however many lines the words of a language take.
    const room = () => document.documentElement.style.setProperty("--key", `${list.offsetHeight}px`);
    new ResizeObserver(room).observe(list);
    mark();
  }

  // What is filtered by is pressed, and the rest fades while anything is.
  function mark() {
    for (const entry of document.querySelectorAll(".legend button")) {
      const [what, bits] = entry.dataset.bits.split(" "), on = (asked(what) & Number(bits)) === Number(bits);
      entry.setAttribute("aria-pressed", String(on));
      entry.classList.toggle("faded", !on && asked(what) > 0);
    }
  }

  window.datelineLegend = { speak, mark };
})();
