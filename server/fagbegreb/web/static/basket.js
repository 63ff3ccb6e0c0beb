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
    const isAdded = ids.includes(link.dataset.add);
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
    const address = new URL(toList.href);
    address.searchParams.delete("id");
    for (const id of read()) address.searchParams.append("id", id);
    toList.href = address.href;
  });
}

async function add(link) {
  const more = await expanded(link);
  if (more === null) return say(texts.failed);
  const ids = read();
  const fresh = more.filter((id) => !ids.includes(id));
  if (!write([...ids, ...fresh])) return location.assign(link.href);
  say(fresh.length ? texts.added : texts.already);
}

// A value list, a branch and a whole scheme stand for their members: the list page knows them.
async function expanded(link) {
  const what = link.dataset.add;
  const isOne = what.includes(":") && !what.includes(":list/") && !("withMore" in link.dataset);
  if (isOne) return [what];
  try {
    const answer = await fetch(link.href);
    return answer.ok ? new URL(answer.url).searchParams.getAll("id") : null;
  } catch {
    return null;
  }
}
