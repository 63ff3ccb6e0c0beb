// On the list page: an address without a list shows the one kept here; any other replaces it.
import { base } from "./common.js";
import { read, write } from "./basket.js";

const query = new URLSearchParams(location.search);

if (query.has("id")) {
  write(query.getAll("id"));
} else if (query.has("tom")) {
  write([]);
} else if (read().length) {
  for (const id of read()) query.append("id", id);
  location.replace(`${base}/liste?${query}`);
}

for (const link of document.querySelectorAll("[data-clear], [data-remove]")) {
  link.addEventListener("click", () => {
    const left = new URL(link.href).searchParams.getAll("id");
    write(left);
  });
}
