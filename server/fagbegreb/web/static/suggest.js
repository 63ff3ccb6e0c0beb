// Autocomplete on a search field: an ARIA combobox whose list comes from the API. Enter without
// a choice searches as before; choosing goes to the concept, or fills a code field.
import { asked, base, filled, lang, short, texts } from "./common.js";

const DELAY_MS = 60;
let number = 0;

export function startSuggestions(root = document) {
  for (const form of root.querySelectorAll("[data-suggest]")) {
    attach(form.querySelector("input[type=search]"), form.dataset.scheme, open);
  }
  for (const input of root.querySelectorAll("[data-suggest-code]")) {
    attach(input, undefined, (concept) => {
      input.value = concept.curie;
    });
  }
}

function open(concept) {
  const path = `/begreb/${concept.scheme}/${concept.notation.split("/").map(encodeURIComponent).join("/")}`;
  const query = asked({});
  location.assign(base + path + (query.size ? `?${query}` : ""));
}

function attach(input, scheme, choose) {
  const list = document.createElement("ul");
  const status = document.createElement("div");
  list.id = `forslag-${++number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  status.className = "sr-only";
  status.setAttribute("role", "status");
  const names = JSON.parse(input.form.dataset.names ?? "[{},{}]");
  const box = input.parentElement;
  box.style.position = "relative";
  box.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
    autocomplete: "off",
  })) input.setAttribute(name, value);

  let found = [];
  let active = -1;
  let timer;
  let request;

  // What was asked is not wanted any more either: a late answer would open the list again.
  const close = () => {
    clearTimeout(timer);
    request?.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    active = place;
    [...list.children].forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === place));
      if (at === place) {
        item.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", item.id);
      }
    });
    if (place < 0) input.removeAttribute("aria-activedescendant");
  };
  const take = (place) => {
    const concept = found[place].concept;
    close();
    choose(concept);
  };
  const show = (suggestions) => {
    found = suggestions;
    list.replaceChildren(...suggestions.map((each, place) => item(each, place, list.id, take, names)));
    list.hidden = suggestions.length === 0;
    active = -1;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length
      ? filled(suggestions.length === 1 ? texts.suggestions_one : texts.suggestions, { n: suggestions.length })
      : texts.no_suggestions;
  };
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    const query = asked({ q: input.value.trim(), limit: 8, lang });
    if (scheme) query.set("scheme", scheme);
    try {
      const answer = await fetch(`${base}/api/v1/suggest?${query}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    if (input.value.trim().length < 2) return close();
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const size = found.length + 1;
      mark(((active + 1 + step + size) % size) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape") {
      if (!list.hidden) event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && close(), 150));
}

function item(suggestion, place, listId, take, [schemes, kinds]) {
  const { concept, matched } = suggestion;
  const element = document.createElement("li");
  element.id = `${listId}-${place}`;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  const label = document.createElement("span");
  label.textContent = concept.label;
  element.append(label);
  if (matched.field !== "notation" && matched.text && matched.text.toLowerCase() !== concept.label.toLowerCase()) {
    element.append(soft(`»${matched.text}«`));
  }
  const about = [schemes[concept.scheme], kinds[concept.kind], short(concept.reference ?? concept.curie)];
  element.append(soft(about.filter(Boolean).join(" · ")));
  element.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(place);
  });
  return element;
}

function soft(text) {
  const element = document.createElement("span");
  element.className = "soft";
  element.textContent = text;
  return element;
}
