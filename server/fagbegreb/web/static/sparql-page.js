// The SPARQL editor: YASGUI with our address, our prefixes and our terms; nothing from elsewhere.
import { base, filled, texts } from "./common.js";

const CHART_ROWS = 60;
const host = document.querySelector("#yasgui");
const { prefixes, properties, classes } = JSON.parse(host.dataset.editor);
globalThis.fagbegrebPrefixes = prefixes;

const { default: Yasgui } = await import(host.dataset.module);
const { Yasqe, Yasr } = Yasgui;

for (const name of ["variables", "prefixes", "property", "class"]) delete Yasqe.Autocompleters[name];
register("fagbegreb-prefixes", Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`), (yasqe) => {
  const token = yasqe.getCompleteToken();
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  return before?.string.toUpperCase() === "PREFIX";
});
register("fagbegreb-terms", [...properties, ...classes].map(shortened), (yasqe) => {
  const token = yasqe.getCompleteToken();
  return /^[a-z]+:\w*$/i.test(token.string);
});
// Settings are merged with what the editor comes with, so its own list is replaced first.
Yasqe.defaults.autocompleters = ["fagbegreb-prefixes", "fagbegreb-terms"];
if (Yasgui.defaults.yasqe) Yasgui.defaults.yasqe.autocompleters = Yasqe.defaults.autocompleters;
Yasr.registerPlugin("chart", makeChart());

const yasgui = new Yasgui(host, {
  requestConfig: { endpoint: `${location.origin}${base}/sparql`, method: "GET" },
  copyEndpointOnNewTab: false,
  persistenceId: null,
  autofocus: false,
  endpointCatalogueOptions: { getData: () => [] },
  yasqe: { showQueryButton: true, persistenceId: null, prefixCcApi: "" },
  yasr: { prefixes, pluginOrder: ["table", "response", "chart"], persistenceId: null },
});
const tab = yasgui.getTab();
// The plain field is there first: what somebody wrote in it meanwhile goes along.
tab.getYasqe().setValue(document.querySelector("#query").value.trim());
label();
const link = document.querySelector("[data-query-link]");
tab.getYasqe().on("change", () => {
  const url = new URL(link.href);
  url.searchParams.set("query", tab.getYasqe().getValue());
  link.href = url.href;
  document.querySelector("#query").value = tab.getYasqe().getValue();
});

function register(name, terms, isValidCompletionPosition) {
  Yasqe.registerAutocompleter({
    name,
    bulk: true,
    autoShow: false,
    get: async () => terms,
    isValidCompletionPosition,
    preProcessToken: (yasqe, token) => ({ ...token, autocompletionString: token.string }),
    postProcessSuggestion: (yasqe, token, text) => text,
  });
}

function shortened(iri) {
  for (const [name, space] of Object.entries(prefixes)) {
    if (iri.startsWith(space) && space.length > 10) return `${name}:${iri.slice(space.length)}`;
  }
  return `<${iri}>`;
}

// The editor's own text field has no name a screen reader could say.
function label() {
  const name = document.querySelector('label[for="query"]').textContent;
  for (const field of host.querySelectorAll("textarea, input")) {
    if (!field.labels?.length) field.setAttribute("aria-label", name);
  }
}

function makeChart() {
  return class Chart {
    priority = 1;
    label = texts.chart;
    helpReference = "";
    constructor(yasr) {
      this.yasr = yasr;
    }
    getIcon() {
      const icon = document.createElement("span");
      icon.textContent = "▤";
      return icon;
    }
    rows() {
      const results = this.yasr.results;
      const names = results?.getVariables() ?? [];
      const rows = results?.getBindings() ?? [];
      const number = names.find((name) => rows.length && rows.every((row) => !row[name] || row[name].value.trim() !== "" && Number.isFinite(Number(row[name].value))) && rows.some((row) => row[name]));
      const title = names.find((name) => name !== number);
      return { rows, number, title };
    }
    canHandleResults() {
      const { number, title } = this.rows();
      return Boolean(number && title);
    }
    draw() {
      const { rows, number, title } = this.rows();
      const chart = document.createElement("div");
      chart.className = "chart";
      const shown = rows.slice(0, CHART_ROWS);
      const most = Math.max(...shown.map((row) => Number(row[number]?.value ?? 0)), 1);
      for (const row of shown) {
        const value = Number(row[number]?.value ?? 0);
        const name = document.createElement("span");
        name.className = "chart__name";
        name.textContent = row[title]?.value ?? "";
        const bar = document.createElement("meter");
        Object.assign(bar, { min: 0, max: most, value });
        bar.setAttribute("aria-hidden", "true");
        const figure = document.createElement("span");
        figure.textContent = String(value);
        chart.append(name, bar, figure);
      }
      const note = document.createElement("p");
      if (rows.length > CHART_ROWS) note.textContent = filled(texts.first_rows, { n: CHART_ROWS });
      this.yasr.resultsEl.replaceChildren(chart, note);
    }
  };
}
