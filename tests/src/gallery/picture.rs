//! The content of a picture, and how to prepare it.

use nachklang_tests::Key;
use serde_json::{Value, json};

/// Pictures that belong together.
pub struct Section {
    pub title: &'static str,
    pub text: &'static str,
    /// How many stand side by side.
    pub columns: usize,
    pub pictures: Vec<Picture>,
}

/// One picture.
#[derive(Clone)]
pub struct Picture {
    /// The name of its file, without ending.
    pub name: String,
    pub caption: String,
    /// The survey file, or the preset.
    pub survey: Survey,
    /// Attributes of the script tag.
    pub attributes: String,
    pub background: Background,
    /// Attributes of the page's `html` element.
    pub html: &'static str,
    pub screen: Screen,
    /// Media features, such as `("prefers-color-scheme", "dark")`.
    pub media: &'static [(&'static str, &'static str)],
    /// What the shopper does before the picture is taken.
    pub steps: Vec<Step>,
    pub frame: Frame,
}

/// What is asked.
#[derive(Clone)]
pub enum Survey {
    Preset(&'static str),
    /// The one survey of a file.
    Own(Value),
    /// What the page's own elements ask.
    OnPage,
}

/// What the page around the widget is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// A product.
    Product,
    /// A product, and below it `<nachklang-survey survey="csat">`.
    Element,
    /// Nothing, as where the page is there for the survey alone.
    Empty,
}

/// What is cut out of the screen.
#[derive(Clone, Copy)]
pub enum Frame {
    /// The widget and a little of what is around it.
    Widget,
    /// All of it, smaller by this factor.
    Screen(f64),
}

/// A screen in CSS pixels, one pixel of the picture each.
#[derive(Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    pub touch: bool,
}

impl Screen {
    pub const DESKTOP: Self = Self { width: 1024, height: 720, touch: false };
    pub const PHONE: Self = Self { width: 390, height: 844, touch: true };
}

/// What a shopper does.
#[derive(Clone)]
pub enum Step {
    Click(&'static str),
    Type(&'static str),
    Press(Key),
    /// Goes to an element by the tab key.
    TabTo(&'static str),
    /// Turns from the tab to the card it opened: this selector finds it on the page.
    LookAt(&'static str),
    /// Does nothing until an element is there.
    See(&'static str),
}

impl Picture {
    /// A card on a desktop that asks what `survey` says.
    pub fn of(name: &str, caption: &str, survey: Survey) -> Self {
        Self {
            name: name.into(),
            caption: caption.into(),
            survey,
            attributes: String::new(),
            background: Background::Product,
            html: "lang=en",
            screen: Screen::DESKTOP,
            media: &[],
            steps: Vec::new(),
            frame: Frame::Widget,
        }
    }

    /// The same for a survey of this one question.
    pub fn asking(name: &str, caption: &str, question: Value) -> Self {
        Self::of(name, caption, Survey::Own(json!({ "key": "survey", "questions": [question] })))
    }

    /// The file in the gallery's folder.
    pub fn file(&self) -> String {
        format!("{}.png", self.name)
    }

    /// The same picture on a phone.
    pub fn on_phone(&self) -> Self {
        let (name, caption) = (format!("{}-phone", self.name), format!("{}, on a phone", self.caption));
        Self { name, caption, screen: Screen::PHONE, ..self.clone() }
    }

    pub fn tag(mut self, attributes: &str) -> Self {
        self.attributes = attributes.into();
        self
    }

    pub fn background(mut self, background: Background) -> Self {
        self.background = background;
        self
    }

    pub fn html(mut self, attributes: &'static str) -> Self {
        self.html = attributes;
        self
    }

    pub fn screen(mut self, width: u32, height: u32, touch: bool) -> Self {
        self.screen = Screen { width, height, touch };
        self
    }

    pub fn media(mut self, features: &'static [(&'static str, &'static str)]) -> Self {
        self.media = features;
        self
    }

    pub fn after(mut self, steps: &[Step]) -> Self {
        self.steps = steps.to_vec();
        self
    }

    /// Shows the whole screen, smaller by this factor.
    pub fn whole(mut self, factor: f64) -> Self {
        self.frame = Frame::Screen(factor);
        self
    }
}
