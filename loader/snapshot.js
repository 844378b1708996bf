// Reads the page for the widget. A line here would take ten in Rust, and more bytes. What is read means something only in Rust
// (`src/page/`). The build puts this file into glue.js.
(() => {
  const { page } = nachklang;
  const HOUR_MS = 60 * 60 * 1000;
  const DAY_MS = 24 * HOUR_MS;
  // How many orders the visitor record holds.
  const MAX_ORDERS = 50;

  // As in the loader: where no journey is stored, orders are not.
  const storesJourney = page.settings.mode != "page" && !page.objectsToTracking;

  const language = () => document.documentElement.lang || navigator.language;

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

  // A number that stands for the id of the order that the page confirms: of the last id in the data layer, whatever its shape; 0 where
  // there is none. It tells a shopper's orders apart. Many orders of a shop have the same number, so nobody learns the id from it.
  const orderNumber = () => {
    let id = "";
    for (const entry of page.dataLayer()) {
      try {
        const { ecommerce = entry[2] || entry, transactionId } = entry;
        const found = ecommerce?.transaction_id || ecommerce?.purchase?.actionField?.id || transactionId;
        if (/string|number/.test(typeof found)) id = ("" + found).trim().slice(0, 200);
      } catch {}
    }
    return [...id].reduce((number, letter) => (number * 31 + letter.codePointAt()) % 65521, 0);
  };

  // When the order was placed that this page confirms, and when this page added it. At which arrival it was noted (the loader begins
  // another list of what is due with each), and by which number.
  let confirmedAt, addedAt, notedDue, notedNumber;

  // Notes the order that this page confirms, once. It is known by its id: a confirmation that is opened again, days later too, is
  // the same order. Without an id it is the same within the hour.
  const noteOrder = () => {
    if (page.touchpointKey != "order.confirmation") return (confirmedAt = undefined);
    const number = orderNumber();
    if (notedDue == page.due && notedNumber == number) return;
    notedDue = page.due;
    notedNumber = number;
    const now = Date.now();
    const record = visitor();
    const ids = { ...record.order_ids };
    const hasId = (time) => Object.values(ids).includes(time);
    const isSame = (time) => Math.abs(now - time) < HOUR_MS && !(number && hasId(time));
    // What this page added before the id was there is no order of its own.
    const orders = [].concat(record.orders).filter((time) => !ids[number] || time != addedAt || hasId(time));
    confirmedAt = ids[number] || orders.findLast(isSame) || now;
    if (number) ids[number] = confirmedAt;
    if (!orders.includes(confirmedAt)) orders.push((addedAt = confirmedAt));
    const kept = orders.slice(-MAX_ORDERS);
    const order_ids = Object.fromEntries(Object.entries(ids).filter(([, time]) => kept.includes(time)));
    const changes = { orders: kept, order_ids };
    if (storesJourney) remember(changes);
    else page.visitor = { ...record, ...changes };
  };
  noteOrder();
  page.repeat(noteOrder);

  // What eligibility asks beside what the widget knows. model/src/eligibility/ describes each member.
  const context = () => {
    noteOrder();
    const { visits, orders = [], start, channel } = visitor() || {};
    const last = orders.at(-1);
    return {
      path: location.pathname,
      language: language(),
      visits,
      orders: orders.length,
      order: confirmedAt || last,
      days_since_order: last && (Date.now() - last) / DAY_MS,
      channel,
      ready: page.due,
      show: page.settings.show,
      consent: !!page.consent,
      share: start % 100,
      segment: page.settings.segment,
      ...page.customer,
    };
  };

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
      get context() {
        return context();
      },
      get visitor() {
        return visitor();
      },
      remember,
      customer: page.customer,
      objectsToTracking: page.objectsToTracking,
      findBlocker: page.findBlocker,
      colour,
    };
  };
})();
