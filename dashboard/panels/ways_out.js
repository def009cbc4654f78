// The menu of the ways out. A file is fetched and handed to the browser to keep; a picture is drawn
// in the map's own frame; a page to print asks for its picture once it is open.
export default function ({ data, parentElement: root }) {
  const box = root.querySelector(".out"), W = data.words;
  const SHOWN = ["html", "png", "print"], OPEN_MS = 60000, LOOK_MS = 700;
  let working = null;
  const add = (parent, tag, name, text) => {
    const el = parent.appendChild(document.createElement(tag));
    if (name) el.className = name;
    if (text) el.textContent = text;
    return el;
  };

  // The view's query, and where the map looks now, which only the address bar knows.
  function address(way) {
    const url = new URL(way.address, document.baseURI), look = new URL(location).searchParams.get("map");
    for (const [name, values] of Object.entries(data.query)) for (const value of values) url.searchParams.append(name, value);
    if (look) url.searchParams.set("map", look);
    return url;
  }

  const picture = () => document.querySelector("iframe[title^='streamlit_folium']")?.contentWindow?.datelinePicture;

  function keep(blob, name) {
    const link = document.createElement("a");  // in no page: a click outside would close the menu
    Object.assign(link, { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return name;
  }

  async function fetched(way, { signal, work } = {}) {
    const url = address(way);
    if (work) url.searchParams.set("work", work);
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  }

  // How far the server is with a long work, until its file is there.
  async function follow(work, signal) {
    for (;;) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
      if (signal.aborted || !working) return;
      const answer = await fetch(new URL(`api/out/progress/${work}`, document.baseURI), { signal }).catch(() => null);
      const { done, total } = answer?.ok ? await answer.json() : { done: 0, total: 0 };
      if (working && total) status.textContent = `${W.working} ${Math.floor((100 * done) / total)} %`;
    }
  }

  // What is said before a large file is made; the second press makes it.
  let agreed = "";
  async function warning(way) {
    if (!data.many || !way.here || agreed === way.name) return "";
    const url = address(way);
    url.pathname = url.pathname.replace(/\/out\//, "/out/size/");
    const answer = await fetch(url);
    return answer.ok ? (await answer.json()).told : "";
  }

  const acts = {
    // Too large for the browser's memory: it writes the file to its disk as it comes.
    streamed(way) {
      const link = document.createElement("a");
      Object.assign(link, { href: address(way), download: "" });
      link.click();
      agreed = "";
    },
    async file(way) {
      const work = crypto.getRandomValues(new Uint32Array(1))[0], { signal } = (working = new AbortController());
      stop.hidden = false;
      follow(work, signal);
      const blob = await (await fetched(way, { signal, work })).blob();
      return keep(blob, `${data.file}.${way.address.split(".").pop()}`);
    },
    async png(way) {
      const about = await (await fetched(way)).json(), slide = await picture().slide(about, data.dark);
      return keep(await new Promise((done) => slide.toBlob(done, "image/png")), `${data.file}.png`);
    },
    // The page is opened while the click still counts, and is sent its map when it asks.
    async print(way) {
      const page = window.open(address(way));
      if (!page) throw new Error(W.blocked);
      const image = picture().paper(2).then((map) => map.toDataURL("image/png"));
      const asked = async (e) => {
        if (e.source === page && e.origin === location.origin && e.data === "dateline:print") page.postMessage({ image: await image }, location.origin);
      };
      window.addEventListener("message", asked);
      setTimeout(() => window.removeEventListener("message", asked), OPEN_MS);
      return null;
    },
  };

  async function take(way, button) {
    if (!way.here && !picture()) { status.textContent = W.no_map; return; }
    button.disabled = true; status.textContent = W.working;
    try {
      const told = await warning(way);
      if (told) { status.textContent = told; agreed = way.name; }
      else if (agreed === way.name) { acts.streamed(way); status.textContent = W.large_begun; }
      else {
        const name = await acts[way.here ? "file" : way.name](way);
        status.textContent = name ? W.done.replace("{file}", name) : "";
      }
    } catch (error) {
      status.textContent = error.name === "AbortError" ? W.stopped : error.message === W.blocked ? W.blocked : W.failed;
    }
    working = null; stop.hidden = true; button.disabled = false;
  }

  box.replaceChildren();
  const status = document.createElement("p"), stop = document.createElement("button");
  for (const [name, ways] of [["data", data.ways.filter((w) => !SHOWN.includes(w.name))], ["show", data.ways.filter((w) => SHOWN.includes(w.name))]]) {
    add(box, "h3", "", W[name]);
    const list = add(box, "ul");
    for (const way of ways) {
      const button = add(add(list, "li"), "button");
      button.type = "button";
      add(button, "b", "", W[way.name]); add(button, "span", "", W[`${way.name}_for`]);
      button.onclick = () => take(way, button);
    }
  }
  status.className = "told";
  status.setAttribute("role", "status");
  Object.assign(stop, { type: "button", className: "stop", textContent: W.stop, hidden: true, onclick: () => working?.abort() });
  const foot = add(box, "div", "foot");
  foot.append(status, stop);
}
