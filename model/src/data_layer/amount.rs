//! An amount of money as a shop's page prints it, in the writing of any locale.

/// The most characters an amount has.
const MAX_LENGTH: usize = 40;

/// The most digits that a number holds exactly.
const MAX_DIGITS: usize = 15;

/// The decimal point and the decimal comma, which elsewhere stand between groups.
const POINTS: [char; 2] = ['.', ','];

/// The Arabic decimal separator, which stands nowhere else.
const ARABIC_POINT: char = '\u{66b}';

/// The zeros of the scripts whose digits stand in their order behind it.
const ZEROS: [char; 20] =
    ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０'];

/// How currencies are written, besides codes such as `EUR` and signs such as `€`, in lower case.
const CURRENCIES: [&str; 36] = [
    "eur", "euro", "kr", "kr.", "zł", "zl", "kč", "kc", "ft", "lei", "tl", "fr", "fr.", "sfr", "sfr.", "rs",
    "rs.", "rm", "rp", "r", "km", "din", "din.", "fcfa", "f cfa", "лв", "лв.", "руб", "руб.", "грн", "грн.",
    "ден", "ден.", "元", "円", "원",
];

/// Signs of currencies outside of their block in Unicode.
const SIGNS: [char; 11] = ['$', '£', '¥', '฿', '៛', '৳', '﷼', '＄', '￡', '￥', '￦'];

/// The number that a text is: `49,90`, `1.234,50`, `1'234.50 CHF`, `€ 1 234,-`, `١٬٢٣٤٫٥٠`. `None` where it may be another, such as
/// `1.234`, or is none: it is never only the beginning of a number.
pub fn amount(text: &str) -> Option<f64> {
    if text.len() > 4 * MAX_LENGTH {
        return None;
    }
    let text: String = text.chars().filter(|letter| !is_invisible(*letter)).map(plain).collect();
    let first = text.find(|letter: char| letter.is_ascii_digit())?;
    let last = text.rfind(|letter: char| letter.is_ascii_digit())?;
    let (before, number, after) = (&text[..first], &text[first..=last], &text[last + 1..]);
    let (before, leading) = leading_point(before);
    let (trailing, after) = trailing_dash(after);
    if !is_currency(before) || !is_currency(after) {
        return None;
    }
    parse(&[leading, number, trailing].concat())
}

/// Marks that tell in which direction a text is written, and spaces without width.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The letter in the form that is read here: one for each digit, space, apostrophe and dash.
fn plain(letter: char) -> char {
    let digit = |zero: &char| (letter as u32).checked_sub(*zero as u32).filter(|digit| *digit < 10);
    if let Some(digit) = ZEROS.iter().find_map(digit) {
        return char::from(b'0' + digit as u8);
    }
    match letter {
        '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        // The last one is the Arabic thousands separator.
        '’' | '‘' | '´' | '`' | '\u{66c}' => '\'',
        '，' | '،' => ',',
        '．' => '.',
        '−' | '–' | '—' | '‒' => '-',
        _ => letter,
    }
}

/// `.50` is `0.50`.
fn leading_point(before: &str) -> (&str, &'static str) {
    match before.trim() {
        "." => ("", "0."),
        "," => ("", "0,"),
        _ => (before, ""),
    }
}

/// `49,-` and `49.--` are 49 without cents.
fn trailing_dash(after: &str) -> (&'static str, &str) {
    let dashes = |point: char| after.strip_prefix(point)?.strip_prefix('-');
    match (dashes('.'), dashes(',')) {
        (Some(rest), _) => (".00", rest.trim_start_matches('-')),
        (_, Some(rest)) => (",00", rest.trim_start_matches('-')),
        _ => ("", after),
    }
}

/// Whether what stands beside a number is a currency, or nothing.
fn is_currency(text: &str) -> bool {
    let text = text.trim();
    let is_sign = |letter: char| SIGNS.contains(&letter) || matches!(letter, '\u{20a0}'..='\u{20cf}');
    let is_code = text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase());
    // US$, R$
    let has_sign = text.chars().filter(|letter| is_sign(*letter)).count() == 1
        && text.len() <= 8
        && text.chars().all(|letter| is_sign(letter) || letter.is_ascii_alphabetic());
    // The Arabic ones have points between their letters: د.إ.
    let is_letter = |letter: char| matches!(letter, '\u{621}'..='\u{64a}');
    let is_arabic = text.len() <= 12
        && text.starts_with(is_letter)
        && text.chars().all(|letter| letter == '.' || is_letter(letter));
    text.is_empty() || is_code || has_sign || is_arabic || CURRENCIES.contains(&&*text.to_lowercase())
}

/// A number of ASCII digits with separators between them.
fn parse(number: &str) -> Option<f64> {
    let is_digit = |letter: char| letter.is_ascii_digit();
    let separators: Vec<char> = number.chars().filter(|letter| !is_digit(*letter)).collect();
    let mut groups: Vec<&str> = number.split(|letter| !is_digit(letter)).collect();
    let mut decimals = "";
    if has_decimals(&groups, &separators)? {
        decimals = groups.pop()?;
    }
    let between = &separators[..groups.len() - 1];
    are_groups(&groups, between).then(|| exact(&groups.concat(), decimals))?
}

/// Whether the last separator stands before decimals; `None` where that cannot be told.
fn has_decimals(groups: &[&str], separators: &[char]) -> Option<bool> {
    let Some((last, before)) = separators.split_last() else { return Some(false) };
    if *last == ARABIC_POINT {
        return Some(true);
    }
    if !POINTS.contains(last) || before.contains(last) {
        return Some(false);
    }
    let (first, end) = (groups.first()?, groups.last()?);
    let may_be_group = before.is_empty() && end.len() == 3 && first.len() <= 3 && !first.starts_with('0');
    (!may_be_group).then_some(true)
}

/// Whether these are groups of three digits, or in the Indian way three behind groups of two, with the same separator everywhere.
fn are_groups(groups: &[&str], separators: &[char]) -> bool {
    let [first, middle @ .., last] = groups else { return groups.iter().all(|only| !only.is_empty()) };
    let separator = separators[0];
    let is_indian = separator == ',' && !middle.is_empty() && middle.iter().all(|group| group.len() == 2);
    let size = if is_indian { 2 } else { 3 };
    separators.iter().all(|other| *other == separator)
        && (POINTS.contains(&separator) || matches!(separator, ' ' | '\''))
        && (1..=size).contains(&first.len())
        && !first.starts_with('0')
        && middle.iter().all(|group| group.len() == size)
        && last.len() == 3
}

/// The number of these digits. Both whole numbers are exact, so their quotient is the nearest number there is.
fn exact(digits: &str, decimals: &str) -> Option<f64> {
    let all = [digits, decimals].concat();
    if all.len() > MAX_DIGITS {
        return None;
    }
    let whole = all.bytes().fold(0.0, |number, digit| number * 10.0 + f64::from(digit - b'0'));
    Some(whole / decimals.bytes().fold(1.0, |divisor, _| divisor * 10.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts, with `|` between them, and the number that they are.
    const NUMBERS: [(&str, f64); 15] = [
        ("49,90|49.90|49.9|49.9000| 49,90 |٤٩٫٩٠|٤٩،٩٠|۴۹٫۹۰|४९.९०|４９．９０", 49.9),
        ("49,90 €|€49.90|€ 49,90|EUR 49.90|49,90 EUR|49,90 Euro|€ 49.90 EUR", 49.9),
        ("49.90 kr.|Rs. 49.90|US$49.90|R$ 49,90|49,90 zł|49,90 ₽|49,90 руб.|CHF 49.90|49.90\u{a0}₪", 49.9),
        ("\u{200f}٤٩٫٩٠\u{a0}د.إ.\u{200f}|د.إ. 49.90|\u{200e}49.90", 49.9),
        ("49|49,-|49.–|49,-- €|CHF 49.—|49,00|049", 49.0),
        ("1.234,50|1,234.50|1 234,50|1'234.50|1’234.50|1\u{a0}234,50|1\u{202f}234,50", 1234.5),
        ("1234.5|1234,50|$1,234.50|1.234,50 TL|١٬٢٣٤٫٥٠|١٬٢٣٤٫٥٠ ر.س|1 234.5", 1234.5),
        ("1 234|1'234|1.234,-|1.234,00|1,234.00|1234|١٬٢٣٤", 1234.0),
        ("1.234.567|1,234,567|1 234 567|1234567|1.234.567,00", 1_234_567.0),
        ("12,34,567|₹12,34,567.00", 1_234_567.0),
        ("1,234.567|1.234,567|1234.567|1234,567|1 234.567", 1234.567),
        ("0.5|0,50|.5|,50", 0.5),
        ("0.125|0,125|.125", 0.125),
        ("0|0,00|0.00 €|00", 0.0),
        ("123456789012.34|123,456,789,012.34", 123_456_789_012.34),
    ];

    /// Texts that may be another number, or are none.
    const NO_NUMBERS: [&str; 6] = [
        // One or a thousand?
        "1.234|1,234|€ 1.234|12,345|123.456 €|¥1,234",
        // None, or not only one
        "| |€|free|NaN|Infinity|null|undefined|[object Object]|1e3|0x10|1/2|10 %|T-1001|v2|49€90",
        "49,90 59,90|49.90-59.90|2 x 49.90|49,90 + 5|Total: 49.90|5 k|1.5M|2 Mio|1,2 тыс|1.2万|3 pcs",
        // Separators where none belong
        "1.23.456,00|1,23.456|12 34|1.2.3|1,,234|1. 234|49.|49,|1.234.|1 234'567|1.234 567|0.123.456|1٫234٫5|1,234,56|1,2345,678|1234.567.890",
        // Negative
        "-49.90|−49,90|- 49.90|(49.90)|49.90-|€ -1",
        // More than a number holds
        "12345678901234567890",
    ];

    #[test]
    fn reads_a_text_as_the_number_that_it_is_in_any_writing() {
        for (texts, expected) in NUMBERS {
            for text in texts.split('|') {
                assert_eq!(amount(text), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn reads_no_number_where_there_may_be_another_or_none() {
        for text in NO_NUMBERS.iter().flat_map(|texts| texts.split('|')) {
            assert_eq!(amount(text), None, "{text}");
        }
        assert_eq!(amount(&"1".repeat(10_000)), None);
    }
}
