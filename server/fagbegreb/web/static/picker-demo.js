document.querySelector("#blanket").addEventListener("submit", (event) => {
  event.preventDefault();
  const lines = [...new FormData(event.target)].map(([name, value]) => `${name} = ${value}`);
  document.querySelector("#sendt").textContent = lines.join("\n");
});
