// Bundles src/main.tsx into canvas.js and canvas.css in the folder given as the only argument, together with the
// licences of every package that ended up in the bundle.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2] ?? "../../builder/ui/static";

const { metafile } = await build({
  entryPoints: { canvas: "src/main.tsx" },
  outdir: folder,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  minify: true,
  charset: "utf8",
  legalComments: "inline",
  metafile: true,
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});

/** "node_modules/@xyflow/react/dist/index.js" -> "node_modules/@xyflow/react". */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function licence(place) {
  const { name, version, license } = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
  const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(place, file)) ? readFileSync(join(place, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`;
}

const places = [...new Set(Object.keys(metafile.inputs).map(packageFolder))].filter(Boolean).sort();
writeFileSync(join(folder, "licences.txt"), places.map(licence).join(`\n${"-".repeat(80)}\n\n`));
