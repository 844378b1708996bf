// The script tag. Always on the page, so it only notes what happens there and when a survey may be due; then it fetches the
// widget. Whether a survey is due, what it asks, and how the answer is sent, is the widget's business (Rust, compiled to
// WebAssembly). Every shopper downloads this on every visit: it has 2,000 bytes, and uses them.
(() => {
  // Written by the build: what stands before the extensions of the widget's files; the integrity hashes of two of them; the
  // languages there are, two letters each; by what each touchpoint is told (model/src/touchpoint/sign.rs).
  const HASH = "";
  const GLUE = "";
  const PROGRAM = "";
  const LOCALES = "";
  const SIGNS = {};

  const before = window.nachklang;
  // The tag is on the page twice: the first one serves both.
  if (before?.page) return;

  // Some tag managers run a script in a way of their own; then the tag is found by its address.
  const tag = document.currentScript || document.querySelector("[src*='nachklang.js']");
  const settings = tag.dataset;
  const { survey, delay = 0 } = settings;
  // Of a page of its own nothing is kept: it is no visit to the shop, and mostly not on its origin.
  const refuses = settings.mode == "page" || navigator.doNotTrack == 1 || navigator.globalPrivacyControl;
  const url = (name) => new URL(name.replace(".", HASH), tag.src);
  let file, path, event, last;

  // Of Chinese there are two scripts: zh-Hant, -TW, -HK and -MO write the traditional one.
  const locale = () => {
    const wanted = (settings.locale || document.documentElement.lang || navigator.language).toLowerCase();
    const name = wanted.replace(/^zh-(hant|.[wko]).*/, "TW").replace("pt-br", "BR").split("-")[0];
    return LOCALES.match(/../g).includes(name) ? name : "en";
  };

  // What the widget finds when it comes; docs/architecture.md says what each member is.
  const page = {
    events: [],
    errors: 0,
    customer: 0,
    calls: [],
    settings,
    locale,
    url,
    consent: settings.consent ? 0 : 1,
    touchpoint: settings.touchpoint,
  };

  // Runs the widget's glue, which watches for what this here does not. Once.
  let glue = () => {
    glue = () => {};
    const script = document.createElement("script");
    // Trusted Types want to know where a script comes from.
    const rules = { createScriptURL: url };
    page.policy = window.trustedTypes?.createPolicy("nachklang", rules) || rules;
    script.src = page.policy.createScriptURL("glue.js");
    script.crossOrigin = "";
    script.integrity = GLUE;
    script.onerror = () =>
      document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason: "load", message: script.src } }));
    document.head.append(script);
  };

  const call = async (name, value) => {
    let answer;
    look();
    if (name == "event") page.events.push(value);
    else if (name in page) page[name] = value;
    else answer = new Promise((resolve) => page.calls.push([name, value, resolve]));
    look();
    return answer;
  };

  const told = (text) => Object.keys(SIGNS).find((key) => text.match(SIGNS[key]));

  // What a survey may wait for. The glue brings more of them. For what is no number nothing waits, so
  // that the widget says what is wrong with it.
  page.signals = { load: (seconds) => !(Date.now() - page.loaded < seconds * 1000) };

  // page.red-mug is /Red_mug, too: the widget knows better.
  const isHere = (key) => !page.at.toLowerCase().search(key.replace(/-/g, "."));

  // Has the widget look at a survey that may be due. `ahead` is the old name of `prefetch_at`.
  const wakeFor = ({ key, trigger = { load: delay }, touchpoints = [""], ahead, prefetch_at = ahead, share }) => {
    const { shown, quiet, start } = page.kept;
    return (
      !page.due.includes(key) &&
      !(Math.abs(Date.now() - shown) < quiet) &&
      !(share <= start % 100) &&
      // On the way there the glue fetches ahead what it takes, but not by a slow connection, or where data are to be saved. Nor
      // is the glue itself fetched then.
      (prefetch_at?.some(isHere) &&
        navigator.connection?.effectiveType == "4g" &&
        !navigator.connection.saveData &&
        (page.signals.ahead || glue)(),
      touchpoints.some(isHere)) &&
      Object.entries(trigger).every(([name, value]) => (page.signals[name] || glue)(value)) &&
      page.due.push(key) &&
      page.calls.push(["load"])
    );
  };

  // Notes where the shopper is, and whether a survey may be due there.
  const note = () => {
    if (path && path != location.pathname) {
      page.events = [];
      event = page.touchpoint = 0;
    }
    path = location.pathname;
    // Tag managers cut the data layer short, so that the last entry seen is looked for by itself.
    const entries = [].concat(window.dataLayer);
    entries.slice(entries.lastIndexOf(last) + 1).map((entry) => {
      last = entry;
      entry = entry?.event || entry?.[1];
      page.events.push(entry);
      // Shops tell of the lists on a page, such as of related products, when they have told what page it is.
      event = (/list/.test(entry) && event) || told(entry + "!") || event;
    });
    const key =
      [...document.querySelectorAll("[data-nachklang-touchpoint]")].find((element) => {
        const box = element.getBoundingClientRect();
        return box.bottom > 0 && box.top < innerHeight;
      })?.dataset.nachklangTouchpoint ||
      page.touchpoint?.key ||
      page.touchpoint ||
      event ||
      told(document.body.id + " " + document.body.className + " " + (window.Shopify && path)) ||
      // Of a part of a path ^ stands for the beginning and $ for the end.
      file?.touchpoints?.find((place) => place.paths?.find((part) => `^${path}$`.includes(part)))?.key ||
      "page" + path;
    if (page.at != key) {
      const now = Date.now();
      page.at = key + "";
      page.due = [];
      // Other tabs write it, too.
      try {
        page.kept = JSON.parse(localStorage.nachklang || 0);
      } catch {}
      const kept = (page.kept = {
        visits: 0,
        start: now,
        trail: [],
        orders: [],
        // Of what the address says, only campaigns are kept whole.
        first: [location.search.match(/.tm_\w+=[^&]*|\w+=./g), document.referrer],
        ...page.kept,
      });
      kept.visits += !(now - kept.trail.at(-1)?.[1] < 18e5);
      kept.trail = [...kept.trail.slice(-49), [key, now]];
      if (key == "order.confirmation") kept.orders = [...kept.orders.slice(-49), now];
      try {
        if (page.consent && !refuses) localStorage.nachklang = JSON.stringify(kept);
      } catch {}
    }
    if (survey && page.consent) file?.surveys.map(wakeFor);
  };

  // Looks at the page, twice a second. Not before it has loaded: the shop's own work comes first.
  const look = async () => {
    if (document.prerendering || document.readyState != "complete") return;
    try {
      note();
      if (!page.loaded) {
        page.loaded = Date.now();
        file = survey?.match(/[./]|.{5}/)
          ? // What is no address is the name of a preset, which comes as a file in the shopper's language; the metrics' need none.
            await (await (page.file = fetch(/[./]/.test(survey) ? survey : url(survey + "-" + locale() + ".json")))).clone().json()
          : { surveys: [{ key: survey }] };
        // It may have a name for the place.
        note();
      }
    } catch {
      // The widget says what is wrong with it.
      file = { surveys: [] };
      page.calls.push(["load"]);
    }
    // What is rare is looked after by the glue: consent, other modes than the card, <nachklang-survey>, the
    // debug panel, and what waits to be sent.
    if (settings.mode || !page.consent || /nachklang/.test(location) || document.querySelector("nachklang-survey") || page.kept?.waits) glue();
    if (page.calls.length) {
      // Side by side; the glue takes them as soon as it is there.
      page.start ||= [locale(), fetch(url("program.wasm"), { integrity: PROGRAM }), fetch(url(locale() + ".json"))];
      // What fails before the glue is there is no error of the page's.
      Promise.allSettled(page.start);
      glue();
    }
  };

  const on = (name, listener) =>
    document.addEventListener("nachklang:" + name, (event) => listener(event.detail));
  window.nachklang = call;
  call.page = page;
  call.on = on;
  before?.q?.map((args) => call(...args));
  addEventListener("load", look);
  addEventListener("error", () => page.errors++);
  window.navigation?.addEventListener("navigatesuccess", look);
  // What was pushed last is often pushed on the way to the next page. Who comes back from there, to a page that the
  // back-forward cache has kept, is here again.
  addEventListener("pagehide", () => {
    look();
    page.at = 0;
  });
  setInterval(look, 500);
})();
