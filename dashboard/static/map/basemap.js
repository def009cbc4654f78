// The offline map underneath: how land, water, borders and names are drawn, by day
// and by night, and muted under layers that are to be read first.
(function () {
  const P = protomapsL;
  const FONT = "Inter, system-ui, sans-serif";
  const THEMES = {
    light: { sea: "#d5e1e8", land: "#f7f5f0", lake: "#d5e1e8", river: "#b3cad8", coast: "#a7b9c4", country: "#8f8592",
      division: "#d6cfc4", disputed: "#a9808a", countryName: "#56505c", regionName: "#857b71",
      water: "#54758a", city: "#3d3a42", halo: "rgba(250,248,244,.92)", wet: "rgba(220,231,237,.9)", dot: "#6f6a74" },
    dark: { sea: "#0f141a", land: "#1f262d", lake: "#0f141a", river: "#2c4152", coast: "#3a4753", country: "#64727f",
      division: "#303b45", disputed: "#8c5f6c", countryName: "#aeb9c4", regionName: "#7f8b96",
      water: "#6f93ad", city: "#c6ced6", halo: "rgba(24,30,36,.92)", wet: "rgba(15,20,26,.9)", dot: "#8796a4" },
    mutedLight: { sea: "#e7e9eb", land: "#f8f8f7", lake: "#e7e9eb", river: "#d9dde0", coast: "#c9cdd0", country: "#b9b9bb",
      division: "#e3e3e1", disputed: "#c3b6b9", countryName: "#6f7277", regionName: "#8d8f92",
      water: "#8b9298", city: "#707377", halo: "rgba(249,249,248,.92)", wet: "rgba(231,233,235,.9)", dot: "#a2a5a8" },
    mutedDark: { sea: "#14171a", land: "#1b1f22", lake: "#14171a", river: "#262b2f", coast: "#2f353a", country: "#434a50",
      division: "#262b2f", disputed: "#574a4e", countryName: "#8b9298", regionName: "#6b7278",
      water: "#5d6870", city: "#8d949a", halo: "rgba(24,28,31,.92)", wet: "rgba(20,23,26,.9)", dot: "#5f666c" },
  };

  function lines(t) {
    const kind = (name) => (_, f) => f.props.kind === name;
    return [
      { dataLayer: "land", symbolizer: new P.PolygonSymbolizer({ fill: t.land }) },
      { dataLayer: "rivers", symbolizer: new P.LineSymbolizer({
        color: t.river, width: P.linear([[2, 0.5], [6, 1], [10, 1.8]]) }) },
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
      { dataLayer: "waters", minzoom: 2, sort: rank, filter: (_, f) => f.props.kind === "sea",
        symbolizer: new P.CenteredTextSymbolizer({ labelProps: ["name"], fill: t.water, stroke: t.wet,
          width: 1.5, font: `italic 460 10.5px ${FONT}`, letterSpacing: 0.6, maxLineChars: 12, lineHeight: 1.25 }) },
      { dataLayer: "places", minzoom: 6, sort: size, symbolizer: city(1.6, 440, 10.5),
        filter: (z, f) => f.props.pop <= 2e5 && f.props.cap !== 1 && f.props.pop > (z < 8 ? 15e3 : 0) },
      { dataLayer: "waters", minzoom: 5, sort: rank, filter: (_, f) => f.props.kind === "river",
        symbolizer: new P.LineLabelSymbolizer({ labelProps: ["name"], fill: t.water, stroke: t.halo,
          width: 2, font: `italic 460 10px ${FONT}`, maxLabelCodeUnits: 30 }) },
    ];
  }

  function fontReady() {
    if (!document.fonts || !document.fonts.load) return [];
    return [Promise.all([440, 500, 560, 620].map((w) => document.fonts.load(`${w} 12px Inter`))).catch(() => {})];
  }

  // What the browser could not give, since it was putting just that away, is asked for once more.
  const AGAIN_MS = 400;
  function asksAgain(source) {
    const get = source.get.bind(source);
    source.get = async (...tile) => {
      try { return await get(...tile); } catch (error) {
        if (error.name === "AbortError") throw error;
        await new Promise((go) => setTimeout(go, AGAIN_MS));
        return get(...tile);
      }
    };
  }

  window.datelineBasemap = function (url, { dark, muted }) {
    const t = THEMES[muted ? (dark ? "mutedDark" : "mutedLight") : dark ? "dark" : "light"];
    const layer = P.leafletLayer({
      url, paintRules: lines(t), labelRules: names(t), backgroundColor: t.sea, maxDataZoom: 6,
      tasks: fontReady(), noWrap: false,
      devicePixelRatio: Math.max(2, window.devicePixelRatio || 1), attribution: "Natural Earth · GeoNames (CC BY 4.0)",
    });
    for (const view of layer.views.values()) asksAgain(view.tileCache.source);
    return layer;
  };
})();
