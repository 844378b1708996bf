// What surveys may wait for beside the loading of the page, and what is fetched ahead meanwhile; where the shopper's consent comes
// from; and what of the page is ours.
// The build puts it before the glue, which the loader fetches when it meets one of these.
(() => {
  const { page } = nachklang;
  const { signals, settings } = page;
  const root = document.documentElement;
  page.refuses = navigator.globalPrivacyControl || navigator.doNotTrack == 1;

  // What has happened at the touchpoint.
  let seen, depth, left, clicked;
  let active = Date.now();
  let top = scrollY;
  const here = () => {
    // Not yet known while the survey file is under way.
    const last = page.kept?.trail.at(-1)[1];
    if (seen != last) {
      seen = last;
      depth = left = 0;
      clicked = [];
    }
    return last;
  };

  const isPast = (time, seconds) => Date.now() - time >= seconds * 1000;
  const isTouched = () => matchMedia("(hover: none)").matches;
  const isInView = (element) => {
    const { top, height } = element.getBoundingClientRect();
    return height && top < innerHeight && top > -height;
  };

  // Whether the browser takes a selector of the survey file. Of one that it does not take the page is told, once.
  const wrong = [];
  const isSelector = (selector) => {
    if (wrong.includes(selector)) return;
    try {
      root.matches(selector);
      return true;
    } catch {
      wrong.push(selector);
      const message = "not a selector as CSS writes it: " + selector;
      console.error("Nachklang: " + message);
      document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason: "settings", message } }));
    }
  };

  // Whether this visit has led to the checkout, and from there to another place than an order.
  const hasLeftCheckout = () => {
    let at;
    let before = 0;
    for (const [key, time] of page.kept.trail) {
      if (time - before > 18e5 || /^order\b/.test(key)) at = 0;
      if (/^checkout\b/.test(key)) at = 1;
      before = time;
    }
    return at && !/^checkout\b/.test(page.at);
  };

  // A survey that waits here for one of these may be due at any moment, one of the next touchpoint soon: what it takes to show it
  // is fetched ahead, when the page has nothing better to do. Never by a slow connection, or where data are to be saved; browsers
  // that do not tell do without.
  let isAhead;
  const fetchAhead = () => {
    const { effectiveType, saveData } = navigator.connection || {};
    if (isAhead || effectiveType != "4g" || saveData) return;
    isAhead = true;
    const files = ["program.wasm", page.locale() + ".json"];
    const fetchAll = () => {
      // The loader may have begun meanwhile.
      if (!page.start) files.forEach((name) => fetch(page.url(name), { priority: "low" }).catch(() => {}));
    };
    (window.requestIdleCallback || setTimeout)(fetchAll);
  };

  const watched = {
    idle: (seconds) => isPast(active, seconds),
    stay: (seconds) => isPast(here(), seconds),
    scroll: (percent) => {
      here();
      depth = Math.max(depth, ((scrollY + innerHeight) / root.scrollHeight) * 100);
      return depth >= percent;
    },
    exit: () => here() && left,
    abandon: hasLeftCheckout,
    event: (name) => page.events.includes(name),
    click: (selector) => here() && isSelector(selector) && clicked.some((element) => element.closest(selector)),
    view: (selector) => isSelector(selector) && [...document.querySelectorAll(selector)].some(isInView),
  };
  // Asked at the touchpoints before one where a survey is likely due.
  signals.ahead = fetchAhead;
  // What comes on another day, or only by a call.
  signals.order = (days) => isPast(page.kept.orders.at(-1), days * 86400);
  signals.call = () => 0;
  for (const name in watched)
    signals[name] = (value) => {
      fetchAhead();
      return watched[name](value);
    };

  const watch = (name, watcher) => addEventListener(name, watcher, { capture: true, passive: true });
  for (const name of ["pointerdown", "pointermove", "keydown"]) watch(name, () => (active = Date.now()));
  watch("click", (event) => {
    const [target] = event.composedPath();
    if (here() && target.closest) clicked.push(target);
  });
  // On the way out: the pointer leaves at the upper edge; on phones, which have none, by a quick scroll to the top or to another tab.
  watch("mouseout", (event) => {
    if (!event.relatedTarget && event.clientY <= 0) left = here();
  });
  watch("visibilitychange", () => {
    if (document.hidden && isTouched()) left = here();
  });
  let since = 0;
  watch("scroll", () => {
    active = Date.now();
    // Upwards by a window's height within 300 milliseconds.
    if (active - since > 300 || scrollY > top) {
      since = active;
      top = scrollY;
    }
    if (isTouched() && top - scrollY > innerHeight) left = here();
  });

  // Consent, where the shop asks for it: the page's own word, else what its consent banner says; a refusal by the browser's
  // settings is one. Asked again and again, because shoppers change their minds.
  let said, tcf, mode, last;
  const consent = () => {
    if (!settings.consent) return;
    if (page.refuses) return false;
    for (const entry of [].concat(window.dataLayer || [])) {
      if (entry && entry[0] == "consent" && entry[2].analytics_storage) mode = entry[2].analytics_storage == "granted";
    }
    if (window.__tcfapi && !tcf) {
      tcf = {};
      window.__tcfapi("addEventListener", 2, (data, ok) => {
        // Purposes 1, to store on the device, and 9, to understand audiences.
        const given = (data.purpose && data.purpose.consents) || {};
        if (ok && data.eventStatus != "cmpuishown") tcf.given = data.gdprApplies === false || !!(given[1] && given[9]);
      });
    }
    const shopify = window.Shopify && window.Shopify.customerPrivacy;
    return tcf ? tcf.given : shopify && shopify.analyticsProcessingAllowed ? shopify.analyticsProcessingAllowed() : mode;
  };
  // Takes away all that is stored on the device.
  page.clear = () => {
    try {
      Object.keys(localStorage).forEach((name) => /^nachklang(:|$)/.test(name) && localStorage.removeItem(name));
    } catch {}
  };
  const ask = () => {
    const found = consent();
    // What the page says by a call stands, until the banner says something new.
    if (found !== undefined && found !== said) page.consent = said = found;
    if (page.consent !== last) {
      last = page.consent;
      if (last === false) page.clear();
      // The loader notes where the shopper is, and keeps it from now on.
      page.at = 0;
    }
  };

  // What the page shows of us without a call.
  const find = () => {
    // <nachklang-survey> asks where it stands. Once: setting a member of ours on it says so.
    for (const element of document.querySelectorAll("nachklang-survey"))
      element.asked ||= page.calls.push(["inline", element]);
  };

  const look = () => {
    ask();
    find();
  };
  // What the browser's settings refuse stays refused, whatever the page or its banner says later.
  if (settings.consent && page.refuses) Object.defineProperty(page, "consent", { get: () => false, set() {} });
  // A refusal may be older than we are.
  last = page.consent === false ? 0 : page.consent;
  look();
  if (/nachklang=debug/.test(location.search)) page.calls.push(["debug"]);
  // A tab and a page of its own are there whatever a survey waits for elsewhere.
  if (/^(tab|page)$/.test(settings.mode)) page.calls.push(["load"]);
  setInterval(look, 500);

  // What earlier pages could not deliver is sent when the page has nothing better to do, and may.
  const send = () => (page.consent ? page.calls.push(["send"]) : setTimeout(send, 2000));
  if (page.kept?.waits) (window.requestIdleCallback || setTimeout)(send);
})();
