//! How the panel looks, and what its buttons do.

use leptos::prelude::{ArcRwSignal, Get, GetUntracked, Set, Track};
use nachklang_model::text::concat;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Clipboard, HtmlInputElement};

use super::Panel;
use super::report::{Report, State, to_copy};
use crate::deferred::memory;
use crate::page::js;
use crate::view::element::{Element, element};

/// The whole panel.
pub fn panel(panel: Panel) -> Element {
    let (closes, folded) = (panel.clone(), panel.is_folded.clone());
    let body = element("div").attr("id", "body").attr("class", "body");
    let body = body.attr("hidden", move || folded.get().then_some(""));
    let surveys = panel.report.get_untracked().surveys.len();
    element("section")
        .class("panel")
        .attr("aria-label", "Nachklang")
        .attr("lang", "en")
        .attr("dir", "ltr")
        .on("keydown", move |event| {
            if js::text(&event, "key").as_deref() == Some("Escape") {
                event.stop_propagation();
                closes.close();
            }
        })
        .child(head(&panel))
        .child(
            body.child(part(&panel, facts))
                .child(part(&panel, messages))
                .children((0..surveys).map(|index| survey(&panel, index)))
                .child(part(&panel, deliveries))
                .child(part(&panel, responses))
                .child(copying(&panel)),
        )
}

/// Its name, and the buttons that move, fold and close it.
fn head(panel: &Panel) -> Element {
    let (moves, folds, closes) = (panel.clone(), panel.clone(), panel.clone());
    let (folded, expanded) = (panel.is_folded.clone(), panel.is_folded.clone());
    element("header")
        .child(element("h2").text("Nachklang"))
        .child(button().text("Move").on("click", move |_| moves.move_on()))
        .child(
            button()
                .attr("aria-controls", "body")
                .attr("aria-expanded", move || if expanded.get() { "false" } else { "true" })
                .text(move || if folded.get() { "Unfold" } else { "Fold" })
                .on("click", move |_| folds.fold()),
        )
        .child(button().text("Close").on("click", move |_| closes.close()))
}

fn button() -> Element {
    element("button").attr("type", "button")
}

/// A part of the panel that is shown anew with each report that differs.
fn part(panel: &Panel, view: fn(&Report) -> Element) -> Element {
    let (tracked, report) = (panel.report.clone(), panel.report.clone());
    element("div").child_from(move || tracked.track(), move || view(&report.get()))
}

fn line(tag: &str, class: &str, text: &str) -> Element {
    element(tag).class(class).text(text)
}

/// Where the shopper is.
fn facts(report: &Report) -> Element {
    element("div")
        .child(line("p", "at", &report.touchpoint))
        .child(line("p", "trail", &report.trail))
        .child(line("p", "consent", report.consent))
        .child(line("p", "endpoint", &report.endpoint))
        .children(report.data_layer.iter().map(|text| line("p", "data-layer", text)))
}

/// What the console said.
fn messages(report: &Report) -> Element {
    let messages = report
        .messages
        .iter()
        .map(|message| line("p", message.level, &concat(&[message.level, ": ", &message.text])));
    element("div").children(messages)
}

/// What came of each response.
fn deliveries(report: &Report) -> Element {
    let headline = (!report.deliveries.is_empty()).then(|| element("h3").text("responses"));
    let lines = report.deliveries.iter().map(|delivery| line("p", "delivery", &delivery.line()));
    element("div").children(headline).children(lines)
}

/// The responses on screen, as they would be sent.
fn responses(report: &Report) -> Element {
    report.responses.iter().fold(element("div"), |all, (headline, response)| {
        all.child(element("h3").text(&**headline)).child(element("pre").text(&**response))
    })
}

/// The survey of this index: how things are with it, and a button that has it come again. They stay when the rest is shown anew,
/// so that the button keeps the focus.
fn survey(panel: &Panel, index: usize) -> Element {
    let report = panel.report.clone();
    let of = move || report.get().surveys.get(index).cloned();
    let (class, name, state, tracked, reasons) = (of.clone(), of.clone(), of.clone(), of.clone(), of.clone());
    let (shows, shown) = (panel.clone(), of.clone());
    let is_shown = move || shown().filter(|survey| survey.state == State::OnScreen).map(|_| "");
    element("article")
        .class(move || class().map_or("", |survey| survey.state.signs().0))
        .child(element("h3").text(move || {
            let survey = name()?;
            let (_, before, behind) = survey.state.signs();
            Some(concat(&[before, &survey.survey, behind]))
        }))
        .child(button().attr("hidden", is_shown).text("Show again").on("click", move |_| {
            if let Some(survey) = state() {
                memory::forget_survey(shows.app, &survey.survey);
            }
        }))
        .child(element("div").child_from(
            move || drop(tracked()),
            move || {
                let reasons = reasons().map(|survey| survey.reasons).unwrap_or_default();
                element("div").children(reasons.iter().map(|reason| line("p", "reason", reason)))
            },
        ))
}

/// The state as JSON, and the button that copies it. Where the browser does not let us, the text can be marked and copied.
fn copying(panel: &Panel) -> Element {
    let text =
        element("textarea").attr("readonly", "").attr("rows", "6").attr("aria-label", "Report as JSON");
    let field: HtmlInputElement = text.node();
    let is_open = ArcRwSignal::new(false);
    let said = ArcRwSignal::new("");
    let (status, copies, opened) = (said.clone(), panel.clone(), is_open.clone());
    let copy = move || {
        field.set_value(&to_copy(copies.app, &copies.app.tag));
        let (field, said, is_open) = (field.clone(), said.clone(), is_open.clone());
        spawn_local(async move {
            let is_copied = write_to_clipboard(&field.value()).await;
            said.set(if is_copied {
                "Copied."
            } else {
                "The browser does not let us: copy the marked text."
            });
            if !is_copied {
                is_open.set(true);
                let _ = field.focus();
                field.select();
            }
        });
    };
    element("div")
        .class("copying")
        .child(button().text("Copy report as JSON").on("click", move |_| copy()))
        .child(element("p").attr("role", "status").text(move || status.get()))
        .child(element("div").attr("hidden", move || (!opened.get()).then_some("")).child(text))
}

async fn write_to_clipboard(text: &str) -> bool {
    // There is none on pages without https.
    let clipboard = js::get(&js::window().navigator(), "clipboard");
    clipboard.is_object()
        && JsFuture::from(clipboard.unchecked_into::<Clipboard>().write_text(text)).await.is_ok()
}
