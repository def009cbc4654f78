// Puts a text on the clipboard, for the map and for the panels; gives whether it is there.
// A browser may have no clipboard, or refuse it: outside localhost over plain http it does.
window.datelineCopied = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch { /* not allowed: the old way */ }
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text; area.style.position = "fixed"; area.style.opacity = "0";
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
};
