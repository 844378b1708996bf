// What stands around the glue that wasm-bindgen makes. The build puts that glue in the place of GLUE and has it hand the
// program's exports through `guard`.
(() => {
  let dead;
  let report;

  // Takes the widget off the page for good, and tells the page why.
  const end = (reason, message) => {
    dead = true;
    document.querySelectorAll("nachklang-widget").forEach((host) => host.remove());
    report(reason, message);
  };

  // A panic of the widget, or anything else that goes wrong in it, ends here: the widget is taken off the page and never
  // called again, and the page sees an event instead of an exception.
  const crash = (error) => end("crash", "the widget failed and was removed: " + error);

  // What the functions of a dead widget give: the glue reads no error out of it, the loader calls it in vain.
  const nothing = () => {};

  const guard = (exports) => {
    const guarded = {};
    for (const name in exports) {
      const original = exports[name];
      guarded[name] =
        typeof original != "function"
          ? original
          : (...args) => {
              try {
                if (!dead) return original(...args);
              } catch (error) {
                crash(error);
              }
              return nothing;
            };
    }
    return guarded;
  };

  const glue = (exports) => {
    GLUE
    return { imports: __wbg_get_imports, finish: __wbg_finalize_init, exports, shared };
  };

  // What the page's dataLayer tells, an event a row: name, and of an order its id, value, currency and number of items.
  // Entries come as tag managers take them and as the arguments of gtag(); what else stands there is passed over.
  const events = () =>
    [].concat(window.dataLayer || []).map((entry) => {
      try {
        const [name, data] = entry.event ? [entry.event, entry.ecommerce || entry] : entry[0] == "event" ? [entry[1], entry[2]] : [];
        const { transaction_id: id = "", value, currency, items = [] } = data || {};
        return [name, "" + id, parseFloat(value), currency, items.length];
      } catch {
        return [];
      }
    });

  // What the widget asks of the page; src/page/facts.rs says what each is. What is read on every scroll is cheap, and the data
  // layer, which may be long, is only gone through when it is asked for.
  const facts = () => {
    const name = document.querySelector("meta[property='og:site_name']");
    const offset = -new Date().getTimezoneOffset();
    return {
      width: innerWidth,
      height: innerHeight,
      language: document.documentElement.lang || navigator.language,
      path: location.pathname,
      host: location.hostname,
      shop: (name && name.content) || location.hostname.replace(/^www\./, ""),
      // The local time as if it were UTC, and how far it is from it in minutes.
      now: new Date(Date.now() + offset * 6e4).toISOString().slice(0, -1),
      offset,
      unix: Date.now(),
      random: [...crypto.getRandomValues(new Uint8Array(10))],
      get events() {
        return events();
      },
      isBusy,
      colour,
      ...later.facts,
    };
  };

  // Modal dialogs, and the consent banners of the usual providers.
  const BUSY =
    "dialog:modal,[aria-modal=true],#onetrust-banner-sdk,#CybotCookiebotDialog,#didomi-notice,.qc-cmp2-container," +
    "[id^=sp_message_container],.cky-consent-container,#cookiescript_injected,#iubenda-cs-banner,.cc-window,#cmpbox," +
    "#shopify-pc__banner,.cookie-notice,#usercentrics-cmp-ui,#truste-consent-track,.osano-cm-dialog,.cookie-permission-container";

  const isBusy = (selector) =>
    [...document.querySelectorAll(selector ? BUSY + "," + selector : BUSY)].some((element) => {
      const style = getComputedStyle(element);
      return element.getClientRects().length && style.visibility != "hidden" && style.opacity != 0;
    });

  // An opaque colour as CSS writes it, as a number of 24 bits; nothing where it is none. What is no colour by itself leaves
  // the canvas as it was.
  const colour = (text) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = "#0000";
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return alpha == 255 ? (red << 16) | (green << 8) | blue : NaN;
  };

  const instantiate = async (response, imports) => {
    try {
      return await WebAssembly.instantiateStreaming(response, imports);
    } catch (error) {
      // Not served as application/wasm: slower, but no reason to show nothing.
      if (error instanceof TypeError) return WebAssembly.instantiate(await response.arrayBuffer(), imports);
      throw error;
    }
  };

  // Names and hashes of what comes with the rest of the program, and how the names of the texts end; written by the build.
  const REST = { program: [], script: [], texts: "" };

  // What later.js hands over when it has come.
  let later = {};

  // Has the rest come and puts it beside the first part, which is on screen by now. What the shopper does meanwhile is kept
  // there. A network that fails is tried again, after one second, two, four … at most a minute.
  const complete = async (come, arrived, pause = 1000) => {
    try {
      await come();
    } catch (error) {
      if (pause > 6e4) end("load", "cannot load the rest of the widget, which was removed: " + error);
      else setTimeout(complete, pause, come, arrived, pause * 2);
      return;
    }
    arrived();
  };

  // Takes the program as it comes from the network; gives the function that starts the widget.
  // `get` fetches a file and `run` runs a script, each by its name and hash.
  nachklang.boot = async (response, fail, get, run) => {
    report = fail;
    const { imports, finish, exports, shared } = glue({});
    let instance;
    try {
      instance = (await instantiate(response, imports())).instance;
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) {
        throw {
          reason: "wasm",
          message:
            "the page's content security policy forbids WebAssembly; add 'wasm-unsafe-eval' to its script-src. " + error,
        };
      }
      throw error;
    }
    finish(instance);
    // Side by side. A script that has run is not run again where something else is still missing.
    const come = async (locale, texts) => {
      const [program, more] = await Promise.all([
        get(REST.program),
        get(["rest." + locale + REST.texts]).then((response) => response.json()),
        nachklang.later || run(REST.script),
      ]);
      const brought = nachklang.later(shared);
      await instantiate(program, { ...imports(), later: brought.imports, first: instance.exports });
      // The widget looks its texts up in the same object.
      Object.assign(texts, more);
      later = brought;
    };
    return (tag, locale, texts, surveys) => {
      const call = exports.start(tag, locale, texts, surveys, facts);
      setTimeout(complete, 0, () => come(locale, texts), exports.arrived);
      return call;
    };
  };
})();
