//! The figures of all rounds, as tables and plots.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use plotters::prelude::*;

use crate::product::{BEFORE, Kind, OURS, PRODUCTS, Product};
use crate::visit::{Figures, Measure, Network, Visit};

/// The marks around the tables in `docs/performance.md`.
const BEGIN: &str = "<!-- Written by `cargo xtask bench widget --write` -->\n";
const END: &str = "<!-- End -->";

/// The plots: file, title, and what the bars are.
const PLOTS: [(&str, &str, Column); 3] = [
    ("bytes", "kB until the question is on screen", Column("", Throttled, Cold, Bytes)),
    (
        "cold",
        "ms until the question is on screen, throttled, nothing in the cache",
        Column("", Throttled, Cold, Visible),
    ),
    (
        "warm",
        "ms until the question is on screen, throttled, everything in the cache",
        Column("", Throttled, Warm, Visible),
    ),
];

/// What is compared with another build of the widget.
const CHANGES: [(&str, Network, Visit, Measure); 16] = [
    ("kB until the question", Throttled, Cold, Bytes),
    ("cold, ms", Unthrottled, Cold, Visible),
    ("cold, throttled, ms", Throttled, Cold, Visible),
    ("warm, ms", Unthrottled, Warm, Visible),
    ("warm, throttled, ms", Throttled, Warm, Visible),
    ("from navigation, ms", Unthrottled, AtOnce, Visible),
    ("from navigation, throttled, ms", Throttled, AtOnce, Visible),
    ("longest task, throttled, ms", Throttled, Cold, LongestTask),
    ("script, throttled, ms", Throttled, Cold, Script),
    ("tap to paint, ms", Unthrottled, Cold, TapToPaint),
    ("tap to paint, throttled, ms", Throttled, Cold, TapToPaint),
    ("last tap to POST, ms", Unthrottled, Cold, TapToPost),
    ("last tap to POST, throttled, ms", Throttled, Cold, TapToPost),
    ("memory, kB", Unthrottled, Cold, Memory),
    ("no question due: kB", Unthrottled, NotDue, Bytes),
    ("no question due, throttled: thread, ms", Throttled, NotDue, Thread),
];

/// What was measured.
#[derive(Default)]
pub struct Report(BTreeMap<(&'static str, Network, Visit), Vec<Figures>>);

/// A column of a table: its head, and the measure in its cells.
struct Column(&'static str, Network, Visit, Measure);

use Measure::{
    Bytes, Lcp, LongTasks, LongestTask, Memory, Requests, Script, Shift, TapToPaint, TapToPost, Thread,
    Visible,
};
use Network::{Throttled, Unthrottled};
use Visit::{AtOnce, Cold, NotDue, Warm};

impl Report {
    /// Adds the figures of one visit.
    pub fn add(&mut self, product: &Product, network: Network, visit: Visit, figures: Figures) {
        self.0.entry((product.name, network, visit)).or_default().push(figures);
    }

    /// All tables.
    pub fn markdown(&self, rounds: usize) -> String {
        let tables = [
            (
                "Until the question is on screen, from waking it on a page at rest",
                vec![
                    // Throttled: what is prefetched for later has not arrived by then.
                    Column("kB", Throttled, Cold, Bytes),
                    Column("requests", Throttled, Cold, Requests),
                    Column("memory, kB", Unthrottled, Cold, Memory),
                    Column("layout shift", Throttled, Cold, Shift),
                ],
            ),
            ("Unthrottled, ms", times(Unthrottled)),
            ("Throttled, ms", times(Throttled)),
            (
                "A page on which no question is due",
                vec![
                    Column("kB", Unthrottled, NotDue, Bytes),
                    Column("requests", Unthrottled, NotDue, Requests),
                    Column("thread, ms", Unthrottled, NotDue, Thread),
                    Column("LCP, ms", Unthrottled, NotDue, Lcp),
                    Column("thread, ms, throttled", Throttled, NotDue, Thread),
                    Column("LCP, ms, throttled", Throttled, NotDue, Lcp),
                ],
            ),
        ];
        let tables = tables.map(|(title, columns)| format!("### {title}\n\n{}\n", self.table(&columns)));
        let (tables, change, aims) = (tables.join("\n"), self.change(), self.aims());
        format!("Median of {rounds} rounds, and least to most.\n\n{tables}\n{change}{aims}")
    }

    /// What is better and what is worse than in the other build, where one was measured.
    fn change(&self) -> String {
        let mut rows = String::new();
        for (title, network, visit, measure) in CHANGES {
            let of = |name| {
                let product = PRODUCTS.iter().find(|product| product.name == name).expect("a product");
                let column = Column("", network, visit, measure);
                (self.sorted(product, network, visit, measure), self.cell(product, &column))
            };
            let ((before, before_cell), (now, now_cell)) = (of(BEFORE), of(OURS));
            if !before.is_empty() && !now.is_empty() {
                rows += &format!("| {title} | {before_cell} | {now_cell} | {} |\n", verdict(&before, &now));
            }
        }
        if rows.is_empty() {
            return rows;
        }
        format!(
            "### Before and now\n\nBetter and worse: the median now lies outside the range before.\n\n\
             | | before | now | |\n|---|---:|---:|---|\n{rows}\n"
        )
    }

    /// The aims beside the figures, as far as the products they compare were measured.
    fn aims(&self) -> String {
        let of = |name, network, visit, measure| {
            let product = PRODUCTS.iter().find(|product| product.name == name)?;
            let values = self.sorted(product, network, visit, measure);
            (!values.is_empty()).then(|| median(&values))
        };
        let ours = |network, visit, measure| of(OURS, network, visit, measure);
        let fastest_survey = PRODUCTS
            .iter()
            .filter(|product| product.kind == Kind::Survey && !product.is_ours())
            .filter_map(|product| of(product.name, Throttled, Cold, Visible))
            .min_by(f64::total_cmp);
        let beside = |network, other: Option<f64>| Some(ours(network, Cold, Visible)? / other?);
        let form = |network| of("sentry", network, Cold, Visible);
        let with_to_without = |network| {
            let measured = |name| of(name, network, NotDue, Lcp);
            Some(measured(OURS)? / measured("no-product")?)
        };
        let aims = [
            (
                "cold, throttled, to that of the fastest other survey",
                "0.25",
                beside(Throttled, fastest_survey),
            ),
            ("cold, throttled, to that of Sentry's form", "1", beside(Throttled, form(Throttled))),
            ("cold, unthrottled, to that of Sentry's form", "1", beside(Unthrottled, form(Unthrottled))),
            ("LCP with no question due to LCP without a product", "1", with_to_without(Unthrottled)),
            ("the same, throttled", "1", with_to_without(Throttled)),
            ("warm, throttled, ms", "80", ours(Throttled, Warm, Visible)),
            ("longest task, throttled, ms", "50", ours(Throttled, Cold, LongestTask)),
            ("tap to paint, throttled, ms", "50", ours(Throttled, Cold, TapToPaint)),
            ("last tap to POST, throttled, ms", "20", ours(Throttled, Cold, TapToPost)),
        ];
        let rows = aims.into_iter().filter_map(|(what, at_most, value)| {
            let value = value
                .map(|value| if value < 10.0 { format!("{value:.2}") } else { format!("{value:.0}") })?;
            Some(format!("| {what} | {at_most} | {value} |\n"))
        });
        format!("### The aims\n\n| | at most | measured |\n|---|---:|---:|\n{}", rows.collect::<String>())
    }

    fn table(&self, columns: &[Column]) -> String {
        let heads: String = columns.iter().map(|column| format!(" {} |", column.0)).collect();
        let rows = PRODUCTS.iter().filter_map(|product| {
            let cells: Vec<_> = columns.iter().map(|column| self.cell(product, column)).collect();
            let is_empty = cells.iter().all(String::is_empty);
            let name = if product.name == OURS { format!("**{OURS}**") } else { product.name.into() };
            (!is_empty).then(|| format!("| {name} | {} |\n", cells.join(" | ")))
        });
        format!("| |{heads}\n|---|{}\n{}", "---:|".repeat(columns.len()), rows.collect::<String>())
    }

    fn cell(&self, product: &Product, Column(_, network, visit, measure): &Column) -> String {
        let values = self.sorted(product, *network, *visit, *measure);
        let [least, .., most] = values[..] else {
            return values.first().map(|value| formatted(*measure, *value)).unwrap_or_default();
        };
        let median = formatted(*measure, median(&values));
        let (least, most) = (formatted(*measure, least), formatted(*measure, most));
        if least == most { median } else { format!("{median} ({least}–{most})") }
    }

    fn sorted(&self, product: &Product, network: Network, visit: Visit, measure: Measure) -> Vec<f64> {
        let rounds = self.0.get(&(product.name, network, visit)).into_iter().flatten();
        let mut values: Vec<f64> = rounds.filter_map(|figures| figures.0.get(&measure).copied()).collect();
        values.sort_by(f64::total_cmp);
        values
    }

    /// Puts the tables into `docs/performance.md`, and the plots beside it.
    pub fn write(&self, markdown: &str) -> Result<()> {
        let page = xtask::root().join("docs/performance.md");
        let text = fs::read_to_string(&page).with_context(|| page.display().to_string())?;
        let (before, rest) =
            text.split_once(BEGIN).context("docs/performance.md has no mark where the tables begin")?;
        let (_, after) =
            rest.split_once(END).context("docs/performance.md has no mark where the tables end")?;
        let plots: String =
            PLOTS.iter().map(|(name, title, _)| format!("![{title}](performance/{name}.svg)\n\n")).collect();
        fs::write(&page, format!("{before}{BEGIN}\n{plots}{markdown}\n{END}{after}"))?;
        let folder = xtask::root().join("docs/performance");
        fs::create_dir_all(&folder)?;
        for (name, title, column) in PLOTS {
            self.plot(folder.join(name).with_extension("svg"), title, &column)?;
        }
        Ok(())
    }

    /// Draws bars with their range, the shortest at the top.
    fn plot(&self, path: PathBuf, title: &str, Column(_, network, visit, measure): &Column) -> Result<()> {
        let mut bars: Vec<_> = PRODUCTS
            .iter()
            .map(|product| (product, self.sorted(product, *network, *visit, *measure)))
            .filter(|(_, values)| !values.is_empty())
            .collect();
        bars.sort_by(|(_, one), (_, other)| median(other).total_cmp(&median(one)));
        let scale = if *measure == Bytes { 1000.0 } else { 1.0 };
        let longest =
            bars.iter().filter_map(|(_, values)| values.last()).fold(0.0, |a: f64, b| a.max(*b)) / scale;
        let area = SVGBackend::new(&path, (720, 60 + 30 * bars.len() as u32)).into_drawing_area();
        area.fill(&WHITE)?;
        let height = bars.len() as f64;
        let mut chart = ChartBuilder::on(&area)
            .caption(title, ("sans-serif", 15))
            .margin(8)
            .margin_right(60)
            .set_label_area_size(LabelAreaPosition::Left, 100)
            .build_cartesian_2d(0.0..longest * 1.02, 0.0..height)?;
        for (index, (product, values)) in bars.iter().enumerate() {
            let (bottom, middle) = (index as f64, index as f64 + 0.5);
            let (end, least, most) =
                (median(values) / scale, values[0] / scale, values[values.len() - 1] / scale);
            let colour = match product.kind {
                _ if product.name == OURS => RGBColor(0x1f, 0x6f, 0x5c),
                Kind::Survey => RGBColor(0x9a, 0xa5, 0xb1),
                Kind::Form | Kind::Floor | Kind::None => RGBColor(0xd3, 0xd8, 0xde),
            };
            let bar = Rectangle::new([(0.0, bottom + 0.15), (end, bottom + 0.85)], colour.filled());
            chart.draw_series([bar])?;
            chart.draw_series([PathElement::new(vec![(least, middle), (most, middle)], BLACK.mix(0.5))])?;
            let (left, height) = chart.backend_coord(&(0.0, middle));
            let end = chart.backend_coord(&(most, middle)).0;
            let style = ("sans-serif", 13).into_text_style(&area);
            let (_, size) = area.estimate_text_size(product.name, &style)?;
            let top = height - size as i32 / 2;
            area.draw_text(product.name, &style, (left - 95, top))?;
            area.draw_text(&formatted(*measure, median(values)), &style, (end + 6, top))?;
        }
        area.present()?;
        Ok(())
    }
}

fn times(network: Network) -> Vec<Column> {
    vec![
        Column("cold", network, Cold, Visible),
        Column("warm", network, Warm, Visible),
        Column("from navigation", network, AtOnce, Visible),
        Column("longest task", network, Cold, LongestTask),
        Column("long tasks", network, Cold, LongTasks),
        Column("script", network, Cold, Script),
        Column("tap to paint", network, Cold, TapToPaint),
        Column("last tap to POST", network, Cold, TapToPost),
    ]
}

/// What became of a measure. Of all that are compared, less is better. A few rounds have no range to compare with.
fn verdict(before: &[f64], now: &[f64]) -> &'static str {
    if before.len() < 3 {
        return "too few rounds";
    }
    let [least, most] = [before[0], before[before.len() - 1]];
    match median(now) {
        now if now < least => "better",
        now if now > most => "worse",
        _ => "within the range",
    }
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

fn formatted(measure: Measure, value: f64) -> String {
    match measure {
        Bytes => format!("{:.1}", value / 1000.0),
        Shift => format!("{value:.3}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_the_median_and_the_range() {
        let product = &PRODUCTS[0];
        let mut report = Report::default();
        for time in [30.4, 10.0, 20.0] {
            let figures = Figures([(Visible, time)].into());
            report.add(product, Throttled, Cold, figures);
        }
        let cell = |network, visit| report.cell(product, &Column("", network, visit, Visible));
        assert_eq!(cell(Throttled, Cold), "20 (10–30)");
        assert_eq!(cell(Unthrottled, Cold), "");
    }

    #[test]
    fn a_change_is_judged_by_the_range_before_it() {
        let before = [10.0, 12.0, 14.0];
        for (now, expected) in [
            ([8.0, 9.0, 15.0], "better"),
            ([9.0, 14.0, 20.0], "within the range"),
            ([13.0, 15.0, 16.0], "worse"),
        ] {
            assert_eq!(verdict(&before, &now), expected, "{now:?}");
        }
    }

    #[test]
    fn another_build_has_a_table_of_its_own() {
        let mut report = Report::default();
        for (name, time) in [(OURS, 20.0), (BEFORE, 30.0)] {
            let product = PRODUCTS.iter().find(|product| product.name == name).unwrap();
            for round in 0..3 {
                report.add(product, Throttled, Cold, Figures([(Visible, time + f64::from(round))].into()));
            }
            if name == OURS {
                assert_eq!(report.change(), "");
            }
        }
        assert!(
            report.change().contains("| cold, throttled, ms | 31 (30–32) | 21 (20–22) | better |"),
            "{}",
            report.change()
        );
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        assert_eq!(median(&[1.0, 2.0, 4.0]), 2.0);
        assert_eq!(median(&[1.0, 2.0, 4.0, 9.0]), 3.0);
    }
}
