// Reads of the page what the widget only needs once the first question is on screen. The shell (shell.js) loads this file beside
// the deferred part of the program. The build puts the deferred part's glue in the place of GLUE.
(() => {
  const { page } = nachklang;
  const LOCK_TIMEOUT_MS = 3000;
  // The integrity hash of the deferred part in JavaScript. The build writes it.
  const TRANSLATED_INTEGRITY = "";

  // How many pixels of the page's lower end the on-screen keyboard covers. On a page that is zoomed nobody can tell.
  const keyboardHeight = () => {
    const view = window.visualViewport;
    return view && view.scale == 1 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  };

  const overlap = (one, other) =>
    one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

  // Whether the card in this root covers what has the page's focus, or an element that the selector finds.
  const covers = (root, selector) => {
    const elements = selector ? [...document.querySelectorAll(selector)] : [];
    const focused = document.activeElement;
    const isOfPage = focused && focused != document.body && focused != root.getRootNode().host;
    if (isOfPage) elements.push(focused.shadowRoot?.activeElement || focused);
    const card = root.firstChild.getBoundingClientRect();
    return elements.map((element) => element.getBoundingClientRect()).some((box) => box.width && overlap(box, card));
  };

  // In hexadecimal digits. On pages without https browsers do not hash: then undefined.
  const sha256 = async (text) =>
    crypto.subtle &&
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  // How well the page has worked for the shopper so far (https://web.dev/articles/vitals): when its largest element was painted,
  // how much its layout shifted, and its longest interaction. `buffered` brings what happened before this script. The clock of a
  // prerendered page begins when the shopper sees it.
  const { activationStart = 0 } = performance.getEntriesByType("navigation")[0] || {};
  let largestPaint, longestInteraction;
  const shifts = [];
  const observers = [];
  const observe = (type, note, options) => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(note));
      observer.observe({ type, buffered: true, ...options });
      // Browsers hand entries over with a delay. A reader takes the records that still wait.
      observers.push(() => observer.takeRecords().forEach(note));
    } catch {}
  };
  observe("largest-contentful-paint", (entry) => (largestPaint = Math.max(0, entry.startTime - activationStart)));
  observe("layout-shift", (entry) => entry.hadRecentInput || shifts.push(entry));
  const noteInteraction = (entry) => {
    if (entry.interactionId) longestInteraction = Math.max(longestInteraction || 0, entry.duration);
  };
  observe("event", noteInteraction, { durationThreshold: 40 });

  // The worst session window, as Cumulative Layout Shift is defined: shifts less than a second apart, in at most five seconds.
  const layoutShift = () => {
    let worst = 0;
    let sum = 0;
    let first, last;
    for (const { startTime, value } of shifts) {
      if (startTime - last > 1000 || startTime - first > 5000) sum = 0;
      if (!sum) first = startTime;
      last = startTime;
      sum += value;
      worst = Math.max(worst, sum);
    }
    return worst;
  };

  const vitals = () => {
    observers.forEach((takeRecords) => takeRecords());
    const measuresShifts = PerformanceObserver.supportedEntryTypes.includes("layout-shift");
    return {
      lcp: largestPaint,
      cls: measuresShifts ? layoutShift() : undefined,
      inp: longestInteraction,
      errors: page.errorCount,
    };
  };

  // What in the text matches one of the patterns. A browser may not know what a pattern is written with: it finds nothing.
  const find = (text, patterns) =>
    patterns.flatMap((pattern) => {
      try {
        return text.match(new RegExp(pattern, "gu")) || [];
      } catch {
        return [];
      }
    });

  // Tells the page's data layer what happened. Of the answers only ratings go there, nothing that anybody wrote.
  const pushToDataLayer = (event, detail) => {
    const { survey, touchpoint, answers } = detail.response || detail;
    const ratings = answers.filter(({ value }) => typeof value == "number");
    window.dataLayer?.push?.({
      event: "nachklang_" + event,
      nachklang: {
        survey,
        touchpoint: touchpoint.key,
        answers: ratings.map(({ question, kind, value }) => ({ question, kind, value })),
      },
    });
  };

  // Whether all conditions of a survey's trigger are met.
  const isTriggerMet = (trigger) =>
    Object.entries(trigger || { load: page.settings.delay || 0 }).every(([name, value]) => page.conditions[name]?.(value));

  // Forgets this visitor, and remembers nothing more on this page.
  const forget = () => {
    page.visitor = { trail: [[page.touchpointKey, Date.now()]], orders: [] };
    page.consent = false;
    page.clearStorage();
  };

  // Runs something while no other tab of the shop runs its own. A browser without locks, or one that takes long, runs it at once.
  const runAlone = (run) => {
    let hasRun = false;
    const runOnce = () => {
      if (!hasRun) run();
      hasRun = true;
    };
    if (!navigator.locks) return runOnce();
    navigator.locks.request("nachklang", { signal: AbortSignal.timeout(LOCK_TIMEOUT_MS) }, runOnce).catch(runOnce);
  };

  // What the page has said by commands, to be checked. What stands on the tag is checked with the tag.
  const statements = () => {
    const isOfTag = page.touchpoint == page.settings.touchpoint;
    return {
      "nachklang('touchpoint')": (!isOfTag && page.touchpoint) || null,
      "nachklang('customer')": page.customer || null,
    };
  };

  nachklang.deferred = (shared) => {
    GLUE
    return {
      // What only the deferred part imports from the page.
      imports,
      translatedIntegrity: TRANSLATED_INTEGRITY,
      // The members that the deferred part adds to the snapshot of the page (snapshot.js).
      snapshot: {
        sha256,
        get keyboard() {
          return keyboardHeight();
        },
        get proof() {
          return page.settings.proof;
        },
        covers,
        get vitals() {
          return vitals();
        },
        get statements() {
          return statements();
        },
        find,
        push: pushToDataLayer,
        isTriggerMet,
        forget,
        runAlone,
      },
    };
  };
})();
