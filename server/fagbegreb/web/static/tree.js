// Turns the nested list of links into a tree by the ARIA Authoring Practices (navigation tree):
// the links are the items; one tab stop, arrow keys, Home, End, letters; level and position
// announced; children fetched when they are opened.
import { asked, base, filled, lang, say, short, texts } from "./common.js";

let number = 0;
const opening = new Map();

export function startTree() {
  const root = document.querySelector("[data-tree]");
  if (!root) return;
  root.setAttribute("role", "tree");
  root.setAttribute("aria-label", root.dataset.label);
  root.setAttribute("aria-describedby", "tree-help");
  prepare(root, 1);
  const first = root.querySelector('[role="treeitem"]');
  if (!first) return;
  first.tabIndex = 0;
  if (root.children.length <= 3) [...root.children].forEach((entry) => set(linkOf(entry), true));
  root.addEventListener("keydown", (event) => key(event, root));
  root.addEventListener("click", (event) => click(event, root));
}

function prepare(list, level) {
  const entries = [...list.children];
  entries.forEach((entry, place) => {
    const link = entry.querySelector(":scope > a");
    const below = entry.querySelector(":scope > ul");
    entry.setAttribute("role", "none");
    const row = document.createElement("div");
    row.className = "tree__row";
    const twist = document.createElement("span");
    twist.className = Number(link.dataset.children) ? "twist is-there" : "twist";
    twist.setAttribute("aria-hidden", "true");
    row.append(twist);
    for (const node of [...entry.childNodes]) if (node !== below) row.append(node);
    entry.prepend(row);
    const about = {
      role: "treeitem",
      "aria-level": level,
      "aria-posinset": place + 1,
      "aria-setsize": entries.length,
    };
    for (const [name, value] of Object.entries(about)) link.setAttribute(name, String(value));
    link.tabIndex = -1;
    const notes = [...row.querySelectorAll(".code, .tag")];
    notes.forEach((note) => (note.id ||= `note-${++number}`));
    if (notes.length) link.setAttribute("aria-describedby", notes.map((note) => note.id).join(" "));
    if (Number(link.dataset.children)) set(link, false);
    if (below) own(link, below, level + 1);
  });
}

function own(link, list, level) {
  list.setAttribute("role", "group");
  list.id ||= `group-${++number}`;
  link.setAttribute("aria-owns", list.id);
  prepare(list, level);
}

const entryOf = (link) => link.closest("li");
const linkOf = (entry) => entry?.querySelector(":scope > .tree__row > a");
const above = (link) => linkOf(entryOf(link).parentElement.closest("li"));
const isOpen = (link) => link.getAttribute("aria-expanded") === "true";
const shown = (root) =>
  [...root.querySelectorAll('[role="treeitem"]')].filter(
    (link) => !entryOf(link).parentElement.closest("li.is-closed"),
  );

async function set(link, opens) {
  if (!Number(link.dataset.children)) return;
  if (opens && !entryOf(link).querySelector(":scope > ul") && !(await fetchedBelow(link))) return;
  link.setAttribute("aria-expanded", String(opens));
  entryOf(link).classList.toggle("is-closed", !opens);
}

// Once, however often it is asked for meanwhile; whether it came.
function fetchedBelow(link) {
  if (!opening.has(link)) {
    link.setAttribute("aria-busy", "true");
    const coming = fetchBelow(link).finally(() => {
      opening.delete(link);
      link.removeAttribute("aria-busy");
    });
    opening.set(link, coming);
  }
  return opening.get(link);
}

async function fetchBelow(link) {
  const colon = link.dataset.curie.indexOf(":");
  const [scheme, notation] = [link.dataset.curie.slice(0, colon), link.dataset.curie.slice(colon + 1)];
  try {
    const query = asked({ limit: 1000, lang });
    const answer = await fetch(`${base}/api/v1/concepts/${scheme}/${inPath(notation)}/narrower?${query}`);
    if (!answer.ok) throw new Error();
    const { concepts } = await answer.json();
    const list = document.createElement("ul");
    list.append(...concepts.map(made));
    const total = Number(link.dataset.children);
    if (total > concepts.length) list.append(toAll(link, total));
    entryOf(link).append(list);
    own(link, list, Number(link.getAttribute("aria-level")) + 1);
    return true;
  } catch {
    say(texts.failed);
    return false;
  }
}

const inPath = (notation) => notation.split("/").map(encodeURIComponent).join("/");

function made(concept) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  const query = asked({});
  link.href = `${base}/begreb/${concept.scheme}/${inPath(concept.notation)}${query.size ? `?${query}` : ""}`;
  link.textContent = concept.label;
  link.dataset.curie = concept.curie;
  link.dataset.children = concept.child_count;
  const code = document.createElement("span");
  code.className = "code";
  code.textContent = short(concept.reference ?? concept.curie);
  entry.append(link, " ", code);
  return entry;
}

// The concept's own page lists what is below it page by page.
function toAll(link, total) {
  const entry = document.createElement("li");
  const all = document.createElement("a");
  all.href = link.href;
  all.textContent = filled(texts.all_below, { n: total });
  all.dataset.children = 0;
  entry.append(all);
  return entry;
}

function focus(root, link) {
  if (!link) return;
  for (const other of root.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  link.tabIndex = 0;
  link.focus();
}

async function key(event, root) {
  const link = event.target.closest('[role="treeitem"]');
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  const isLetter = event.key.length === 1 && event.key !== " ";
  if (!isLetter && !MOVES[event.key]) return;
  event.preventDefault();
  // Keys pressed while a branch is being fetched wait for it.
  await opening.get(link);
  const links = shown(root);
  const place = links.indexOf(link);
  if (isLetter) typed(root, links, place, event.key);
  else await MOVES[event.key](root, links, place);
}

const MOVES = {
  ArrowDown: (root, links, place) => focus(root, links[place + 1]),
  ArrowUp: (root, links, place) => focus(root, links[place - 1]),
  Home: (root, links) => focus(root, links[0]),
  End: (root, links) => focus(root, links.at(-1)),
  ArrowRight: (root, links, place) =>
    isOpen(links[place]) ? focus(root, links[place + 1]) : set(links[place], true),
  ArrowLeft: (root, links, place) =>
    isOpen(links[place]) ? set(links[place], false) : focus(root, above(links[place])),
  " ": (root, links, place) => links[place].click(),
};

function typed(root, links, place, letter) {
  const ordered = [...links.slice(place + 1), ...links.slice(0, place + 1)];
  const wanted = letter.toLowerCase();
  focus(root, ordered.find((link) => link.textContent.trim().toLowerCase().startsWith(wanted)));
}

function click(event, root) {
  const row = event.target.closest(".tree__row");
  if (!row || event.target.closest("a")) return;
  const link = row.querySelector("a");
  focus(root, link);
  if (!opening.has(link)) set(link, !isOpen(link));
}
