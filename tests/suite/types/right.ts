// Every command, event and field there is, used as a shop would. `cargo xtask test` compiles it.

import type {
  NachklangAnswer,
  NachklangAsked,
  NachklangAttributes,
  NachklangChannel,
  NachklangCustomer,
  NachklangDevice,
  NachklangError,
  NachklangExplanation,
  NachklangFailure,
  NachklangFirstTouch,
  NachklangJourney,
  NachklangKey,
  NachklangLocale,
  NachklangAge,
  NachklangMoment,
  NachklangOrder,
  NachklangOwnership,
  NachklangPage,
  NachklangPhase,
  NachklangPreset,
  NachklangPseudonym,
  NachklangPush,
  NachklangRating,
  NachklangReason,
  NachklangReasonName,
  NachklangResponse,
  NachklangResponseId,
  NachklangStep,
  NachklangTouchpoint,
  NachklangViewport,
  NachklangVisitor,
  NachklangWokenBy,
} from "nachklang";

// Commands

(nachklang.q ??= []).push(["show", "nps"]);

export async function commands(): Promise<void> {
  const preset: NachklangPreset = "post-purchase";
  await nachklang("show");
  await nachklang("show", preset);
  await nachklang("show", "after-order");
  await window.nachklang("close");
  await nachklang("touchpoint", "checkout.payment");
  const phase: NachklangPhase = "delivery";
  const ownership: NachklangOwnership = "managed";
  const touchpoint: NachklangTouchpoint = { key: "parcel", label: "The parcel", phase, ownership };
  await nachklang("touchpoint", touchpoint);
  await nachklang("touchpoint", { key: "parcel" });
  await nachklang("event", "size-guide-opened");
  const visitor: NachklangVisitor = "returning";
  const attributes: NachklangAttributes = { tier: "gold", points: 120, newsletter: true };
  const customer: NachklangCustomer = { key: "c-4711", segment: "vip", visitor, attributes };
  await nachklang("customer", customer);
  await nachklang("customer", { attributes: { tier: "silver" } });
  await nachklang("consent", true);
  await nachklang("debug");
  await nachklang("forget");
  const explanations: NachklangExplanation[] = await nachklang("explain");
  for (const { survey, shown, reasons } of explanations) console.log(survey.length, shown ? "shown" : reasons.map(explained));
}

function explained({ reason, wanted, found, message }: NachklangReason): string {
  const name: NachklangReasonName = reason;
  return [name, wanted === found, message.trim()].join();
}

const names = {
  consent: 0,
  other_survey: 0,
  trigger: 0,
  touchpoint: 0,
  phase: 0,
  path: 0,
  device: 0,
  language: 0,
  visitor: 0,
  visits: 0,
  orders: 0,
  days_since_order: 0,
  order_value: 0,
  cart_value: 0,
  channel: 0,
  segment: 0,
  attributes: 0,
  dates: 0,
  hours: 0,
  share: 0,
  quiet: 0,
  resting: 0,
  most: 0,
  same_order: 0,
} satisfies Record<NachklangReasonName, number>;
console.log(names);

// Events

nachklang.on("shown", read);
nachklang.on("answered", read);
nachklang.on("completed", (response) => read(response));
nachklang.on("dismissed", read);
nachklang.on("delivered", read);
nachklang.on("failed", failed);
nachklang.on("error", wrong);
nachklang.on("forgotten", (detail: null) => console.log(detail));

document.addEventListener("nachklang:shown", (event) => read(event.detail));
document.addEventListener("nachklang:answered", ({ detail }) => read(detail));
document.addEventListener("nachklang:completed", ({ detail }) => read(detail));
document.addEventListener("nachklang:dismissed", ({ detail }) => read(detail));
document.addEventListener("nachklang:delivered", ({ detail }) => read(detail));
document.addEventListener("nachklang:failed", ({ detail }) => failed(detail));
document.addEventListener("nachklang:error", ({ detail }) => wrong(detail));
document.addEventListener("nachklang:forgotten", ({ detail }) => console.log(detail satisfies null));

function failed({ response, status, reason, final }: NachklangFailure): void {
  read(response);
  console.log(status.toFixed(), reason.trim(), final === true);
}

function wrong({ reason, message }: NachklangError): string {
  switch (reason) {
    case "settings":
    case "call":
    case "load":
    case "browser":
    case "crash":
    case "refused":
      return message.trim();
    default:
      return reason satisfies never;
  }
}

// The response

function read(response: NachklangResponse): void {
  const id: NachklangResponseId = response.id;
  const revision: number = response.revision;
  const status: "shown" | "partial" | "complete" | "dismissed" = response.status;
  const site: NachklangKey = response.site;
  const survey: string = response.survey;
  const version: number = response.survey_version;
  const locale: NachklangLocale = response.locale;
  const times: (NachklangMoment | null | undefined)[] = [response.shown_at, response.answered_at];
  const age: NachklangAge | null | undefined = response.age;
  const trap: boolean | null | undefined = response.trap;
  console.log(age, trap, id, revision, status, site, survey, version, locale, times, response.answers.map(answered));
  asked(response.touchpoint);
  if (response.journey) came(response.journey);
  if (response.order) ordered(response.order);
  if (response.customer) known(response.customer);
  seen(response.page);
}

function answered(answer: NachklangAnswer): string {
  const question: string = answer.question;
  switch (answer.kind) {
    case "nps":
    case "csat":
    case "ces":
    case "emotion":
    case "rating":
    case "yes-no": {
      const rating: NachklangRating = answer;
      return question + rating.value.toFixed() + answer.scale.trim();
    }
    case "single-choice":
      return question + answer.value.trim() + answer.other?.trim();
    case "multiple-choice":
      return question + answer.value.join() + answer.other?.trim();
    case "text":
      return question + answer.value.trim();
    case "contact": {
      const by: "email" | "phone" = answer.by;
      return question + answer.value.trim() + by + answer.consent.trim();
    }
    default:
      return answer satisfies never;
  }
}

function asked(asked: NachklangAsked): void {
  const phase: NachklangPhase | null | undefined = asked.phase;
  const ownership: NachklangOwnership = asked.ownership;
  const woken_by: NachklangWokenBy = asked.woken_by;
  console.log(asked.key.trim(), asked.label?.trim(), phase, ownership, asked.path.trim(), woken_by);
}

function came(journey: NachklangJourney): void {
  const touch: NachklangFirstTouch | null | undefined = journey.first_touch;
  const channel: NachklangChannel | undefined = touch?.channel;
  const ownership: NachklangOwnership | undefined = touch?.ownership;
  console.log(channel, ownership, touch?.source.trim(), touch?.campaign?.trim(), touch?.referrer_host?.trim());
  journey.trail.forEach((step: NachklangStep) => console.log(step.key.trim(), step.seconds?.toFixed()));
  console.log(journey.visits?.toFixed(), journey.orders?.toFixed(), journey.days_since_order?.toFixed());
}

function ordered(order: NachklangOrder): void {
  console.log(order.id_hash?.trim(), order.value?.toFixed(2), order.currency?.trim(), order.items.toFixed(), order.proof?.trim());
}

function known(customer: NachklangCustomer): void {
  const key: NachklangPseudonym | null | undefined = customer.key;
  const tier: string | number | boolean | null | undefined = customer.attributes?.tier;
  console.log(key, customer.segment?.trim(), customer.visitor === "new", tier);
}

function seen(page: NachklangPage): void {
  const device: NachklangDevice = page.device;
  const { width, height }: NachklangViewport = page.viewport;
  console.log(device, width * height, page.language.trim());
  console.log(page.lcp?.toFixed(), page.cls?.toFixed(2), page.inp?.toFixed(), page.errors?.toFixed());
}

// The data layer

const pushes = {
  nachklang_shown: 0,
  nachklang_answered: 0,
  nachklang_completed: 0,
  nachklang_dismissed: 0,
  nachklang_delivered: 0,
  nachklang_failed: 0,
} satisfies Record<NachklangPush["event"], number>;

export function pushed({ event, nachklang }: NachklangPush): void {
  console.log(pushes[event], nachklang.survey.trim(), nachklang.touchpoint.trim());
  for (const { question, kind, value } of nachklang.answers) console.log(question.trim(), kind === "ces", value.toFixed());
}

// The element

const element: HTMLElement = document.createElement("nachklang-survey");
element.setAttribute("survey", "csat");
element.setAttribute("touchpoint", "order.confirmation");
document.querySelector("nachklang-survey")?.append("…");
