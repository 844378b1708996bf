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

/** A survey that needs no file. */
export type NachklangPreset =
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

/** What the widget posts when it has asked something, and posts again whenever that changes. */
export interface NachklangResponse {
  id: NachklangResponseId;
  /** Grows with every change. Of two revisions the higher one counts. */
  revision: number;
  status: "shown" | "partial" | "complete" | "dismissed";
  site: NachklangKey;
  survey: NachklangKey;
  survey_version: number;
  locale: NachklangLocale;
  answers: NachklangAnswer[];
  touchpoint: NachklangAsked;
  journey?: NachklangJourney | null;
  order?: NachklangOrder | null;
  customer?: NachklangCustomer | null;
  page: NachklangPage;
  shown_at: NachklangMoment;
  answered_at?: NachklangMoment | null;
  age?: NachklangAge | null;
  /** Whether a field was filled in that no human sees. Only sent where it was. */
  trap?: boolean | null;
}

/** UUIDv7, given when the question is first shown. */
export type NachklangResponseId = string;

/**
 * A stable name: lower-case letters and digits, in parts joined by `.`, `-` or `_`, at most 64 characters:
 * `checkout.payment`. A host name is one too, so a shop can use its domain as the name of its site.
 */
export type NachklangKey = string;

/** A language tag of BCP 47, such as `de` or `pt-BR`. */
export type NachklangLocale = string;

/** The answer to one question. */
export type NachklangAnswer =
  | { question: NachklangKey; kind: "nps"; value: number; scale: "nps-0-10" }
  | { question: NachklangKey; kind: "csat"; value: number; scale: "csat-1-5" }
  | { question: NachklangKey; kind: "csat"; value: number; scale: "csat-1-2" }
  | { question: NachklangKey; kind: "ces"; value: number; scale: "ces-2.0-1-7" }
  | { question: NachklangKey; kind: "ces"; value: number; scale: "ces-2.0-1-5" }
  | { question: NachklangKey; kind: "emotion"; value: number; scale: "emotion-minus-2-2" }
  | { question: NachklangKey; kind: "yes-no"; value: number; scale: "yes-no-0-1" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-2" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-3" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-4" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-5" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-6" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-7" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-8" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-9" }
  | { question: NachklangKey; kind: "rating"; value: number; scale: "rating-1-10" }
  /** The option that was chosen, and what was written beside the option "other". */
  | { question: NachklangKey; kind: "single-choice"; value: NachklangKey; other?: string }
  /** The options that were chosen, and what was written beside the option "other". */
  | { question: NachklangKey; kind: "multiple-choice"; value: NachklangKey[]; other?: string }
  /** What was written: a comment, or the answer to a question for text. */
  | { question: NachklangKey; kind: "text"; value: string }
  /** An address that was left with consent. Personal data. */
  | {
    question: NachklangKey;
    kind: "contact";
    value: string;
    /** What the address is. */
    by: "email" | "phone";
    /** What was agreed to, as the shopper read it. */
    consent: string;
  };

/** The touchpoint at which a question was asked. */
export interface NachklangAsked {
  /** The touchpoint's stable key. */
  key: NachklangKey;
  /** Its name for people. */
  label?: string | null;
  /** The phase of the journey it belongs to. */
  phase?: NachklangPhase | null;
  /** Who owns the ground it stands on. */
  ownership: NachklangOwnership;
  /** The path of the page, without query and fragment: those may hold what concerns nobody. */
  path: string;
  /** What woke the survey. */
  woken_by: NachklangWokenBy;
}

/** A phase of the customer journey. */
export type NachklangPhase =
  /** Interest is woken. */
  | "awareness"
  /** Weighing and informing. */
  | "consideration"
  /** Deciding and buying. */
  | "purchase"
  /** Receiving, unpacking, using: here the experience is made and judged. */
  | "delivery"
  /** Satisfied, tells others. */
  | "advocacy";

/** Who owns the ground a touchpoint stands on. */
export type NachklangOwnership =
  /** The shop's own pages, app, newsletter. */
  | "owned"
  /** Advertisements. */
  | "paid"
  /** Reviews, press, recommendations. */
  | "earned"
  /** Social networks. */
  | "shared"
  /** Marketplace shops and partner pages the shop runs on ground it does not own. */
  | "managed";

/** What woke a survey. */
export type NachklangWokenBy =
  /** The page was loaded and idle, and `data-delay` had passed; or a `<nachklang-survey>` stood on it. */
  | "load"
  /** The shopper did nothing for a time. */
  | "idle"
  /** The shopper was at the touchpoint for a time. */
  | "stay"
  /** The page was scrolled down to a depth. */
  | "scroll"
  /** The pointer left the page upwards, as on the way to close it. */
  | "exit"
  /** The checkout was left without buying. */
  | "abandon"
  /** An event of the page happened. */
  | "event"
  /** An element of the page was clicked. */
  | "click"
  /** An element of the page came into view. */
  | "view"
  /** Some days after an order, the shopper came back. */
  | "order"
  /** The page called `nachklang('show', …)`, or the shopper opened the tab. */
  | "call";

/** The way of the shopper to the touchpoint at which a question was asked, as far as the device remembers it. */
export interface NachklangJourney {
  /** The touch through which the shopper first came to the shop. */
  first_touch?: NachklangFirstTouch | null;
  /**
   * The touchpoints of this visit up to the one at which the question was asked, that one included, the oldest first; of a
   * longer visit the last 50.
   */
  trail: NachklangStep[];
  /** How often the shopper was in the shop, this visit included. */
  visits?: number | null;
  /** How many orders the shopper placed. */
  orders?: number | null;
  /** How many whole days ago the last order was placed. */
  days_since_order?: number | null;
}

/** The touch through which a customer came to the shop. */
export interface NachklangFirstTouch {
  /** How the customer came. */
  channel: NachklangChannel;
  /**
   * Who owns the ground it happened on: that of the channel, or `paid` for an advertisement on a marketplace, a review
   * site or in an assistant.
   */
  ownership: NachklangOwnership;
  /**
   * From where, in lower case: the name of a place that is known (`google` for every host of Google's search), else what
   * the link says, else the referrer's host without `www.`; `direct` where there is none.
   */
  source: string;
  /** The campaign the link names. */
  campaign?: string | null;
  /** The host of the page the link was on, or the package of the Android app; nothing else of its address. */
  referrer_host?: string | null;
}

/** A way in which customers come to the shop. */
export type NachklangChannel =
  /** A result of a search engine. */
  | "search"
  /** An advertisement in a search engine. */
  | "paid-search"
  /** A post, a profile or a message in a social network, a messenger or on a video site. */
  | "social"
  /** An advertisement in one of these. */
  | "paid-social"
  /** An e-mail: the shop's own, or a link read in a mailbox. */
  | "email"
  /** Another message of the shop: SMS, push, messenger. */
  | "message"
  /** A link on another site. */
  | "referral"
  /** A marketplace or a price comparison, where the shop has offers. */
  | "marketplace"
  /** A site on which customers rate shops. */
  | "review-site"
  /** A link in an answer of an assistant, such as ChatGPT. */
  | "ai-assistant"
  /**
   * A partner who is paid for the customers who come: affiliate networks, cashback, influencers. Not a referral, because
   * it is paid, and no advertisement, because it is paid by the order.
   */
  | "affiliate"
  /**
   * Any other advertisement: banners, native, audio, and what is only known to be paid. As a referral it would be
   * taken for earned.
   */
  | "display"
  /**
   * By itself: an address that was typed or kept, or a link that does not say where it was. Also where the referrer is
   * no first touch: the shop's own pages, and payment and sign-in on the way back.
   */
  | "direct";

/** One touchpoint of a journey. */
export interface NachklangStep {
  /** The touchpoint's stable key. */
  key: NachklangKey;
  /**
   * How many whole seconds the shopper spent there until the next one, at most a day. Missing at the last, where the
   * shopper still is, and where it is not known.
   */
  seconds?: number | null;
}

/** The order a shopper has placed. */
export interface NachklangOrder {
  /**
   * SHA-256 of the site, a colon and the order's id, as 64 lower-case hexadecimal digits. Missing where the browser offers no
   * hashing, which is on pages without https.
   */
  id_hash?: string | null;
  /** What it cost, in units of `currency`. */
  value?: number | null;
  /** ISO 4217 code, three capital letters. */
  currency?: string | null;
  /** How many different items it holds. */
  items: number;
  /**
   * What shows that the order is real: a JWT that the shop's server signed. An endpoint keeps what came of checking it, and not
   * the proof itself.
   */
  proof?: string | null;
}

/** What the shop says of its customer on purpose. Nothing of it is found out by the widget, and nothing is to say who it is. */
export interface NachklangCustomer {
  /** The name the shop gave the customer for this purpose. */
  key?: NachklangPseudonym | null;
  /** The segment the customer is in. */
  segment?: NachklangKey | null;
  /** Whether the customer was there before. */
  visitor?: NachklangVisitor | null;
  /** What else the shop wants to compare by. */
  attributes?: NachklangAttributes | null;
}

/**
 * A name that a shop gave a customer for feedback alone, such as a keyed hash of the customer's number: 1 to 64 visible ASCII
 * characters without `@`, so that it is no e-mail address.
 */
export type NachklangPseudonym = string;

/** Whether a customer was there before. */
export type NachklangVisitor =
  /** For the first time. */
  | "new"
  /** Again. */
  | "returning";

/** What else the shop wants to compare by. */
export type NachklangAttributes = { [name: string]: string | number | boolean | null };

/** The page on which a question was asked. */
export interface NachklangPage {
  /** Class of the device. */
  device: NachklangDevice;
  /** The viewport in CSS pixels. */
  viewport: NachklangViewport;
  /** The language of the page, or where it names none, of the browser. */
  language: NachklangLocale;
  /**
   * Largest contentful paint, in milliseconds from the start of the navigation (<https://web.dev/articles/lcp>): good up to
   * 2500, poor above 4000.
   */
  lcp?: number | null;
  /** Cumulative layout shift, a number without unit (<https://web.dev/articles/cls>): good up to 0.1, poor above 0.25. */
  cls?: number | null;
  /** Interaction to next paint, in milliseconds (<https://web.dev/articles/inp>): good up to 200, poor above 500. */
  inp?: number | null;
  /** How many errors of scripts nobody caught. At 1000 counting ends. */
  errors?: number | null;
}

/** The class of device a page was seen on, by the width of its viewport. */
export type NachklangDevice =
  /** Narrower than 640 CSS pixels. */
  | "phone"
  /** 640 to 1023 CSS pixels. */
  | "tablet"
  /** 1024 CSS pixels and more. */
  | "desktop";

/** The size of a viewport in CSS pixels. */
export interface NachklangViewport {
  /** Its width. */
  width: number;
  /** Its height. */
  height: number;
}

/**
 * A point in time with the offset of the place it was taken at, as RFC 3339 writes it:
 * `2026-11-21T20:15:00.123+01:00`. Kept as written: the offset says what time of day it was for the shopper.
 */
export type NachklangMoment = string;

/**
 * For how long a revision had waited in the device's outbox when a request brought it, in whole milliseconds by the outbox's own
 * count. What came without waiting is of age 0; so the time at which it was made is that of its arrival less its age, and nobody
 * needs to trust the device's clock.
 */
export type NachklangAge = number;
