// The offline map underneath: how land, water, borders and names are drawn, by day and by night.
(function () {
  const P = protomapsL;
  const FONT = "Inter, system-ui, sans-serif";
  const THEMES = {
    light: { sea: "#d5e1e8", land: "#f7f5f0", lake: "#d5e1e8", coast: "#a7b9c4", country: "#8f8592",
      division: "#d6cfc4", disputed: "#a9808a", countryName: "#56505c", regionName: "#9c9288",
      city: "#3d3a42", halo: "rgba(250,248,244,.92)", dot: "#6f6a74" },
    dark: { sea: "#0f141a", land: "#1f262d", lake: "#0f141a", coast: "#3a4753", country: "#64727f",
      division: "#303b45", disputed: "#8c5f6c", countryName: "#aeb9c4", regionName: "#66727d",
      city: "#c6ced6", halo: "rgba(24,30,36,.92)", dot: "#8796a4" },
  };

  function lines(t) {
    const kind = (name) => (_, f) => f.props.kind === name;
    return [
      { dataLayer: "land", symbolizer: new P.PolygonSymbolizer({ fill: t.land }) },
      { dataLayer: "lakes", symbolizer: new P.PolygonSymbolizer({ fill: t.lake }) },
      { dataLayer: "lines", filter: kind("coast"), symbolizer: new P.LineSymbolizer({
        color: t.coast, width: P.linear([[0, 0.4], [6, 1]]) }) },
      { dataLayer: "lines", minzoom: 4, filter: kind("division"), symbolizer: new P.LineSymbolizer({
        color: t.division, width: P.linear([[4, 0.5], [8, 1]]) }) },
      { dataLayer: "lines", filter: kind("country"), symbolizer: new P.LineSymbolizer({
        color: t.country, width: P.linear([[0, 0.5], [4, 0.9], [8, 1.6]]) }) },
      { dataLayer: "lines", filter: kind("disputed"), symbolizer: new P.LineSymbolizer({
        color: t.disputed, dash: [4, 3], dashColor: t.disputed, dashWidth: 1, perFeature: true }) },
    ];
  }

  function countrySize(z, f) {
    const byArea = Math.log2(1 - f.props.rank / 4) * 0.5;
    return Math.round(9.5 + Math.min(5.5, Math.max(0, byArea + (z - 3) * 0.8)));
  }

  function names(t) {
    const rank = (a, b) => a.rank - b.rank;
    const size = (a, b) => b.cap * 4e6 + b.pop - (a.cap * 4e6 + a.pop);
    const city = (radius, weight, px) => new P.GroupSymbolizer([
      new P.CircleSymbolizer({ radius, fill: t.dot, stroke: t.halo, width: 1 }),
      new P.OffsetTextSymbolizer({ labelProps: ["name"], fill: t.city, stroke: t.halo, width: 1.6,
        font: `${weight} ${px}px ${FONT}`, offsetX: radius + 3, offsetY: 2, placements: [3, 7, 1, 5] }),
    ]);
    return [
      { dataLayer: "countries", maxzoom: 7, sort: rank,
        filter: (z, f) => z >= 3 || -f.props.rank > 60 * (4 - z),
        symbolizer: new P.CenteredTextSymbolizer({ labelProps: ["name"], fill: t.countryName,
          stroke: t.halo, width: 2, letterSpacing: 0.5, maxLineChars: 14, lineHeight: 1.3,
          font: (z, f) => `620 ${countrySize(z, f)}px ${FONT}` }) },
      { dataLayer: "places", minzoom: 3, sort: size, symbolizer: city(2.4, 560, 11.5),
        filter: (_, f) => f.props.pop > 3e6 || f.props.cap === 1 },
      { dataLayer: "regions", minzoom: 5, maxzoom: 8, sort: rank,
        symbolizer: new P.CenteredTextSymbolizer({ labelProps: ["name"], fill: t.regionName,
          stroke: t.halo, width: 1.5, font: `500 10.5px ${FONT}`, letterSpacing: 0.4,
          maxLineChars: 14, lineHeight: 1.3 }) },
      { dataLayer: "places", minzoom: 4, sort: size, symbolizer: city(2, 500, 11),
        filter: (_, f) => f.props.pop <= 3e6 && f.props.cap !== 1 && f.props.pop > 2e5 },
      { dataLayer: "places", minzoom: 6, sort: size, symbolizer: city(1.6, 440, 10.5),
        filter: (_, f) => f.props.pop <= 2e5 && f.props.cap !== 1 },
    ];
  }

  function fontReady() {
    if (!document.fonts || !document.fonts.load) return [];
    return [Promise.all([440, 500, 560, 620].map((w) => document.fonts.load(`${w} 12px Inter`))).catch(() => {})];
  }

  window.datelineBasemap = function (url, dark) {
    const t = dark ? THEMES.dark : THEMES.light;
    return P.leafletLayer({
      url, paintRules: lines(t), labelRules: names(t), backgroundColor: t.sea, maxDataZoom: 6,
      tasks: fontReady(), noWrap: false,
      devicePixelRatio: Math.max(2, window.devicePixelRatio || 1), attribution: "Natural Earth · GeoNames (CC BY 4.0)",
    });
  };
})();
