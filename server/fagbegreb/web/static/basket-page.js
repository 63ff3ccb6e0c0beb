// On the list page: the list kept in this browser and the one in the address are kept the same,
// entries are moved and removed without losing one's place, and a list that comes from somewhere
// else never replaces one's own unasked.
import { base, filled, say, texts } from "./common.js";
import { KEY, read, withIds, write } from "./basket.js";
import { startCopying } from "./copy.js";

const main = document.querySelector("main");
let isOwn = true;
let request;

const inAddress = () => [...new Set(new URLSearchParams(location.search).getAll("id"))];
const same = (one, other) => one.length === other.length && one.every((id, at) => id === other[at]);

function begin() {
  const [kept, asked] = [read(), inAddress()];
  if (!asked.length) {
    if (new URLSearchParams(location.search).has("tom") && cameFrom("/liste")) write([]);
    else if (kept.length) location.replace(addressOf(kept));
  } else if (!kept.length || same(kept, asked) || wasOwnBefore(kept)) write(asked);
  else if (wasAdded()) {
    const both = [...new Set([...kept, ...asked])];
    write(both);
    if (!same(both, asked)) location.replace(addressOf(both));
  } else offer();
}

const cameFrom = (path) => document.referrer.startsWith(`${location.origin}${base}${path}`);

// Whether somebody followed a link of another page of ours that adds to the list: its scripts
// were not there yet, or it stands for more than a page names.
function wasAdded() {
  const [visit] = performance.getEntriesByType("navigation");
  return visit?.type === "navigate" && cameFrom("/") && !cameFrom("/liste");
}

// Whether somebody changed the list that is kept here and came to this address by it, whether or
// not the scripts were there in time.
function wasOwnBefore(kept) {
  return cameFrom("/liste") && same(kept, new URL(document.referrer).searchParams.getAll("id"));
}

// This page with another list. One's own list is of the newest release.
function addressOf(ids, dropped = ["release"]) {
  const query = new URLSearchParams(location.search);
  for (const name of ["id", "tom", ...dropped]) query.delete(name);
  for (const id of ids) query.append("id", id);
  return `${base}/liste?${query}`;
}

function offer() {
  isOwn = false;
  const box = main.querySelector("[data-other-list]");
  box.hidden = false;
  box.querySelector("[data-own-count]").textContent = filled(texts.own_list, { n: read().length });
  const choices = {
    own: () => location.assign(addressOf(read())),
    both: () => adopt([...new Set([...read(), ...inAddress()])]),
    this: () => adopt(inAddress()),
  };
  for (const [name, choose] of Object.entries(choices)) {
    box.querySelector(`[data-take="${name}"]`).addEventListener("click", choose);
  }
}

function adopt(ids) {
  write(ids);
  location.assign(addressOf(ids));
}

// What somebody does to the list is done at once: here, in the address, in what is kept. Warnings
// and exports follow from the server, so whoever is quick or leaves loses nothing.
function change(ids, settle = () => {}) {
  if (same(ids, inAddress())) return;
  const address = new URL(addressOf(ids, []), location.href);
  if (!ids.length) address.searchParams.set("tom", "1");
  history.pushState(null, "", address);
  if (isOwn) write(ids);
  arrange(ids);
  follow(ids);
  settle();
  refresh(settle);
}

function arrange(ids) {
  const rows = new Map(entries().map((entry) => [entry.dataset.id, entry]));
  for (const [id, row] of rows) if (!ids.includes(id)) row.remove();
  for (const id of ids) main.querySelector(".basket")?.append(rows.get(id) ?? "");
}

// Forms, downloads and the choices of language and theme carry the list too.
function follow(ids) {
  for (const form of main.querySelectorAll("form")) {
    for (const old of form.querySelectorAll("[name=id]")) old.remove();
    form.append(...ids.map(hiddenField));
  }
  for (const link of main.querySelectorAll("[download], [data-permalink]")) {
    link.href = withIds(link.href, ids);
  }
  for (const link of document.querySelectorAll(".top__choices a")) {
    const url = new URL(link.href);
    const back = url.searchParams.get("back");
    if (back) {
      const { pathname, search } = new URL(withIds(back, ids));
      url.searchParams.set("back", pathname + search);
    }
    link.href = back ? url.href : withIds(link.href, ids);
  }
}

function hiddenField(id) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "id", value: id });
  return field;
}

// Puts what the server says of the list in place of what stands there. The field for adding is
// left alone: somebody may be writing in it.
async function refresh(settle) {
  request?.abort();
  request = new AbortController();
  const shown = main.querySelector("[data-list]");
  shown.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(location.href, { signal: request.signal });
    if (!answer.ok) return location.reload();
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (dragged) return; // what is being dragged stays in hand; letting go asks again
    const place = shown.contains(document.activeElement) && named(document.activeElement);
    shown.replaceChildren(...found.querySelector("[data-list]").childNodes);
    shown.removeAttribute("aria-busy");
    startCopying(shown);
    makeDraggable();
    if (place) refocus(shown, place, settle);
  } catch (error) {
    if (error.name !== "AbortError") say(texts.not_checked);
  }
}

// What has the keyboard's focus is the same thing in the answer, if it is still there.
const named = (element) =>
  [element.closest(".basket > li")?.dataset.id, element.id, element.textContent].join(" ");

function refocus(shown, place, settle) {
  const same = [...shown.querySelectorAll("a, button, input")].find((each) => named(each) === place);
  if (same) same.focus();
  else settle();
}

const entries = () => [...main.querySelectorAll(".basket > li")];

function move(id, ids, way = "up") {
  change(ids, () => {
    const entry = entries().find((each) => each.dataset.id === id);
    const tools = [`[data-move="${way}"]`, "[data-move]"];
    focusTool(entry, tools.find((tool) => entry?.querySelector(tool)));
    say(filled(texts.moved, { n: ids.indexOf(id) + 1, total: ids.length }));
  });
}

function swapped(ids, place, other) {
  const [here, there] = [ids[place], ids[other]];
  return here && there ? ids.with(place, there).with(other, here) : ids;
}

function focusTool(entry, wanted) {
  const tool = (wanted && entry?.querySelector(wanted)) ?? main.querySelector("h1");
  if (tool.matches("h1")) tool.tabIndex = -1;
  tool.focus();
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!link.matches("[data-move], [data-remove], [data-clear], [data-join]")) return;
  event.preventDefault();
  const ids = inAddress();
  const id = link.closest(".basket > li")?.dataset.id;
  const { move: way, join, instead } = link.dataset;
  const place = Math.max(0, ids.indexOf(id));
  if (way) return move(id, swapped(ids, place, place + (way === "up" ? -1 : 1)), way);
  const settle = () => {
    const left = entries();
    focusTool(left[Math.min(place, left.length - 1)], "[data-remove]");
  };
  if (join) change([...new Set(instead ? ids.map((each) => (each === instead ? join : each)) : [...ids, join])], settle);
  else change(id === undefined ? [] : ids.filter((each) => each !== id), settle);
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
  for (const entry of entries()) entry.draggable = true;
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
  const order = entries().map((entry) => entry.dataset.id);
  if (same(order, inAddress())) refresh(() => {});
  else move(id, order);
});

makeDraggable();
begin();
