// The types of the element in each framework.
import type { GlobalComponents } from "vue";
import type { SvelteHTMLElements } from "svelte/elements";

export const inReact = <nachklang-survey survey="csat" touchpoint="cart" id="survey" className="survey" key="one" />;
// @ts-expect-error: a touchpoint is a text.
export const wrongInReact = <nachklang-survey survey="csat" touchpoint={7} />;

type InVue = InstanceType<GlobalComponents["nachklang-survey"]>["$props"];
export const inVue: InVue = { survey: "after-order", touchpoint: "cart", id: "survey", class: "survey", key: "one" };
// @ts-expect-error: a touchpoint is a text.
export const wrongInVue: InVue = { touchpoint: 7 };

type InSvelte = SvelteHTMLElements["nachklang-survey"];
export const inSvelte: InSvelte = { survey: "nps", touchpoint: "cart", id: "survey", class: "survey" };
// @ts-expect-error: a touchpoint is a text.
export const wrongInSvelte: InSvelte = { touchpoint: 7 };
