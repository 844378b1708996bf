//! The shop's brand colour, made readable.

use nachklang_model::text::{concat, decimal};
use nachklang_model::theme::{Colour, accent};

use crate::host::Host;
use crate::settings::Settings;

/// The surfaces of the stylesheet.
const LIGHT: Colour = Colour::WHITE;
const DARK: Colour = Colour([35, 34, 32]);

/// Derives the accent from `data-accent`, for light and for dark. Without it the stylesheet's own stays.
pub fn apply(host: &Host, settings: &Settings) {
    let Some(brand) = settings.accent else { return };
    let (light, dark) = (accent(brand, LIGHT), accent(brand, DARK));
    for (property, colour) in [
        ("--light-rim", light.rim),
        ("--light-fill", light.fill),
        ("--light-text", light.text),
        ("--dark-rim", dark.rim),
        ("--dark-fill", dark.fill),
        ("--dark-text", dark.text),
    ] {
        host.set_style(property, &css(colour));
    }
}

fn css(Colour([red, green, blue]): Colour) -> String {
    concat(&["rgb(", &decimal(red.into()), " ", &decimal(green.into()), " ", &decimal(blue.into()), ")"])
}
