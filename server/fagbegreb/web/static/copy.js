import { say, texts } from "./common.js";

export function startCopying(root = document) {
  for (const button of root.querySelectorAll("[data-copy], [data-copy-link]")) {
    button.addEventListener("click", () => copy(wanted(button)));
  }
}

function wanted(button) {
  if (button.dataset.copy) return button.dataset.copy;
  return new URL(document.querySelector("[data-permalink]").href, location.href).href;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(texts.copied);
  } catch {
    say(texts.copy_failed);
  }
}
