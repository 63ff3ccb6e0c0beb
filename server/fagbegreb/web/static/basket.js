// The basket lives in this browser. The list page shows what its address says; this module keeps
// the two the same: "add" links put a code here without leaving the page.
import { asked, base, say, texts } from "./common.js";

const KEY = "fagbegreb.liste";

export function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
}

export function write(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set(ids)]));
  } catch {
    // Storage may be forbidden; the address of the list page still holds the list.
  }
  show();
}

function show() {
  const count = read().length;
  for (const badge of document.querySelectorAll("[data-basket-count]")) {
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }
}

export function startBasket() {
  show();
  addEventListener("storage", show);
  for (const link of document.querySelectorAll("[data-add]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      add(link.dataset.add, link);
    });
  }
  const toList = document.querySelector(".top__basket");
  toList?.addEventListener("click", () => {
    const query = new URLSearchParams(read().map((id) => ["id", id]));
    if (query.size) toList.href = `${base}/liste?${query}`;
  });
}

async function add(what, link) {
  const ids = read();
  const more = await expanded(what);
  if (more === null) return say(texts.failed);
  const fresh = more.filter((id) => !ids.includes(id));
  write([...ids, ...fresh]);
  say(fresh.length ? texts.added : texts.already);
  link.classList.add("is-added");
}

// A value list stands for its members.
async function expanded(what) {
  const [scheme, rest] = [what.slice(0, what.indexOf(":")), what.slice(what.indexOf(":") + 1)];
  if (!rest.startsWith("list/")) return [what];
  const path = `/api/v1/schemes/${encodeURIComponent(scheme)}/collections/`;
  try {
    const answer = await fetch(`${base}${path}${rest.slice(5)}?${asked({})}`);
    if (!answer.ok) return null;
    return (await answer.json()).members.map((member) => member.curie);
  } catch {
    return null;
  }
}
