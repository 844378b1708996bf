// What stands around the glue that wasm-bindgen makes. GLUE is that glue, which defines `wasm_bindgen`; the build has it
// hand its exports through `guard`.
(() => {
  let dead;
  let report;

  // A panic of the widget, or anything else that goes wrong in it, ends here: the widget is taken off the page and never
  // called again, and the page sees an event instead of an exception.
  const crash = (error) => {
    dead = true;
    document.querySelectorAll("nachklang-widget").forEach((host) => host.remove());
    report("crash", "the widget failed and was removed: " + error);
  };

  const guard = (exports) => {
    const guarded = {};
    for (const name in exports) {
      const original = exports[name];
      guarded[name] =
        typeof original != "function"
          ? original
          : (...args) => {
              if (dead) return;
              try {
                return original(...args);
              } catch (error) {
                crash(error);
              }
            };
    }
    return guarded;
  };

  GLUE

  // Takes the program as it comes from the network; gives the function that starts the widget.
  nachklang.boot = async (program, fail) => {
    report = fail;
    try {
      await wasm_bindgen({ module_or_path: program });
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
    return wasm_bindgen.start;
  };
})();
