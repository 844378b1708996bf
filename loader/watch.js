// Adds the trigger conditions that the loader does not know, and prefetches the widget where one of them may soon be met. The
// build puts this file into glue.js, which the loader fetches when a survey has such a condition.
(() => {
  const { page } = nachklang;
  const root = document.documentElement;
  const VISIT_GAP_MS = 30 * 60 * 1000;
  const QUICK_SCROLL_MS = 300;

  // When the shopper last did something on the page.
  let activeAt = Date.now();
  // What has happened at the touchpoint where the shopper is.
  let arrivedAt, deepestScroll, hasExited, clicked;

  // When the shopper came to this touchpoint. Forgets what happened at the one before. The time is not known while the survey
  // file is under way.
  const arrival = () => {
    const time = page.visitor?.trail.at(-1)[1];
    if (arrivedAt != time) {
      arrivedAt = time;
      deepestScroll = 0;
      hasExited = false;
      clicked = [];
    }
    return time;
  };

  const isPast = (time, seconds) => Date.now() - time >= seconds * 1000;
  const hasTouchScreen = () => matchMedia("(hover: none)").matches;
  const isInView = (element) => {
    const { top, height } = element.getBoundingClientRect();
    return height && top < innerHeight && top > -height;
  };

  // Whether the browser takes a selector of the survey file. The page hears of each wrong one once.
  const wrongSelectors = [];
  const isSelector = (selector) => {
    if (wrongSelectors.includes(selector)) return;
    try {
      root.matches(selector);
      return true;
    } catch {
      wrongSelectors.push(selector);
      const message = "not a selector as CSS writes it: " + selector;
      console.error("Nachklang: " + message);
      document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason: "settings", message } }));
    }
  };

  // Whether the shopper came to the checkout on this visit, and left it without an order.
  const hasAbandonedCheckout = () => {
    let wasInCheckout = false;
    let previous = 0;
    for (const [key, time] of page.visitor.trail) {
      if (time - previous > VISIT_GAP_MS || /^order\b/.test(key)) wasInCheckout = false;
      if (/^checkout\b/.test(key)) wasInCheckout = true;
      previous = time;
    }
    return wasInCheckout && !/^checkout\b/.test(page.touchpointKey);
  };

  // Prefetches program and texts, once, when the browser is idle. The loader also calls this at the touchpoints of `prefetch_at`.
  let hasPrefetched = false;
  page.prefetch = () => {
    if (hasPrefetched || !page.canPrefetch()) return;
    hasPrefetched = true;
    const prefetch = (name) => fetch(page.url(name), { priority: "low" }).catch(() => {});
    (window.requestIdleCallback || setTimeout)(() => {
      // By now the loader may have begun to download them.
      if (!page.downloads) ["program.wasm", page.locale() + ".json"].forEach(prefetch);
    });
  };

  // Conditions that may be met at any moment on this page: the survey is prefetched while it waits for one.
  const soon = {
    idle: (seconds) => isPast(activeAt, seconds),
    stay: (seconds) => isPast(arrival(), seconds),
    scroll: (percent) => {
      arrival();
      deepestScroll = Math.max(deepestScroll, ((scrollY + innerHeight) / root.scrollHeight) * 100);
      return deepestScroll >= percent;
    },
    exit: () => arrival() && hasExited,
    abandon: hasAbandonedCheckout,
    event: (name) => page.events.includes(name),
    click: (selector) => arrival() && isSelector(selector) && clicked.some((element) => element.closest(selector)),
    view: (selector) => isSelector(selector) && [...document.querySelectorAll(selector)].some(isInView),
  };
  for (const name in soon)
    page.conditions[name] = (value) => {
      page.prefetch();
      return soon[name](value);
    };
  // These are met on another day, or never: a survey with `call` only comes by the command `show`.
  page.conditions.order = (days) => isPast(page.visitor.orders.at(-1), days * 86400);
  page.conditions.call = () => false;

  const watch = (event, watcher) => addEventListener(event, watcher, { capture: true, passive: true });
  const noteExit = () => (hasExited = !!arrival());

  for (const event of ["pointerdown", "pointermove", "keydown"]) watch(event, () => (activeAt = Date.now()));
  watch("click", (event) => {
    const [target] = event.composedPath();
    if (arrival() && target.closest) clicked.push(target);
  });

  // Signs that the shopper is about to leave: the pointer leaves the page at its upper edge. Touch screens have no pointer; there
  // it is a change to another tab, or a quick scroll up.
  watch("mouseout", (event) => {
    if (!event.relatedTarget && event.clientY <= 0) noteExit();
  });
  watch("visibilitychange", () => {
    if (document.hidden && hasTouchScreen()) noteExit();
  });
  // Where the scroll up began, and when.
  let scrollStart = scrollY;
  let scrollStartedAt = 0;
  watch("scroll", () => {
    activeAt = Date.now();
    if (activeAt - scrollStartedAt > QUICK_SCROLL_MS || scrollY > scrollStart) {
      scrollStartedAt = activeAt;
      scrollStart = scrollY;
    }
    if (hasTouchScreen() && scrollStart - scrollY > innerHeight) noteExit();
  });
})();
