// What is only needed when the first question is on screen. It comes with the deferred part, and the shell (shell.js)
// calls it with what the glue of the first part shares. The build puts the glue of the deferred part in the place of GLUE.
(() => {
  // How many pixels of the page's lower end the on-screen keyboard covers; none where the page is zoomed.
  const keyboard = () => {
    const view = window.visualViewport;
    return view && view.scale == 1 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  };

  // Whether the card in this root lies over the page's focused element or one the selector finds.
  const covers = (root, selector) => {
    const named = selector ? [...document.querySelectorAll(selector)] : [];
    const focused = document.activeElement;
    if (focused && focused != document.body && focused != root.getRootNode().host)
      named.push((focused.shadowRoot && focused.shadowRoot.activeElement) || focused);
    const card = root.firstChild.getBoundingClientRect();
    return named.some((element) => {
      const box = element.getBoundingClientRect();
      return box.width && box.left < card.right && box.right > card.left && box.top < card.bottom && box.bottom > card.top;
    });
  };

  // In hexadecimal digits; nothing on pages without https, where browsers do not hash.
  const sha256 = async (text) =>
    crypto.subtle &&
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  // How the page has done for the shopper so far (https://web.dev/articles/vitals): when the largest thing was painted, how
  // much moved by itself, how long the page took to answer. Browsers tell what was before, too. Of a page that was loaded ahead
  // the time begins when it is seen.
  const { activationStart = 0 } = performance.getEntriesByType("navigation")[0] || {};
  let lcp, inp;
  let shifts = [];
  const observers = [];
  const observe = (type, each, more) => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(each));
      observer.observe({ type, buffered: true, ...more });
      // What was before is told a little later, and asked for before.
      observers.push(() => observer.takeRecords().forEach(each));
    } catch {}
  };
  observe("largest-contentful-paint", (entry) => (lcp = Math.max(0, entry.startTime - activationStart)));
  observe("layout-shift", (entry) => entry.hadRecentInput || shifts.push(entry));
  observe("event", (entry) => entry.interactionId && (inp = Math.max(inp || 0, entry.duration)), { durationThreshold: 40 });

  // The worst window of shifts less than a second apart, of at most five seconds.
  const shifted = () => {
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

  // What in the text fits one of the patterns.
  const find = (text, patterns) =>
    patterns.flatMap((pattern) => {
      try {
        return text.match(new RegExp(pattern, "gu")) || [];
      } catch {
        return [];
      }
    });

  // Tells the page's data layer what happened. Of the answers only ratings go there, nothing anybody wrote.
  const push = (event, detail) => {
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

  const { page } = nachklang;

  // Whether what a survey waits for has come.
  const hasCome = (trigger) =>
    Object.entries(trigger || { load: page.settings.delay || 0 }).every(([name, value]) => page.signals[name]?.(value));

  // Forgets what is kept of this visitor, and keeps nothing more on this page.
  const forget = () => {
    page.kept = { trail: [[page.at, Date.now()]], orders: [] };
    page.consent = false;
    page.clear();
  };

  // Runs something while no other tab of the shop runs its own. A browser that cannot see to that, or takes its time, is not
  // waited for.
  const alone = (run) => {
    let has;
    const once = () => {
      if (!has) run();
      has = true;
    };
    if (!navigator.locks) return once();
    navigator.locks.request("nachklang", { signal: AbortSignal.timeout(3000) }, once).catch(once);
  };

  // `imports` is what only the deferred part imports from the page; `facts` is what only that asks of the page, beside
  // the shell's own facts.
  nachklang.deferred = (shared) => {
    GLUE
    return {
      imports,
      // The integrity hash of the deferred part in JavaScript; written by the build.
      translated: "",
      facts: {
        sha256,
        get keyboard() {
          return keyboard();
        },
        get proof() {
          return page.settings.proof;
        },
        covers,
        get vitals() {
          observers.forEach((ask) => ask());
          const measures = PerformanceObserver.supportedEntryTypes.includes("layout-shift");
          return { lcp, cls: measures ? shifted() : undefined, inp, errors: page.errors };
        },
        get said() {
          // What stands on the tag is checked with it.
          const touchpoint = page.touchpoint != page.settings.touchpoint && page.touchpoint;
          return { "nachklang('touchpoint')": touchpoint || null, "nachklang('customer')": page.customer || null };
        },
        find,
        push,
        hasCome,
        forget,
        alone,
      },
    };
  };
})();
