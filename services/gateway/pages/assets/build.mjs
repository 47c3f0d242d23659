// Builds styles and scripts into static/: bundled, minified, named by their content, compressed.
// The gateway reads static/manifest.json to turn `app.css` into `app-5BX3Q2.css`.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const finished = join(here, "static");
const out = join(here, `static-${process.pid}`);
const TARGETS = ["chrome86", "firefox78", "safari15"]; // 360极速 and 统信 browsers follow Chromium
const COMPRESSIBLE = new Set([".css", ".js", ".svg"]);

const manifest = {};

function write(name, bytes) {
  const extension = extname(name);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const fingerprinted = `${basename(name, extension)}-${digest}${extension}`;
  manifest[name] = fingerprinted;
  writeFileSync(join(out, fingerprinted), bytes);
  if (COMPRESSIBLE.has(extension)) {
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
    writeFileSync(join(out, `${fingerprinted}.br`), brotliCompressSync(bytes, options));
    writeFileSync(join(out, `${fingerprinted}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

function entries(folder, extension) {
  return readdirSync(join(here, folder))
    .filter((name) => name.endsWith(extension) && !name.startsWith("_"))
    .sort();
}

async function styles() {
  for (const name of entries("styles", ".scss")) {
    const compiled = sass.compile(join(here, "styles", name), {
      loadPaths: [join(here, "node_modules")],
      quietDeps: true,
      style: "expanded",
    });
    const small = await esbuild.transform(compiled.css, {
      loader: "css",
      minify: true,
      target: TARGETS,
    });
    write(name.replace(".scss", ".css"), Buffer.from(small.code));
  }
}

async function scripts() {
  // Files that start with "_" are modules that others import; the rest are loaded by pages.
  const built = await esbuild.build({
    entryPoints: entries("scripts", ".js").map((name) => join(here, "scripts", name)),
    bundle: true,
    format: "iife",
    legalComments: "none",
    minify: true,
    outdir: out,
    target: TARGETS,
    write: false,
  });
  for (const file of built.outputFiles) {
    write(basename(file.path), Buffer.from(file.contents));
  }
}

for (const name of readdirSync(here)) {
  // What a build that failed left behind; builds do not run side by side.
  if (/^static-\d+$/.test(name)) rmSync(join(here, name), { recursive: true, force: true });
}
mkdirSync(out);
await styles();
await scripts();
for (const name of readdirSync(join(here, "images")).sort()) {
  write(name, readFileSync(join(here, "images", name)));
}
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(finished, { recursive: true, force: true });
renameSync(out, finished);
