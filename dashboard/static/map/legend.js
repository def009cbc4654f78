// The key to the marks, below the map.
(function () {
  const { T } = window.datelineWords;
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
    ["confirmed", [["circle", { cx: 11, cy: 7, r: 5.5, fill: "currentColor" }], ["path", { d: "M8.5 7.1l1.8 1.9 3.2-3.9", fill: "none", stroke: "Canvas", "stroke-width": 1.5 }]]],
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
      item.appendChild(document.createTextNode(T[name]));
    }
    document.body.appendChild(list);
  }

  window.datelineLegend = { speak: legend };
})();
