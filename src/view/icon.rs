//! Faces, stars and thumbs, drawn with lines in the colour of the text.

use nachklang_model::Rating;
use nachklang_model::kind::Look;

use super::element::{Element, svg};

/// The mouths of five faces, from sad to happy, each between the same cheeks.
const MOUTHS: [&str; 5] = ["M8 17q4-5 8 0", "M8 16q4-2 8 0", "M8 15.5h8", "M8 15q4 2 8 0", "M8 14q4 5 8 0"];
const FACE: &str = "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20zM9 9v1M15 9v1";
const STAR: &str = "M12 2.5l2.9 6.1 6.6.9-4.8 4.6 1.2 6.6-5.9-3.2-5.9 3.2 1.2-6.6L2.5 9.5l6.6-.9z";
const THUMB: &str =
    "M7 11v10H3V11zM7 11l5-9a3 3 0 0 1 2.5 3.5L14 9h6a2 2 0 0 1 2 2.3l-1.3 7.5a2.6 2.6 0 0 1-2.6 2.2H7";

/// The icon of a point.
pub fn icon(look: Look, rating: Rating) -> Element {
    let is_thumb_down = look == Look::Thumbs && rating.index() == 0;
    let icon = svg("svg").attr("viewBox", "0 0 24 24").class(is_thumb_down.then_some("down"));
    match look {
        Look::Faces => icon.child(line(FACE)).child(line(MOUTHS[rating.index() % MOUTHS.len()])),
        Look::Stars => icon.child(line(STAR)),
        _ => icon.child(line(THUMB)),
    }
}

fn line(path: &str) -> Element {
    svg("path").attr("d", path)
}
