//! Phone numbers: 7 to 15 digits (ITU-T E.164), as people write them (ITU-T E.123, and worse).
//!
//! - International, with `+` or `00` in front.
//! - National, with the trunk prefix `0` in front, which most countries dial.
//! - Without either, only in the groups that people write the numbers of some countries in: see `shape.rs`.
//!
//! A number a shop gives to an order, an article or a parcel can look like any of them. It is none where `#`, `№` or a letter
//! leads to it (`T-0012345`), where it starts with more than two zeros, or where it has more digits than a phone number. Dates,
//! opening hours, prices and the post codes of Japan and Brazil can begin with `0`, too.

mod groups;
mod shape;

use super::kind::Kind;
use super::signs::Signs;
use groups::{Group, Groups, has_space};

/// The fewest digits of a number. There are shorter ones, of emergency services and in small towns.
pub(super) const FEWEST: usize = 7;

/// The most digits of a number: with `+` E.164's 15 and the `0` in `+49 (0) 30`; with `00` that and the prefix; with a trunk
/// prefix what a number has within its country, with an extension.
const MAX_DIGITS: [usize; 3] = [16, 18, 13];

pub(super) fn find(signs: &mut Signs) {
    let mut groups = Vec::new();
    let mut place = 0;
    while place < signs.len() {
        let digits = signs.digits(place, usize::MAX);
        if digits > 0 {
            groups.push(Group { start: place, length: digits });
        }
        place += digits + 1;
    }
    let mut index = 0;
    while index < groups.len() {
        let (next, number) = Groups { signs, groups: &groups }.read(index);
        if let Some((start, end)) = number {
            signs.found(start, end, Kind::Phone);
        }
        index = next;
    }
}

impl Groups<'_> {
    /// Reads what starts with a group. Gives the index of the next group to read, and the signs from … to before … where what
    /// was read is a phone number.
    fn read(&self, index: usize) -> (usize, Option<(usize, usize)>) {
        if self.is_date(index) {
            return (index + 3, None);
        }
        let group = &self.groups[index];
        let plus = self.plus(group.start).filter(|_| self.is_free(group));
        let [first, second, third] = self.leading(group.start);
        let prefix = match plus {
            Some(_) => 0,
            None if !self.is_start(index) => return (index + 1, None),
            None if first == b'0' && second == b'0' && matches!(third, b'1'..=b'9') => 1,
            // A single zero is one only in "0 532" and "0(30)".
            None if first == b'0'
                && matches!(second, b'1'..=b'9')
                && (group.length > 1 || matches!(self.joint(index), [b' ' | b'(' | b')', ..])) =>
            {
                2
            }
            None if first != b'0' => return self.read_shape(index, [first, second]),
            _ => return (index + 1, None),
        };
        let (last, next) = self.last(index, MAX_DIGITS[prefix]);
        let Some(last) = last.filter(|last| self.is_number(index, *last, prefix)) else {
            return (next, None);
        };
        let start = plus.unwrap_or(group.start);
        (last + 1, Some(self.with_brackets(start, self.groups[last].end())))
    }

    /// The last group of the number that starts with a group, and the index of the group behind all that are joined to it.
    /// There is no last one where they are too many digits.
    fn last(&self, index: usize, most: usize) -> (Option<usize>, usize) {
        let mut last = index;
        let mut digits = self.groups[index].length;
        // Where another number may start.
        let mut cut = None;
        loop {
            let joint = self.joint(last);
            // A number that was written in one piece up to here has at most an extension behind a dash. What is set off by
            // spaces on both sides of a sign is an area code, or a number by itself.
            let ends = joint.is_empty()
                || (digits > 8 && self.groups[last].length > 5 && joint[0] != b'-' && digits <= most)
                || (joint.len() == 3 && joint[0] == b' ' && digits + 8 > most)
                || self.is_date(last + 1);
            if ends {
                break;
            }
            let next = &self.groups[last + 1];
            if !self.is_free(next) {
                // 0123-4567-8AB
                if !has_space(joint) && digits < 10 {
                    return (None, last + 2);
                }
                break;
            }
            let repeats = last > index
                && self.groups[last - 1].length == next.length
                && self.groups[last].length == next.length;
            let starts = next.length > 2 && self.signs.at(next.start) == b'0' && has_space(joint);
            if cut.is_none() && digits > 8 && starts && !repeats {
                cut = Some(last);
            }
            digits += next.length;
            last += 1;
            if digits > most && cut.is_some() {
                return (cut, last);
            }
        }
        ((digits <= most).then_some(last), last + 1)
    }

    /// Whether the groups from … to … with a prefix are a phone number.
    fn is_number(&self, first: usize, last: usize, prefix: usize) -> bool {
        let mut digits = 0;
        let mut longest = 0;
        for group in &self.groups[first..=last] {
            digits += group.length;
            longest = longest.max(group.length);
        }
        let length = |index: usize| self.groups.get(index).map_or(0, |group| group.length);
        let is_post_code = last == first + 1
            && self.joint(first) == b"-"
            && matches!((length(first), length(last)), (3, 4) | (5, 3));
        // 08.00-12.00 and 0900-1730. Numbers that are all in pairs are France's and those of countries that have it from there.
        let is_time =
            |group: &Group| group.length == 4 && matches!(self.value(group) % 100, 0 | 15 | 30 | 45);
        let is_hours = match longest {
            4 => last == first + 1 && is_time(&self.groups[first]) && is_time(&self.groups[last]),
            _ => longest < 3 && last != first + 4,
        };
        // The number of a voucher or a card: 1234 0123 4567.
        let is_inside = first > 0
            && longest > 3
            && !self.joint(first - 1).is_empty()
            && length(first - 1) == length(first)
            && length(first) == length(first + 1);
        match prefix {
            0 => digits >= FEWEST,
            1 => digits >= FEWEST + 2 && !is_inside,
            _ => digits >= FEWEST && !is_post_code && !is_hours && !is_inside,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check, check_untouched};

    #[test]
    fn finds_international_numbers() {
        for number in [
            "+49 30 123456",
            "+49 (0)30 / 123456-78",
            "+49 (30) 1234567",
            "+49-171-1234567",
            "+49171/1234567",
            "+491711234567",
            "0049 171 1234567",
            "0049171 1234567",
            "004917112345678",
            "00 49 171 1234567",
            "+43 664 1234567",
            "+4366412345678",
            "+41 79 123 45 67",
            "+33 6 12 34 56 78",
            "+33 (0)6 12 34 05 06",
            "+39 06 1234 5678",
            "+39 347 1234567",
            "+34 612 345 678",
            "+351 912 345 678",
            "+44 20 7946 0958",
            "+44 (0) 7700 900123",
            "+1 (555) 123-4567",
            "+1-555-123-4567",
            "+1.555.123.4567",
            "+15551234567",
            "+7 (916) 123-45-67",
            "+7 916 1234567",
            "+380 67 123 45 67",
            "+90 532 123 45 67",
            "+48 600 123 456",
            "+420 777 123 456",
            "+45 12 34 56 78",
            "+47 912 34 567",
            "+46 70-123 45 67",
            "+358 40 1234567",
            "+31 6 12345678",
            "+32 470 12 34 56",
            "+972 50-123-4567",
            "+971 50 123 4567",
            "+91 98101 23456",
            "+91-98101-23456",
            "+86 138 1234 5678",
            "+81 90-1234-5678",
            "+82 10-1234-5678",
            "+55 11 91234-5678",
            "+52 55 1234 5678",
            "+62 812-3456-7890",
            "+ 49 171 1234567",
            "+(49) 171 1234567",
            "＋４９　１７１　１２３４５６７",
            "+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧",
            "+49\u{a0}171\u{a0}1234567",
            "+49 171 123\u{2011}4567",
        ] {
            check(&[(number, "[phone]"), (&["a ", number, ", b"].concat(), "a [phone], b")]);
        }
    }

    #[test]
    fn finds_national_numbers() {
        for number in [
            "030 1234567",
            "030/1234567",
            "030-1234567",
            "(030) 1234567",
            "(030)1234567",
            "030 / 123 45 67",
            "0171 - 123 45 67",
            "01711234567",
            "0171 1234567",
            "0171.1234567",
            "0711 1234-567",
            "06123 4567",
            "06421-1234",
            "0664 1234567",
            "079 123 45 67",
            "044 668 18 00",
            "01 23 45 67 89",
            "01.23.45.67.89",
            "01.02.03.04.05",
            "06-12-34-56-78",
            "06-12345678",
            "02/123.45.67",
            "0470 12 34 56",
            "06 1234567",
            "020 7946 0958",
            "07700 900123",
            "0800 123 456",
            "070-123 45 67",
            "08-123 456 78",
            "040 1234567",
            "0532 123 45 67",
            "0 532 123 45 67",
            "0 (532) 123 45 67",
            "0(30)1234567",
            "(0)30 1234567",
            "03-1234-5678",
            "０９０－１２３４－５６７８",
            "０９０ー１２３４ー５６７８",
            "010-1234-5678",
            "02-123-4567",
            "0755-12345678",
            "(02) 9876 5432",
            "0412 345 678",
            "0812-3456-7890",
            "098101 23456",
            "050-123-4567",
            "٠٥٠١٢٣٤٥٦٧",
            "٠٥٠ ١٢٣ ٤٥٦٧",
            "۰۹۱۲ ۳۴۵ ۶۷۸۹",
            "०९८१०१ २३४५६",
            "๐๘๑ ๒๓๔ ๕๖๗๘",
        ] {
            check(&[(number, "[phone]"), (&["a ", number, ", b"].concat(), "a [phone], b")]);
        }
    }

    #[test]
    fn finds_numbers_without_a_prefix_by_their_groups() {
        for number in [
            "555-123-4567",
            "555.123.4567",
            "(555) 123-4567",
            "1-800-555-0199",
            "8 916 123-45-67",
            "8 (916) 123-45-67",
            "916 123-45-67",
            "612 345 678",
            "612 34 56 78",
            "91 123 45 67",
            "22 123 45 67",
            "21 123 4567",
            "912 34 567",
            "138 1234 5678",
            "13812345678",
            "89161234567",
            "(11) 91234-5678",
            "55 1234 5678",
            "98101 23456",
            "347 1234567",
            "210 1234567",
        ] {
            check(&[(number, "[phone]"), (&["a ", number, ", b"].concat(), "a [phone], b")]);
        }
    }

    #[test]
    fn finds_numbers_in_their_surroundings() {
        check(&[
            ("Tel.: 030 1234567.", "Tel.: [phone]."),
            ("Tel:030 1234567", "Tel:[phone]"),
            ("Tel.030 1234567", "Tel.[phone]"),
            ("(030 1234567)", "([phone])"),
            ("((030) 1234567)", "([phone])"),
            ("(+49 30 1234567)", "([phone])"),
            ("\"030 1234567\"", "\"[phone]\""),
            ("tel:+49301234567;", "tel:[phone];"),
            ("Mobil+491711234567", "Mobil[phone]"),
            ("電話は090-1234-5678です", "電話は[phone]です"),
            ("手机13812345678谢谢", "手机[phone]谢谢"),
            ("התקשרו ל-050-1234567", "התקשרו ל-[phone]"),
            ("010-1234-5678로 전화", "[phone]로 전화"),
            ("\u{202a}+49 30 1234567\u{202c}", "\u{202a}[phone]\u{202c}"),
            ("phone # 555-123-4567", "phone # [phone]"),
            ("030 1234567 oder 0171 1234567", "[phone] oder [phone]"),
            ("030 1234567 / 0171 1234567", "[phone] / [phone]"),
            ("030 1234567 0171 1234567", "[phone] [phone]"),
            ("030 123 45 67 0171 123 45 67", "[phone] [phone]"),
            ("030 1234567, 0171 1234567", "[phone], [phone]"),
            ("030 1234567,0171 1234567", "[phone],[phone]"),
            ("0301234567,030 1234567", "[phone],[phone]"),
            ("+49 6421 / 1234 56", "[phone]"),
            ("0049 6421 / 123456", "[phone]"),
            ("+49 30 1234567 / 0171 1234567", "[phone] / [phone]"),
            ("0171-1234567-2x", "[phone]-2x"),
            ("+49 30 1234567 +49 171 1234567", "[phone] [phone]"),
            ("030 1234567. 3 Tage", "[phone]. 3 Tage"),
            ("030 1234567 24 Stunden", "[phone] 24 Stunden"),
            ("0171 1234567 2x versucht", "[phone] 2x versucht"),
            ("seit 24.12.2026 030 1234567", "seit 24.12.2026 [phone]"),
            ("030 1234567 24.12.2026", "[phone] 24.12.2026"),
            ("030 1234567 08:15", "[phone] 08:15"),
            ("10115 Berlin 030 1234567", "10115 Berlin [phone]"),
            ("10115 030 1234567", "10115 [phone]"),
            ("24 555-123-4567", "24 [phone]"),
        ]);
    }

    #[test]
    fn leaves_other_numbers_alone() {
        check_untouched(&[
            // Orders, articles, parcels.
            "#1234567",
            "#0012345678",
            "#0301234567",
            "#555-123-4567",
            "№0012345678",
            "T-1001234",
            "T-0012345",
            "RE-0301234567",
            "INV/0301234567",
            "AB0301234567",
            "0301234567AB",
            "арт-0301234567",
            "А0301234567",
            "K_0301234567",
            "https://shop.example/p/0301234567",
            "1234567",
            "12345678",
            "100012345",
            "000012345",
            "0000123456",
            "1234-5678",
            "123-456-789",
            "12-3456-7890",
            "404.721.45",
            "302-1234567-1234567",
            "028-1234567-1234567",
            "4006381333931",
            "356938035643809",
            "01505012345678",
            "00340434161094015902",
            "0034 0434 1610 9401 5902",
            "1234 0123 4567 8901",
            "1234 5678 0123 4567 8901 2345",
            "0-306-40615-2",
            "978-3-16-148410-0",
            "0123-4567-8AB",
            // Prices and quantities.
            "1.299,00 €",
            "1,299.00",
            "1 299,00 zł",
            "1'299.00 CHF",
            "0,99 € 0,49 € 0,29 €",
            "0.99 0.49 0.29",
            "12.500.000,00",
            "1.234.567 đ",
            "612.345.678 Rp",
            "1 234 567 Ft",
            "0301234567,50",
            "3,14159265",
            "52.0301234567",
            "2 x 1000000",
            "50 000 000",
            // Sizes.
            "120x200",
            "080x200x010",
            "080×200×010",
            "36 38 40 42 44",
            "190 x 090 x 015",
            // Dates and times.
            "24.12.2026",
            "01.02.2026",
            "01/02/2026",
            "1.2.2026",
            "01-02-2026",
            "2026-11-22",
            "2026/01/02",
            "01 02 2026",
            "24. 12. 2026",
            "01.02.26",
            "01.02.26 12345",
            "01.02.2026 - 05.02.2026",
            "01.02.-05.02.2026",
            "01.02.2026 08:15",
            "2026-11-22T08:15:00.123+01:00",
            "٠١.٠٢.٢٠٢٦",
            "08:15-09:30",
            "08.00-16.30",
            "08.00-12.00 13.00-17.00",
            "08.00 - 12.00, 14.00 - 18.00",
            "0900-1730",
            "0900 - 1730",
            "01-02/2026",
            "01-05.02.2026",
            "2019-2023",
            "2019–2023",
            "2025/2026",
            "03/2025 - 05/2026",
            // Post codes.
            "10115 Berlin",
            "01067 Dresden",
            "00-950 Warszawa",
            "75001 Paris",
            "02139 Cambridge",
            "060-0001 札幌",
            "〒060-0001",
            "01310-100 São Paulo",
            "Hauptstr. 12 01067 Dresden",
            "10115 10117",
            // Others.
            "192.168.100.200",
            "0.12.3456",
            "00 - 24",
            "+10",
            "15+ 1",
            "2+1234567",
            "1234 1234567 12",
            "0 1 2 3 4 5 6 7 8 9",
            "1 2 3 4 5 6 7 8 9 0",
            "A+ 12345",
            "01234567890123456789",
            "+1234567890123456789",
        ]);
    }
}
