//! The deferred part of the program comes when the first question is on screen. What is done before that is not lost, however late it
//! is, and done once.

use std::path::Path;
use std::time::Duration;

use nachklang_tests::{
    Browser, Cdn, Collector, Device, Engine, Key, Page, Rest, Scheme, Shop, only_in, survey_file, wait_for,
};
use serde_json::{Value, json};

/// A page that asks something, with the deferred part on its way.
struct Late {
    browser: Browser,
    collector: Collector,
    cdn: Cdn,
    shop: Shop,
}

impl Late {
    /// Opens a page whose tag has these attributes, and has the widget come from this network.
    async fn opens(page: impl FnOnce(Page) -> Page, attributes: &str, questions: Value, cdn: Cdn) -> Self {
        let collector = Collector::start();
        let page = page(Page::served_by(&cdn.origin, &collector, attributes));
        let shop = Shop::with_surveys(page, &survey_file(&[json!({ "questions": questions })])).await;
        let browser = Browser::start().await;
        browser.open(&shop.origin).await;
        Self { browser, collector, cdn, shop }
    }

    /// Has the first question on screen and the deferred part held back.
    async fn asks(attributes: &str, questions: Value) -> Self {
        let attributes = format!(r#"data-survey="/surveys.json" {attributes}"#);
        let late = Self::opens(|page| page, &attributes, questions, Cdn::start(&[Rest::Held]).await).await;
        late.browser.question().await;
        late
    }

    /// Lets the deferred part come, and expects that nothing was said and sent until now.
    async fn completes(&self) {
        wait_for("the deferred part to be asked for", async || (self.cdn.asked() > 0).then_some(())).await;
        assert_eq!(self.events().await, [""; 0], "told before the deferred part has come");
        assert_eq!(self.collector.responses(), [""; 0], "sent before the deferred part has come");
        self.cdn.let_go();
    }

    /// Waits until what was answered meanwhile has been followed, and nothing moves any more that is to be tapped.
    async fn is_followed(&self) {
        self.browser.event("answered").await;
    }

    /// What the page was told so far, but of the delivery.
    async fn events(&self) -> Vec<String> {
        let events = self.browser.recorded("events").await;
        let names = events.iter().map(|event| event["name"].as_str().unwrap().to_owned());
        names.filter(|name| name != "delivered").collect()
    }

    /// Expects these answers in the end, and that nothing was done twice or went wrong.
    async fn ends_with(&self, answers: Value) {
        assert_eq!(self.collector.response("complete").await["answers"], answers);
        self.is_unharmed().await;
    }

    async fn is_unharmed(&self) {
        assert_eq!(self.browser.recorded("uncaught").await, [""; 0]);
        assert_eq!(self.browser.recorded("console").await, [""; 0]);
        assert!(self.collector.responses().len() < 2);
    }
}

fn nps() -> Value {
    json!({ "kind": "nps", "text": "First?" })
}

fn emotion() -> Value {
    json!({ "kind": "emotion", "text": "First?" })
}

fn why() -> Value {
    json!({ "kind": "long-text", "key": "why", "text": "Why?" })
}

fn rated(value: u8) -> Value {
    json!({ "question": "nps", "kind": "nps", "value": value, "scale": "nps-0-10" })
}

#[tokio::test]
async fn what_is_tapped_and_written_meanwhile_is_done_once() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='3']").await;
    late.browser.click("input[value='9']").await;
    late.browser.write("#comment", "Lovely").await;
    late.browser.click(".send").await;
    assert_eq!(late.browser.question().await, "First?");
    late.completes().await;
    late.browser.reads("Thank you!").await;
    late.ends_with(json!([rated(9), { "question": "nps.comment", "kind": "text", "value": "Lovely" }])).await;
    assert_eq!(late.events().await.iter().filter(|event| *event == "completed").count(), 1);
}

#[tokio::test]
async fn what_is_completed_meanwhile_was_shown_before() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.event("completed").await;
    assert_eq!(late.events().await, ["shown", "completed"]);
}

#[tokio::test]
async fn an_answer_given_meanwhile_is_sent_although_nothing_follows() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.completes().await;
    assert_eq!(late.collector.response("partial").await["answers"], json!([rated(9)]));
    late.is_unharmed().await;
}

/// Has the page seem hidden as soon as the deferred part has done the first of what waits: that opens the outbox, which
/// listens for a connection that comes back.
const HIDES_IN_BETWEEN: &str = "const listen = window.addEventListener; \
    window.addEventListener = function (name, ...more) { \
      listen.call(this, name, ...more); \
      if (name == 'online') queueMicrotask(() => { \
        Object.defineProperty(document, 'hidden', { get: () => true }); \
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); \
      }); \
    };";

#[tokio::test]
async fn a_page_that_is_hidden_on_the_way_follows_all_first() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.run(HIDES_IN_BETWEEN).await;
    late.completes().await;
    assert_eq!(late.collector.response("partial").await["answers"], json!([rated(9)]));
    assert_eq!(late.browser.run("return document.hidden").await, true, "it was hidden on the way");
    assert_eq!(late.events().await, ["shown", "answered"]);
    assert_eq!(late.collector.responses()[0]["revision"], 2);
    late.is_unharmed().await;
}

#[tokio::test]
async fn one_tap_goes_on_although_it_came_too_early() {
    let late = Late::asks("", json!([emotion(), why()])).await;
    late.browser.click("input[value='1']").await;
    late.completes().await;
    late.browser.reads("Why?").await;
    late.browser.send("Thank you!").await;
    late.ends_with(
        json!([{ "question": "emotion", "kind": "emotion", "value": 1, "scale": "emotion-minus-2-2" }]),
    )
    .await;
}

#[tokio::test]
async fn keys_pressed_meanwhile_choose() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.tab_to("[name=point]").await;
    late.browser.type_text("10").await;
    late.completes().await;
    assert_eq!(late.browser.settled(".follow-up b").await, "What did you like most?");
    assert_eq!(late.browser.widget("$(':checked').value").await, "10");
    late.browser.press(Key::Enter).await;
    late.browser.reads("Thank you!").await;
    late.ends_with(json!([rated(10)])).await;
}

#[tokio::test]
async fn keys_pressed_meanwhile_mean_what_had_the_focus_then() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.tab_to("[name=point]").await;
    late.browser.press(Key::Space).await;
    late.browser.type_text("7").await;
    late.browser.write("#comment", "2").await;
    late.completes().await;
    late.is_followed().await;
    late.browser.send("Thank you!").await;
    late.ends_with(json!([rated(7), { "question": "nps.comment", "kind": "text", "value": "2" }])).await;
}

#[tokio::test]
async fn digits_written_meanwhile_are_no_rating() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='3']").await;
    late.browser.write("#comment", "8").await;
    late.browser.click("input[value='3']").await;
    late.completes().await;
    late.is_followed().await;
    late.browser.send("Thank you!").await;
    late.ends_with(json!([rated(3), { "question": "nps.comment", "kind": "text", "value": "8" }])).await;
}

#[tokio::test]
async fn who_sends_twice_because_nothing_happens_passes_over_nothing() {
    let late = Late::asks("", json!([nps(), why()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".send").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.reads("Why?").await;
    late.browser.write("#field", "So").await;
    late.browser.send("Thank you!").await;
    late.ends_with(json!([rated(9), { "question": "why", "kind": "text", "value": "So" }])).await;
}

#[tokio::test]
async fn who_sends_the_last_question_twice_completes_once() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".send").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.reads("Thank you!").await;
    late.ends_with(json!([rated(9)])).await;
    assert_eq!(late.events().await.iter().filter(|event| *event == "completed").count(), 1);
}

/// Expects that nothing of the card can be seen and that the page can be used where it stood.
async fn is_out_of_sight(browser: &Browser) {
    let opacity = "getComputedStyle($('.card')).opacity";
    wait_for("the card to go", async || (browser.widget(opacity).await == "0").then_some(())).await;
    assert_eq!(browser.widget("getComputedStyle($('.card')).pointerEvents").await, "none");
}

#[tokio::test]
async fn closing_needs_not_wait() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".close").await;
    is_out_of_sight(&late.browser).await;
    late.completes().await;
    late.browser.gone().await;
    assert_eq!(late.collector.response("dismissed").await["answers"], json!([rated(9)]));
    late.is_unharmed().await;
    assert_eq!(late.events().await.iter().filter(|event| *event == "dismissed").count(), 1);
}

#[tokio::test]
async fn who_closes_by_the_keyboard_meanwhile_is_back_at_once() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.run("document.querySelector('#buy').focus()").await;
    late.browser.tab_to(".close").await;
    late.browser.press(Key::Enter).await;
    let focus = "return document.activeElement.id";
    wait_for("the focus", async || (late.browser.run(focus).await == "buy").then_some(())).await;
    let reachable = "$('.card').checkVisibility({ visibilityProperty: true })";
    wait_for("nothing to be left to tab to", async || {
        (late.browser.widget(reachable).await == false).then_some(())
    })
    .await;
    late.completes().await;
    late.browser.gone().await;
    assert_eq!(late.browser.run(focus).await, "buy");
    late.collector.response("dismissed").await;
    late.is_unharmed().await;
}

#[tokio::test]
async fn escape_pressed_meanwhile_closes() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.tab_to("[name=point]").await;
    late.browser.press(Key::Escape).await;
    late.completes().await;
    late.browser.gone().await;
    late.collector.response("dismissed").await;
    late.is_unharmed().await;
}

#[tokio::test]
async fn in_the_middle_sending_meanwhile_closes_nothing() {
    let late = Late::asks(r#"data-position="center""#, json!([nps(), why()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.reads("Why?").await;
    assert_eq!(late.browser.widget("$('.card').matches('dialog:modal')").await, true);
    late.browser.send("Thank you!").await;
    late.ends_with(json!([rated(9)])).await;
}

#[tokio::test]
async fn in_the_middle_escape_gives_the_page_back_at_once() {
    let late = Late::asks(r#"data-position="center""#, json!([nps()])).await;
    late.browser.press(Key::Escape).await;
    wait_for("the page", async || (late.browser.widget("!$('dialog[open]')").await == true).then_some(()))
        .await;
    late.completes().await;
    late.browser.gone().await;
    late.collector.response("dismissed").await;
    late.is_unharmed().await;
}

#[tokio::test]
async fn in_the_middle_closing_gives_the_page_back_at_once() {
    let buy = "<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>";
    let cdn = Cdn::start(&[Rest::Held]).await;
    let late =
        Late::opens(|page| page.body(buy), r#"data-survey="nps" data-position="center""#, json!([]), cdn)
            .await;
    late.browser.question().await;
    late.browser.click(".close").await;
    late.browser.click_on_page("#buy").await;
    assert_eq!(late.browser.run("return document.title").await, "Bought");
    late.completes().await;
    late.browser.gone().await;
    late.collector.response("dismissed").await;
    late.is_unharmed().await;
}

#[tokio::test]
async fn what_is_shown_after_closing_meanwhile_stays() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.run("nachklang('close'); nachklang('show', 'csat')").await;
    is_out_of_sight(&late.browser).await;
    late.browser.run("nachklang('close'); nachklang('show', 'ces')").await;
    late.browser.look_at("nachklang-widget:last-child").await;
    let before = late.browser.question().await;
    assert_eq!(late.browser.run("return document.querySelectorAll('nachklang-widget').length").await, 3);
    late.completes().await;
    wait_for("the closed ones to go", async || {
        let there = late.browser.run("return document.querySelectorAll('nachklang-widget').length").await;
        (there == 1).then_some(())
    })
    .await;
    late.browser.event("shown").await;
    assert_eq!(late.browser.question().await, before);
    late.browser.press(Key::Escape).await;
    late.browser.gone().await;
    let shown = ["shown", "dismissed"];
    assert_eq!(late.events().await, [shown, shown, shown].concat());
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(late.browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn nothing_comes_by_itself_before_it_is_known_what_was_closed_meanwhile() {
    let second = json!({ "key": "second", "trigger": { "event": "bought" }, "questions": [nps()] });
    let first = json!({ "key": "first", "questions": [nps()] });
    let (collector, cdn) = (Collector::start(), Cdn::start(&[Rest::Held]).await);
    let page = Page::served_by(&cdn.origin, &collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &survey_file(&[first, second])).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click(".close").await;
    browser.run("nachklang('event', 'bought')").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    cdn.let_go();
    browser.gone().await;
    collector.response("dismissed").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!browser.shows_widget().await, "the second came although the first was closed");
}

#[tokio::test]
async fn who_leaves_before_it_has_come_is_not_in_its_way() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.click(".send").await;
    late.browser.open("about:blank").await;
    late.cdn.let_go();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(late.collector.responses(), [""; 0]);
}

#[tokio::test]
async fn who_leaves_when_it_has_just_come_has_answered() {
    let late = Late::asks("", json!([nps()])).await;
    late.browser.click("input[value='9']").await;
    late.browser.write("#comment", "Lovely").await;
    late.completes().await;
    let followed = "$('.follow-up b').textContent == 'What did you like most?'";
    wait_for("the answer to be taken", async || (late.browser.widget(followed).await == true).then_some(()))
        .await;
    // Another page of the shop sends what the browser has not, while the page went away.
    late.browser.open(&format!("{}/other", late.shop.origin)).await;
    let answers = json!([rated(9), { "question": "nps.comment", "kind": "text", "value": "Lovely" }]);
    // On a slow machine the rating is sent before the comment is followed.
    let has_both = |response: &Value| response["status"] == "partial" && response["answers"] == answers;
    wait_for("both answers", async || late.collector.responses().iter().any(has_both).then_some(())).await;
}

#[tokio::test]
async fn calls_made_meanwhile_are_followed_in_their_order() {
    let late = Late::opens(|page| page, "", json!([nps()]), Cdn::start(&[Rest::Held]).await).await;
    late.browser.run("nachklang('touchpoint', 'checkout'); nachklang('show', 'csat')").await;
    late.browser.reads("How satisfied are you with the checkout?").await;
    late.browser.click("input[value='4']").await;
    late.browser
        .run("nachklang('show', 'nps'); nachklang('touchpoint', 'cart'); nachklang('shwo'); nachklang('close')")
        .await;
    late.completes().await;
    late.browser.gone().await;
    let stored = late.collector.response("dismissed").await;
    assert_eq!(
        (&stored["survey"], &stored["touchpoint"]["key"], &stored["touchpoint"]["woken_by"]),
        (&json!("csat"), &json!("checkout"), &json!("call"))
    );
    assert_eq!(stored["answers"][0]["value"], 4);
    let console = late.browser.recorded("console").await;
    assert!(console.len() == 1 && console[0].as_str().unwrap().contains("shwo"), "{console:?}");
    late.browser.run("nachklang('show', 'csat')").await;
    late.browser.reads("How satisfied are you with the cart?").await;
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn an_element_the_page_throws_away_meanwhile_takes_its_survey_along() {
    let survey = "<nachklang-survey survey=nps></nachklang-survey>";
    let cdn = Cdn::start(&[Rest::Held]).await;
    let late = Late::opens(|page| page.body(survey), r#"data-shop="Shop""#, json!([nps()]), cdn).await;
    late.browser.question().await;
    let instead = "document.querySelector('nachklang-survey').remove(); \
                   const other = document.createElement('nachklang-survey'); \
                   other.setAttribute('survey', 'csat'); document.body.append(other)";
    late.browser.run(instead).await;
    late.browser.reads("How satisfied are you with Shop?").await;
    late.browser.click("input[value='4']").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.reads("Thank you!").await;
    assert_eq!(late.collector.response("complete").await["survey"], "csat");
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(late.browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn a_sheet_dragged_down_meanwhile_goes() {
    if !only_in(
        &[Engine::Chromium, Engine::Firefox],
        "only a finger keeps hold of what it leaves, and WebKit's driver has none",
    ) {
        return;
    }
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let (collector, cdn) = (Collector::start(), Cdn::start(&[Rest::Held]).await);
    let shop = Shop::with(Page::served_by(&cdn.origin, &collector, r#"data-survey="nps""#)).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.drag(".grip", 160.0).await;
    cdn.let_go();
    browser.gone().await;
    collector.response("dismissed").await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// Has the pauses between attempts last a fiftieth, and keeps them. Only those, because drivers have pauses of their own.
const FAST: &str = "<script>window.pauses = []; const slow = setTimeout; window.setTimeout = (then, pause, ...rest) => { \
                    const between = [1, 2, 4, 8, 16, 32, 64].includes(pause / 1000); if (between) pauses.push(pause); \
                    return slow(then, between ? pause / 50 : pause, ...rest) }</script>";

#[tokio::test]
async fn where_it_never_comes_the_card_goes_and_the_page_is_unharmed() {
    let buy = "<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>";
    let late = Late::opens(
        |page| page.head(FAST).body(buy),
        r#"data-survey="nps""#,
        json!([nps()]),
        Cdn::start(&[Rest::Status(404)]).await,
    )
    .await;
    assert_eq!(late.browser.event("error").await["reason"], "load");
    late.browser.gone().await;
    assert_eq!(late.browser.run("return pauses").await, json!([1000, 2000, 4000, 8000, 16000, 32000]));
    assert_eq!(late.cdn.asked(), 7);
    late.browser.run("nachklang('show', 'csat'); nachklang('close')").await;
    late.browser.click_on_page("#buy").await;
    assert_eq!(late.browser.run("return document.title").await, "Bought");
    assert_eq!(late.events().await, ["error"]);
    assert_eq!(late.browser.recorded("console").await.len(), 1);
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(late.collector.responses(), [""; 0]);
}

/// Has a file of the deferred part fail in all ways before it comes.
async fn is_asked_for_again(file: &'static str) {
    let cdn = Cdn::treating(file, &[Rest::Status(404), Rest::Cut, Rest::Status(503), Rest::Held]).await;
    let late =
        Late::opens(|page| page.head(FAST), r#"data-survey="/surveys.json""#, json!([nps()]), cdn).await;
    late.browser.click("input[value='6']").await;
    late.browser.click(".send").await;
    wait_for("the fourth attempt", async || (late.cdn.asked() == 4).then_some(())).await;
    late.completes().await;
    late.browser.reads("Thank you!").await;
    late.ends_with(json!([rated(6)])).await;
    assert_eq!(late.browser.run("return pauses").await, json!([1000, 2000, 4000]));
}

#[tokio::test]
async fn a_program_that_failed_on_the_way_is_asked_for_again() {
    is_asked_for_again(".wasm").await;
}

#[tokio::test]
async fn a_script_that_failed_on_the_way_is_asked_for_again() {
    is_asked_for_again(".js").await;
}

#[tokio::test]
async fn texts_that_failed_on_the_way_are_asked_for_again() {
    is_asked_for_again(".json").await;
}

/// The names of the texts in the built file whose name begins so.
fn names_of_texts(file: &str) -> Vec<String> {
    let files = std::fs::read_dir(xtask::pkg()).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut texts = files.filter(|path| name(path).starts_with(file) && name(path).ends_with(".json"));
    let texts = std::fs::read_to_string(texts.next().expect("a file of texts")).unwrap();
    let texts: Value = serde_json::from_str(&texts).unwrap();
    texts.as_object().unwrap().keys().cloned().collect()
}

/// Questions of every kind, with all there can be on them.
fn every_kind() -> Vec<Value> {
    let options = json!([{ "key": "a", "text": "A" }, { "key": "b", "text": "B" }]);
    let choice =
        |kind: &str| json!({ "kind": kind, "key": "q", "text": "Which?", "options": options, "other": true });
    let written = |kind: &str, required: bool| json!({ "kind": kind, "key": "q", "text": "What?", "required": required });
    let contact = |by: &str| json!({ "kind": "contact", "key": "q", "by": by, "text": "Where?", "consent": "Yes, do." });
    let mut all: Vec<Value> =
        ["nps", "csat", "ces", "emotion"].iter().map(|kind| json!({ "kind": kind })).collect();
    all.extend([
        json!({ "kind": "rating", "key": "q" }),
        json!({ "kind": "yes-no", "key": "q", "text": "So?" }),
    ]);
    all.extend([choice("single-choice"), choice("multiple-choice")]);
    all.extend([written("short-text", true), written("long-text", false)]);
    all.extend([
        contact("email"),
        contact("phone"),
        json!({ "kind": "statement", "key": "q", "text": "So." }),
    ]);
    all
}

/// The cards of [`asks_every_kind`].
const CARDS: &str =
    "[...document.querySelectorAll('nachklang-survey nachklang-widget')].map((host) => host.shadowRoot)";

/// A page on which questions of every kind stand below each other, the widget from this network.
async fn asks_every_kind(cdn: &Cdn) -> (Collector, Shop, Browser) {
    let kinds = every_kind();
    let surveys: Vec<Value> = kinds
        .iter()
        .enumerate()
        .map(|(index, question)| {
            json!({ "key": format!("s{index}"), "trigger": { "call": true }, "questions": [question, why()] })
        })
        .collect();
    let elements: String = (0..kinds.len())
        .map(|index| format!("<nachklang-survey survey=s{index}></nachklang-survey>"))
        .collect();
    let collector = Collector::start();
    let page = Page::served_by(&cdn.origin, &collector, r#"data-survey="/surveys.json""#).body(&elements);
    let shop = Shop::with_surveys(page, &survey_file(&surveys)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    wait_for("all questions", async || {
        (browser.run(&format!("return {CARDS}.length")).await == kinds.len()).then_some(())
    })
    .await;
    (collector, shop, browser)
}

#[tokio::test]
async fn nothing_moves_when_the_rest_comes() {
    let cdn = Cdn::start(&[Rest::Held]).await;
    let (collector, _shop, browser) = asks_every_kind(&cdn).await;
    let watch = format!(
        "const places = new Map(); \
         window.moved = () => {CARDS}.flatMap((root) => [...root.querySelectorAll('*')]).flatMap((element) => {{ \
           const {{ x, y, width, height }} = element.getBoundingClientRect(); \
           const [before, now] = [places.get(element), [x, y + scrollY, width, height].map(Math.round).join()]; \
           places.set(element, now); \
           return before && before != now ? `${{element.outerHTML.slice(0, 200)}}: ${{before}}, then ${{now}}` : []; \
         }}); \
         moved()"
    );
    browser.run(&watch).await;
    let moved = async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        browser.run("return moved()").await
    };
    wait_for("the cards to rest", async || (moved().await == json!([])).then_some(())).await;
    cdn.let_go();
    let all = async || (collector.responses().len() == every_kind().len()).then_some(());
    wait_for("all to be stored", all).await;
    assert_eq!(moved().await, json!([]));
}

#[tokio::test]
async fn every_first_question_has_its_texts_before_the_rest_of_them_comes() {
    let cdn = Cdn::treating(".json", &[Rest::Held]).await;
    let (_collector, _shop, browser) = asks_every_kind(&cdn).await;
    // A text that is missing shows its name.
    let names = names_of_texts("deferred-en.");
    let shown = format!(
        "return {CARDS}.flatMap((root) => [...root.querySelectorAll('*')].flatMap((element) => \
         [element.ariaLabel, element.placeholder, element.title, \
          ...[...element.childNodes].filter((node) => node.nodeType == 3).map((node) => node.data)]))"
    );
    let shown = browser.run(&shown).await;
    let shown: Vec<&str> = shown.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(shown.contains(&"Skip") && shown.contains(&"Please specify"), "{shown:?}");
    for text in shown {
        assert!(!names.contains(&text.to_owned()), "{text} is missing");
    }
    cdn.let_go();
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn where_the_script_never_comes_the_card_goes() {
    let cdn = Cdn::treating(".js", &[Rest::Status(404)]).await;
    let late = Late::opens(|page| page.head(FAST), r#"data-survey="nps""#, json!([nps()]), cdn).await;
    late.browser.click("input[value='6']").await;
    let error = late.browser.event("error").await;
    assert_eq!(error["reason"], "load");
    assert!(error["message"].as_str().unwrap().contains("deferred."), "{error}");
    late.browser.gone().await;
    assert_eq!(late.cdn.asked(), 7);
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(late.collector.responses(), [""; 0]);
}

#[tokio::test]
async fn a_score_from_an_email_waits_for_the_shopper() {
    let late = Late::asks(r#"data-score="9""#, json!([nps()])).await;
    late.completes().await;
    let chosen = async || (late.browser.widget("$(':checked')?.value").await == "9").then_some(());
    wait_for("the score to be chosen", chosen).await;
    assert_eq!(late.collector.response("shown").await["answers"], json!([]));
    late.browser.send("Thank you!").await;
    late.ends_with(json!([rated(9)])).await;
}

#[tokio::test]
async fn who_was_faster_than_the_score_from_an_email_has_chosen() {
    let late = Late::asks(r#"data-score="9""#, json!([nps()])).await;
    late.browser.click("input[value='2']").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.reads("Thank you!").await;
    late.ends_with(json!([rated(2)])).await;
}

#[tokio::test]
async fn a_mistake_that_is_found_late_takes_the_question_back() {
    let late = Late::asks("", json!([nps(), { "kind": "npss", "text": "Second?" }])).await;
    late.browser.click("input[value='9']").await;
    late.browser.write("#comment", "Lovely").await;
    late.browser.click(".send").await;
    late.completes().await;
    late.browser.gone().await;
    let message = late.browser.event("error").await["message"].as_str().unwrap().to_owned();
    assert!(message.contains("questions[1].kind: found \"npss\""), "{message}");
    // Longer than an answer rests and than it takes to go on.
    late.browser.run("nachklang('show', 'csat')").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!late.browser.shows_widget().await);
    assert_eq!(late.events().await, ["error"]);
    assert_eq!(late.collector.responses(), [""; 0]);
    assert_eq!(late.browser.recorded("uncaught").await, [""; 0]);
}
