//! The consent platforms that npm has, as they are: a card waits for each, and makes way when it is opened again to withdraw.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use nachklang_tests::{Browser, Collector};
use serde_json::json;

use super::frames::{self, DESKTOP_AND_PHONE, Frames};

/// How long a card may take that must not come.
const WAIT: Duration = Duration::from_millis(1500);

/// A platform.
struct Platform {
    name: &'static str,
    /// Its scripts and styles in `node_modules`.
    files: &'static [&'static str],
    /// Starts it.
    start: &'static str,
    /// The button that accepts.
    accept: &'static str,
    /// Opens it again.
    reopen: &'static str,
    /// The button that is pressed then.
    save: &'static str,
}

const PLATFORMS: &[Platform] = &[
    Platform {
        name: "klaro",
        files: &["klaro/dist/klaro.js"],
        start: "klaro.setup({ version: 1, storageName: 'klaro-' + row, ...klaroSettings })",
        accept: ".cookie-notice .cm-btn-success",
        reopen: "klaro.show()",
        save: ".cookie-modal .cm-btn-success",
    },
    Platform {
        name: "klaro, mustConsent",
        files: &["klaro/dist/klaro.js"],
        start: "klaro.setup({ version: 1, storageName: 'klaro-' + row, mustConsent: true, ...klaroSettings })",
        accept: ".cookie-modal .cm-btn-success",
        reopen: "klaro.show()",
        save: ".cookie-modal .cm-btn-success",
    },
    Platform {
        name: "vanilla-cookieconsent",
        files: &[
            "vanilla-cookieconsent/dist/cookieconsent.css",
            "vanilla-cookieconsent/dist/cookieconsent.umd.js",
        ],
        start: "CookieConsent.run({ hideFromBots: false, cookie: { name: 'vanilla-' + row }, \
                categories: { necessary: { enabled: true, readOnly: true }, analytics: {} }, \
                language: { default: 'en', translations: { en: { \
                  consentModal: { title: 'Cookies?', description: 'They help.', acceptAllBtn: 'Accept', acceptNecessaryBtn: 'No' }, \
                  preferencesModal: { title: 'Cookies', acceptAllBtn: 'Accept', savePreferencesBtn: 'Save', \
                    sections: [{ title: 'Why', linkedCategory: 'analytics' }] } } } } })",
        accept: ".cm [data-role=all]",
        reopen: "CookieConsent.showPreferences()",
        save: ".pm [data-role=save]",
    },
    Platform {
        name: "cookieconsent by Osano",
        files: &["cookieconsent/build/cookieconsent.min.css", "cookieconsent/build/cookieconsent.min.js"],
        start: "addEventListener('load', () => cookieconsent.initialise({ type: 'opt-in', position: 'bottom-right', \
                cookie: { name: 'osano-' + row } }))",
        accept: ".cc-allow",
        reopen: "document.querySelector('.cc-revoke').click()",
        save: ".cc-allow",
    },
    Platform {
        name: "orejime",
        files: &["orejime/dist/orejime-standard.css", "orejime/dist/orejime-standard-en.js"],
        start: "",
        accept: "[data-testid=orejime-banner-accept]",
        reopen: "orejime.prompt()",
        save: "[data-testid=orejime-modal-save]",
    },
    Platform {
        name: "tarteaucitron",
        files: &["tarteaucitronjs/tarteaucitron.min.js"],
        start: "tarteaucitron.init({ orientation: 'bottom', cookieName: 'tac-' + row, showIcon: true }); \
                (tarteaucitron.job ||= []).push('youtube')",
        accept: "#tarteaucitronPersonalize2",
        reopen: "tarteaucitron.userInterface.openPanel()",
        save: "#tarteaucitronClosePanel",
    },
    Platform {
        name: "cookie-though",
        files: &["cookie-though/dist/lib.js"],
        start: "CookieThough.init({ cookiePreferenceKey: 'though-' + row, essentialLabel: 'Always on', \
                customizeLabel: 'Customize', permissionLabels: { accept: 'Accept', acceptAll: 'Accept all', decline: 'Decline' }, \
                header: { title: 'Really?', subTitle: 'Well', description: 'We use cookies.' }, \
                policies: [{ id: 'analytics', label: 'Analytics', description: 'To count', category: 'analytics' }] })",
        accept: ".ct-button:not(.ct-button-secondary)",
        reopen: "CookieThough.show()",
        save: ".ct-button:not(.ct-button-secondary)",
    },
    Platform {
        name: "react-cookie-consent",
        files: &[
            "react/umd/react.production.min.js",
            "react-dom/umd/react-dom.production.min.js",
            "react-cookie-consent/dist/react-cookie-consent.umd.js",
        ],
        start: "const root = ReactDOM.createRoot(document.body.appendChild(document.createElement('div'))); let times = 0; \
                window.reopen = () => { const name = 'react-' + row + '-' + times++; \
                  root.render(React.createElement(ReactCookieConsent.default, { key: name, cookieName: name }, 'We use cookies.')) }; \
                reopen()",
        accept: "#rcc-confirm-button",
        reopen: "reopen()",
        save: "#rcc-confirm-button",
    },
    Platform {
        name: "vue-cookie-accept-decline",
        files: &[
            "vue-cookie-accept-decline/dist/vue-cookie-accept-decline.css",
            "vue/dist/vue.global.prod.js",
            "vue-cookie-accept-decline/dist/vue-cookie-accept-decline.umd.js",
        ],
        start: "const panel = Vue.createApp({ \
                  template: '<vue-cookie-accept-decline ref=panel :element-id=id type=bar position=bottom />', \
                  data: () => ({ id: 'vue-' + row }), \
                  methods: { reopen() { this.$refs.panel.removeCookie(); this.$refs.panel.init() } } }); \
                panel.component('vue-cookie-accept-decline', VueCookieAcceptDecline.default || VueCookieAcceptDecline); \
                const mounted = panel.mount(document.body.appendChild(document.createElement('div'))); \
                window.reopen = () => mounted.reopen()",
        accept: ".cookie__bar__buttons__button--accept",
        reopen: "reopen()",
        save: ".cookie__bar__buttons__button--accept",
    },
    Platform {
        name: "c15t",
        files: &["c15t.css", "c15t.js"],
        start: "",
        accept: "[data-testid=consent-banner-accept-button]",
        reopen: "reopen()",
        save: "[data-testid=consent-widget-footer-save-button]",
    },
    Platform {
        // The stub alone, then a platform in its place, whose screen has no mark and speaks of nothing.
        name: "the IAB's stub",
        files: &["@iabtcf/stub/lib/stub.js"],
        start: "const listeners = []; let status; \
                const data = () => ({ gdprApplies: true, eventStatus: status, purpose: { consents: {} } }); \
                const tell = (eventStatus) => { status = eventStatus; listeners.forEach((listener) => listener(data(), true)) }; \
                const real = (command, version, callback) => { \
                  if (command == 'addEventListener') { listeners.push(callback); if (status) callback(data(), true) } }; \
                window.reopen = () => { const screen = document.createElement('section'); document.body.append(screen); \
                  screen.style = 'position: fixed; inset: auto 0 0; background: #ddd'; \
                  screen.innerHTML = 'Hello <button id=fine>Fine</button>'; tell('cmpuishown'); \
                  screen.querySelector('button').onclick = () => { screen.remove(); tell('useractioncomplete') } }; \
                addEventListener('load', () => setTimeout(() => { const queue = __tcfapi(); window.__tcfapi = real; \
                  queue.forEach((call) => real(...call)); reopen() }, 300))",
        accept: "#fine",
        reopen: "reopen()",
        save: "#fine",
    },
];

/// Files that the scripts above load by themselves.
const MORE_FILES: &[&str] = &[
    "tarteaucitronjs/css/tarteaucitron.min.css",
    "tarteaucitronjs/lang/tarteaucitron.en.min.js",
    "tarteaucitronjs/tarteaucitron.services.min.js",
];

/// Settings that have to be there before the scripts.
const SETTINGS: &str = "
  window.klaroConfig = { noAutoLoad: true };
  window.klaroSettings = {
    services: [{ name: 'matomo', title: 'Matomo', purposes: ['analytics'] }],
    translations: { en: { privacyPolicyUrl: '/privacy', purposes: { analytics: 'Analytics' } } },
  };
  window.orejimeConfig = {
    cookie: { name: 'orejime-' + row }, privacyPolicyUrl: '/privacy',
    purposes: [{ id: 'matomo', title: 'Matomo', cookies: ['_pk'] }],
  };
";

/// c15t as a shop with React bundles it.
const C15T: &str = r#"
import { createElement as h } from "react";
import { createRoot } from "react-dom/client";
import { ConsentBanner, ConsentDialog, ConsentManagerProvider, useConsentManager } from "@c15t/react";
import "@c15t/react/styles.css";
const Opener = () => {
  const { setActiveUI } = useConsentManager();
  window.reopen = () => setActiveUI("dialog");
  return null;
};
const options = { mode: "offline", consentCategories: ["necessary", "measurement"] };
const all = [h(ConsentBanner, { key: 1 }), h(ConsentDialog, { key: 2 }), h(Opener, { key: 3 })];
createRoot(document.body.appendChild(document.createElement("div"))).render(h(ConsentManagerProvider, { options }, all));
"#;

fn packages() -> PathBuf {
    xtask::root().join("tests/node_modules")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}: npm ci in tests/", path.display()))
}

/// Bundles c15t: its script and its style.
fn bundle_c15t() -> [(String, String); 2] {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let entry = folder.path().join("c15t.js");
    fs::write(&entry, C15T).expect("the entry is written");
    let bundled = folder.path().join("bundled");
    let mut esbuild = Command::new(packages().join(".bin/esbuild"));
    esbuild.arg(&entry).args(["--bundle", "--minify", "--log-level=error"]);
    esbuild.arg("--define:process.env.NODE_ENV=\"production\"");
    esbuild.arg(format!("--outdir={}", bundled.display()));
    let status = esbuild.env("NODE_PATH", packages()).status().expect("esbuild runs");
    assert!(status.success(), "c15t is bundled");
    ["c15t.js", "c15t.css"].map(|name| (format!("/npm/{name}"), read(&bundled.join(name))))
}

/// All files, by their paths on the shop.
fn files() -> Vec<(String, String)> {
    let named = PLATFORMS.iter().flat_map(|platform| platform.files).chain(MORE_FILES);
    let mut names: Vec<&str> = named.copied().filter(|name| name.contains('/')).collect();
    names.sort_unstable();
    names.dedup();
    let files = names.into_iter().map(|name| (format!("/npm/{name}"), read(&packages().join(name))));
    files.chain(bundle_c15t()).collect()
}

/// The elements that load a platform's files.
fn elements(platform: &Platform) -> String {
    let element = |file: &&str| match file.ends_with("css") {
        true => format!("<link rel=stylesheet href=/npm/{file}>"),
        false => format!("<script src=/npm/{file}></script>"),
    };
    platform.files.iter().map(element).collect()
}

#[tokio::test]
async fn a_card_covers_none_of_the_consent_platforms_of_npm() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let object = |platform: &Platform| {
        json!({ "html": elements(platform), "start": platform.start, "accept": platform.accept,
                "reopen": platform.reopen, "save": platform.save })
    };
    let platforms = json!(PLATFORMS.iter().map(object).collect::<Vec<_>>()).to_string().replace("</", "<\\/");
    let files = files();
    let frames = Frames {
        attributes: "",
        rows: PLATFORMS.len() * 2,
        sizes: &DESKTOP_AND_PHONE,
        script: format!("{SETTINGS}; window.platform = {platforms}[row >> 1]"),
        body_script: "document.write(platform.html + '<script>{' + platform.start + '}<\\/script>')",
        files: &files,
    };
    let _shop = frames::open(&browser, &collector, frames).await;
    let both =
        |platform: &Platform| ["desktop", "phone"].map(|device| format!("{}, {device}", platform.name));
    let names: Vec<String> = PLATFORMS.iter().flat_map(both).collect();
    let holds = async |what: &str, condition: &str| {
        frames::wait_until(&browser, &names, what, condition).await;
    };
    let is_free = |button: &str| format!("!shows(row) && canReach(row, frames[row].platform.{button})");
    let press = |button: &str| {
        format!("rows().forEach((row) => frames[row].findDeep(frames[row].platform.{button}).click())")
    };
    holds("each banner", &is_free("accept")).await;
    // Meanwhile a card would have come.
    tokio::time::sleep(WAIT).await;
    holds("each banner, still", &is_free("accept")).await;
    browser.run(&press("accept")).await;
    holds("the cards after the banners", "shows(row)").await;
    browser.run("rows().forEach((row) => frames[row].eval(frames[row].platform.reopen))").await;
    holds("the cards to make way", &is_free("save")).await;
    browser.run(&press("save")).await;
    holds("the cards to come back", "shows(row)").await;
}
