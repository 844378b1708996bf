// What the script tag puts on the page, what it can be told, and what it tells. Written by `cargo xtask schema`.

/** The function `nachklang`. Each command gives a promise; only that of `explain` brings something. */
export interface Nachklang {
  /**
   * Shows a survey: one that `data-survey` brings, or a preset; without a name the first that is asked at this touchpoint, else
   * the first. Changes nothing while another one is over the page.
   */
  (command: "show", survey?: NachklangPreset | (string & {})): Promise<void>;
  /** Takes the survey over the page off the screen, as the shopper would. */
  (command: "close"): Promise<void>;
  /** Says where on the customer journey the page is, until its path changes. */
  (command: "touchpoint", touchpoint: NachklangKey | NachklangTouchpoint): Promise<void>;
  /** Says that something happened on the page that the trigger of a survey may wait for. */
  (command: "event", name: string): Promise<void>;
  /** Says who the customer is, as far as surveys and answers need it. Replaces what was said before. */
  (command: "customer", customer: NachklangCustomer): Promise<void>;
  /** Says whether the shopper consents. Without consent nothing is shown or kept, and what was kept is deleted. */
  (command: "consent", given: boolean): Promise<void>;
  /** Says of each survey of `data-survey` whether it would be shown here and now, and why not. */
  (command: "explain"): Promise<NachklangExplanation[]>;
  /** Opens the debug panel, as `?nachklang=debug` in the address does. */
  (command: "debug"): Promise<void>;
  /** Deletes what is kept on the device, and asks the endpoint to delete the responses that were sent from it. */
  (command: "forget"): Promise<void>;
  /** Calls the listener on each event with what it tells; the document gets the same as `nachklang:EVENT`. */
  on<Name extends keyof NachklangEvents>(event: Name, listener: (detail: NachklangEvents[Name]) => void): void;
  /** The calls that came before the script was there, where the stub keeps them. */
  q?: ArrayLike<unknown>[];
}

/** A touchpoint as the page names it. */
export interface NachklangTouchpoint {
  key: NachklangKey;
  /** Its name for people, at most 120 characters. */
  label?: string;
  phase?: NachklangPhase;
  /** Who owns the ground it stands on; `owned` without it. */
  ownership?: NachklangOwnership;
}

/** Whether a survey would be shown here and now. */
export interface NachklangExplanation {
  /** Its key. */
  survey: string;
  shown: boolean;
  /** Why not: everything that stands against it. */
  reasons: NachklangReason[];
}

/** Something that stands against a survey. */
export interface NachklangReason {
  reason: NachklangReasonName;
  /** What the survey file asks for. */
  wanted?: unknown;
  /** What is. */
  found?: unknown;
  /** The same in words, in English. */
  message: string;
}

export type NachklangReasonName =
  /** The consent that `data-consent` requires is not given. */
  | "consent"
  /** Another survey is meant. */
  | "other_survey"
  /** Its trigger has not come. */
  | "trigger"
  /** It is asked at other touchpoints. */
  | "touchpoint"
  /** Its audience is in other phases of the journey. */
  | "phase"
  /** … on pages with other paths. */
  | "path"
  /** … on other devices. */
  | "device"
  /** … in other languages. */
  | "language"
  /** … on the first visit only, or only on a later one. */
  | "visitor"
  /** The shopper was there too often, or not often enough. */
  | "visits"
  /** The shopper placed too many orders, or too few. */
  | "orders"
  /** The last order is too long ago, or not long enough. */
  | "days_since_order"
  /** The last order was worth too much, or too little. */
  | "order_value"
  /** What is in the cart is worth too much, or too little. */
  | "cart_value"
  /** The shopper came another way. */
  | "channel"
  /** The shopper is in another segment, or in none. */
  | "segment"
  /** The shop says something else of its customer. */
  | "attributes"
  /** It is too early, or too late. */
  | "dates"
  /** It is the wrong time of day. */
  | "hours"
  /** The shopper is not in the share of those who are asked. */
  | "share"
  /** A survey was shown not long ago. */
  | "quiet"
  /** This survey was shown not long ago: how long it rests depends on what became of it. */
  | "resting"
  /** This survey was shown as often as it may be. */
  | "most"
  /** This survey was shown since the last order. */
  | "same_order";

/** What each event tells. */
export interface NachklangEvents {
  /** A survey is on screen. */
  shown: NachklangResponse;
  /** An answer was given or changed. */
  answered: NachklangResponse;
  /** The shopper has come to the end. */
  completed: NachklangResponse;
  /** The shopper closed the survey, or came to the end without an answer. */
  dismissed: NachklangResponse;
  /** The endpoint has the response as it stands here. */
  delivered: NachklangResponse;
  /** An attempt to send failed. */
  failed: NachklangFailure;
  /** Something is wrong with settings, survey file or a call, or the widget cannot run. */
  error: NachklangError;
  /** What was kept on the device is deleted, and so will be what was sent. */
  forgotten: null;
}

/** An attempt to send that failed. */
export interface NachklangFailure {
  response: NachklangResponse;
  /** HTTP status; 0 where there was no answer. */
  status: number;
  reason: string;
  /** Whether the endpoint refused for good; else it is tried again. */
  final: boolean;
}

export interface NachklangError {
  reason:
    /** An attribute of the script tag or the survey file is wrong: nothing is shown. */
    | "settings"
    /** A call is wrong: it changes nothing. */
    | "call"
    /** A file of the widget cannot be loaded. */
    | "load"
    /** The browser lacks what a survey needs. */
    | "browser"
    /** The widget failed and was removed. */
    | "crash"
    /** The endpoint refused a response for good. */
    | "refused";
  message: string;
}

/** What is pushed to the page's `dataLayer`. Of the answers only ratings are, nothing anybody wrote. */
export interface NachklangPush {
  event: `nachklang_${Exclude<keyof NachklangEvents, "error" | "forgotten">}`;
  nachklang: {
    survey: NachklangKey;
    touchpoint: NachklangKey;
    answers: NachklangRating[];
  };
}

/** An answer on a scale, as it is pushed to the page's `dataLayer`. */
export type NachklangRating = Pick<Extract<NachklangAnswer, { value: number }>, "question" | "kind" | "value">;

/** The events of the document. */
export type NachklangDocumentEvents = {
  [Name in keyof NachklangEvents as `nachklang:${Name}`]: CustomEvent<NachklangEvents[Name]>;
};

declare global {
  var nachklang: Nachklang;

  interface DocumentEventMap extends NachklangDocumentEvents {}

  interface HTMLElementTagNameMap {
    /** Asks where it stands in the page. Attributes: `survey`, `touchpoint`. */
    "nachklang-survey": HTMLElement;
  }
}
