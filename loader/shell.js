// The shell around wasm-bindgen's glue: starts the widget, loads the deferred part and contains failures. The build puts the glue
// in the place of GLUE, has it hand the program's exports through `guard`, and puts all of this into glue.js.
(() => {
  const { page } = nachklang;
  const { settings } = page;
  const FIRST_BACKOFF_MS = 1000;
  const LONGEST_BACKOFF_MS = 60 * 1000;
  const PAINT_TIMEOUT_MS = 200;

  // The build writes the integrity hashes, and the presets that come as a survey file.
  const INTEGRITY = { deferredProgram: "", deferredScript: "", translated: "" };
  const PRESETS = [];

  const report = (reason, message) => {
    console.error("Nachklang: " + message);
    document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason, message } }));
  };

  // Takes the widget off the page for good and tells the page why.
  let isDead = false;
  const end = (reason, message) => {
    isDead = true;
    document.querySelectorAll("nachklang-widget").forEach((host) => host.remove());
    report(reason, message);
  };

  // Wraps the program's functions: a panic, or any other exception in one, ends the widget and never reaches the page. The
  // functions of a dead widget do nothing.
  const guard = (exports) => {
    const guarded = {};
    // What a dead function gives: the glue reads no error out of it, and a caller may call it.
    const nothing = () => {};
    for (const name in exports) {
      const original = exports[name];
      const call = (...args) => {
        if (isDead) return nothing;
        try {
          return original(...args);
        } catch (error) {
          end("crash", "the widget failed and was removed: " + error);
          return nothing;
        }
      };
      guarded[name] = typeof original == "function" ? call : original;
    }
    return guarded;
  };

  const glue = (exports) => {
    GLUE
    return { imports: __wbg_get_imports, finish: __wbg_finalize_init, exports, shared };
  };

  // Runs one of our scripts. Where the page requires Trusted Types, the policy has to make its address.
  const runScript = (name, integrity) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = page.policy.createScriptURL(name);
      script.integrity = integrity;
      script.crossOrigin = "anonymous";
      script.onload = resolve;
      script.onerror = () => reject(script.src);
      document.head.append(script);
    });

  // Whether the widget runs as JavaScript, because the page's policy forbids WebAssembly or the browser has none.
  let isTranslated = !window.WebAssembly;

  const instantiateWasm = async (response, imports) => {
    try {
      return await WebAssembly.instantiateStreaming(response, imports);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // A server that does not send application/wasm: slower, but no reason to show nothing.
      return WebAssembly.instantiate(await response.arrayBuffer(), imports);
    }
  };

  // Instantiates a part of the program. `name` and `integrity` are those of its translation to JavaScript.
  const instantiate = async (response, imports, name, integrity) => {
    try {
      if (!isTranslated) return await instantiateWasm(response, imports);
    } catch (error) {
      // This is how a policy forbids WebAssembly.
      if (!(error instanceof WebAssembly.CompileError)) throw error;
      isTranslated = true;
    }
    await runScript(name, integrity);
    return { instance: { exports: nachklang.translated(imports) } };
  };

  // A survey file for the widget: its text, or the reason why there is none.
  const readSurveyFile = async (download) => {
    try {
      const response = await download;
      return response.ok ? { text: await response.text() } : { reason: "HTTP " + response.status };
    } catch (error) {
      return { reason: "" + error };
    }
  };

  // Whether the shopper is addressed informally, where the language has both forms.
  const wantsInformal = () =>
    settings.form == "informal" || /-x-informal$/i.test(settings.locale || document.documentElement.lang);

  // Resolves when the first question has been painted. Pages in the background are not painted.
  const nextPaint = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => setTimeout(resolve));
      setTimeout(resolve, PAINT_TIMEOUT_MS);
    });

  // Loads the deferred part, then runs what was deferred until now, in its order. After a network error it tries again: 1, 2, 4 …
  // 32 seconds later.
  const loadDeferred = async (download, runNext, backoff = FIRST_BACKOFF_MS) => {
    try {
      await download();
    } catch (error) {
      if (backoff > LONGEST_BACKOFF_MS) end("load", "cannot load the deferred part of the widget, which was removed: " + error);
      else setTimeout(loadDeferred, backoff, download, runNext, backoff * 2);
      return;
    }
    // Each job has a task of its own, so that the page stays responsive. A hidden page may be about to go: there all run at once.
    const runJobs = () => {
      while (runNext() && !isDead) {
        if (!document.hidden) return setTimeout(runJobs);
      }
    };
    document.addEventListener("visibilitychange", () => document.hidden && runJobs());
    if (document.hidden) runJobs();
    else setTimeout(runJobs);
  };

  // Starts the widget with what the loader has begun to download.
  const boot = async ([locale, program, texts]) => {
    const { imports, finish, exports, shared } = glue({});

    // Downloads the parts of the deferred part side by side and joins them to the first part. Where another try is needed, a script
    // that has run does not run again.
    const downloadDeferred = async (words, informal, firstExports) => {
      const [deferredProgram, deferredTexts] = await Promise.all([
        isTranslated || fetch(page.url("deferred.wasm"), { integrity: INTEGRITY.deferredProgram }),
        fetch(page.url("deferred-" + locale + ".json")).then((response) => response.json()),
        nachklang.deferred || runScript("deferred.js", INTEGRITY.deferredScript),
      ]);
      const deferred = nachklang.deferred(shared);
      const allImports = { ...imports(), deferred: deferred.imports, first: firstExports };
      await instantiate(deferredProgram, allImports, "translated-deferred.js", deferred.translatedIntegrity);
      // The widget looks its texts up in this object.
      Object.assign(words, deferredTexts, informal && deferredTexts.informal);
      page.deferredSnapshot = deferred.snapshot;
    };

    try {
      const { instance } = await instantiate(await program, imports(), "translated.js", INTEGRITY.translated);
      finish(instance);
      const words = await (await texts).json();
      const informal = wantsInformal() && words.informal;
      if (informal) Object.assign(words, informal, { tag: words.tag + "-x-informal" });
      const { survey } = settings;
      const hasFile = /[./]/.test(survey) || PRESETS.includes(survey);
      const follow = exports.start(settings, words, hasFile && (await readSurveyFile(page.surveyResponse)), page.snapshot);

      // The question comes first.
      const download = () => downloadDeferred(words, informal, instance.exports);
      nextPaint().then(() => loadDeferred(download, exports.run_deferred));

      // Follows the calls that wait, and those to come. A preset that a call names brings its survey file along.
      const followCall = async ([name, argument, resolve]) => {
        const preset = name == "inline" ? argument.getAttribute("survey") : name == "show" && argument;
        const isNewPreset = PRESETS.includes(preset) && preset != survey;
        const file = isNewPreset && (await readSurveyFile(fetch(page.url(preset + "-" + locale + ".json"))));
        follow([name, argument, file, resolve]);
      };
      page.calls.splice(0).forEach(followCall);
      page.calls.push = followCall;
    } catch (error) {
      report("load", "cannot load the widget: " + (error.message || error));
    }
  };

  // The glue may be here before the loader begins to download the widget. Then the widget starts as soon as it does.
  let downloads = page.downloads;
  if (downloads) boot(downloads);
  else
    Object.defineProperty(page, "downloads", {
      get: () => downloads,
      set: (begun) => boot((downloads = begun)),
    });
})();
