//! What changes while a card is on screen. Views read it in closures. Code that changes it sets a signal and touches no element.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::{ArcRwSignal, With};
use nachklang_model::Question;
use nachklang_model::kind::InputKind;
use nachklang_model::text::concat;
use web_sys::HtmlInputElement;

use super::element::Element;
use super::node_ref::NodeRef;

/// What changes on a card as a whole.
#[derive(Default)]
pub struct CardState {
    /// Whether the card is out of sight because every corner is in the way of something.
    pub is_tucked: ArcRwSignal<bool>,
    /// Whether the buttons take no taps for a moment.
    pub is_tap_guarded: ArcRwSignal<bool>,
    /// How far the sheet is dragged down, in CSS pixels.
    pub drag: ArcRwSignal<i32>,
}

impl CardState {
    /// The classes of the card.
    pub fn classes(&self) -> String {
        let mut classes = String::from("card");
        for (signal, class) in [(&self.is_tucked, " tucked"), (&self.is_tap_guarded, " tap-guarded")] {
            if signal.with(|is_on| *is_on) {
                classes.push_str(class);
            }
        }
        classes
    }
}

/// What changes on the question on screen, and its fields.
pub struct QuestionState {
    /// How many questions were seen, this one included.
    pub step: usize,
    /// The name of the text on the button that leads on: `skip`, `next` or `send`.
    pub button: ArcRwSignal<&'static str>,
    /// What is asked below a rating; empty until one is chosen.
    pub follow_up: ArcRwSignal<String>,
    /// How many characters there is room for.
    pub room: ArcRwSignal<usize>,
    /// Why the survey does not go on.
    pub error: ArcRwSignal<Option<ValidationError>>,
    pub fields: Fields,
}

/// Why the survey does not go on.
#[derive(Clone, Copy)]
pub struct ValidationError {
    /// The name of the text that says so.
    pub message: &'static str,
    /// Which field is wrong, if one is.
    pub field: Option<FieldName>,
}

/// A field that may be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    /// The first of the points or options.
    Choice,
    /// The field to write into.
    Text,
    /// The box that says yes to what an address is used for.
    Consent,
}

/// The fields of a question. The browser holds what stands in them, so nothing is lost that is done before the deferred part
/// is there.
#[derive(Default)]
pub struct Fields {
    /// The radio buttons or tick boxes of points or options, in their order.
    pub choices: RefCell<Vec<HtmlInputElement>>,
    /// The field to write into. A text area has what is used of an input, by the same names.
    pub text: NodeRef<HtmlInputElement>,
    pub comment: NodeRef<HtmlInputElement>,
    /// What "other" means.
    pub other: NodeRef<HtmlInputElement>,
    pub consent: NodeRef<HtmlInputElement>,
    pub honeypot: NodeRef<HtmlInputElement>,
}

impl Fields {
    /// The points or options that are chosen.
    pub fn chosen(&self) -> Vec<HtmlInputElement> {
        self.choices.borrow().iter().filter(|choice| choice.checked()).cloned().collect()
    }

    /// The point or option of this value.
    pub fn choice(&self, value: &str) -> Option<HtmlInputElement> {
        self.choices.borrow().iter().find(|choice| choice.value() == value).cloned()
    }
}

impl QuestionState {
    /// A question as it comes on screen.
    pub fn new(question: Question, step: usize) -> Self {
        let skips = !question.is_required() && question.input_kind() != InputKind::Statement;
        Self {
            step,
            button: ArcRwSignal::new(if skips { "skip" } else { "next" }),
            follow_up: ArcRwSignal::default(),
            room: ArcRwSignal::new(question.max_length()),
            error: ArcRwSignal::new(None),
            fields: Fields::default(),
        }
    }

    fn is_wrong(&self, name: FieldName) -> bool {
        self.error.with(|error| error.is_some_and(|error| error.field == Some(name)))
    }
}

/// Has a field say when it is wrong. `description` is the id of what describes it in any case; empty where nothing does.
pub fn validated(
    field: Element,
    state: &Rc<QuestionState>,
    name: FieldName,
    description: &'static str,
) -> Element {
    let (invalid, described) = (state.clone(), state.clone());
    let described_by = move || match (described.is_wrong(name), description) {
        (false, "") => None,
        (false, _) => Some(description.to_owned()),
        (true, _) => Some(concat(&["error ", description]).trim_ascii().to_owned()),
    };
    field
        .attr("aria-invalid", move || invalid.is_wrong(name).then_some("true"))
        .attr("aria-describedby", described_by)
}
