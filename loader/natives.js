// Takes once what the widget uses of the page's globals, so that no later change reaches it. What is JavaScript itself comes from
// an empty frame where the page has replaced it. Where something cannot be had, nothing is shown and the page hears why. The build
// puts the other files of glue.js in the place of FILES, and binds the names of NATIVES there and in deferred.js.
(() => {
  const { page } = nachklang;
  const NATIVES = [];
  // What is JavaScript itself: each with the functions of it that are called, or none where it is called itself.
  const USED = {
    Array: ["isArray"],
    DataView: [],
    Date: ["now", "parse"],
    JSON: ["parse", "stringify"],
    Math: ["max", "min", "random"],
    Object: ["assign", "defineProperty", "entries", "is", "keys"],
    Reflect: ["get", "set"],
    RegExp: [],
    Set: [],
    TextDecoder: [],
    TextEncoder: [],
    Uint8Array: [],
  };

  const fail = (error) => page.end("browser", "cannot run on this page: " + error);

  const { toString } = fail;
  const isOfBrowser = (it) => /\[native code\]/.test(toString.call(it));
  const isIntact = (name) => {
    try {
      const it = window[name];
      return (USED[name][0] ? USED[name].map((member) => it[member]) : [it]).every(isOfBrowser);
    } catch {}
  };

  let frame;
  const take = (name) => {
    if (!USED[name] || isIntact(name)) return window[name];
    if (!frame) {
      frame = document.createElement("iframe");
      frame.hidden = true;
      document.head.append(frame);
    }
    return frame.contentWindow[name];
  };

  const takeAll = () => {
    const natives = {};
    for (const name of NATIVES) natives[name] = take(name);
    frame?.remove();
    // Async functions give the browser's own promises, whatever the page has in the place of the global.
    natives.Promise = (async () => {})().constructor;
    natives.queueMicrotask = async (run) => {
      await 0;
      run();
    };
    natives.CustomEvent = function (name, { detail }) {
      const event = document.createEvent("CustomEvent");
      event.initCustomEvent(name, false, false, detail);
      return event;
    };
    // Pages have functions of this name.
    natives.addEventListener = (...args) => document.addEventListener.call(window, ...args);
    // The first exception ends everything.
    natives.setInterval = (run, pause) =>
      setInterval(() => {
        try {
          run();
        } catch (error) {
          fail(error);
        }
      }, pause);
    return natives;
  };

  // What is older than the oldest browser of README.md, and what no other source gives.
  const check = (natives) => {
    const { fetch, setTimeout, matchMedia, getComputedStyle, requestAnimationFrame } = natives;
    const needed = { fetch, setTimeout, matchMedia, getComputedStyle, requestAnimationFrame };
    needed.findLast = [].findLast;
    needed.attachShadow = document.head.attachShadow;
    needed.CSSStyleSheet = window.CSSStyleSheet?.prototype.replaceSync;
    for (const [name, it] of natives.Object.entries(needed)) if (typeof it != "function") throw "there is no " + name;
    // Libraries for tests replace the timers by some that stand still.
    if (!setTimeout(() => {}) || setTimeout.clock) throw "setTimeout does nothing";
  };

  try {
    const natives = takeAll();
    check(natives);
    page.natives = natives;
    // JSON of each member as it is. Libraries such as Prototype.js give arrays a `toJSON` that makes texts of them.
    page.toJson = (value) =>
      natives.JSON.stringify(value, function (name) {
        return this[name];
      });
    FILES
  } catch (error) {
    fail(error);
  }
})();
