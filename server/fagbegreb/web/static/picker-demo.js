const ENGLISH = {
  "#overskrift": "A form with pickers",
  "#indledning": "The page is made like any other web site: two lines of HTML, nothing else.",
  "button": "Show what the form sends",
};
const LABELS = { omraade: "Area (ICS)", aldersgruppe: "Age group (value list)", lov: "Provisions (several)" };

if (new URLSearchParams(location.search).get("lang") === "en") {
  document.documentElement.lang = "en";
  for (const [place, text] of Object.entries(ENGLISH)) document.querySelector(place).textContent = text;
  for (const [name, label] of Object.entries(LABELS)) document.querySelector(`[name=${name}]`).setAttribute("label", label);
  document.querySelector("#sendt").setAttribute("aria-label", "What the form sends");
}
document.querySelector("#blanket").addEventListener("submit", (event) => {
  event.preventDefault();
  const lines = [...new FormData(event.target)].map(([name, value]) => `${name} = ${value}`);
  document.querySelector("#sendt").textContent = lines.join("\n");
});
