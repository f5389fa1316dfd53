// Bundles src/main.tsx into canvas.js and canvas.css in the folder given as the only argument.
import { build } from "esbuild";

const folder = process.argv[2] ?? "../../builder/ui/static";

await build({
  entryPoints: { canvas: "src/main.tsx" },
  outdir: folder,
  bundle: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  minify: true,
  charset: "utf8",
  legalComments: "inline",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
