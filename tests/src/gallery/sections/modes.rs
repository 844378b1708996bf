//! The modes of a survey.

use crate::picture::Step::{Click, LookAt, See};
use crate::picture::{Background, Picture, Section, Survey};

/// The modes on a desktop.
pub fn desktop() -> Section {
    let mut pictures: Vec<Picture> = modes().into_iter().map(|picture| picture.whole(0.5)).collect();
    let opened = picture("tab-opened", "A tab, opened", "data-mode=tab data-position=right");
    pictures.push(opened.after(&[Click(".tab"), LookAt("[look^=card]"), See("h2")]).whole(0.5));
    for picture in &mut pictures {
        picture.name.insert_str(0, "mode-");
    }
    Section {
        title: "Modes on a desktop",
        text: "`data-mode` sets the mode, and `data-position` the place.",
        columns: 2,
        pictures,
    }
}

/// The modes on a phone.
pub fn phone() -> Section {
    let mut pictures: Vec<Picture> =
        modes().into_iter().map(|picture| picture.on_phone().whole(0.5)).collect();
    for picture in &mut pictures {
        picture.name.insert_str(0, "mode-");
        picture.caption = picture.caption.replace(", on a phone", "");
    }
    Section {
        title: "Modes on a phone",
        text: "A card is a sheet at the bottom or the top.",
        columns: 4,
        pictures,
    }
}

fn modes() -> Vec<Picture> {
    let card = |position: &str| {
        let tag = format!("data-position={position}");
        picture(&format!("card-{position}"), &format!("`{tag}`"), &tag)
    };
    let tab = |edge: &str| {
        let tag = format!("data-mode=tab data-position={edge}");
        picture(&format!("tab-{edge}"), &format!("`{tag}`"), &tag)
    };
    vec![
        card("bottom-right"),
        card("bottom-left"),
        card("top-right"),
        card("top-left"),
        card("center"),
        tab("right"),
        tab("left"),
        tab("bottom"),
        tab("top"),
        picture("inline", "`data-into`", "data-into=#here"),
        Picture::of("element", "`<nachklang-survey>`", Survey::OnPage).background(Background::Element),
        picture("page", "`data-mode=page`", "data-mode=page").background(Background::Empty),
    ]
}

fn picture(name: &str, caption: &str, tag: &str) -> Picture {
    Picture::of(name, caption, Survey::Preset("nps")).tag(tag)
}
