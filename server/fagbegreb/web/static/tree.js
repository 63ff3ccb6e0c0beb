// Turns the nested list of links into a tree by the ARIA Authoring Practices: one tab stop,
// arrow keys, Home, End, letters; level and position announced; children fetched when opened.
import { asked, base, lang, say, texts } from "./common.js";

export function startTree() {
  const root = document.querySelector("[data-tree]");
  if (!root) return;
  root.setAttribute("role", "tree");
  root.setAttribute("aria-label", root.dataset.label);
  root.setAttribute("aria-describedby", "tree-help");
  prepare(root, 1);
  const first = root.querySelector('[role="treeitem"]');
  if (first) {
    first.tabIndex = 0;
    if (root.children.length <= 3) [...root.children].forEach((item) => set(item, true));
  }
  root.addEventListener("keydown", (event) => key(event, root));
  root.addEventListener("click", (event) => click(event, root));
}

function prepare(list, level) {
  const items = [...list.children];
  items.forEach((item, place) => {
    const link = item.querySelector(":scope > a");
    const below = item.querySelector(":scope > ul");
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-level", String(level));
    item.setAttribute("aria-posinset", String(place + 1));
    item.setAttribute("aria-setsize", String(items.length));
    item.tabIndex = -1;
    const row = document.createElement("div");
    row.className = "tree__row";
    const twist = document.createElement("span");
    twist.className = "twist";
    twist.setAttribute("aria-hidden", "true");
    twist.textContent = Number(link.dataset.children) ? "▸" : "";
    row.append(twist);
    for (const node of [...item.childNodes]) if (node !== below) row.append(node);
    item.prepend(row);
    link.tabIndex = -1;
    item.setAttribute("aria-label", row.textContent.replace("▸", "").replace(/\s+/g, " ").trim());
    if (Number(link.dataset.children)) item.setAttribute("aria-expanded", "false");
    if (below) {
      below.setAttribute("role", "group");
      prepare(below, level + 1);
    }
  });
}

const linkOf = (item) => item.querySelector(":scope > .tree__row > a");
const shown = (root) =>
  [...root.querySelectorAll('[role="treeitem"]')].filter(
    (item) => !item.parentElement.closest('[aria-expanded="false"]'),
  );

async function set(item, isOpen) {
  if (!item.hasAttribute("aria-expanded")) return;
  if (isOpen && !item.querySelector(":scope > ul")) await fetchBelow(item);
  item.setAttribute("aria-expanded", String(isOpen));
}

async function fetchBelow(item) {
  const { scheme, notation } = parts(linkOf(item).dataset.curie);
  const path = notation.split("/").map(encodeURIComponent).join("/");
  try {
    const query = asked({ limit: 1000, lang });
    const answer = await fetch(`${base}/api/v1/concepts/${scheme}/${path}/narrower?${query}`);
    if (!answer.ok) throw new Error();
    const { concepts } = await answer.json();
    const list = document.createElement("ul");
    list.setAttribute("role", "group");
    list.append(...concepts.map(entry));
    prepare(list, Number(item.getAttribute("aria-level")) + 1);
    item.append(list);
  } catch {
    say(texts.failed);
  }
}

function parts(curie) {
  const colon = curie.indexOf(":");
  return { scheme: curie.slice(0, colon), notation: curie.slice(colon + 1) };
}

function entry(concept) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const query = asked({});
  const path = concept.notation.split("/").map(encodeURIComponent).join("/");
  link.href = `${base}/begreb/${concept.scheme}/${path}${query.size ? `?${query}` : ""}`;
  link.textContent = concept.label;
  link.dataset.curie = concept.curie;
  link.dataset.children = concept.child_count;
  const code = document.createElement("span");
  code.className = "code";
  code.textContent = concept.reference ?? concept.curie;
  item.append(link, " ", code);
  return item;
}

function focus(root, item) {
  if (!item) return;
  for (const other of root.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

async function key(event, root) {
  const item = event.target.closest('[role="treeitem"]');
  if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = shown(root);
  const place = items.indexOf(item);
  const isOpen = item.getAttribute("aria-expanded") === "true";
  const moves = {
    ArrowDown: () => focus(root, items[place + 1]),
    ArrowUp: () => focus(root, items[place - 1]),
    Home: () => focus(root, items[0]),
    End: () => focus(root, items.at(-1)),
    ArrowRight: () => (isOpen ? focus(root, items[place + 1]) : set(item, true)),
    ArrowLeft: () =>
      isOpen ? set(item, false) : focus(root, item.parentElement.closest('[role="treeitem"]')),
    Enter: () => linkOf(item).click(),
    " ": () => linkOf(item).click(),
  };
  const move = moves[event.key] ?? (event.key.length === 1 ? () => typed(root, items, place, event.key) : null);
  if (!move) return;
  event.preventDefault();
  await move();
}

function typed(root, items, place, letter) {
  const wanted = letter.toLowerCase();
  const ordered = [...items.slice(place + 1), ...items.slice(0, place + 1)];
  focus(root, ordered.find((item) => linkOf(item).textContent.trim().toLowerCase().startsWith(wanted)));
}

function click(event, root) {
  const item = event.target.closest('[role="treeitem"]');
  if (!item || event.target.closest("a")) return;
  focus(root, item);
  set(item, item.getAttribute("aria-expanded") !== "true");
}
