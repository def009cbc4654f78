export default function ({ data, parentElement: root }) {
  const W = data.words;
  const button = root.querySelector("button"), told = root.querySelector(".told");
  const said = told.querySelector("p"), field = told.querySelector("input");
  const SHOWN_MS = 4000;
  document.documentElement.lang = data.language;  // the page's words are in this language
  button.textContent = W.name;
  button.title = W.help;
  field.setAttribute("aria-label", W.link);

  const close = () => { told.hidden = true; said.textContent = ""; };
  function say(text, address) {
    clearTimeout(root.__closing);
    told.hidden = false;
    said.textContent = text;
    field.hidden = !address;
    field.value = address || "";
    if (address) { field.focus(); field.select(); }
    else root.__closing = setTimeout(close, SHOWN_MS);
  }

  button.onclick = async () => {
    window.dispatchEvent(new CustomEvent("dateline:address"));  // the map writes there where it looks
    const address = location.href;
    if (await window.datelineCopied(address)) say(W.copied, ""); else say(W.by_hand, address);
  };
  root.querySelector(".share").onkeydown = (e) => {
    if (e.key !== "Escape" || told.hidden) return;
    e.preventDefault(); e.stopPropagation();
    close(); button.focus();
  };
}
