//! The presets.

use nachklang_model::preset::NAMES;

use crate::picture::{Picture, Section, Survey};

pub fn section() -> Section {
    let picture = |name| Picture::of(&format!("preset-{name}"), &format!("`{name}`"), Survey::Preset(name));
    Section {
        title: "Presets",
        text: "The first question of each preset. `data-survey` names the preset.",
        columns: 2,
        pictures: NAMES.map(picture).into(),
    }
}
