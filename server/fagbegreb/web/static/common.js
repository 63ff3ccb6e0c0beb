// Texts in the page's language, the base path, and a short message at the foot of the page.
export const texts = JSON.parse(document.body.dataset.texts);
export const base = document.body.dataset.base;
export const lang = document.documentElement.lang;

let timer;

export function say(message) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = message;
  toast.classList.add("is-shown");
  clearTimeout(timer);
  timer = setTimeout(() => toast.classList.remove("is-shown"), 2500);
}

export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// A code that fits a line: UUIDs are cut, as the server cuts them.
export const short = (code) => (code.length <= 26 ? code : `${code.slice(0, 18)}…`);

// The day and the release that the page looks at go along with every request.
export function asked(parameters) {
  const here = new URLSearchParams(location.search);
  const query = new URLSearchParams(parameters);
  for (const name of ["at", "release"]) if (here.has(name)) query.set(name, here.get(name));
  return query;
}
