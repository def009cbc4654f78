// Where one points, or the middle of the map, in the reader's own format: shown, and copied.
(function () {
  const { S, element } = window.datelineRows, { T, named } = window.datelineWords, { flagged, flag } = window.datelineLooking;
  const FORMATS = ["decimal", "dms", "mgrs"];
  const METRES_100 = 3, NORTH = 84, SOUTH = -80;  // MGRS: to 100 m, and where it ends
  const R = { box: null, button: null, select: null, said: null, at: null, frame: 0 };

  const loaded = new Map();
  // A script of ours that few readers need, fetched when it is first asked for.
  function script(name) {
    if (!loaded.has(name)) loaded.set(name, new Promise((done, failed) => {
      const tag = document.createElement("script");
      Object.assign(tag, { src: `../../app/static/vendor/${name}.js`, onload: done, onerror: failed });
      document.head.appendChild(tag);
    }));
    return loaded.get(name);
  }

  function sexagesimal(degrees, positive, negative) {
    const seconds = Math.round(Math.abs(degrees) * 3600), two = (n) => String(n).padStart(2, "0");
    return `${Math.floor(seconds / 3600)}°${two(Math.floor(seconds / 60) % 60)}′${two(seconds % 60)}″${degrees < 0 ? negative : positive}`;
  }

  // A place as text: latitude first, or a grid reference where the grid reaches.
  function text(latlng, format) {
    const { lat, lng } = latlng.wrap();
    if (format === "mgrs" && window.mgrs && lat < NORTH && lat > SOUTH) {
      return window.mgrs.forward([lng, lat], METRES_100).replace(/^(\d+[A-Z])([A-Z]{2})(\d{3})(\d{3})$/, "$1 $2 $3 $4");
    }
    if (format === "dms") return `${sexagesimal(lat, "N", "S")} ${sexagesimal(lng, "E", "W")}`;
    return `${lat.toFixed(4)}, ${lng.toFixed(4)}`;
  }

  const format = () => FORMATS.find((name) => flagged(name)) || FORMATS[0];
  const shown = () => R.at || S.map.getCenter();

  function write() {
    cancelAnimationFrame(R.frame);
    R.frame = requestAnimationFrame(() => { R.button.textContent = text(shown(), format()); });
  }

  async function choose(name) {
    FORMATS.forEach((other) => flag(other, other === name && name !== FORMATS[0]));
    if (name === "mgrs") await script("mgrs");
    write();
  }

  async function copy(latlng) {
    const copied = text(latlng, format());
    say(await window.datelineCopied(copied) ? `${T.copied} ${copied}` : copied);
  }

  function say(said) {
    R.said.textContent = said; R.said.hidden = !said;
    clearTimeout(R.later);
    if (said) R.later = setTimeout(() => say(""), 2500);
  }

  function start() {
    const made = L.control({ position: "bottomleft" });
    made.onAdd = () => {
      R.box = L.DomUtil.create("div", "readout");
      R.button = element(R.box, "button", "where");
      R.select = element(R.box, "select");
      for (const name of FORMATS) element(R.select, "option").value = name;
      R.select.value = format();
      L.DomEvent.disableClickPropagation(R.box);
      R.button.addEventListener("click", () => copy(shown()));
      R.select.addEventListener("change", () => choose(R.select.value));
      return R.box;
    };
    made.addTo(S.map);
    L.control.scale({ position: "bottomleft", imperial: true, maxWidth: 110 }).addTo(S.map);
    R.said = element(document.body, "p", "toast");
    R.said.setAttribute("role", "status"); R.said.hidden = true;
    S.map.on("mousemove", (e) => { R.at = e.latlng; write(); });
    S.map.on("mouseout", () => { R.at = null; write(); });
    S.map.on("moveend", write);
    S.map.on("contextmenu", (e) => copy(e.latlng));
    S.map.getContainer().addEventListener("keydown", (e) => {
      if (e.key.toLowerCase() === "c" && !e.ctrlKey && !e.metaKey && e.target === S.map.getContainer()) copy(S.map.getCenter());
    });
    choose(format());
  }

  function speak() {
    R.button.title = T.copy; R.button.setAttribute("aria-description", T.copy);
    named(R.select, T.format);
    [...R.select.options].forEach((option) => { option.textContent = T[option.value]; });
  }

  window.datelineReadout = { start, speak, script, text };
})();
