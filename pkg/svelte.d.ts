// The element <nachklang-survey> in templates of Svelte: add "nachklang/svelte" to `types` in tsconfig.json.

import type { HTMLAttributes } from "svelte/elements";
import type { NachklangSurveyAttributes } from "./nachklang.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "nachklang-survey": HTMLAttributes<HTMLElement> & NachklangSurveyAttributes;
  }
}
