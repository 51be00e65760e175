// Makes static/css/portal.css, static/img/icons.svg and static/vendor from the packages in package.json.
// The results are committed, so that nobody needs Node.js to run the portal.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { compile } from "sass";

const quiet = { silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"], quietDeps: true };
const css = compile("styles/portal.scss", { style: "compressed", loadPaths: ["node_modules"], ...quiet }).css;
const notice = "/*! Bootstrap v5.3 (MIT), used in part; the rest is this project's */\n";
writeFileSync("static/css/portal.css", notice + css.replace(/^\uFEFF/, "") + "\n");

const icons = readFileSync("tools/icons.txt", "utf8").trim().split("\n");
const symbols = icons.map((name) => {
  const file = `node_modules/bootstrap-icons/icons/${name}.svg`;
  if (!existsSync(file)) throw new Error(`no icon ${name}`);
  const body = readFileSync(file, "utf8").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 16 16">${body}</symbol>`;
});
writeFileSync(
  "static/img/icons.svg",
  `<!-- Bootstrap Icons (MIT) --><svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
);

rmSync("static/vendor", { recursive: true, force: true });
mkdirSync("static/vendor/leaflet", { recursive: true });
const leaflet = readFileSync("node_modules/leaflet/dist/leaflet.js", "utf8").replace(/\n?\/\/# sourceMappingURL.*\n?/, "\n");
writeFileSync("static/vendor/leaflet/leaflet.js", leaflet);
for (const file of ["dist/leaflet.css", "LICENSE"]) cpSync(`node_modules/leaflet/${file}`, `static/vendor/leaflet/${file.split("/").pop()}`);
cpSync("node_modules/leaflet/dist/images", "static/vendor/leaflet/images", { recursive: true });

// The QR reader of the desk at the door, where the browser has none.
mkdirSync("static/vendor/qr", { recursive: true });
for (const file of ["decode.js", "index.js", "LICENSE-MIT"]) {
  const text = readFileSync(`node_modules/qr/${file}`, "utf8").replace(/\n?\/\/# sourceMappingURL.*\n?/, "\n");
  writeFileSync(`static/vendor/qr/${file}`, text);
}

for (const file of ["css/portal.css", "img/icons.svg", "vendor/leaflet/leaflet.js", "vendor/qr/decode.js", "vendor/qr/index.js"]) {
  const content = readFileSync(`static/${file}`);
  console.log(`static/${file}: ${content.length} bytes, ${gzipSync(content, { level: 9 }).length} gzipped`);
}
