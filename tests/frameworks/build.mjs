// Builds the app of each framework with Vite, as a shop does, and renders one as a server does. The pages are in dist/.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import { build } from "vite";

// The development versions of the frameworks check more, and tell it on the console.
process.env.NODE_ENV = "development";

const isCustomElement = (tag) => tag === "nachklang-survey";
const common = {
  configFile: false,
  logLevel: "warn",
  mode: "development",
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } }), svelte({ configFile: false })],
};
const pages = ["typescript", "react", "ssr", "vue", "svelte", "angular"].map((name) => `${name}/index.html`);

await build({ ...common, build: { minify: false, rollupOptions: { input: pages } } });
await build({ ...common, build: { ssr: "ssr/server.tsx", outDir: "server" } });
await build({ ...common, build: { lib: { entry: "unused.ts", formats: ["es"] }, outDir: "unused", minify: false } });

const { render } = await import(new URL("server/server.js", import.meta.url));
const page = await readFile("dist/ssr/index.html", "utf8");
await writeFile("dist/ssr/index.html", page.replace("RENDERED", await render()));

const { init } = createRequire(import.meta.url)("nachklang");
if (typeof init !== "function") throw new Error("require('nachklang') gives no init");
