// The script tag. Always on the page, so it only knows when the widget may be due, and fetches it then. What to ask, whom,
// and how it is answered and sent is the widget's business (Rust, compiled to WebAssembly).
((window, document) => {
  // Names and integrity hashes of the widget's files, and the version: both written by the build.
  const FILES = { glue: [], wasm: [], texts: {} };
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

  // Runs the widget's glue, which then stands at `nachklang.boot`. Trusted Types want to know where a script comes from.
  const glue = () =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const types = window.trustedTypes;
      const address = url(FILES.glue);
      script.src = types
        ? types.createPolicy("nachklang", { createScriptURL: (address) => address }).createScriptURL(address)
        : address;
      script.integrity = FILES.glue[1];
      script.crossOrigin = "anonymous";
      script.onload = resolve;
      script.onerror = () => reject(address);
      document.head.append(script);
    });

  // A survey file's address has a dot or a slash in it; the name of a preset has none.
  const surveys = async () => {
    if (!/[./]/.test(settings.survey)) return;
    try {
      const response = await fetch(settings.survey);
      return response.ok ? { text: await response.text() } : { reason: "HTTP " + response.status };
    } catch (error) {
      return { reason: "" + error };
    }
  };

  const wake = () => {
    const wanted = settings.locale || document.documentElement.lang || navigator.language;
    const locale = [wanted, wanted.split("-")[0]].find((tag) => FILES.texts[tag]) || "en";
    // Everything side by side; the program is compiled as soon as it and its glue are here.
    const wasm = get(FILES.wasm);
    const program = Promise.all([wasm, glue()]).then(([wasm]) => api.boot(wasm, fail));
    const texts = get(FILES.texts[locale]).then((response) => response.json());
    return Promise.all([program, texts, surveys()])
      .then(([start, texts, surveys]) => {
        widget = start(settings, locale, texts, surveys);
        calls.splice(0).forEach(widget);
      })
      .catch((error) => fail(error.reason || "load", "cannot load the widget: " + (error.message || error)));
  };

  // Not before the page has loaded and is idle: the shop's own work comes first.
  const whenIdle = (then) => {
    const idle = () => (window.requestIdleCallback || setTimeout)(then, { timeout: 2000 });
    document.readyState == "complete" ? idle() : addEventListener("load", idle);
  };

  const call = (call) => {
    if (widget) return widget(call);
    calls.push(call);
    if (/load|show/.test(call[0])) waking ||= whenIdle(wake) || 1;
  };

  const api = (window.nachklang = (...args) => call(args));
  api.version = VERSION;

  calls.splice(0).forEach((args) => call([...args]));
  if (settings.survey) whenIdle(() => setTimeout(() => call(["load"]), settings.delay * 1000 || 0));
})(window, document);
