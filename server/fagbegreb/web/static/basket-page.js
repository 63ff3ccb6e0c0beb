// On the list page: the list kept in this browser and the one in the address are kept the same,
// entries are moved and removed without losing one's place, and a list that comes from somewhere
// else never replaces one's own unasked.
import { base, filled, say, texts } from "./common.js";
import { KEY, read, write } from "./basket.js";
import { startCopying } from "./copy.js";
import { startSuggestions } from "./suggest.js";

const main = document.querySelector("main");
let isOwn = true;
let isBusy = false;

const inAddress = () => new URLSearchParams(location.search).getAll("id");
const same = (one, other) => one.length === other.length && one.every((id, at) => id === other[at]);

function begin() {
  const [kept, asked] = [read(), inAddress()];
  if (!asked.length) {
    if (new URLSearchParams(location.search).has("tom") && cameFromHere()) write([]);
    else if (kept.length) location.replace(addressOf(kept));
  } else if (!kept.length || same(kept, asked) || wasOwnBefore(kept)) write(asked);
  else offer(kept, asked);
}

const cameFromHere = () => document.referrer.startsWith(`${location.origin}${base}/liste`);

// Whether somebody changed the list that is kept here and came to this address by it, whether or
// not the scripts were there in time.
function wasOwnBefore(kept) {
  return cameFromHere() && same(kept, new URL(document.referrer).searchParams.getAll("id"));
}

// This page with another list. One's own list is of the newest release.
function addressOf(ids, dropped = ["release"]) {
  const query = new URLSearchParams(location.search);
  for (const name of ["id", "tom", ...dropped]) query.delete(name);
  for (const id of ids) query.append("id", id);
  return `${base}/liste?${query}`;
}

function offer(kept, asked) {
  isOwn = false;
  const box = main.querySelector("[data-other-list]");
  box.hidden = false;
  box.querySelector("[data-own-count]").textContent = filled(texts.own_list, { n: kept.length });
  const choices = {
    own: () => location.assign(addressOf(kept)),
    both: () => adopt([...new Set([...kept, ...asked])]),
    this: () => adopt(asked),
  };
  for (const [name, choose] of Object.entries(choices)) {
    box.querySelector(`[data-take="${name}"]`).addEventListener("click", choose);
  }
}

function adopt(ids) {
  write(ids);
  location.assign(addressOf(ids));
}

// Fetches the page that a link leads to and puts it in place of this one.
async function go(address, after = () => {}) {
  if (isBusy) return;
  isBusy = true;
  let found;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    history.pushState(null, "", answer.url);
  } catch {
    location.assign(address);
    return;
  } finally {
    isBusy = false;
  }
  if (isOwn) write(inAddress());
  main.replaceChildren(...found.childNodes);
  startCopying(main);
  startSuggestions(main);
  makeDraggable();
  if (!isOwn) offer(read(), inAddress());
  after();
}

function move(id, address, way = "up") {
  go(address, () => {
    const entries = [...main.querySelectorAll(".basket > li")];
    const place = entries.findIndex((entry) => entry.dataset.id === id);
    const tools = [`[data-move="${way}"]`, "[data-move]"];
    focusTool(entries[place], tools.find((tool) => entries[place]?.querySelector(tool)));
    say(filled(texts.moved, { n: place + 1, total: entries.length }));
  });
}

function focusTool(entry, wanted) {
  const tool = entry?.querySelector(wanted) ?? main.querySelector("h1");
  if (tool.matches("h1")) tool.tabIndex = -1;
  tool.focus();
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const entry = link.closest(".basket > li");
  if (link.matches("[data-move]")) {
    event.preventDefault();
    move(entry.dataset.id, link.href, link.dataset.move);
  } else if (link.matches("[data-remove], [data-clear], [data-join]")) {
    event.preventDefault();
    const place = entry ? [...entry.parentElement.children].indexOf(entry) : 0;
    go(link.href, () => {
      const left = main.querySelectorAll(".basket > li");
      focusTool(left[Math.min(place, left.length - 1)], "[data-remove]");
    });
  }
});
addEventListener("popstate", () => {
  if (isOwn && inAddress().length) write(inAddress());
  location.reload();
});
addEventListener("storage", (event) => {
  if (event.key === KEY && isOwn && !same(read(), inAddress())) location.replace(addressOf(read()));
});

// Dragging is for the mouse; the links in each entry do the same for everybody.
let dragged = null;

function makeDraggable() {
  for (const entry of main.querySelectorAll(".basket > li")) entry.draggable = true;
}

const entryAt = (event) => event.target.closest?.(".basket > li") ?? null;

main.addEventListener("dragstart", (event) => {
  dragged = entryAt(event);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.id);
  dragged.classList.add("is-dragged");
});
main.addEventListener("dragover", (event) => {
  const over = entryAt(event);
  if (!dragged || !over) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  const isAbove = event.clientY < box.top + box.height / 2;
  if (over !== dragged) over[isAbove ? "before" : "after"](dragged);
});
main.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault();
});
main.addEventListener("dragend", () => {
  if (!dragged) return;
  const id = dragged.dataset.id;
  dragged.classList.remove("is-dragged");
  dragged = null;
  const order = [...main.querySelectorAll(".basket > li")].map((entry) => entry.dataset.id);
  if (!same(order, inAddress())) move(id, addressOf(order, []));
});

makeDraggable();
begin();
