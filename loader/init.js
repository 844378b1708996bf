// The module of the npm package. `init` puts the script tag on the page and gives the commands as functions. Importing it does
// nothing, and on a server `init` does nothing either. The build puts this file into pkg/, as a module and for `require`.

// What `init` gave while the widget is in use, and the settings it was given, as a text.
let current, currentSettings;
// Our tag, and the promise that its script has run or failed.
let tag, settled;

const report = (reason, message) => {
  console.error("Nachklang: " + message);
  document.dispatchEvent(new CustomEvent("nachklang:error", { detail: { reason, message } }));
};

// Whether the script has run and is not at its end.
const isLoaded = () => {
  const page = window.nachklang?.page;
  return !!page && !page.ending?.signal.aborted;
};

// The collector serves the script beside the endpoint.
const addressBeside = (endpoint) => {
  try {
    return new URL("/nachklang.js", new URL(endpoint, location.href)).href;
  } catch {}
};

// Where the page requires Trusted Types, a policy has to make the address of a script.
let policy;
const scriptAddress = (address) => {
  const rules = { createScriptURL: (url) => url };
  policy ||= window.trustedTypes?.createPolicy("nachklang-init", rules) || rules;
  return policy.createScriptURL(address);
};

// The settings are the tag's attributes: `firstName` is `data-first-name`. What is not given is no attribute.
const writeSettings = (settings) => {
  for (const name in tag.dataset) delete tag.dataset[name];
  for (const [name, value] of Object.entries(settings)) {
    const hyphened = name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase());
    if (value != null) tag.setAttribute("data-" + hyphened, typeof value == "object" ? JSON.stringify(value) : value);
  }
};

const removeTag = () => {
  tag?.remove();
  tag = settled = undefined;
};

// Takes the widget off the page.
const end = () => {
  removeTag();
  if (isLoaded()) return window.nachklang("destroy");
};

// Puts the tag on the page. Resolves when its script has run or failed.
const putTag = (address) =>
  new Promise((resolve) => {
    tag.onload = () => {
      // A tag that is no longer wanted: the script has run all the same.
      if (!current) end();
      resolve();
    };
    tag.onerror = (error) => {
      removeTag();
      report("load", `cannot load ${address}: ${error.message || "see the network panel of the browser"}`);
      resolve();
    };
    tag.async = true;
    try {
      tag.src = scriptAddress(address);
      document.head.append(tag);
    } catch (error) {
      // Later, so that the caller can listen to it.
      setTimeout(tag.onerror, 0, error);
    }
  });

const MISSING_ADDRESS = "init needs `src`, the URL of nachklang.js, or `endpoint`, the URL of a collector, which serves that file";

const load = ({ src, ...settings }) => {
  if (isLoaded()) return;
  // A tag whose script is still on its way takes the new settings.
  if (tag) return writeSettings(settings);
  const { endpoint } = settings;
  const address = src || (endpoint && endpoint != "none" && addressBeside(endpoint));
  if (!address) return setTimeout(report, 0, "settings", MISSING_ADDRESS);
  tag = document.createElement("script");
  writeSettings(settings);
  settled = putTag(String(address));
};

// The commands as functions. Each waits for the script, and does nothing without it or after `destroy`.
const createApi = () => {
  const call = async (...args) => {
    await settled;
    if (current == api && isLoaded()) return window.nachklang(...args);
  };
  const removers = [];
  const api = {
    show: (survey) => call("show", survey),
    close: () => call("close"),
    touchpoint: (touchpoint) => call("touchpoint", touchpoint),
    event: (name) => call("event", name),
    customer: (customer) => call("customer", customer),
    consent: (given) => call("consent", given),
    explain: async () => (await call("explain")) || [],
    debug: () => call("debug"),
    forget: () => call("forget"),
    // Calls the listener for each event of the widget. Returns a function that ends this.
    on: (event, listener) => {
      const handle = ({ detail }) => listener(detail);
      const remove = () => document.removeEventListener("nachklang:" + event, handle);
      if (current != api) return () => {};
      document.addEventListener("nachklang:" + event, handle);
      removers.push(remove);
      return remove;
    },
    destroy: async () => {
      removers.splice(0).forEach((remove) => remove());
      if (current != api) return;
      current = undefined;
      // Where the script is still on its way, this happens when it has arrived.
      if (isLoaded()) await end();
    },
  };
  return api;
};

/** Puts the script tag on the page, unless it is there. The types are in nachklang.d.ts. */
const init = (settings) => {
  if (typeof document == "undefined") return createApi();
  const text = JSON.stringify(settings);
  if (current) {
    if (text != currentSettings)
      console.warn("Nachklang: a second init with other settings changes nothing. Call destroy() before it.");
    return current;
  }
  current = createApi();
  currentSettings = text;
  load(settings || {});
  return current;
};

export { init };
