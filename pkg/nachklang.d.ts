// What the script tag puts on the page.

/** Calls made before the script has loaded are kept and done when it has. See the readme for the stub that keeps them. */
interface Nachklang {
  /** Shows a survey: one of the survey file, or a preset; without a name the first one of `data-survey`. */
  (call: "show", survey?: "nps" | "csat" | "ces" | (string & {})): void;
  /** Says at which touchpoint of the customer journey the page is. */
  (call: "touchpoint", touchpoint: string | NachklangTouchpoint): void;
  /** Takes the survey off the screen, as the shopper would. */
  (call: "close"): void;
  /** The version of the loader. */
  readonly version: string;
}

interface NachklangTouchpoint {
  /** Lower-case letters and digits, in parts joined by `.`, `-` or `_`: `checkout.payment`. */
  key: string;
  label?: string;
  phase?: "awareness" | "consideration" | "purchase" | "delivery" | "advocacy";
  ownership?: "owned" | "paid" | "earned" | "shared" | "managed";
}

/** A response as it is sent to the endpoint; docs/response.schema.json has all of it. */
interface NachklangResponse {
  id: string;
  revision: number;
  status: "shown" | "partial" | "complete" | "dismissed";
  site: string;
  survey: string;
  answers: { question: string; kind: string; value: number | string; scale?: string }[];
  [field: string]: unknown;
}

interface NachklangFailure {
  response: NachklangResponse;
  /** HTTP status; 0 where there was no answer. */
  status: number;
  reason: string;
  /** Whether the endpoint refused for good; else it is tried again. */
  final: boolean;
}

interface DocumentEventMap {
  "nachklang:shown": CustomEvent<NachklangResponse>;
  "nachklang:answered": CustomEvent<NachklangResponse>;
  "nachklang:completed": CustomEvent<NachklangResponse>;
  "nachklang:dismissed": CustomEvent<NachklangResponse>;
  "nachklang:delivered": CustomEvent<NachklangResponse>;
  "nachklang:failed": CustomEvent<NachklangFailure>;
  "nachklang:error": CustomEvent<{ reason: string; message: string }>;
}

interface Window {
  nachklang: Nachklang;
}
