// <fagbegreb-picker>: a concept chooser for other people's forms. One file, no dependencies.
//
//   <script type="module" src="https://HOST/static/fagbegreb-picker.js"></script>
//   <fagbegreb-picker name="omraade" label="Område" scheme="ics"></fagbegreb-picker>
//
// name        the field's name in the form; its value is the CURIE, or the IRI with gives="iri"
// label       what the field is called
// scheme      only these schemes, separated by spaces
// collection  a value list, as scheme:list/name: its members in their order, nothing else
// lang        da or en; else the page's language
// at          the day that decides what is in force
// multiple    several concepts
// selected    what is chosen from the start: a CURIE, an IRI, a section of the law
// server      another server than the one this file came from
// required, disabled as for any field
//
// Events: `change` with detail {concepts}. Works in any HTML form through ElementInternals. A form
// is not sent while a text stands in the field that nothing was chosen for.

const HOME = new URL(import.meta.url);
const DELAY_MS = 80;
const TEXTS = {
  da: { placeholder: "Skriv for at søge", none: "Ingen begreber passer", many: "{n} forslag", remove: "Fjern {label}", failed: "Begreberne kan ikke hentes lige nu", missing: "Vælg et begreb", loose: "Vælg et begreb på listen, eller tøm feltet", chosen: "Valgt" },
  en: { placeholder: "Type to search", none: "No concepts match", many: "{n} suggestions", remove: "Remove {label}", failed: "The concepts cannot be fetched right now", missing: "Choose a concept", loose: "Choose a concept from the list, or empty the field", chosen: "Chosen" },
};
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; position: relative; font: inherit; color: inherit; max-width: 60rem; }
  :host([hidden]) { display: none; }
  label { display: block; font-weight: 600; margin-block-end: 0.35em; }
  .box { position: relative; }
  input { font: inherit; color: inherit; background: Field; color: FieldText; box-sizing: border-box; width: 100%; min-height: 2.75em; padding: 0.4em 0.75em; border: 1px solid #707070; border-radius: 4px; }
  input:focus-visible, button:focus-visible { outline: 3px solid currentColor; outline-offset: 1px; }
  ul { list-style: none; margin: 0; padding: 0; }
  .list { position: absolute; inset-inline: 0; z-index: 10; max-height: 22em; overflow-y: auto; background: Canvas; color: CanvasText; border: 1px solid #707070; }
  .list li { padding: 0.5em 0.75em; cursor: pointer; }
  .list li[aria-selected="true"] { background: Highlight; color: HighlightText; }
  .code { font-size: 0.85em; margin-inline-start: 0.5em; }
  .chosen { display: flex; flex-wrap: wrap; gap: 0.4em; margin-block-start: 0.4em; }
  .chosen li { border: 1px solid #707070; border-radius: 4px; padding: 0.15em 0.6em; display: flex; gap: 0.5em; align-items: center; }
  button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; min-width: 1.8em; min-height: 1.8em; }
  .say { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .trouble { color: inherit; font-size: 0.9em; }
`);

class FagbegrebPicker extends HTMLElement {
  static formAssociated = true;
  static observedAttributes = ["label", "lang", "disabled", "required", "multiple", "collection", "scheme", "at"];

  #internals = this.attachInternals();
  #chosen = [];
  #found = [];
  #active = -1;
  #timer;
  #request;
  #turn = 0;
  #members;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [STYLE];
    root.innerHTML = `<label for="field"></label><div class="box"><input id="field" type="text" role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="list" autocomplete="off" spellcheck="false"><ul class="list" id="list" role="listbox" hidden></ul></div><ul class="chosen"></ul><p class="trouble" hidden></p><div class="say" role="status"></div>`;
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("focus", () => this.hasAttribute("collection") && this.#search());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#input.addEventListener("blur", () => setTimeout(() => this.shadowRoot.activeElement !== this.#input && this.#close(), 150));
  }

  connectedCallback() {
    this.#label();
    const given = this.getAttribute("selected");
    if (given && !this.#chosen.length) this.select(given);
  }

  attributeChangedCallback(name) {
    if (["collection", "at", "lang"].includes(name)) this.#members = undefined;
    this.#label();
  }

  get form() { return this.#internals.form; }
  get name() { return this.getAttribute("name"); }
  get type() { return "fagbegreb-picker"; }
  get concepts() { return [...this.#chosen]; }
  get value() { return this.#chosen.map((each) => this.#valueOf(each)).join(" "); }
  get validity() { return this.#internals.validity; }
  get willValidate() { return this.#internals.willValidate; }
  checkValidity() { return this.#internals.checkValidity(); }
  reportValidity() { return this.#internals.reportValidity(); }
  formResetCallback() {
    this.#chosen = [];
    this.#input.value = "";
    this.#changed();
    if (this.getAttribute("selected")) this.select(this.getAttribute("selected"));
  }
  formDisabledCallback(isDisabled) { this.#input.disabled = isDisabled; }

  // Choose by anything the server resolves: a CURIE, an IRI, a section of the law. It counts at
  // once as it is written, so that a form that is sent before the answer comes lacks nothing.
  async select(...ids) {
    const asked = (this.hasAttribute("multiple") ? ids : ids.slice(0, 1)).map((id) => ({ iri: id, curie: id, label: id }));
    this.#chosen = [...asked];
    this.#changed({ isTold: false });
    const answer = await this.#fetch("/api/v1/resolve", { method: "POST", body: JSON.stringify({ ids, at: this.getAttribute("at") }), headers: { "content-type": "application/json" } });
    if (!answer) return;
    const found = (each) => answer.results[ids.indexOf(each.iri)].concept ?? [];
    if (!this.#chosen.some((each) => asked.includes(each))) return; // another choice meanwhile
    this.#chosen = this.#chosen.flatMap((each) => (asked.includes(each) ? found(each) : each));
    this.#changed();
  }

  get #input() { return this.shadowRoot.querySelector("input"); }
  get #list() { return this.shadowRoot.querySelector(".list"); }
  get #lang() { return (this.getAttribute("lang") || this.closest("[lang]")?.lang || "da").slice(0, 2) === "en" ? "en" : "da"; }
  get #texts() { return TEXTS[this.#lang]; }
  #valueOf(concept) { return this.getAttribute("gives") === "iri" ? concept.iri : concept.curie; }

  #label() {
    const label = this.shadowRoot.querySelector("label");
    label.textContent = this.getAttribute("label") ?? "";
    label.hidden = !label.textContent;
    if (label.hidden) this.#input.setAttribute("aria-label", this.getAttribute("aria-label") ?? this.#texts.placeholder);
    this.#input.placeholder = this.#texts.placeholder;
    this.#input.disabled = this.hasAttribute("disabled");
    this.#input.required = this.hasAttribute("required");
    this.#list.setAttribute("aria-label", label.textContent || this.#texts.placeholder);
    this.#validate();
  }

  #typed() {
    this.#close(); // what is shown answers an earlier text
    if (!this.hasAttribute("multiple") && this.#chosen.length) { this.#chosen = []; this.#changed({ writesInput: false }); }
    this.#validate();
    this.#timer = setTimeout(() => this.#search(), DELAY_MS);
  }

  async #search() {
    const turn = ++this.#turn;
    const text = this.#input.value.trim();
    const concepts = this.hasAttribute("collection") ? await this.#fromList(text) : await this.#suggested(text);
    if (turn !== this.#turn) return; // the answer to an earlier text, or nobody waits any more
    if (concepts) this.#show(concepts);
    else this.#close();
  }

  async #suggested(text) {
    if (text.length < 2) return null;
    const query = new URLSearchParams({ q: text, limit: 10, lang: this.#lang });
    for (const scheme of (this.getAttribute("scheme") ?? "").split(/[\s,]+/).filter(Boolean)) query.append("scheme", scheme);
    if (this.getAttribute("at")) query.set("at", this.getAttribute("at"));
    this.#request?.abort();
    this.#request = new AbortController();
    const answer = await this.#fetch(`/api/v1/suggest?${query}`, { signal: this.#request.signal });
    return answer?.suggestions.map((each) => each.concept);
  }

  async #fromList(text) {
    this.#members ??= this.#fetchedList();
    const coming = this.#members;
    const members = await coming;
    if (!members && this.#members === coming) this.#members = undefined; // the next key asks again
    const wanted = text.toLowerCase();
    return members?.filter((each) => `${each.label} ${each.curie}`.toLowerCase().includes(wanted));
  }

  async #fetchedList() {
    const [scheme, rest] = this.getAttribute("collection").split(/:(.*)/s);
    const query = new URLSearchParams({ lang: this.#lang });
    if (this.getAttribute("at")) query.set("at", this.getAttribute("at"));
    const path = `/api/v1/schemes/${encodeURIComponent(scheme)}/collections/${(rest ?? "").replace(/^list\//, "")}?${query}`;
    return (await this.#fetch(path))?.members;
  }

  async #fetch(path, options = {}) {
    const server = this.getAttribute("server") ?? HOME.href.replace(/\/static\/fagbegreb-picker\.js.*$/, "");
    const trouble = this.shadowRoot.querySelector(".trouble");
    try {
      const answer = await fetch(server.replace(/\/$/, "") + path, { ...options, credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      trouble.hidden = true;
      return found;
    } catch (error) {
      if (error.name === "AbortError") return null;
      trouble.textContent = this.#texts.failed;
      trouble.hidden = false;
      return null;
    }
  }

  #show(concepts) {
    this.#found = concepts;
    this.#active = -1;
    this.#list.replaceChildren(...concepts.map((concept, place) => this.#option(concept, place)));
    this.#list.hidden = concepts.length === 0;
    this.#input.setAttribute("aria-expanded", String(concepts.length > 0));
    this.#input.removeAttribute("aria-activedescendant");
    this.#say(concepts.length ? this.#texts.many.replace("{n}", concepts.length) : this.#texts.none);
  }

  #option(concept, place) {
    const option = document.createElement("li");
    option.id = `option-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const code = document.createElement("span");
    code.className = "code";
    code.textContent = concept.reference ?? concept.curie;
    option.append(concept.label, code);
    option.addEventListener("mousedown", (event) => { event.preventDefault(); this.#take(place); });
    return option;
  }

  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) { this.#search(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.#mark((this.#active + step + this.#found.length) % this.#found.length);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#take(this.#active);
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Backspace" && !this.#input.value && this.hasAttribute("multiple") && this.#chosen.length) {
      this.#chosen.pop();
      this.#changed();
    }
  }

  #mark(place) {
    this.#active = place;
    [...this.#list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = this.#list.children[place];
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #take(place) {
    const concept = this.#found[place];
    if (this.hasAttribute("multiple")) {
      if (!this.#chosen.some((each) => each.iri === concept.iri)) this.#chosen.push(concept);
      this.#input.value = "";
    } else {
      this.#chosen = [concept];
    }
    this.#close();
    this.#changed();
    this.#say(`${this.#texts.chosen}: ${concept.label}`);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #changed({ writesInput = true, isTold = true } = {}) {
    const isMultiple = this.hasAttribute("multiple");
    if (!isMultiple && writesInput) this.#input.value = this.#chosen[0]?.label ?? "";
    this.shadowRoot.querySelector(".chosen").replaceChildren(...(isMultiple ? this.#chosen.map((each) => this.#chip(each)) : []));
    const data = new FormData();
    for (const each of this.#chosen) data.append(this.name ?? "", this.#valueOf(each));
    this.#internals.setFormValue(this.#chosen.length ? data : null);
    this.#validate();
    if (isTold) this.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: { concepts: this.concepts } }));
  }

  #chip(concept) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", this.#texts.remove.replace("{label}", concept.label));
    button.addEventListener("click", () => {
      this.#chosen = this.#chosen.filter((each) => each.iri !== concept.iri);
      this.#changed();
      this.#input.focus();
    });
    item.append(concept.label, button);
    return item;
  }

  #validate() {
    const isLoose = this.#input.value.trim() && (this.hasAttribute("multiple") || !this.#chosen.length);
    if (isLoose) this.#internals.setValidity({ badInput: true }, this.#texts.loose, this.#input);
    else if (this.hasAttribute("required") && !this.#chosen.length) this.#internals.setValidity({ valueMissing: true }, this.#texts.missing, this.#input);
    else this.#internals.setValidity({});
  }

  #say(text) {
    this.shadowRoot.querySelector(".say").textContent = text;
  }
}

customElements.define("fagbegreb-picker", FagbegrebPicker);
