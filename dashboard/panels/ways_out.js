// The menu of the ways out. A file is fetched and handed to the browser to keep; a picture is drawn
// in the map's own frame; a page to print asks for its picture once it is open.
export default function ({ data, parentElement: root }) {
  const box = root.querySelector(".out"), W = data.words;
  const SHOWN = ["html", "png", "print"], OPEN_MS = 60000;
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

  async function fetched(way) {
    const answer = await fetch(address(way));
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  }

  const acts = {
    async file(way) {
      const blob = await (await fetched(way)).blob();
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
      const image = picture().map(2).toDataURL("image/png");
      const asked = (e) => {
        if (e.source === page && e.origin === location.origin && e.data === "dateline:print") page.postMessage({ image }, location.origin);
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
      const name = await acts[way.here ? "file" : way.name](way);
      status.textContent = name ? W.done.replace("{file}", name) : "";
    } catch (error) {
      status.textContent = error.message === W.blocked ? W.blocked : W.failed;
    }
    button.disabled = false;
  }

  box.replaceChildren();
  const status = document.createElement("p");
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
  box.appendChild(status);
}
