// Bundles what the pages take from npm into server/fagbegreb/web/static/vendor. Nothing that
// comes out names another host. Run by `make assets`; the result is committed.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const here = import.meta.dirname;
const modules = path.join(here, "node_modules");
const target = process.argv[2] ?? path.join(here, "../server/fagbegreb/web/static/vendor");
const dkfds = path.join(modules, "dkfds");

const WEIGHTS = { Regular: 400, SemiBold: 600 };

const withoutForeignHosts = {
  name: "without-foreign-hosts",
  setup(builder) {
    builder.onLoad({ filter: /@zazuko[\\/].*\.js$/ }, async ({ path: file }) => {
      let contents = await readFile(file, "utf8");
      contents = contents.replace(PREFIX_NAMES, (names) => names.replace(/"[^"]*"/g, '""'));
      contents = contents.replace(PREFIX_LIST, "prefixes_default = (globalThis.fagbegrebPrefixes ?? {})");
      for (const [pattern, replacement] of FOREIGN) contents = contents.replaceAll(pattern, replacement);
      return { contents, loader: "js" };
    });
  },
};

// The editor carries a copy of prefix.cc, of some three thousand names. The page gives it ours.
const PREFIX_NAMES = /\bmadsrdf = "[^]*?(?=prefixes_default = )/;
const PREFIX_LIST = /prefixes_default = \{[^}]*\}/;
const FOREIGN = [
  [/https?:\/\/prefix\.(?:cc|zazuko\.com)[^"'`\s]*/g, ""],
  [/\$\{\w+\}lov\.linkeddata\.es/g, "/nowhere"],
  [/https?:\/\/lov\.linkeddata\.es[^"'`\s]*/g, ""],
  [/(?:https?:)?\/\/lov\.okfn\.org[^"'`\s]*/g, ""],
  [/https?:\/\/dbpedia\.org\/sparql/g, ""],
  // Our policy forbids style elements; a sheet made by script is allowed. What the column handles
  // look for and take away again is an empty template instead.
  [/(?<=var r = t\(\)\(n\)\.toString\(\), a = e\.querySelectorAll\()"style"/g, '"template"'],
  [
    /var o = document\.createElement\("style"\);\s*o\.type = "text\/css", o\.gripid = r,[^;]*;/g,
    `var o = document.createElement("template");
     o.gripid = r;
     e.appendChild(o);
     if (!n.startsWith("*")) {
       const sheet = new CSSStyleSheet();
       sheet.replaceSync(n);
       document.adoptedStyleSheets.push(sheet);
     }`,
  ],
];

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await designSystem();
await sparqlEditor();
await licences();
if (!process.argv[2]) await accessibilityRules();

// The Danish design system: its style sheet, with every colour as a variable so that a dark
// theme can change it, the two weights we use as Latin-1 subsets, and no icon classes.
async function designSystem() {
  let css = await readFile(path.join(dkfds, "dist/css/dkfds.min.css"), "utf8");
  css = css.replace(/@font-face\{[^}]*\}/g, "");
  css = css.replace(/\.icon-[\w-]+:not\(a\)\{background-image:url\([^)]*\)\}/g, "");
  css = css.replace(/\/\*# sourceMappingURL.*?\*\//, "");
  css = css.replace(/background-image:url\([^)]*\.png\);?/g, "");
  const colours = new Map();
  css = css.replace(/#([0-9a-f]{3,8})\b(?![^{}]*\{)/gi, (whole, hex) => {
    const name = `--dk-${hex.toLowerCase()}`;
    colours.set(name, whole.toLowerCase());
    return `var(${name})`;
  });
  const variables = [...colours].sort().map(([name, value]) => `${name}:${value}`).join(";");
  const faces = Object.entries(WEIGHTS).map(
    ([name, weight]) =>
      `@font-face{font-family:"IBM Plex Sans";font-style:normal;font-weight:${weight};` +
      `font-display:swap;src:url(IBMPlexSans-${name}-Latin1.woff2) format("woff2")}`,
  );
  for (const name of Object.keys(WEIGHTS)) {
    const file = `IBMPlexSans-${name}-Latin1.woff2`;
    await copyFile(path.join(dkfds, "dist/fonts/IBMPlexSans/split/woff2", file), path.join(target, file));
  }
  const entry = path.join(dkfds, "dist/css/fagbegreb-entry.css");
  // In a layer, so that whatever our own style sheet says wins without a fight.
  await writeFile(entry, `${faces.join("")}:root{${variables}}@layer dkfds{${css}}`);
  await build({
    entryPoints: [entry],
    outfile: path.join(target, "dkfds.css"),
    bundle: true,
    minify: true,
    external: ["*.woff2"],
    loader: { ".svg": "dataurl" },
  });
  await rm(entry);
}

// YASGUI without the addresses it comes with: no prefix.cc, no LOV, no DBpedia.
async function sparqlEditor() {
  await build({
    entryPoints: [path.join(here, "sparql-editor.mjs")],
    outfile: path.join(target, "yasgui.js"),
    bundle: true,
    minify: true,
    format: "esm",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    loader: { ".svg": "dataurl" },
    plugins: [withoutForeignHosts],
  });
  await copyFile(
    path.join(modules, "@zazuko/yasgui/build/yasgui.min.css"),
    path.join(target, "yasgui.css"),
  );
}

// What the tests of accessibility run in the browser; no page loads it.
async function accessibilityRules() {
  const folder = path.join(here, "../tests/browser/axe");
  await mkdir(folder, { recursive: true });
  for (const file of ["axe.min.js", "LICENSE"]) {
    await copyFile(path.join(modules, "axe-core", file), path.join(folder, file));
  }
}

async function licences() {
  const parts = [];
  const wanted = ["dkfds", "@zazuko/yasgui", "@zazuko/yasqe", "@zazuko/yasr"];
  for (const name of wanted) {
    const folder = path.join(modules, name);
    const { version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? await readFile(path.join(folder, file), "utf8") : "";
    parts.push(`# ${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  await writeFile(path.join(target, "LICENSES.md"), parts.join("\n\n"));
}
