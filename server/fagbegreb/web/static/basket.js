// The basket lives in this browser. The list page shows what its address says; this module keeps
// the two the same: "add" links put a code here without leaving the page.
import { say, texts } from "./common.js";

export const KEY = "fagbegreb.liste";

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

// Whether it was kept: storage may be forbidden or full. The list page's address holds it then.
export function write(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set(ids)]));
    return true;
  } catch {
    return false;
  } finally {
    show();
  }
}

function show() {
  const ids = read();
  for (const badge of document.querySelectorAll("[data-basket-count]")) {
    badge.textContent = String(ids.length);
    badge.hidden = ids.length === 0;
  }
  for (const link of document.querySelectorAll("[data-add]:has([data-add-text])")) {
    const isAdded = meant(link).every((id) => ids.includes(id));
    link.classList.toggle("is-added", isAdded);
    link.firstElementChild.textContent = isAdded ? "✓" : "+";
    link.querySelector("[data-add-text]").textContent = isAdded ? texts.on_list : texts.add;
  }
}

export function startBasket() {
  show();
  addEventListener("storage", show);
  // The browser may show a page again as it was left.
  addEventListener("pageshow", show);
  for (const link of document.querySelectorAll("[data-add]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      add(link);
    });
  }
  const toList = document.querySelector(".top__basket");
  toList?.addEventListener("click", () => {
    toList.href = withIds(toList.href, read());
  });
}

// A value list, a branch and a whole scheme name their members, so that nothing is fetched: what
// is added is there at once, and nobody loses it by leaving the page. Those too long for that
// are links that the server expands.
const meant = (link) => JSON.parse(link.dataset.add);

function add(link) {
  const ids = read();
  const both = [...new Set([...ids, ...meant(link)])];
  if (!write(both)) location.assign(withIds(link.href, both));
  else say(both.length > ids.length ? texts.added : texts.already);
}

// The address of a list page with these entries.
export function withIds(address, ids) {
  const url = new URL(address, location.href);
  for (const name of ["id", "add", "gren", "tom"]) url.searchParams.delete(name);
  for (const id of ids) url.searchParams.append("id", id);
  return url.href;
}
