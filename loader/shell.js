// What stands around the glue that wasm-bindgen makes. The build puts that glue in the place of GLUE and has it hand the
// program's exports through `guard`.
(() => {
  // What the loader has noted of the page.
  const { page } = nachklang;
  let dead;

  // Tells the page of a failure.
  const report = (reason, message) => {
    console.error("Nachklang: " + message);
    document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason, message } }));
  };

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

  // What the page's dataLayer tells, an event a row: name, and of an order its id, value, currency, number of items and proof.
  // Entries come as tag managers take them and as the arguments of gtag(); what else stands there is passed over.
  const events = () =>
    [].concat(window.dataLayer || []).map((entry) => {
      try {
        const [name, data] = entry.event ? [entry.event, entry.ecommerce || entry] : entry[0] == "event" ? [entry[1], entry[2]] : [];
        const { transaction_id: id = "", value, currency, items = [], nachklang_proof = entry.nachklang_proof } = data || {};
        return [name, "" + id, parseFloat(value), currency, items.length, nachklang_proof];
      } catch {
        return [];
      }
    });

  // What is kept on the device; where nothing can be, or may be, in memory. Other tabs write it, too.
  const kept = () => {
    // What a page of its own notes of the journey is stored nowhere.
    if (page.settings.mode == "page") return page.kept;
    try {
      return { ...page.kept, ...JSON.parse(localStorage.nachklang) };
    } catch {
      return page.kept;
    }
  };

  // Keeps what has changed of it.
  const keep = (changes) => {
    page.kept = { ...kept(), ...changes };
    if (!page.consent) return;
    try {
      // Who objects to being followed has no journey kept; what was asked is, so as not to ask again. A page of its own begins
      // nothing: it is mostly not on the shop's origin.
      const stored = localStorage.nachklang;
      if (stored || page.settings.mode != "page")
        localStorage.nachklang = JSON.stringify(stored || !page.refuses ? { ...JSON.parse(stored || "{}"), ...changes } : changes);
    } catch {}
  };

  // What decides whether a survey is shown, beside what the program knows: model/src/eligibility/ says what each member is.
  const context = () => {
    const { visits, orders: confirmed = [], start, channel } = kept() || {};
    // A confirmation that is opened again within the hour is of the same order.
    const orders = confirmed.filter((time, index) => !(time - confirmed[index - 1] < 36e5));
    const order = orders.at(-1);
    const rows = events();
    const value = (names) => (rows.findLast(([name]) => names.test(name)) || [])[2];
    return {
      path: location.pathname,
      language: document.documentElement.lang || navigator.language,
      visits,
      orders: orders.length,
      order,
      days_since_order: order && (Date.now() - order) / 864e5,
      order_value: value(/^purchase$/),
      cart_value: value(/^(view_cart|add_to_cart|remove_from_cart|begin_checkout|add_(shipping|payment)_info)$/),
      channel,
      ready: page.due,
      show: page.settings.show,
      consent: !!page.consent,
      share: start % 100,
      segment: page.settings.segment,
      ...page.customer,
    };
  };

  // What the widget asks of the page; src/page/facts.rs says what each is. They are asked for often, mostly for one of them: what
  // takes time, such as the size, for which the page is laid out, is found out when that is read.
  const facts = () => {
    const offset = -new Date().getTimezoneOffset();
    return {
      __proto__: deferred.facts,
      get width() {
        return innerWidth;
      },
      get height() {
        return innerHeight;
      },
      language: document.documentElement.lang || navigator.language,
      path: location.pathname,
      host: location.hostname,
      get shop() {
        const name = document.querySelector("meta[property='og:site_name']");
        return (name && name.content) || location.hostname.replace(/^www\./, "");
      },
      // The local time as if it were UTC, and how far it is from it in minutes.
      now: new Date(Date.now() + offset * 6e4).toISOString().slice(0, -1),
      offset,
      unix: Date.now(),
      get random() {
        return [...crypto.getRandomValues(new Uint8Array(10))];
      },
      touchpoint: page.at || "page" + location.pathname,
      named: page.touchpoint?.key && page.touchpoint,
      consent: page.consent,
      get events() {
        return events();
      },
      get context() {
        return context();
      },
      get kept() {
        return kept();
      },
      keep,
      customer: page.customer,
      refuses: page.refuses,
      isBusy,
      colour,
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

  // The integrity hashes of what comes with the deferred part, and of the first part in JavaScript; written by the build.
  const DEFERRED = { program: "", script: "", translated: "" };

  // What deferred.js hands over when it has come.
  let deferred = {};

  // Has the deferred part come and puts it beside the first part, which is on screen by now. What the shopper does meanwhile is kept
  // there, and followed then. A network that fails is tried again, after one second, two, four … at most a minute.
  const complete = async (download, runNext, pause = 1000) => {
    try {
      await download();
    } catch (error) {
      if (pause > 6e4) end("load", "cannot load the deferred part of the widget, which was removed: " + error);
      else setTimeout(complete, pause, download, runNext, pause * 2);
      return;
    }
    // Each step in a task of its own; a page in the background, which may be about to go, has nothing to do in between.
    const follow = () => {
      while (runNext() && !dead) if (!document.hidden) return setTimeout(follow);
    };
    document.addEventListener("visibilitychange", () => document.hidden && follow());
    document.hidden ? follow() : setTimeout(follow);
  };

  // Runs a script of ours. Trusted Types want to know where it comes from.
  const run = (name, integrity) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = page.policy.createScriptURL(name);
      script.integrity = integrity;
      script.crossOrigin = "anonymous";
      script.onload = resolve;
      script.onerror = () => reject(script.src);
      document.head.append(script);
    });

  // Whether the program is taken in JavaScript: the page's policy forbids WebAssembly, or the browser does without.
  let translates = !window.WebAssembly;

  // A part of the program: as it comes, else the script of this name.
  const instantiate = async (response, imports, name, integrity) => {
    try {
      if (!translates)
        return await WebAssembly.instantiateStreaming(response, imports).catch(async (error) => {
          // Not served as application/wasm: slower, but no reason to show nothing.
          if (error instanceof TypeError) return WebAssembly.instantiate(await response.arrayBuffer(), imports);
          throw error;
        });
    } catch (error) {
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      translates = true;
    }
    await run(name, integrity);
    return { instance: { exports: nachklang.translated(imports) } };
  };

  // A survey file: its text, or why it could not be had; nothing where none was asked for.
  const text = async (response) => {
    try {
      const { ok, status, text } = (response = await response);
      return ok ? { text: await text.call(response) } : { reason: "HTTP " + status };
    } catch (error) {
      return { reason: "" + error };
    }
  };

  // The presets that come as a survey file; written by the build.
  const PRESETS = [];

  // Starts the program with what the loader has begun to fetch, and has it follow the calls that wait, and those to come.
  const boot = async ([locale, program, texts]) => {
    const { imports, finish, exports, shared } = glue({});
    try {
      const { instance } = await instantiate(await program, imports(), "translated.js", DEFERRED.translated);
      finish(instance);
      // Side by side. A script that has run is not run again where something else is still missing.
      const download = async () => {
        const [program, more] = await Promise.all([
          translates || fetch(page.url("deferred.wasm"), { integrity: DEFERRED.program }),
          fetch(page.url("deferred-" + locale + ".json")).then((response) => response.json()),
          nachklang.deferred || run("deferred.js", DEFERRED.script),
        ]);
        const brought = nachklang.deferred(shared);
        const all = { ...imports(), deferred: brought.imports, first: instance.exports };
        await instantiate(program, all, "translated-deferred.js", brought.translated);
        // The widget looks its texts up in the same object.
        Object.assign(words, more, isInformal && more.informal);
        deferred = brought;
      };
      const { survey } = page.settings;
      const isFile = /[./]/.test(survey) || PRESETS.includes(survey);
      const words = await (await texts).json();
      const wanted = page.settings.locale || document.documentElement.lang;
      const isInformal = (page.settings.form == "informal" || /-x-informal$/i.test(wanted)) && words.informal;
      if (isInformal) Object.assign(words, words.informal, { tag: words.tag + "-x-informal" });
      const follow = exports.start(page.settings, words, isFile && (await text(page.file)), facts);
      // The question comes first: nothing of the deferred part is fetched before it has been painted. Pages in the background are not.
      const painted = new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve));
        setTimeout(resolve, 200);
      });
      painted.then(() => complete(download, exports.run_deferred));
      // A preset that is asked for by a call brings its file along.
      const call = async ([name, argument, resolve]) => {
        const named = name == "inline" ? argument.getAttribute("survey") : name == "show" && argument;
        const brings = PRESETS.includes(named) && named != survey;
        const file = brings && (await text(fetch(page.url(named + "-" + locale + ".json"))));
        follow([name, argument, file, resolve]);
      };
      page.calls.splice(0).forEach(call);
      page.calls.push = call;
    } catch (error) {
      report("load", "cannot load the widget: " + (error.message || error));
    }
  };

  // The loader may need the glue before it needs the widget. It looks again before all has come.
  let start = page.start;
  if (start) boot(start);
  else Object.defineProperty(page, "start", { get: () => start, set: (files) => boot((start = files)) });
})();
