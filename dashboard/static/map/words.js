// The map's words: those of words.toml in the language of the page, which is told by its number.
(function () {
  const T = {};
  let asked = -1, learning = null;

  async function fetched(language) {
    const answer = await window.datelineAsk(`../../api/words/${language}.json`), found = answer ? await answer.json() : null;
    if (asked === language) { if (found) Object.assign(T, found); else asked = -1; }
  }

  // Resolves once the words are there; ``then`` is called each time they are new.
  function learn(language, then) {
    if (asked !== language) {
      asked = language;
      learning = fetched(language).then(() => { if (asked === language) then(); });
    }
    return learning;
  }

  const number = (n) => n.toLocaleString(T.language, { useGrouping: true });

  // ``forms`` by plural category; whole millions have one of their own in Spanish.
  const counted = (forms, n) => (forms[new Intl.PluralRules(T.language).select(n)] ?? forms.other).replace("{n}", number(n));

  function named(el, name) {
    if (!el) return;
    el.title = name;
    el.setAttribute("aria-label", name);
  }

  window.datelineWords = { T, learn, number, counted, named };
})();
