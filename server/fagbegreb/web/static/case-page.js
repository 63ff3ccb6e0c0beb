// On the validation page: drop or choose a file, and go from a finding to its line in the text.
import { say, texts } from "./common.js";

const MOST_BYTES = 5_000_000;
const FORMATS = {
  ttl: "text/turtle",
  jsonld: "application/ld+json",
  json: "application/ld+json",
  nt: "application/n-triples",
  rdf: "application/rdf+xml",
  xml: "application/rdf+xml",
};
const text = document.querySelector("#sag");

async function load(file) {
  if (!file) return;
  if (file.size > MOST_BYTES) return say(texts.too_large);
  text.value = await file.text();
  const format = FORMATS[file.name.split(".").pop().toLowerCase()];
  if (format) document.querySelector("#format").value = format;
  text.focus();
}

const chooser = document.querySelector("#fil");
chooser.addEventListener("change", () => load(chooser.files[0]));
// Chosen before this was here, or kept by the browser from an earlier visit.
if (!text.value.trim()) load(chooser.files[0]);
for (const name of ["dragover", "dragleave", "drop"]) {
  text.addEventListener(name, (event) => {
    event.preventDefault();
    text.classList.toggle("is-over", name === "dragover");
    if (name === "drop") load(event.dataTransfer.files[0]);
  });
}
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(Number(link.dataset.line));
  });
}
document.querySelector("#resultat")?.focus();

function show(line) {
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  text.scrollTop = (text.scrollHeight / lines.length) * Math.max(0, line - 4);
  text.scrollIntoView({ block: "center" });
}
