// Reads the page for the widget. A line here would take ten in Rust, and more bytes. What is read means something only in Rust
// (`src/page/`). The build puts this file into glue.js.
(() => {
  const { page } = nachklang;
  const HOUR_MS = 60 * 60 * 1000;
  const DAY_MS = 24 * HOUR_MS;

  const language = () => document.documentElement.lang || navigator.language;

  // The events in the page's data layer, one row each: name, and of an order its id, value, currency, number of items and proof.
  // Entries are objects of tag managers or the arguments of gtag(). Anything else becomes an empty row.
  const events = () =>
    [].concat(window.dataLayer || []).map((entry) => {
      try {
        let name, data;
        if (entry.event) [name, data] = [entry.event, entry.ecommerce || entry];
        else if (entry[0] == "event") [name, data] = [entry[1], entry[2]];
        const { transaction_id: id = "", value, currency, items = [], nachklang_proof = entry.nachklang_proof } = data || {};
        return [name, "" + id, parseFloat(value), currency, items.length, nachklang_proof];
      } catch {
        return [];
      }
    });

  // The visitor record as it is stored, because other tabs write to it. Where nothing is stored, the record of this page.
  const visitor = () => {
    // The journey of a page of its own (mode "page") is stored nowhere.
    if (page.settings.mode == "page") return page.visitor;
    try {
      return { ...page.visitor, ...JSON.parse(localStorage.nachklang) };
    } catch {
      return page.visitor;
    }
  };

  // Writes changes to the visitor record, and stores them where that is allowed.
  const remember = (changes) => {
    page.visitor = { ...visitor(), ...changes };
    if (!page.consent) return;
    try {
      const stored = localStorage.nachklang;
      // A page of its own adds to a record and begins none: it is mostly not on the shop's origin.
      if (!stored && page.settings.mode == "page") return;
      // Where no journey is stored, as for a shopper who objects to tracking, the record holds the changes alone: what was asked,
      // so that it is not asked again.
      localStorage.nachklang = JSON.stringify({ ...JSON.parse(stored || "{}"), ...changes });
    } catch {}
  };

  // What eligibility asks beside what the widget knows. model/src/eligibility/ describes each member.
  const context = () => {
    const { visits, orders: confirmations = [], start, channel } = visitor() || {};
    // A confirmation that is opened again within the hour belongs to the same order.
    const orders = confirmations.filter((time, index) => !(time - confirmations[index - 1] < HOUR_MS));
    const order = orders.at(-1);
    const rows = events();
    const lastValue = (names) => rows.findLast(([name]) => names.test(name))?.[2];
    return {
      path: location.pathname,
      language: language(),
      visits,
      orders: orders.length,
      order,
      days_since_order: order && (Date.now() - order) / DAY_MS,
      order_value: lastValue(/^purchase$/),
      cart_value: lastValue(/^(view_cart|add_to_cart|remove_from_cart|begin_checkout|add_(shipping|payment)_info)$/),
      channel,
      ready: page.due,
      show: page.settings.show,
      consent: !!page.consent,
      share: start % 100,
      segment: page.settings.segment,
      ...page.customer,
    };
  };

  // Modal dialogs, and the consent banners of the usual providers.
  const BUSY =
    "dialog:modal,[aria-modal=true],#onetrust-banner-sdk,#CybotCookiebotDialog,#didomi-notice,.qc-cmp2-container," +
    "[id^=sp_message_container],.cky-consent-container,#cookiescript_injected,#iubenda-cs-banner,.cc-window,#cmpbox," +
    "#shopify-pc__banner,.cookie-notice,#usercentrics-cmp-ui,#truste-consent-track,.osano-cm-dialog,.cookie-permission-container";

  // Whether one of them is in view, or something that `selector` finds.
  const isBusy = (selector) =>
    [...document.querySelectorAll(selector ? BUSY + "," + selector : BUSY)].some((element) => {
      const style = getComputedStyle(element);
      return element.getClientRects().length && style.visibility != "hidden" && style.opacity != 0;
    });

  // An opaque colour as CSS writes it, as a number of 24 bits; NaN for anything else. A canvas ignores a text that is no colour,
  // so it keeps the transparent one.
  const colour = (text) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = "#0000";
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return alpha == 255 ? (red << 16) | (green << 8) | blue : NaN;
  };

  // The page at this moment. The widget takes many snapshots and mostly reads one member, so what takes time is a getter: for the
  // size, for example, the browser has to lay the page out.
  page.snapshot = () => {
    const offset = -new Date().getTimezoneOffset();
    return {
      // What only the deferred part reads (deferred.js).
      __proto__: page.deferredSnapshot,
      get width() {
        return innerWidth;
      },
      get height() {
        return innerHeight;
      },
      language: language(),
      path: location.pathname,
      host: location.hostname,
      get shop() {
        const name = document.querySelector("meta[property='og:site_name']");
        return (name && name.content) || location.hostname.replace(/^www\./, "");
      },
      // The local time as if it were UTC, and how many minutes it is ahead of UTC.
      now: new Date(Date.now() + offset * 60 * 1000).toISOString().slice(0, -1),
      offset,
      unix: Date.now(),
      get random() {
        return [...crypto.getRandomValues(new Uint8Array(10))];
      },
      touchpoint: page.touchpointKey || "page" + location.pathname,
      namedTouchpoint: page.touchpoint?.key && page.touchpoint,
      consent: page.consent,
      get events() {
        return events();
      },
      get context() {
        return context();
      },
      get visitor() {
        return visitor();
      },
      remember,
      customer: page.customer,
      objectsToTracking: page.objectsToTracking,
      isBusy,
      colour,
    };
  };
})();
