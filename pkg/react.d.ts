// The element <nachklang-survey> in JSX of React 18 and 19: add "nachklang/react" to `types` in tsconfig.json.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { NachklangSurveyAttributes } from "./nachklang.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "nachklang-survey": DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & NachklangSurveyAttributes;
    }
  }
}
