// The element <nachklang-survey> in templates and JSX of Vue: add "nachklang/vue" to `types` in tsconfig.json.

import type { HTMLAttributes, ReservedProps } from "vue";
import type { NachklangSurveyAttributes } from "./nachklang.js";

type Attributes = HTMLAttributes & ReservedProps & NachklangSurveyAttributes;

declare module "vue" {
  interface GlobalComponents {
    "nachklang-survey": new () => { $props: Attributes };
  }
}

declare module "vue/jsx-runtime" {
  namespace JSX {
    interface IntrinsicElements {
      "nachklang-survey": Attributes;
    }
  }
}
