// One page to print: its texts come by the address, its map from the page that opened it.
(async function () {
  const WAIT_MS = 9000, MOST_LETTERS = 260;
  const $ = (name) => document.querySelector(name), all = (name) => [...document.querySelectorAll(name)];
  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text) el.textContent = text;
    return el;
  };

  // The picture, as the opener draws it when it is asked; null where it does not answer.
  const picture = new Promise((done) => {
    addEventListener("message", (e) => { if (opener && e.source === opener && e.origin === location.origin) done(e.data.image); });
    setTimeout(() => done(null), WAIT_MS);
    if (opener) opener.postMessage("dateline:print", location.origin);
  });
  const answer = await fetch(`about.json${location.search}`);
  if (!answer.ok) { $(".trouble").textContent = await answer.text(); return; }
  const about = await answer.json(), words = about.words;

  function head() {
    document.documentElement.lang = about.language;
    document.title = about.file;
    $("h1").textContent = about.filter;
    $(".counts").textContent = [about.counts, about.newest].filter(Boolean).join(" · ");
    $(".print").textContent = words.print_button;
    $(".print").onclick = () => print();
    for (const button of all(".turn")) { button.textContent = words[button.value]; button.onclick = () => turn(button.value); }
    $("img").alt = `${words.map}: ${about.filter}`;
  }

  function key() {
    const box = $("figcaption");
    for (const kind of about.kinds) {
      const item = add(box, "span");
      add(item, "i").style.setProperty("--kind", kind.light);
      item.append(`${kind.name} ${kind.count.toLocaleString(about.language)}`);
    }
    for (const name of ["point", "cluster", "disc", "line", "area", "planned"]) { const item = add(box, "span"); add(item, "i", name); item.append(about.key[name]); }
  }

  function foot() {
    const line = (name, text) => { if (text) { const p = add($("footer"), "div"); add(p, "b", "", `${name}: `); p.append(text); } };
    line(words.filter, about.filter);
    line(words.credits, about.attributions.join(" · "));
    line(words.made, about.made);
    line(words.sources, [...about.sources, about.more_sources].filter(Boolean).join(", "));  // last: the longest
  }

  const short = (text) => { const letters = [...text.replace(/\s+/g, " ").trim()]; return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS).join("")}…` : letters.join(""); };

  // As many events as there is room for, and how many of all they are.
  function events() {
    const list = $("ol");
    list.replaceChildren();
    const full = () => list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1;
    for (const event of about.events) {
      const item = add(list, "li");
      item.style.setProperty("--kind", event.colour);
      add(item, "b", "", event.place); item.append(` · ${event.when} · ${event.kind}`);
      add(item, "q", "", short(event.quote));
      add(item, "small", "", [event.source, event.published, event.confirmed].filter(Boolean).join(", "));
      if (full()) { item.remove(); break; }
    }
    const shown = list.children.length, number = (n) => n.toLocaleString(about.language);
    $(".more").textContent = shown < about.number ? words.shown.replace("{n}", `${number(shown)} / ${number(about.number)}`) : "";
  }

  function turn(way) {
    document.body.className = way;
    for (const button of all(".turn")) button.setAttribute("aria-pressed", String(button.value === way));
    events();
  }

  head(); key(); foot();
  const image = await picture;
  if (image) { $("img").src = image; await $("img").decode(); } else $(".trouble").textContent = words.unlinked;
  $("main").hidden = false;
  await document.fonts.ready;
  turn("across");
  document.body.dataset.ready = "1";
})();
