export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector(".corrections"), W = data.words;
  const state = (root.__state ??= { form: "", values: {}, saved: data.saved, event: data.event });
  const trays = (window.datelineTrays ??= { asked: 0 }); // the last form that a tray asked for, and was given
  const scope = box.getRootNode();

  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text !== undefined && text !== null) el.textContent = text;
    return el;
  };
  const press = (parent, text, act, name) => {
    const el = add(parent, "button", name, text);
    el.type = "button"; el.onclick = act;
    return el;
  };
  const pen = (detail) => {
    window.dispatchEvent(new CustomEvent("dateline:draw", { detail }));
    if (detail.shape) document.querySelector("iframe[title^='streamlit_folium']")?.scrollIntoView({ block: "nearest" });
  };

  // A form stays open with all that was typed until it is kept, another event is chosen or it is left.
  function close() { if (state.form === "place") pen({ shape: null }); state.form = ""; state.values = {}; }
  if (state.saved !== data.saved || state.event !== data.event) close();
  if (trays.asked !== data.asked && !data.read_only) { state.form = data.form; state.values = {}; state.fresh = true; }
  Object.assign(state, { saved: data.saved, event: data.event });
  trays.asked = data.asked;

  const open = (form) => { if (state.form === form) close(); else { close(); state.form = form; state.values = {}; state.fresh = true; } draw(); };
  const send = (change) => {
    setTriggerValue("said", { ...change, who: state.values.who ?? data.who, why: state.values.why ?? "", n: Date.now() });
  };

  function field(parent, label, name, { type = "text", value = "", most, hint, needed, area } = {}) {
    const holder = add(parent, "label", `field ${name}`);
    add(holder, "span", "", label);
    const input = add(holder, area ? "textarea" : "input");
    if (!area) input.type = type;
    input.name = name;
    if (most) input.maxLength = most;
    if (hint) input.placeholder = hint;
    input.required = !!needed;
    input.autocomplete = "off";
    input.value = state.values[name] ?? value;
    state.values[name] = input.value;
    input.oninput = () => { state.values[name] = input.value; };
    return input;
  }

  function choice(parent, label, name, options, value) {
    const holder = add(parent, "label", `field ${name}`);
    add(holder, "span", "", label);
    const select = add(holder, "select");
    select.name = name;
    for (const [key, text] of options) { const o = add(select, "option", "", text); o.value = key; }
    select.value = state.values[name] ?? value ?? options[0]?.[0];
    state.values[name] = select.value;
    select.onchange = () => { state.values[name] = select.value; draw(); };
    return select;
  }

  // A list of things one of which is chosen; the texts are the report's and the gazetteer's.
  function options(parent, name, label, items) {
    const group = add(parent, "fieldset", "options");
    add(group, "legend", "", label);
    items.forEach(({ key, text, quote }) => {
      const line = add(group, "label", "option");
      const radio = add(line, "input");
      radio.type = "radio"; radio.name = name; radio.value = key; radio.checked = state.values[name] === key;
      radio.onchange = () => { state.values[name] = key; };
      const words = add(line, "span", "", text);
      if (quote) add(words, "span", "soft quote", quote);
    });
  }

  function search(parent, label, name, about) {
    const line = add(parent, "div", "search");
    const input = field(line, label, name, { hint: about === "places" ? W.places_hint : W.others_hint });
    const go = () => { if (input.value.trim()) setTriggerValue("sought", { for: about, text: input.value, n: Date.now() }); };
    input.onkeydown = (e) => { if (e.key === "Enter") { e.preventDefault(); go(); } };
    press(line, W.search, go);
  }

  const SHAPES = ["point", "disc", "line", "area"];
  const textOf = (points) => points.map(([lat, lon]) => `${lat.toFixed(5)}, ${lon.toFixed(5)}`).join("; ");

  function drawn(detail) {
    Object.assign(state.values, { shape: detail.shape, points: textOf(detail.points), how: "done" });
    if (detail.radius_km) state.values.radius_km = detail.radius_km.toFixed(detail.radius_km < 10 ? 2 : 1);
    for (const name of ["points", "radius_km"]) { const el = box.querySelector(`[name=${name}]`); if (el) el.value = state.values[name] ?? ""; }
    marked();
  }
  function marked() {
    box.querySelectorAll("[data-shape]").forEach((el) => el.setAttribute("aria-pressed", String(el.dataset.shape === state.values.shape)));
    const radius = box.querySelector(".radius_km");
    if (radius) radius.hidden = state.values.shape !== "disc";
    const how = box.querySelector(".how");
    if (how) how.textContent = W.drawing[state.values.how] ?? "";
  }

  const forms = {
    confirm(form) { add(form, "p", "soft", W.confirm_says); return () => ({ type: "confirmed" }); },
    apart(form) { add(form, "p", "soft", W.apart_says); return () => ({ type: "split" }); },
    reject(form) { add(form, "p", "soft", W.reject_says); return () => ({ type: "dismissed" }); },
    undo(form) {
      const last = [...data.history].reverse().find((entry) => entry.holds);
      add(form, "p", "soft", `${W.undo_says} ${last.text}`);
      return () => ({ type: "undone", number: last.undo });
    },
    note(form) {
      field(form, W.note_text, "text", { area: true, most: data.limits.note, needed: true });
      return () => ({ type: "remark", text: state.values.text });
    },
    date(form) {
      const line = add(form, "div", "pair");
      field(line, W.first, "earliest", { type: "date", value: data.earliest });
      field(line, W.last, "latest", { type: "date", value: data.latest });
      add(form, "p", "soft", W.date_says);
      return () => ({ type: "dated", earliest: state.values.earliest || null, latest: state.values.latest || null });
    },
    kind(form) {
      choice(form, W.kind, "kind", data.kinds, data.kind);
      return () => ({ type: "kind", kind: state.values.kind });
    },
    status(form) {
      choice(form, W.status, "status", data.statuses, data.status);
      return () => ({ type: "status", status: state.values.status });
    },
    role(form) {
      if (!data.named.length) { add(form, "p", "soft", W.no_named); return null; }
      choice(form, W.which, "which", data.named.map((place, n) => [String(n), place.words]), "0");
      const place = data.named[+state.values.which];
      choice(form, W.role, "role", data.roles, place.role);
      return () => ({ type: "role", at: data.named[+state.values.which].at, role: state.values.role });
    },
    same(form) {
      search(form, W.other, "other_text", "others");
      const listed = data.found.others ?? data.near;
      const items = listed.map((other) => ({ key: `${other.document} ${other.event}`, ...other }));
      if (items.length) options(form, "other", data.found.others ? W.found : W.near, items);
      else add(form, "p", "soft", W.nothing_found);
      return () => { const [document, event] = (state.values.other ?? " ").split(" "); return { type: "merged", document, event }; };
    },
    place(form) {
      const sites = data.sites;
      if (sites.length > 1) choice(form, W.site, "site", sites.map((site, n) => [String(n), site.name]), "0");
      const at = () => (sites.length ? sites[+(state.values.site ?? 0)].at : null);
      const same = (a, b) => a && b && a[0] === b[0] && a[1] === b[1];
      const listed = data.named.flatMap((place, n) => place.candidates
        .filter((c) => !(c.entry === place.best && same(place.at, at())))
        .map((c) => ({ key: `candidate ${n} ${c.entry}`, text: sites.length && same(place.at, at()) ? c.text : `“${place.words}”: ${c.text}` })));
      if (listed.length) options(form, "pick", W.candidates, listed);
      search(form, W.place_name, "place_text", "places");
      if (data.found.places) {
        if (data.found.places.length) options(form, "pick", W.found, data.found.places.map((p) => ({ key: `wording ${p.entry}`, text: p.text })));
        else add(form, "p", "soft", W.nothing_found);
      }
      const group = add(form, "fieldset", "options pen");
      add(group, "legend", "", W.on_map);
      const tools = add(group, "div", "tools");
      for (const shape of SHAPES) {
        const el = press(tools, W.shapes[shape], () => { state.values.shape = shape; delete state.values.pick; untick(); state.values.how = shape; marked(); pen({ shape, points: [], radius_km: null }); });
        el.dataset.shape = shape;
      }
      if (data.pen) press(tools, W.move, () => { untick(); drawn(data.pen); pen(data.pen); }, "move");
      add(group, "p", "how soft").setAttribute("role", "status");
      field(group, W.points, "points", { hint: W.points_hint }).addEventListener("input", untick);
      field(group, W.radius, "radius_km", { type: "text", hint: "15" }).inputMode = "decimal";
      field(group, W.place_label, "name", { most: data.limits.name });
      if (!state.values.shape) state.values.shape = "point";
      queueMicrotask(marked);
      return () => {
        const pick = box.querySelector("input[name=pick]:checked")?.value;
        if (!pick) return { type: "drawn", shape: state.values.shape, points: state.values.points, radius_km: state.values.radius_km, name: state.values.name, at: at() };
        const [how, ...rest] = pick.split(" ");
        if (how === "wording") return { type: "wording", entry: rest.join(" "), query: data.found.text, at: at() };
        const place = data.named[+rest[0]];
        return { type: "candidate", entry: rest.slice(1).join(" "), at: place.at };
      };
    },
  };
  function untick() { delete state.values.pick; box.querySelectorAll("input[name=pick]").forEach((el) => { el.checked = false; }); }

  function draw() {
    const focused = box.contains(scope.activeElement) ? scope.activeElement.name || scope.activeElement.dataset.act : null;
    box.replaceChildren();
    box.setAttribute("aria-label", W.title);
    if (!data.read_only) {
      const bar = add(box, "div", "actions");
      const acts = ["confirm", "place", "date", "kind", "status", "role", "same", ...(data.together ? ["apart"] : []), "reject", "note",
        ...(data.history.some((entry) => entry.holds) ? ["undo"] : [])];
      for (const name of acts) {
        const el = press(bar, W.acts[name], () => open(name));
        el.dataset.act = name;
        el.setAttribute("aria-expanded", String(state.form === name));
      }
      if (!acts.includes(state.form)) state.form = "";
      if (state.form) show(state.form);
    }
    history();
    if (focused) (box.querySelector(`[name="${focused}"]`) ?? box.querySelector(`[data-act="${focused}"]`))?.focus();
    if (state.fresh) { state.fresh = false; box.querySelector("form input:not([type=radio]),form select,form textarea,form button")?.focus(); box.scrollIntoView({ block: "nearest" }); }
  }

  function show(name) {
    const form = add(box, "form");
    form.setAttribute("aria-label", W.acts[name].replace("…", ""));
    const read = forms[name](form);
    if (data.trouble) add(form, "p", "trouble", data.trouble).setAttribute("role", "alert");
    const last = add(form, "div", "pair");
    field(last, W.who, "who", { value: data.who, most: data.limits.who, needed: true });
    field(last, W.why, "why", { most: data.limits.why });
    const ends = add(form, "div", "ends");
    if (read) add(ends, "button", "save", W.save).type = "submit";
    press(ends, W.cancel, () => { close(); draw(); box.querySelector(`[data-act=${name}]`)?.focus(); });
    form.onsubmit = (e) => { e.preventDefault(); if (read) send(read()); };
    form.onkeydown = (e) => {
      if (e.key === "Escape") { e.stopPropagation(); e.preventDefault(); close(); draw(); box.querySelector(`[data-act=${name}]`)?.focus(); }
    };
  }

  function history() {
    if (!data.history.length) return;
    add(box, "h3", "", W.history);
    const list = add(box, "ul", "history");
    for (const entry of data.history) {
      const line = add(list, "li", entry.holds ? "" : "undone");
      add(line, "span", "", entry.text);
      if (!entry.holds) line.append(` (${W.undone})`);
      if (entry.why) add(line, "q", "", entry.why);
      if (data.read_only) continue;
      const el = press(line, entry.holds ? W.acts.undo : W.redo, () => {
        if (!(state.values.who || data.who)) { open("undo"); return; }
        send({ type: "undone", number: entry.undo });
      });
      el.setAttribute("aria-label", `${el.textContent}: ${entry.text}`);
    }
  }

  root.__unlisten?.();
  const hear = (e) => { if (state.form === "place") drawn(e.detail); };
  window.addEventListener("dateline:drawn", hear);
  root.__unlisten = () => window.removeEventListener("dateline:drawn", hear);
  draw();
  return () => { root.__unlisten?.(); if (state.form === "place") pen({ shape: null }); };
}
