// The script tag. Always on the page, so it only knows when the widget may be due, and fetches it then. What to ask, whom,
// and how it is answered and sent is the widget's business (Rust, compiled to WebAssembly).
((window, document) => {
  // Written by the build: names and integrity hashes of the widget's files, the locales there are, and what stands for
  // their content in their names; the presets that come as a survey file; the version.
  const FILES = { glue: [], wasm: [] };
  const LOCALES = [];
  const TEXTS = "";
  const PRESETS = [];
  const VERSION = "0.0.0";

  const before = window.nachklang;
  // The tag is on the page twice: the first one serves both.
  if (before && before.version) return;

  // Some tag managers run a script in a way of their own; then the tag is found by its address.
  const tag = document.currentScript || document.querySelector("script[src*='nachklang.js']");
  const settings = { ...tag.dataset };
  const calls = [...((before && before.q) || [])];
  let widget;
  let waking;

  const fail = (reason, message) => {
    console.error("Nachklang: " + message);
    document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason, message } }));
  };

  const url = (file) => new URL(file[0], tag.src).href;
  const get = (file) => fetch(url(file), { integrity: file[1] });

  // Runs a script of the widget. Trusted Types want to know where it comes from; their policy can be made once on a page.
  let policy;
  const run = (file) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const types = window.trustedTypes;
      const address = url(file);
      policy ||= types && types.createPolicy("nachklang", { createScriptURL: (address) => address });
      script.src = policy ? policy.createScriptURL(address) : address;
      script.integrity = file[1];
      script.crossOrigin = "anonymous";
      script.onload = resolve;
      script.onerror = () => reject(address);
      document.head.append(script);
    });

  // Exactly what is wanted, else its language, each first in the form of address that is wanted, else English.
  const locale = () => {
    const wanted = (settings.locale || document.documentElement.lang || navigator.language)
      .replace(/^n[no](?=-|$)/i, "nb")
      .replace(/^zh.*/i, (tag) => (/hant|^zh-(tw|hk|mo)/i.test(tag) ? "zh-Hant" : "zh-Hans"));
    const base = wanted.split("-")[0];
    const form = "-x-" + settings.form;
    return (
      [wanted + form, base + form, wanted, base]
        .map((tag) => LOCALES.find((locale) => locale.toLowerCase() == tag.toLowerCase()))
        .find((found) => found) || "en"
    );
  };

  // The survey file that a name stands for: an address has a dot or a slash in it; some presets come as a file in the
  // shopper's language.
  const surveys = async (name) => {
    const address = /[./]/.test(name)
      ? name
      : PRESETS.includes(name) && url(["presets." + locale() + TEXTS]);
    if (!address) return;
    try {
      const response = await fetch(address);
      return response.ok ? { text: await response.text() } : { reason: "HTTP " + response.status };
    } catch (error) {
      return { reason: "" + error };
    }
  };

  const wake = () => {
    // Everything side by side; the program is compiled as soon as it and its glue, which stands at `nachklang.boot`, are here.
    const wasm = get(FILES.wasm);
    const program = Promise.all([wasm, run(FILES.glue)]).then(([wasm]) => api.boot(wasm, fail, get, run));
    const texts = get([locale() + TEXTS]).then((response) => response.json());
    return Promise.all([program, texts, surveys(settings.survey)])
      .then(([start, texts, surveys]) => {
        widget = start(settings, locale(), texts, surveys);
        calls.splice(0).forEach(follow);
      })
      .catch((error) => fail(error.reason || "load", "cannot load the widget: " + (error.message || error)));
  };

  const follow = async ([file, ...call]) => {
    file = await file;
    widget(file ? [...call, file] : call);
  };

  // Not before the page has loaded and is idle: the shop's own work comes first.
  const whenIdle = (then) => {
    const idle = () => (window.requestIdleCallback || setTimeout)(then, { timeout: 2000 });
    document.readyState == "complete" ? idle() : addEventListener("load", idle);
  };

  // A preset that is asked for by a call brings its file along.
  const call = (call) => {
    const named = call[0] == "inline" ? call[1].getAttribute("survey") : call[0] == "show" && call[1];
    const brought = PRESETS.includes(named);
    const entry = [brought && surveys(named), ...call];
    if (widget) return brought ? follow(entry) : widget(call);
    calls.push(entry);
    if (/load|show|inline/.test(call[0])) waking ||= whenIdle(wake) || 1;
  };

  const api = (window.nachklang = (...args) => call(args));
  api.version = VERSION;

  calls.splice(0).forEach((args) => call([...args]));
  // <nachklang-survey> asks where it stands.
  const inline = "nachklang-survey";
  if (!customElements.get(inline)) {
    customElements.define(
      inline,
      class extends HTMLElement {
        connectedCallback() {
          call(["inline", this]);
        }
      },
    );
  }
  if (settings.survey) whenIdle(() => setTimeout(() => call(["load"]), settings.delay * 1000 || 0));
})(window, document);
