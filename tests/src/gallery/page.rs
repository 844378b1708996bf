//! The page that shows the pictures.

use crate::picture::{Picture, Section};

const HEAD: &str = "# Gallery

Pictures of the running widget: every kind of question, every mode, and many looks. `cargo xtask gallery` takes them. Unless a
caption says otherwise, the shop has set only the question.
";

/// The whole page.
pub fn markdown(sections: &[Section]) -> String {
    sections.iter().fold(HEAD.into(), |page, section| page + &of_section(section))
}

fn of_section(section: &Section) -> String {
    let Section { title, text, columns, pictures } = section;
    let tables: String = pictures.chunks(*columns).map(table).collect();
    format!("\n## {title}\n\n{text}\n{tables}")
}

/// Pictures side by side, each below its caption.
fn table(pictures: &[Picture]) -> String {
    let row = |cell: fn(&Picture) -> String| {
        let cells: Vec<String> = pictures.iter().map(cell).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let captions = row(|picture| picture.caption.clone());
    let line = row(|_| "---".into());
    let shown = row(|picture| format!("![{}](gallery/{})", picture.caption, picture.file()));
    format!("\n{captions}{line}{shown}")
}
