// What the script tag puts on the page.

/** Calls made before the script has loaded are kept and done when it has. See the readme for the stub that keeps them. */
interface Nachklang {
  /**
   * Shows a survey: one of the survey file, or a preset; without a name the first of `data-survey` that is eligible here, else the
   * first. Changes nothing while another one is over the page.
   */
  (call: "show", survey?: NachklangPreset | (string & {})): void;
  /** Says at which touchpoint of the customer journey the page is, for surveys that are shown from now on. */
  (call: "touchpoint", touchpoint: string | NachklangTouchpoint): void;
  /** Takes the survey over the page off the screen, as the shopper would. */
  (call: "close"): void;
  /** The version of the loader. */
  readonly version: string;
}

type NachklangPreset =
  | "nps"
  | "csat"
  | "ces"
  | "post-purchase"
  | "delivery"
  | "returns"
  | "support"
  | "cart-exit"
  | "search"
  | "content";

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
  answers: NachklangAnswer[];
  [field: string]: unknown;
}

interface NachklangAnswer {
  question: string;
  kind:
    | "nps"
    | "csat"
    | "ces"
    | "emotion"
    | "rating"
    | "yes-no"
    | "single-choice"
    | "multiple-choice"
    | "text"
    | "contact";
  /** A rating; the key of an option, or several; a text; an address. */
  value: number | string | string[];
  /** The scale of a rating, with its version. */
  scale?: string;
  /** What was written beside the option `other`. */
  other?: string;
  /** What the address of a contact is, and what was agreed to. */
  by?: "email" | "phone";
  consent?: string;
}

interface NachklangFailure {
  response: NachklangResponse;
  /** HTTP status; 0 where there was no answer. */
  status: number;
  reason: string;
  /** Whether the endpoint refused for good; else it is tried again. */
  final: boolean;
}

interface NachklangError {
  reason: "settings" | "call" | "load" | "wasm" | "browser" | "crash" | "refused";
  message: string;
}

interface DocumentEventMap {
  "nachklang:shown": CustomEvent<NachklangResponse>;
  "nachklang:answered": CustomEvent<NachklangResponse>;
  "nachklang:completed": CustomEvent<NachklangResponse>;
  "nachklang:dismissed": CustomEvent<NachklangResponse>;
  "nachklang:delivered": CustomEvent<NachklangResponse>;
  "nachklang:failed": CustomEvent<NachklangFailure>;
  "nachklang:error": CustomEvent<NachklangError>;
}

interface HTMLElementTagNameMap {
  /** A survey in the page. Attributes: `survey`, `touchpoint`. */
  "nachklang-survey": HTMLElement;
}

interface Window {
  nachklang: Nachklang;
}
