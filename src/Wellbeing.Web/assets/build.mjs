// Builds what the pages load: node build.mjs <output folder>
// Order matters: Sass first, then the mirrored copy, then minify, so that both directions share one source.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../wwwroot/dist"));
const target = ["chrome109", "edge109", "firefox115", "safari15.4"];
await mkdir(out, { recursive: true });

const { css } = sass.compile(join(here, "styles/app.scss"), {
  loadPaths: [join(here, "node_modules/govuk-frontend/dist")],
  quietDeps: true,
});
const minify = async (name, source) => {
  const { code } = await esbuild.transform(source, { loader: "css", minify: true, target, legalComments: "none" });
  await writeFile(join(out, name), code);
};

await Promise.all([
  minify("app.css", css),
  minify("app.rtl.css", rtlcss.process(css)),
  esbuild.build({
    entryPoints: { app: join(here, "scripts/app.js"), staff: join(here, "scripts/staff.js"), sw: join(here, "scripts/sw.js"), passkeys: join(here, "scripts/passkeys.js") },
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target,
    legalComments: "none",
  }),
]);
