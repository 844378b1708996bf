// Reads of the page what the widget only needs once the first question is on screen. The shell (shell.js) loads this file beside
// the deferred part of the program. The build puts the deferred part's glue in the place of GLUE.
(() => {
  const { page } = nachklang;
  const LOCK_TIMEOUT_MS = 3000;
  const MAX_SELECTOR_LENGTH = 80;
  // The integrity hash of the deferred part in JavaScript. The build writes it.
  const TRANSLATED_INTEGRITY = "";

  // The buttons by which shoppers put something into the cart, go to the checkout, and order, by the marks of Shopify, WooCommerce,
  // Shopware, Magento and PrestaShop.
  const BUY_BUTTONS =
    "[name=add],[name=add-to-cart],[name=checkout],.shopify-payment-button,.single_add_to_cart_button,.checkout-button,#place_order," +
    ".wc-block-cart__submit-button,.wc-block-components-checkout-place-order-button,.btn-buy,.begin-checkout-btn,#confirmFormSubmit," +
    "#product-addtocart-button,.action.checkout,[data-role=proceed-to-checkout],.add-to-cart,.cart-detailed-actions a," +
    "#payment-confirmation button";
  // With more of them in view, the page is a list of products, each with a button of its own.
  const MAX_BUY_BUTTONS = 3;
  // What may be open without being modal.
  const OPEN = "dialog[open],[role=dialog],[role=alertdialog],[popover]";
  // The least size of what is looked for below the card, in CSS pixels: bars, and round buttons in corners.
  const BAR_LENGTH = 200;
  const BUTTON_SIZE = 40;
  // The greatest share of the window that is kept clear for bars.
  const MAX_BAR_SHARE = 1 / 3;

  // What consent banners speak of, in the languages of the widget. Most of them say "cookie".
  page.bannerWords =
    /cookie|consen|gdpr|dsgvo|rgpd|einwillig|ciastecz|süti|eväst|kakor|nskaps|slapuk|sīkdat|sīkfail|küpsis|pišk|kolači|vafrak|fianá|çerez|kuki|куки|бисквит|クッキー|쿠키|الارتباط|עוגי|คุกกี้|कुकी/i;

  // How many pixels of the page's lower end the on-screen keyboard covers. On a page that is zoomed nobody can tell.
  const keyboardHeight = () => {
    const view = window.visualViewport;
    return view && view.scale == 1 ? Math.max(0, innerHeight - view.height - view.offsetTop) : 0;
  };

  const overlap = (one, other) =>
    one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

  const findAll = (selector) => [...document.querySelectorAll(selector)];

  const buyButtons = () => {
    const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    const inView = findAll(BUY_BUTTONS).filter((button) => overlap(button.getBoundingClientRect(), window));
    return inView.length > MAX_BUY_BUTTONS ? [] : inView;
  };

  // What has the page's focus.
  const focusedElement = (host) => {
    const focused = document.activeElement;
    const isOfPage = focused && focused != document.body && focused != host;
    return isOfPage ? focused.shadowRoot?.activeElement || focused : undefined;
  };

  // Whether a card with this box covers what has the focus, what the selector finds, a button that buys, or what is open.
  const coversElement = (host, box, selector) => {
    const isBelow = (element) => overlap(element.getBoundingClientRect(), box);
    const hasWidth = (element) => element.getBoundingClientRect().width;
    const named = selector ? findAll(selector) : [];
    const unnamed = [...buyButtons(), ...findAll(OPEN)].filter((element) => element != host);
    const focused = focusedElement(host);
    return (
      (focused ? [focused, ...named] : named).some((element) => hasWidth(element) && isBelow(element)) ||
      unnamed.some((element) => isBelow(element) && page.isVisible(element))
    );
  };

  // Whether an element that is pinned to the window is a bar or a button. What fills the window is its background.
  const isBar = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const isTransparent = element.checkVisibility?.({ checkOpacity: true }) === false;
    return !isTransparent && (width < innerWidth * 0.95 || height < innerHeight * 0.95);
  };

  // Points in a box, along its edge in this distance from it, at most so far apart.
  const pointsAlong = ({ left, top, width, height }, inset, step) => {
    // A sheet that is lowered is less high than twice the distance.
    const columns = Math.max(1, Math.ceil((width - 2 * inset) / step));
    const rows = Math.max(1, Math.ceil((height - 2 * inset) / step));
    const points = [];
    for (let column = 0; column <= columns; column++)
      for (let row = 0; row <= rows; row++) {
        const isAtEdge = column % columns == 0 || row % rows == 0;
        const x = left + inset + ((width - 2 * inset) * column) / columns;
        const y = top + inset + ((height - 2 * inset) * row) / rows;
        if (isAtEdge) points.push([x, y]);
      }
    return points;
  };

  // The bars and buttons pinned to the window that a card with this box covers. Bars cross its edge. Buttons lie inside, not far
  // from it.
  const coveredBars = (box) => {
    const points = [
      ...pointsAlong(box, 1, BAR_LENGTH),
      ...pointsAlong(box, BUTTON_SIZE * 0.8, BUTTON_SIZE),
      ...pointsAlong(box, BUTTON_SIZE * 1.8, BUTTON_SIZE),
    ];
    const found = new Set(points.map(([x, y]) => page.pinnedAt(x, y)));
    return [...found].filter((element) => element && isBar(element));
  };

  // Makes room for the on-screen keyboard and, where the card may be shifted away from its edge, for the bars there. Returns whether
  // it then covers nothing that is needed.
  const makeRoom = (root, selector, mayShift) => {
    const { host } = root.getRootNode();
    const card = root.firstChild;
    const isAtTop = /top/.test(host.getAttribute("look"));
    const keepClear = (height) => {
      root.style.setProperty("--above", (isAtTop ? height : 0) + "px");
      root.style.setProperty("--below", Math.max(keyboardHeight(), isAtTop ? 0 : height) + "px");
    };
    keepClear(0);
    // Lets the browser find what is below the card.
    root.style.setProperty("--taps", "none");
    const coversNeeded = () => coversElement(host, card.getBoundingClientRect(), selector);
    // Only the shop itself may place the card over the page's header.
    const header = isAtTop && mayShift && document.querySelector("header,[role=banner]");
    const barsBelow = () => {
      const box = card.getBoundingClientRect();
      const coversHeader = header && overlap(header.getBoundingClientRect(), box);
      return coversHeader ? [header, ...coveredBars(box)] : coveredBars(box);
    };
    let bars = barsBelow();
    if (bars.length && mayShift) {
      const boxes = bars.map((bar) => bar.getBoundingClientRect());
      const height = isAtTop ? Math.max(...boxes.map((box) => box.bottom)) : innerHeight - Math.min(...boxes.map((box) => box.top));
      if (height < innerHeight * MAX_BAR_SHARE) {
        // A card that still arrives would seem to be elsewhere.
        card.getAnimations().forEach((animation) => animation.finish());
        keepClear(height);
        bars = barsBelow();
      }
    }
    const hasRoom = !bars.length && !coversNeeded();
    root.style.removeProperty("--taps");
    return hasRoom;
  };

  // A short selector by which a developer finds what a card waits for.
  const describeBlocker = (selector) => {
    const blocker = page.findBlocker(selector);
    if (!blocker) return "";
    const { localName, id, classList } = blocker;
    const classes = [...classList].slice(0, 2).map((name) => "." + CSS.escape(name));
    const label = blocker.getAttribute("aria-label");
    const marks = id ? ["#" + CSS.escape(id)] : label && !classes.length ? [`[aria-label=${JSON.stringify(label)}]`] : classes;
    return [localName, ...marks].join("").slice(0, MAX_SELECTOR_LENGTH);
  };

  // The element that the page scrolls in: the page itself, or in some shops an element in it that is as high as the window.
  const scrollingElement = (root) => {
    if (root.scrollHeight > root.clientHeight) return document.body;
    const scrolls = (element) =>
      element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);
    return document.elementsFromPoint(innerWidth / 2, innerHeight / 3).find(scrolls) || document.body;
  };

  // Adds room below the content of the page. Returns what sets its height, and what leaves everything as it was.
  const addRoom = () => {
    const root = document.scrollingElement || document.documentElement;
    const element = scrollingElement(root);
    const { style } = element;
    const hadStyle = element.hasAttribute("style");
    const former = [style.getPropertyValue("padding-bottom"), style.getPropertyPriority("padding-bottom")];
    const { paddingBottom } = getComputedStyle(element);
    const end = root.scrollHeight;
    const spacer = document.createElement("div");
    return {
      setHeight(height) {
        style.setProperty("padding-bottom", `calc(${paddingBottom} + ${height}px)`, "important");
        // Padding is of no use where the content is higher than the body, as with `height: 100%`.
        if (element != document.body || root.scrollHeight >= end + height) return;
        spacer.style.cssText = `position: absolute; top: ${end}px; width: 1px; height: ${height}px; visibility: hidden`;
        document.documentElement.append(spacer);
      },
      remove() {
        spacer.remove();
        style.setProperty("padding-bottom", ...former);
        if (!hadStyle && !element.getAttribute("style")) element.removeAttribute("style");
      },
    };
  };

  // How high the sheet is, with what is kept free below it. A card that is no sheet has no grip.
  const sheetHeight = (card) => {
    const grip = card.querySelector(".grip");
    const isSheet = card.isConnected && grip && getComputedStyle(grip).display != "none";
    const { visibility, marginBottom } = getComputedStyle(card);
    const isAtTop = /top/.test(card.getRootNode().host?.getAttribute("look"));
    return isSheet && !isAtTop && visibility != "hidden" ? card.offsetHeight + parseFloat(marginBottom) : 0;
  };

  // Keeps a card in the part of the window that is in sight while the page is zoomed with two fingers.
  const followZoom = (host) => {
    const view = window.visualViewport;
    const isZoomed = view?.scale > 1.01;
    host.toggleAttribute("zoomed", isZoomed);
    if (!isZoomed) return;
    const { top, bottom } = host.getBoundingClientRect();
    const margin = getComputedStyle(host);
    // The window's edges, at one of which the host stands.
    const windowTop = top - parseFloat(margin.marginTop);
    const windowBottom = bottom + parseFloat(margin.marginBottom);
    const beyond = [
      view.offsetTop - windowTop,
      document.documentElement.clientWidth - view.offsetLeft - view.width,
      windowBottom - view.offsetTop - view.height,
      view.offsetLeft,
    ];
    host.style.setProperty("--beyond", beyond.map((pixels) => Math.max(0, pixels) + "px").join(" "));
    host.style.setProperty("--view-width", view.width + "px");
    host.style.setProperty("--view-height", view.height + "px");
  };

  // While a sheet is up, the page has as much room below its content as the sheet covers, so that it can be scrolled to its very end.
  const watchSheet = (root) => {
    const card = root.firstChild;
    const { host } = root.getRootNode();
    const view = window.visualViewport || new EventTarget();
    const zoom = () => followZoom(host);
    let room;
    const update = () => {
      const height = sheetHeight(card);
      if (height) room ||= addRoom();
      else room = room?.remove();
      room?.setHeight(height);
      if (!card.isConnected) stop();
    };
    // The size of an element changes, too, when it is removed from the page.
    const sizes = new ResizeObserver(update);
    sizes.observe(card);
    // The card goes out of sight, or to the top of the window.
    const attributes = new MutationObserver(update);
    attributes.observe(root, { attributeFilter: ["style"] });
    attributes.observe(host, { attributeFilter: ["look"] });
    view.addEventListener("resize", zoom);
    view.addEventListener("scroll", zoom);
    const stop = () => {
      sizes.disconnect();
      attributes.disconnect();
      view.removeEventListener("resize", zoom);
      view.removeEventListener("scroll", zoom);
    };
    zoom();
  };

  // Calls `removed` when the page has taken `host` out of its body, with whether it did so together with all else there, as routers
  // do that swap the body. Gives a function that ends this.
  const isContent = ({ nodeType, localName }) => nodeType == 1 && !/^(nachklang-widget|script|style|link)$/.test(localName);
  const onRemoval = (host, removed) => {
    let body;
    const observer = new MutationObserver((records) => {
      const isSwapped = document.body != body || records.some(({ removedNodes }) => [...removedNodes].some(isContent));
      if (document.body != body) watchBody();
      if (document.body && !host.isConnected) removed(isSwapped);
    });
    const watchBody = () => {
      body = document.body;
      observer.disconnect();
      for (const parent of [document, document.documentElement, body])
        if (parent) observer.observe(parent, { childList: true });
    };
    watchBody();
    return () => observer.disconnect();
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
      page.ending.signal.addEventListener("abort", () => observer.disconnect());
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

  // The corners for the debug panel, and the least height in which more than its head is of use.
  const CORNERS = ["bottom-left", "top-left", "top-right", "bottom-right"];
  const LEAST_PANEL_PX = 120;
  const PANEL_GAP_PX = 8;

  // How high the panel may be in this corner, so that it covers none of these boxes.
  const panelRoom = (panel, corner, boxes) => {
    panel.setAttribute("corner", corner);
    const box = panel.getBoundingClientRect();
    const covered = boxes.filter((other) => overlap(box, other));
    if (!covered.length) return box.height;
    const isTop = corner.startsWith("top");
    const edges = covered.map((other) => (isTop ? other.top - box.top : box.bottom - other.bottom));
    return Math.min(...edges) - PANEL_GAP_PX;
  };

  // Puts the debug panel into the corner of this index, or into the next one where it covers no card. Without room for more only its
  // head is shown, and without room for that nothing.
  const placePanel = (panel, first) => {
    const cards = [...document.querySelectorAll("nachklang-widget")].map((host) => host.shadowRoot?.querySelector(".card"));
    const boxes = cards.map((card) => card?.getBoundingClientRect()).filter((box) => box?.height);
    const corners = CORNERS.map((_, index) => CORNERS[(first + index) % CORNERS.length]);
    for (const room of ["all", "head"]) {
      panel.setAttribute("room", room);
      for (const corner of corners) {
        panel.style.maxHeight = "";
        const { height } = panel.getBoundingClientRect();
        const free = panelRoom(panel, corner, boxes);
        if (free < height && (room == "head" || free < LEAST_PANEL_PX)) continue;
        panel.style.maxHeight = free < height ? free + "px" : "";
        return;
      }
    }
    panel.setAttribute("room", "none");
  };

  // Has the survey of this key come again once it is due.
  const askAgain = (key) => {
    page.due = page.due.filter((due) => due != key);
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
      "nachklang('touchpoint')": isOfTag ? null : page.touchpoint,
      "nachklang('customer')": page.customer,
    };
  };

  // Has the widget check what the page listens to, and what it will listen to.
  const checkHeard = (heard) => page.calls.push(["on", heard]);
  page.heard.forEach(checkHeard);
  page.heard = { push: checkHeard };

  nachklang.deferred = (shared) => {
    GLUE
    return {
      // What only the deferred part imports from the page.
      imports,
      translatedIntegrity: TRANSLATED_INTEGRITY,
      // The members that the deferred part adds to the snapshot of the page (snapshot.js).
      snapshot: {
        sha256,
        get proof() {
          return page.settings.proof;
        },
        makeRoom,
        describeBlocker,
        watchSheet,
        onRemoval,
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
        askAgain,
        placePanel,
        runAlone,
      },
    };
  };
})();
