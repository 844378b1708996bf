//! axe-core finds nothing, in any kind of question, mode, colour or direction.

use std::fs;
use std::path::PathBuf;

use nachklang_tests::{Browser, Collector, Device, Options, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

/// All rules there are for WCAG 2.0 to 2.2, A and AA, and for what is good practice.
const ALL: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// The rules that look at colours: in another theme the others would find the same again.
const OF_COLOURS: &str = "['color-contrast', 'link-in-text-block']";

/// Language, direction and colour scheme of the page, attributes of the tag, and the rules. The brand colours are too light
/// and too dark for their schemes. Arabic comes in one theme only: axe-core takes letters that are joined for icons and does
/// not look at their colours.
const LOOKS: [(&str, &str, &str, &str, &str); 5] = [
    ("en", "ltr", "light", "", ALL),
    ("ar", "rtl", "light", "", ALL),
    ("en", "ltr", "dark", "", OF_COLOURS),
    ("en", "ltr", "light", "data-accent=#ffe600", OF_COLOURS),
    ("en", "ltr", "dark", "data-accent=#0b2a6b", OF_COLOURS),
];

/// Each kind of question in each look, and what is clicked one after the other: without an answer where that is an error,
/// and then an answer.
fn questions() -> Vec<(Value, &'static [&'static str])> {
    let text = |en: &str, ar: &str| json!({ "en": en, "ar": ar });
    let options = json!([{ "key": "price", "text": text("The price", "السعر") },
                         { "key": "time", "text": text("The time it takes", "مدة التوصيل") }]);
    let consent = text("{shop} may write to me.", "يجوز لمتجر {shop} مراسلتي.");
    vec![
        // A button that leads on waits until all of the program has come; what follows need not.
        (json!({ "kind": "statement" }), &[]),
        (json!({ "kind": "nps" }), &["input[value='9']"]),
        (json!({ "kind": "csat" }), &["input[value='2']"]),
        (json!({ "kind": "csat", "look": "stars" }), &["input[value='4']"]),
        (json!({ "kind": "csat", "look": "numbers", "comment": false }), &[".send", "input[value='3']"]),
        (json!({ "kind": "csat", "look": "thumbs" }), &["input[value='1']"]),
        (json!({ "kind": "ces" }), &["input[value='7']"]),
        (json!({ "kind": "ces", "points": 5 }), &["input[value='1']"]),
        (json!({ "kind": "emotion" }), &["input[value='-2']"]),
        (json!({ "kind": "rating" }), &["input[value='5']"]),
        (json!({ "kind": "rating", "look": "stars", "points": 10 }), &["input[value='10']"]),
        (json!({ "kind": "yes-no" }), &["input[value='0']"]),
        (json!({ "kind": "yes-no", "look": "thumbs" }), &["input[value='1']"]),
        (
            json!({ "kind": "single-choice", "options": options, "other": true }),
            &[".send", "[value=time]", ".other"],
        ),
        (
            json!({ "kind": "multiple-choice", "options": options, "other": true }),
            &["[value=price]", ".other"],
        ),
        (json!({ "kind": "short-text" }), &[]),
        (json!({ "kind": "long-text" }), &[]),
        (json!({ "kind": "contact", "by": "email", "consent": consent }), &["#consent", ".send", "#consent"]),
    ]
}

/// All questions with keys and wordings: `q0` is "Question 0?" and so on.
fn numbered() -> Vec<Value> {
    let number = |(index, (mut question, _)): (usize, (Value, _))| {
        question["key"] = format!("q{index}").into();
        question["text"] = json!({ "en": format!("Question {index}?"), "ar": format!("السؤال {index}؟") });
        question
    };
    questions().into_iter().enumerate().map(number).collect()
}

fn axe_core() -> PathBuf {
    xtask::root().join("tests/node_modules/axe-core/axe.min.js")
}

/// A browser with axe-core, and what it found so far.
struct Check {
    browser: Browser,
    collector: Collector,
    rules: &'static str,
    faults: Vec<String>,
}

impl Check {
    async fn on(device: Device) -> Self {
        let collector = Collector::with_pkg(|pkg| {
            fs::copy(axe_core(), pkg.join("axe.js")).expect("axe-core is installed: npm ci in tests/");
        });
        let options = Options { device, reduced_motion: true, ..Options::default() };
        Self { browser: Browser::with(options).await, collector, rules: ALL, faults: Vec::new() }
    }

    /// A page with axe-core and the script tag.
    fn page(&self, attributes: &str) -> Page {
        // axe-core takes a page without a background for white.
        let style = "<style>html { background: Canvas } a { color: inherit }</style>";
        let axe = format!("<script src={}/axe.js></script>{style}", self.collector.origin);
        Page::with_tag(&self.collector, attributes).head(&axe)
    }

    /// The violations and open questions of axe-core, and how many rules applied to the widget.
    async fn violations(&self) -> (Vec<String>, u64) {
        // What it would load beforehand is for sounds and films.
        let run = format!(
            "axe.run(document, {{ preload: false, runOnly: {} }}).then(({{ violations, incomplete, passes }}) => done([ \
             [...violations, ...incomplete].flatMap(({{ id, nodes }}) => nodes.map((node) => [id, node.target.flat().join(' '), \
             ...[...node.any, ...node.all, ...node.none].map((check) => check.message)].join(': '))), \
             passes.filter(({{ nodes }}) => nodes.some(({{ target }}) => Array.isArray(target[0]))).length ]))",
            self.rules
        );
        let found = self.browser.run_until_done(&run, Vec::new()).await;
        serde_json::from_value(found).expect("faults and a number")
    }

    /// Records the violations of axe-core.
    async fn check(&mut self, state: &str) {
        let (faults, rules) = self.violations().await;
        self.faults.extend(faults.iter().map(|fault| format!("{state}: {fault}")));
        // A closed tab is the least there is to look at.
        let least = if self.rules == ALL { 5 } else { 1 };
        if rules < least {
            self.faults.push(format!("{state}: only {rules} rules had something to check"));
        }
    }

    /// Clicks as a script does: that answers, and does not go on by itself.
    async fn click(&self, selector: &str) {
        self.browser.widget(&format!("$(\"{selector}\").click()")).await;
    }

    /// Answers the survey on screen to its end, and checks each step.
    async fn check_to_the_end(&mut self, look: &str, language: &str) {
        for (question, (_, clicks)) in numbered().iter().zip(questions()) {
            self.browser.wait_for_heading(question["text"][language].as_str().expect("a text")).await;
            let kind = format!("{look}: {} {}", question["kind"], question["look"]);
            self.check(&kind).await;
            for click in clicks {
                self.click(click).await;
                self.check(&format!("{kind} after {click}")).await;
            }
            self.click(".send").await;
        }
        self.browser.settled_text(".thanks").await;
        self.check(&format!("{look}: the end")).await;
    }

    fn ends(self) {
        assert!(self.faults.is_empty(), "{}", self.faults.join("\n"));
    }
}

/// Checks a page in all looks. `walk` receives the look's name and its language.
async fn in_all_looks(
    device: Device,
    attributes: &str,
    body: &str,
    surveys: &[Value],
    walk: impl AsyncFn(&mut Check, &str, &str),
) {
    let mut check = Check::on(device).await;
    for (language, direction, scheme, accent, rules) in LOOKS {
        let html = format!("lang={language} dir={direction} style='color-scheme: {scheme}'");
        let page = check.page(&format!("data-survey=/surveys.json {attributes} {accent}"));
        let page = page.html_attributes(&html).replace_body(body);
        let shop = Shop::with_surveys(page, &survey_file(surveys)).await;
        check.rules = rules;
        check.browser.open(&shop.origin).await;
        walk(&mut check, &format!("{language} {scheme} {accent}"), language).await;
    }
    check.ends();
}

/// Expects no violation in a survey with these attributes and this ending.
async fn expect_accessible(device: Device, attributes: &str, body: &str, ending: Value) {
    let survey = json!({ "questions": numbered(), "endings": [ending] });
    in_all_looks(device, attributes, body, &[survey], Check::check_to_the_end).await;
}

/// What a shop has on its page.
const SHOP: &str = "<main><h1>Red mug</h1><a href=/other>Another mug</a><div id=here></div></main>";

fn link() -> Value {
    json!({ "link": { "url": "/review", "text": { "en": "Rate us", "ar": "قيّمنا" } } })
}

#[tokio::test]
async fn a_card_in_a_corner_is_accessible() {
    expect_accessible(Device::Desktop, "", SHOP, link()).await;
}

#[tokio::test]
async fn a_card_in_the_middle_is_accessible() {
    expect_accessible(Device::Desktop, "data-position=center", SHOP, json!({ "voucher": "MUG-10" })).await;
}

#[tokio::test]
async fn a_sheet_on_a_phone_is_accessible() {
    expect_accessible(Device::Phone, "", SHOP, json!({ "voucher": "MUG-10" })).await;
}

#[tokio::test]
async fn a_survey_page_is_accessible() {
    expect_accessible(Device::Desktop, "data-mode=page", "", link()).await;
}

#[tokio::test]
async fn a_tab_and_what_it_opens_are_accessible() {
    let survey = json!({ "questions": numbered() });
    in_all_looks(Device::Desktop, "data-mode=tab", SHOP, &[survey], async |check, look, language| {
        check.browser.settled_text(".tab").await;
        check.check(&format!("{look}, closed")).await;
        check.click(".tab").await;
        // What lies below a high card has no background that axe-core could tell.
        check.browser.run("document.querySelector('nachklang-widget[look^=tab]').inert = true").await;
        check.browser.select_widget("nachklang-widget[look^=card]").await;
        check.check_to_the_end(look, language).await;
    })
    .await;
}

#[tokio::test]
async fn inline_surveys_are_accessible() {
    let survey = |question: &Value| json!({ "key": question["key"], "questions": [question] });
    let surveys: Vec<Value> = numbered().iter().map(survey).collect();
    let element = |index| format!("<nachklang-survey id=q{index} survey=q{index}></nachklang-survey>");
    let elements: String = (0..surveys.len()).map(element).collect();
    let body = format!("<main><h1>Red mug</h1><div id=here></div>{elements}</main>");
    in_all_looks(Device::Desktop, "data-into=#here", &body, &surveys, async |check, look, _| {
        for state in ["asked", "answered"] {
            for (index, (_, clicks)) in questions().iter().enumerate() {
                check.browser.select_widget(&format!("#q{index}")).await;
                check.browser.question().await;
                for click in clicks.iter().filter(|_| state == "answered") {
                    check.click(click).await;
                }
            }
            check.check(&format!("{look}, {state}")).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_collectors_survey_page_is_accessible() {
    let mut check = Check::on(Device::Desktop).await;
    let axe = fs::read_to_string(axe_core()).expect("axe-core");
    for language in ["en", "ar"] {
        let page = format!("{}/survey/shop.example/nps?locale={language}", check.collector.origin);
        check.browser.open(&page).await;
        check.browser.run(&axe).await;
        check.browser.question().await;
        check.check(language).await;
    }
    check.ends();
}

#[tokio::test]
async fn axe_sees_into_the_widget() {
    let mut check = Check::on(Device::Desktop).await;
    let shop = Shop::with(check.page("data-survey=nps")).await;
    check.browser.open(&shop.origin).await;
    check.browser.question().await;
    wait_for("screen readers to be told", async || {
        let told = "$('[role=status]').textContent != '' && !!$('#trap')";
        (check.browser.widget(told).await == true).then_some(())
    })
    .await;
    for (rules, number) in [(ALL, 25), (OF_COLOURS, 1)] {
        check.rules = rules;
        assert_eq!(check.violations().await, (Vec::new(), number));
    }
    check.rules = ALL;
    check.browser.widget("$('h2').style.color = '#ddd'").await;
    check.browser.widget("$('.close').removeAttribute('aria-label')").await;
    check.browser.widget("$('[role=radiogroup]').setAttribute('role', 'list')").await;
    let (found, _) = check.violations().await;
    for expected in [
        "color-contrast: nachklang-widget #question > span",
        "button-name: nachklang-widget .close",
        "aria-required-children: nachklang-widget .points",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "no {expected} in {found:?}");
    }
}
