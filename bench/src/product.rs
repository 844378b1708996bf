//! The products that are measured. Each is embedded as its documentation says, alone on its page.

/// A product that a shop could embed, or a lower bound for one.
pub struct Product {
    /// Its name in tables.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The module that a shop bundles with esbuild; empty where the vendor serves ready-made files.
    pub entry: &'static str,
    /// Files of its packages that are served unchanged: the path in the product's folder, and the path in `node_modules/`.
    pub files: &'static [(&'static str, &'static str)],
    /// Requests that are not for files: the path in the product's folder, and the JSON of the reply.
    pub replies: &'static [(&'static str, &'static str)],
    /// The head of a page on which no question is due.
    pub always: &'static str,
    /// The head of a page on which the question is due as soon as it loads.
    pub at_once: &'static str,
    /// The script that shows the question on a settled page.
    pub wake: &'static str,
    /// Whether `always` is on the page before `wake` runs.
    pub is_preloaded: bool,
    /// The selector of the question; `host >> inner` for a shadow root.
    pub question: &'static str,
    /// What the shopper does, in order.
    pub steps: &'static [Step],
    /// How many seconds its own requests go on, which must not be taken for the request with the answer.
    pub settle_seconds: u64,
}

/// What a product is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Asks questions on scales, with rules for when and whom.
    Survey,
    /// A form with a text field.
    Form,
    /// No product: a lower bound, written by hand.
    Floor,
    /// The page alone.
    None,
}

/// What a shopper does.
pub enum Step {
    /// Taps the element at the path.
    Tap(&'static str),
    /// Writes into the field at the path.
    Write(&'static str),
}

use Step::{Tap, Write};

/// The widget of this repository.
pub const OURS: &str = "nachklang";

/// The same where the page's policy forbids WebAssembly.
const TRANSLATED: &str = "nachklang-js";

/// Another build of ours, usually the one before a change: `--beside`.
pub const BEFORE: &str = "before";

const NPS: &str = "How likely are you to recommend us to a friend or colleague?";

/// All products: ours first, the page without any product last.
pub const PRODUCTS: [Product; 11] = [
    NACHKLANG,
    Product { name: BEFORE, ..NACHKLANG },
    Product {
        name: TRANSLATED,
        always: "FORBIDDEN TAG_OF_FILE",
        at_once: "FORBIDDEN TAG_OF_PRESET",
        ..NACHKLANG
    },
    Product {
        name: "posthog",
        kind: Kind::Survey,
        entry: "",
        files: &[
            ("static/array.js", "posthog-js/dist/array.js"),
            ("static/surveys.js", "posthog-js/dist/surveys.js"),
        ],
        replies: POSTHOG_REPLIES,
        always: "<script>SNIPPET posthog.init('phc_bench', { api_host: location.origin + '/posthog/none', defaults: '2025-05-24' })</script>",
        at_once: "<script>SNIPPET posthog.init('phc_bench', { api_host: location.origin + '/posthog', defaults: '2025-05-24' })</script>",
        wake: "SNIPPET posthog.init('phc_bench', { api_host: location.origin + '/posthog', defaults: '2025-05-24' })",
        is_preloaded: false,
        question: POSTHOG_QUESTION,
        steps: POSTHOG_STEPS,
        settle_seconds: 5,
    },
    Product {
        name: "posthog-slim",
        kind: Kind::Survey,
        entry: "
            import posthog from 'posthog-js/dist/module.slim.no-external';
            import { SurveysExtensions } from 'posthog-js/dist/extension-bundles';
            import 'posthog-js/dist/surveys';
            posthog.init('phc_bench', {
                api_host: location.origin + '/posthog-slim' + (window.none || ''),
                defaults: '2025-05-24',
                __extensionClasses: SurveysExtensions,
            });",
        files: &[],
        replies: POSTHOG_REPLIES,
        always: "<script>none = '/none'</script><script async src=/posthog-slim/bundle.js></script>",
        at_once: "<script async src=/posthog-slim/bundle.js></script>",
        wake: "load('/posthog-slim/bundle.js')",
        is_preloaded: false,
        question: POSTHOG_QUESTION,
        steps: POSTHOG_STEPS,
        settle_seconds: 5,
    },
    Product {
        name: "surveyjs",
        kind: Kind::Survey,
        entry: "
            import { Model } from 'survey-core';
            import { renderSurvey } from 'survey-js-ui';
            window.ask = () => {
                const model = new Model({
                    showCompletedPage: true,
                    elements: [{
                        type: 'rating', name: 'nps', title: 'NPS', rateMin: 0, rateMax: 10, displayMode: 'buttons',
                        minRateDescription: 'Not at all likely', maxRateDescription: 'Extremely likely',
                    }],
                });
                model.onComplete.add((sender) =>
                    fetch('/surveyjs/answers', { method: 'POST', keepalive: true, body: JSON.stringify(sender.data) }));
                const place = document.createElement('div');
                place.style = 'position:fixed;right:16px;bottom:16px;width:min(420px,90vw);max-height:80vh;overflow:auto';
                document.body.append(place);
                renderSurvey(model, place);
            };
            if (window.due) addEventListener('load', window.ask);",
        files: &[("survey.css", "survey-core/survey-core.min.css")],
        replies: &[("answers", "{}")],
        always: "<link rel=stylesheet href=/surveyjs/survey.css><script async src=/surveyjs/bundle.js></script>",
        at_once: "<script>due = true</script><link rel=stylesheet href=/surveyjs/survey.css><script async src=/surveyjs/bundle.js></script>",
        wake: "Promise.all([style('/surveyjs/survey.css'), load('/surveyjs/bundle.js')]).then(() => ask())",
        is_preloaded: false,
        question: ".sd-rating",
        steps: &[Tap(".sd-rating__item:nth-of-type(10)"), Tap(".sd-navigation__complete-btn")],
        settle_seconds: 1,
    },
    Product {
        name: "sentry",
        kind: Kind::Form,
        entry: "
            import { init, feedbackIntegration } from '@sentry/browser';
            const feedback = feedbackIntegration({ autoInject: false });
            init({ dsn: `http://key@${location.host}/1`, integrations: [feedback] });
            window.ask = async () => {
                const form = await feedback.createForm();
                form.appendToDom();
                form.open();
            };
            if (window.due) addEventListener('load', window.ask);",
        files: &[],
        replies: &[],
        always: "<script async src=/sentry/bundle.js></script>",
        at_once: "<script>due = true</script><script async src=/sentry/bundle.js></script>",
        wake: "load('/sentry/bundle.js').then(() => ask())",
        is_preloaded: false,
        question: "#sentry-feedback >> textarea",
        steps: &[Write("#sentry-feedback >> textarea"), Tap("#sentry-feedback >> button[type=submit]")],
        settle_seconds: 1,
    },
    Product {
        name: "pushfeedback",
        kind: Kind::Form,
        entry: "",
        files: &[
            ("pushfeedback.esm.js", "pushfeedback/dist/pushfeedback/pushfeedback.esm.js"),
            ("pushfeedback.css", "pushfeedback/dist/pushfeedback/pushfeedback.css"),
            ("p-17acbd1c.entry.js", "pushfeedback/dist/pushfeedback/p-17acbd1c.entry.js"),
            ("p-af2a1f7f.js", "pushfeedback/dist/pushfeedback/p-af2a1f7f.js"),
        ],
        replies: &[],
        always: "<link rel=stylesheet href=/pushfeedback/pushfeedback.css><script type=module src=/pushfeedback/pushfeedback.esm.js></script>",
        at_once: "<link rel=stylesheet href=/pushfeedback/pushfeedback.css><script type=module src=/pushfeedback/pushfeedback.esm.js></script>\
            <script type=module>const modal = document.createElement('feedback-modal'); modal.project = 'bench'; \
            document.body.append(modal); customElements.whenDefined('feedback-modal').then(() => modal.openModal())</script>",
        wake: "(async () => { style('/pushfeedback/pushfeedback.css'); await load('/pushfeedback/pushfeedback.esm.js', 'module'); \
            const modal = document.createElement('feedback-modal'); modal.project = 'bench'; document.body.append(modal); \
            await customElements.whenDefined('feedback-modal'); await modal.openModal(); })()",
        is_preloaded: false,
        question: "feedback-modal >> textarea",
        steps: &[Write("feedback-modal >> textarea"), Tap("feedback-modal >> button[type=submit]")],
        settle_seconds: 1,
    },
    Product {
        name: "feedback-js",
        kind: Kind::Form,
        entry: "",
        files: &[("feedback.js", "@betahuhn/feedback-js/dist/feedback-js.min.js")],
        replies: &[("answers", "{}")],
        always: "<script async src=/feedback-js/feedback.js></script>",
        at_once: "<script async src=/feedback-js/feedback.js onload=\"new Feedback({ endpoint: '/feedback-js/answers' }).renderModal()\"></script>",
        wake: "load('/feedback-js/feedback.js').then(() => new Feedback({ endpoint: '/feedback-js/answers' }).renderModal())",
        is_preloaded: false,
        question: "#feedback-item-idea",
        steps: &[
            Tap("#feedback-item-idea"),
            Write("#feedback-message"),
            Tap("#feedback-submit"),
        ],
        settle_seconds: 1,
    },
    Product {
        name: "by-hand",
        kind: Kind::Floor,
        entry: "",
        files: &[],
        replies: &[("answers", "{}")],
        always: "<script>BY_HAND</script>",
        at_once: "<script>BY_HAND addEventListener('load', byHand)</script>",
        wake: "byHand()",
        is_preloaded: true,
        question: "#by-hand fieldset",
        steps: &[Tap("#by-hand label:nth-of-type(10)"), Tap("#by-hand button")],
        settle_seconds: 1,
    },
    Product {
        name: "no-product",
        kind: Kind::None,
        entry: "",
        files: &[],
        replies: &[],
        always: "",
        at_once: "",
        wake: "",
        is_preloaded: true,
        question: "",
        steps: &[],
        settle_seconds: 1,
    },
];

/// The tag of a shop with a survey file, and that of one with a preset.
const TAG_OF_FILE: &str = r#"<script async src="/FOLDER/nachklang.js" data-endpoint="/FOLDER/responses" data-site="shop.example" data-survey="/FOLDER/surveys.json"></script>"#;
const TAG_OF_PRESET: &str = r#"<script async src="/FOLDER/nachklang.js" data-endpoint="/FOLDER/responses" data-site="shop.example" data-survey="nps"></script>"#;
/// Forbids WebAssembly.
const FORBIDDEN: &str =
    r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline'">"#;

const NACHKLANG: Product = Product {
    name: OURS,
    kind: Kind::Survey,
    entry: "",
    files: &[],
    replies: &[
        ("responses", "{}"),
        (
            "surveys.json",
            r#"{"format": 1, "surveys": [{"key": "order", "touchpoints": ["order.confirmation"], "questions": [{"kind": "nps", "key": "nps"}]}]}"#,
        ),
    ],
    always: "TAG_OF_FILE",
    at_once: "TAG_OF_PRESET",
    wake: "nachklang('show', 'nps')",
    is_preloaded: true,
    question: "nachklang-widget >> #question",
    steps: &[Tap("nachklang-widget >> .point:nth-child(10)"), Tap("nachklang-widget >> .send")],
    settle_seconds: 1,
};

const POSTHOG_QUESTION: &str = "[class^=PostHogSurvey] >> .survey-question";
const POSTHOG_STEPS: &[Step] = &[
    Tap("[class^=PostHogSurvey] >> .rating-options-number button:nth-of-type(10)"),
    Tap("[class^=PostHogSurvey] >> .form-submit"),
];
const POSTHOG_REPLIES: &[(&str, &str)] = &[
    ("array/phc_bench/config", POSTHOG_CONFIG),
    ("none/array/phc_bench/config", POSTHOG_CONFIG),
    ("flags/", POSTHOG_FLAGS),
    ("none/flags/", POSTHOG_FLAGS),
    ("none/api/surveys/", r#"{"surveys": []}"#),
    (
        "api/surveys/",
        r#"{"surveys": [{"id": "nps", "name": "NPS", "description": "", "type": "popover", "linked_flag_key": null,
            "targeting_flag_key": null, "internal_targeting_flag_key": null, "feature_flag_keys": [], "appearance": {},
            "conditions": null, "start_date": "2025-01-01T00:00:00Z", "end_date": null, "current_iteration": null,
            "questions": [{"id": "nps", "type": "rating", "question": "NPS", "description": "", "display": "number", "scale": 10,
                "lowerBoundLabel": "Not at all likely", "upperBoundLabel": "Extremely likely", "buttonText": "Submit"}]}]}"#,
    ),
    ("e/", r#"{"status": 1}"#),
    ("none/e/", r#"{"status": 1}"#),
];
/// Everything but surveys is switched off.
const POSTHOG_CONFIG: &str = r#"{"supportedCompression": ["gzip-js"], "hasFeatureFlags": false, "surveys": true, "sessionRecording": false,
    "heatmaps": false, "capturePerformance": false, "autocaptureExceptions": false, "siteApps": [], "defaultIdentifiedOnly": true}"#;
const POSTHOG_FLAGS: &str = r#"{"flags": {}, "featureFlags": {}, "errorsWhileComputingFlags": false}"#;

/// The snippet that the vendor has a shop paste: it queues calls and loads the script.
const POSTHOG_SNIPPET: &str = r#"!function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host+"/static/array.js",(r=t.getElementsByTagName("script")[0])?r.parentNode.insertBefore(p,r):t.head.append(p);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],o="init capture identify reset onSurveysLoaded getActiveMatchingSurveys".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);"#;

/// The least that a developer could write for one question and its answer.
const BY_HAND: &str = r#"
    function byHand() {
        const form = document.createElement('form');
        form.id = 'by-hand';
        form.style = 'position:fixed;right:16px;bottom:16px;padding:16px;background:#fff;border:1px solid';
        form.innerHTML = '<fieldset><legend>NPS</legend>' +
            [...Array(11).keys()].map((n) => '<label><input type=radio name=nps value=' + n + '>' + n + '</label>').join('') +
            '</fieldset><button>Send</button>';
        form.onsubmit = (event) => {
            event.preventDefault();
            fetch('/by-hand/answers', { method: 'POST', keepalive: true, body: new FormData(form).get('nps') });
            form.remove();
        };
        document.body.append(form);
    }
"#;

/// Functions that load a script or a stylesheet, for products that leave loading to the page.
const LOADING: &str = "
    const load = (src, type = '') => new Promise((resolve, reject) => \
        document.head.append(Object.assign(document.createElement('script'), { src, type, onload: resolve, onerror: reject }))); \
    const style = (href) => new Promise((resolve, reject) => \
        document.head.append(Object.assign(document.createElement('link'), { href, rel: 'stylesheet', onload: resolve, onerror: reject })));";

/// Replaces the names of longer pieces by the pieces.
pub fn expand(source: &str) -> String {
    let pieces = [
        ("SNIPPET", POSTHOG_SNIPPET),
        ("BY_HAND", BY_HAND),
        ("NPS", NPS),
        ("FORBIDDEN", FORBIDDEN),
        ("TAG_OF_FILE", TAG_OF_FILE),
        ("TAG_OF_PRESET", TAG_OF_PRESET),
    ];
    pieces.iter().fold(source.to_owned(), |text, (name, piece)| text.replace(name, piece))
}

impl Product {
    /// The folder it is served from. With and without WebAssembly, ours is the same files.
    pub fn folder(&self) -> &'static str {
        if self.name == TRANSLATED { OURS } else { self.name }
    }

    /// Whether it is this project's.
    pub fn is_ours(&self) -> bool {
        [OURS, TRANSLATED, BEFORE].contains(&self.name)
    }

    /// A part of a page as it is served for this product.
    pub fn html(&self, source: &str) -> String {
        expand(source).replace("FOLDER", self.folder())
    }

    /// What the page runs to have the question shown.
    pub fn wake(&self) -> String {
        format!("{LOADING} {}", expand(self.wake))
    }
}
