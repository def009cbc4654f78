// Streamlit's page is a heap of boxes with one <main> about everything; here its parts get their
// roles and names. What is replaced by a run of the page gets them again.
const QUIET_MS = 700, LOOK_MS = 250;

export default function ({ data, parentElement: root }) {
  const S = (root.__dateline ??= { said: null });
  const part = (key) => document.querySelector(`.st-key-${key}`);
  const set = (el, name, value) => { if (el && el.getAttribute(name) !== value) value ? el.setAttribute(name, value) : el.removeAttribute(name); };

  function name() {
    // The landmark "main" is what is under the filters: the rest of Streamlit's is no landmark.
    const whole = document.querySelector("main");
    set(whole, "role", part("body") ? "group" : "");
    set(whole, "tabindex", "-1"); // the first stop is the way to skip
    for (const [key, role, label] of data.parts) { set(part(key), "role", role); set(part(key), "aria-label", label); }
    // Of a button that is only its sign on a narrow desk, the word is its tip.
    for (const button of document.querySelectorAll(".st-key-top button:has([data-testid=stIconMaterial])")) set(button, "title", button.querySelector("[data-testid=stMarkdownContainer]")?.textContent ?? "");
    for (const button of document.querySelectorAll("[data-testid=stFileUploaderDropzone] button[kind=secondary]:has(p)")) set(button, "aria-label", data.choose);
    const title = part("brand")?.querySelector("[data-testid=stText]");
    set(title, "role", "heading"); set(title, "aria-level", "1");
    const told = part("summary")?.querySelector("[data-testid=stText]");
    document.querySelectorAll("#dateline-summary").forEach((el) => { if (el !== told) el.removeAttribute("id"); });
    set(told, "id", "dateline-summary");
    const frame = part("place")?.querySelector("iframe");
    set(frame, "aria-label", data.frame);
    set(frame, "aria-describedby", "dateline-summary");
    const inside = frame?.contentDocument;
    if (S.linked && part("aside") && inside?.body?.dataset.ready) { S.linked = false; part("place").scrollIntoView(); }
    else if (S.linked) setTimeout(name, LOOK_MS);
    if (inside?.documentElement) {
      set(inside.documentElement, "lang", document.documentElement.lang);
      if (inside.title !== data.frame) inside.title = data.frame;
    }
  }

  // ---- ways to skip ----
  const parts = { timeline: "timeline", evidence: "aside", filters: "filters" };
  const FOCUSABLE = "button:not(:disabled):not([tabindex='-1']),input:not(:disabled),select,a[href],[tabindex='0']";
  // The first thing in an element that takes the keyboard, in shadows too.
  function first(el) {
    if (!el) return null;
    if (el.matches?.(FOCUSABLE) && el.getClientRects().length) return el;
    for (const child of [...(el.shadowRoot?.children ?? []), ...el.children]) { const found = first(child); if (found) return found; }
    return null;
  }
  const nav = root.querySelector("nav");
  nav.setAttribute("aria-label", data.skip);
  nav.replaceChildren();
  for (const [to, text] of data.skips) {
    const button = nav.appendChild(document.createElement("button"));
    button.type = "button"; button.textContent = text;
    button.onclick = () => {
      const el = to === "map" ? part("place")?.querySelector("iframe")
        : first(to === "list" ? part("listing") ?? part("table") : part(parts[to]));
      el?.scrollIntoView({ block: "nearest" });
      (el?.contentDocument?.querySelector("#map_div") ?? el)?.focus();
    };
  }

  // ---- the counts, once they have settled ----
  const status = root.querySelector("[role=status]");
  if (S.said === null) S.said = data.said;
  else if (S.said !== data.said) {
    S.said = data.said;
    clearTimeout(S.timer);
    S.timer = setTimeout(() => { status.textContent = S.said; }, QUIET_MS);
  }

  if ((S.writes ??= data.writes) !== data.writes) {
    S.writes = data.writes;
    window.dispatchEvent(new CustomEvent("dateline:rewritten"));
  }

  // On a small screen the evidence is a sheet over the page's foot: a link to an event opens with
  // the map above it.
  S.linked ??= data.open && matchMedia("(max-width:760px)").matches;

  name();
  S.watch?.disconnect();
  let due = null;
  S.watch = new MutationObserver(() => { due ??= setTimeout(() => { due = null; name(); }, LOOK_MS); });
  S.watch.observe(document.body, { childList: true, subtree: true });
  const leave = keepRoom();
  return () => { S.watch.disconnect(); leave(); };
}
