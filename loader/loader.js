// The script tag. Every page view of the shop pays for this file, so it only does what cannot wait: it takes the page's calls,
// notes where the shopper is, and downloads the widget when a survey may be due. The widget (Rust, compiled to WebAssembly)
// decides whether a survey is shown, shows it and sends the answers. The budget is 2,500 bytes after minifying and brotli.
(() => {
  // The build writes these constants.
  // The hash in the names of the widget's files, with a dot on either side.
  const HASH = "";
  // The integrity hashes of two of the files.
  const GLUE_INTEGRITY = "";
  const PROGRAM_INTEGRITY = "";
  // The languages of the widget, two letters each.
  const LOCALES = [];
  // The presets that the widget holds itself. Every other preset is a file.
  const METRICS = [];
  // A regular expression for each standard touchpoint, by its key (model/src/touchpoint/sign.rs).
  const SIGNS = {};

  const LOOK_INTERVAL_MS = 500;
  // A visit ends when the shopper comes to no other touchpoint for this long.
  const VISIT_GAP_MS = 30 * 60 * 1000;
  // How many entries of the trail, and how many orders, the visitor record holds.
  const MAX_ENTRIES = 50;
  // These commands set the member of `page` that has their name.
  const STATEMENTS = ["touchpoint", "customer", "consent"];

  const earlier = window.nachklang;
  // If the tag is on the page twice, the first one serves both.
  if (earlier?.page) return;

  // Some tag managers run a script in a way that leaves the browser without a current script.
  const tag = document.currentScript || document.querySelector("[src*='nachklang.js']");
  const settings = tag.dataset;
  const { survey } = settings;

  // The browser's settings Do Not Track and Global Privacy Control.
  const objectsToTracking = navigator.doNotTrack == "1" || navigator.globalPrivacyControl;
  // A page of its own (mode "page") is no visit to the shop, and mostly not on the shop's origin.
  const storesJourney = settings.mode != "page" && !objectsToTracking;

  let surveyFile;
  // The path at the last look, and the touchpoint that events have told since the path changed.
  let path, eventTouchpoint;
  // The last entry of the data layer that has been noted.
  let lastEntry;

  // The address of one of the widget's files: glue.js becomes glue.HASH.js.
  const url = (name) => new URL(name.replace(".", HASH), tag.src);

  // The two letters of a language tag's texts. Brazil has its own form of Portuguese, and Taiwan, Hong Kong and Macao write
  // traditional Chinese.
  const codeOf = (tag) => {
    if (/^pt-br/.test(tag)) return "BR";
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return "TW";
    return tag.split("-")[0];
  };
  const locale = () => {
    const tag = settings.locale || document.documentElement.lang || navigator.language;
    const code = codeOf(tag.toLowerCase());
    return LOCALES.includes(code) ? code : "en";
  };

  // What the loader shares with the glue and the widget. docs/architecture.md describes each member.
  const page = {
    settings,
    url,
    locale,
    objectsToTracking,
    calls: [],
    events: [],
    errorCount: 0,
    touchpoint: settings.touchpoint,
    consent: settings.consent ? undefined : true,
  };

  // Runs the widget's glue, once. The glue starts the widget when the downloads are there. Until then it watches for what the
  // loader does not (watch.js).
  let hasGlue;
  const loadGlue = () => {
    if (hasGlue) return;
    hasGlue = true;
    const script = document.createElement("script");
    // Where the page requires Trusted Types, a policy has to make the address of a script.
    const rules = { createScriptURL: url };
    page.policy = window.trustedTypes?.createPolicy("nachklang", rules) || rules;
    script.src = page.policy.createScriptURL("glue.js");
    script.crossOrigin = "anonymous";
    script.integrity = GLUE_INTEGRITY;
    script.onerror = () =>
      document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason: "load", message: script.src } }));
    document.head.append(script);
  };

  // Downloads what the widget needs, side by side. The glue takes the downloads over when it is there.
  const loadWidget = () => {
    page.downloads ||= [locale(), fetch(url("program.wasm"), { integrity: PROGRAM_INTEGRITY }), fetch(url(locale() + ".json"))];
    // The glue handles a failed download. Without this line the page would see an unhandled rejection before.
    Promise.allSettled(page.downloads);
    loadGlue();
  };

  // The trigger conditions: each tells whether it is met. The glue adds the others. A delay that is no number is met at once, so
  // that the widget comes and reports it.
  page.conditions = { load: (seconds) => !(Date.now() - page.loadedAt < seconds * 1000) };

  const DEFAULT_TRIGGER = { load: settings.delay || 0 };

  const isMet = ([name, value]) => {
    const condition = page.conditions[name];
    if (!condition) loadGlue();
    return condition?.(value);
  };

  // Whether the connection is fast, and the shopper does not save data. Browsers that do not tell go without prefetching.
  page.canPrefetch = () => {
    const { effectiveType, saveData } = navigator.connection || {};
    return effectiveType == "4g" && !saveData;
  };

  // Whether the shopper may be at the touchpoint of this key, or at one below it. A dot fits any character, because the path of
  // page.red-mug may be /Red_mug. The widget looks more closely.
  const mayBeAt = (key) => new RegExp("^" + key.replace(/-/g, ".")).test(page.touchpointKey.toLowerCase());

  // Wakes the widget where this survey may be due. `ahead` is the old name of `prefetch_at`.
  const wakeFor = ({ key, trigger = DEFAULT_TRIGGER, touchpoints = [""], ahead, prefetch_at = ahead, share }) => {
    const { shown, quiet, start } = page.visitor;
    const isQuietPeriod = Math.abs(Date.now() - shown) < quiet;
    const isOutsideShare = share <= start % 100;
    if (page.due.includes(key) || isQuietPeriod || isOutsideShare) return;
    if (prefetch_at?.some(mayBeAt) && page.canPrefetch()) (page.prefetch || loadGlue)();
    if (touchpoints.some(mayBeAt) && Object.entries(trigger).every(isMet)) {
      page.due.push(key);
      page.calls.push(["load"]);
    }
  };

  const touchpointBySign = (text) => Object.keys(SIGNS).find((key) => text.match(SIGNS[key]));

  // What the page or an event has said of the touchpoint holds until the path changes.
  const notePath = () => {
    if (path && path != location.pathname) {
      page.events = [];
      page.touchpoint = eventTouchpoint = undefined;
    }
    path = location.pathname;
  };

  // Notes what has been pushed to the data layer since the last look: objects of tag managers, or the arguments of gtag().
  const noteEvents = () => {
    const entries = [].concat(window.dataLayer || []);
    // Tag managers cut the data layer short, so a count of entries would not tell which ones are new.
    for (const entry of entries.slice(entries.lastIndexOf(lastEntry) + 1)) {
      lastEntry = entry;
      const event = entry?.event || entry?.[1];
      page.events.push(event);
      // After the event of the page itself, shops send one for each list on it, such as related products.
      const isListOnPage = /list/.test(event) && eventTouchpoint;
      if (!isListOnPage) eventTouchpoint = touchpointBySign(event + "!") || eventTouchpoint;
    }
  };

  const isInView = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };

  // In a part of a path, ^ stands for the beginning of the path and $ for its end.
  const hasPath = ({ paths }) => paths?.find((part) => `^${path}$`.includes(part));

  // Where the shopper is. What is most precise comes first.
  const findTouchpoint = () => {
    const markedElements = [...document.querySelectorAll("[data-nachklang-touchpoint]")];
    const { id, className } = document.body;
    // Of Shopify's pages only the path tells what they are.
    const platformMarks = `${id} ${className} ${window.Shopify ? path : ""}`;
    return (
      markedElements.find(isInView)?.dataset.nachklangTouchpoint ||
      page.touchpoint?.key ||
      page.touchpoint ||
      eventTouchpoint ||
      touchpointBySign(platformMarks) ||
      surveyFile?.touchpoints?.find(hasPath)?.key ||
      "page" + path
    );
  };

  const append = (list, item) => [...list, item].slice(-MAX_ENTRIES);

  // Shows how the visitor first came. Campaign parameters such as utm_source are stored whole. Of all others, such as gclid, the
  // name and the first character of the value are enough.
  const CHANNEL_PARAMETERS = /\wtm_\w+=[^&]*|\w+=./g;
  const firstTouch = () => [location.search.match(CHANNEL_PARAMETERS), document.referrer];

  // Notes that the shopper has come to this touchpoint.
  const noteArrival = (key) => {
    const now = Date.now();
    page.touchpointKey = key;
    page.due = [];
    // Storage may be blocked, and other tabs write to it.
    try {
      page.visitor = JSON.parse(localStorage.nachklang || "{}");
    } catch {}
    const visitor = { visits: 0, start: now, trail: [], orders: [], first: firstTouch(), ...page.visitor };
    page.visitor = visitor;
    const isSameVisit = now - visitor.trail.at(-1)?.[1] < VISIT_GAP_MS;
    if (!isSameVisit) visitor.visits++;
    visitor.trail = append(visitor.trail, [key, now]);
    if (key == "order.confirmation") visitor.orders = append(visitor.orders, now);
    try {
      if (page.consent && storesJourney) localStorage.nachklang = JSON.stringify(visitor);
    } catch {}
  };

  const notePage = () => {
    notePath();
    noteEvents();
    const key = String(findTouchpoint());
    if (page.touchpointKey != key) noteArrival(key);
    if (survey && page.consent) surveyFile?.surveys.forEach(wakeFor);
  };

  // `survey` is the address of a file or the name of a preset, which comes as a file in the shopper's language.
  const fetchSurveyFile = async () => {
    const isAddress = /[./]/.test(survey);
    page.surveyResponse = fetch(isAddress ? survey : url(survey + "-" + locale() + ".json"));
    // The widget reads the response, too.
    const copy = (await page.surveyResponse).clone();
    return copy.json();
  };

  // Whether the page needs something that is rare, so that the glue sees to it: another mode than the card, asking for consent,
  // the debug panel, <nachklang-survey>, or sending what waits in the outbox.
  const needsGlue = () =>
    settings.mode ||
    !page.consent ||
    /nachklang=debug/.test(location.search) ||
    document.querySelector("nachklang-survey") ||
    page.visitor?.waits;

  // Looks at the page. Not before it has loaded: the shop's own work comes first.
  const look = async () => {
    if (document.prerendering || document.readyState != "complete") return;
    try {
      notePage();
      if (!page.loadedAt) {
        page.loadedAt = Date.now();
        const hasFile = survey && !METRICS.includes(survey);
        surveyFile = hasFile ? await fetchSurveyFile() : { surveys: [{ key: survey }] };
        // The file may have a name for this page.
        notePage();
      }
    } catch {
      // The widget reports what is wrong with the survey file.
      surveyFile = { surveys: [] };
      page.calls.push(["load"]);
    }
    if (needsGlue()) loadGlue();
    if (page.calls.length) loadWidget();
  };

  // Runs a command of the page. Each looks at the page before and after it: the command may change what is due.
  const nachklang = async (command, value) => {
    let reply;
    look();
    if (command == "event") page.events.push(value);
    else if (STATEMENTS.includes(command)) page[command] = value;
    else reply = new Promise((resolve) => page.calls.push([command, value, resolve]));
    look();
    return reply;
  };
  nachklang.page = page;
  nachklang.on = (event, listener) =>
    document.addEventListener("nachklang:" + event, ({ detail }) => listener(detail));
  window.nachklang = nachklang;
  // The calls that the page's stub has queued.
  earlier?.q?.forEach((args) => nachklang(...args));

  addEventListener("load", look);
  addEventListener("error", () => page.errorCount++);
  window.navigation?.addEventListener("navigatesuccess", look);
  addEventListener("pagehide", () => {
    // Shops push events on the way to the next page.
    look();
    // A shopper who comes back to this page from the back-forward cache arrives anew.
    page.touchpointKey = undefined;
  });
  setInterval(look, LOOK_INTERVAL_MS);
})();
