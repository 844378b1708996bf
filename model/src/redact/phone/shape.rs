//! Phone numbers without a prefix: only the groups they are written in tell them from others.

use super::groups::{Groups, has_space};

/// Groups of digits that are a phone number without a prefix, one sign for each (`b` is 11), and what the first two digits of
/// all are at least and at most.
const SHAPES: [(&[u8], u8, u8); 16] = [
    (b"334", 20, 99),   // North American Numbering Plan: 555-123-4567
    (b"1334", 12, 19),  // the same with its prefix: 1-800-555-0199
    (b"13322", 83, 89), // Russia with its prefix: 8 916 123-45-67
    (b"3322", 30, 99),  // Russia and Turkey: 916 123-45-67
    (b"333", 50, 99),   // Spain, Portugal, Poland, Czechia: 612 345 678
    (b"3222", 60, 99),  // Spain: 612 34 56 78
    (b"2322", 12, 98),  // Spain and Poland: 91 123 45 67
    (b"234", 21, 29),   // Portugal: 21 123 4567
    (b"323", 90, 99),   // Norway: 912 34 567
    (b"344", 13, 19),   // China: 138 1234 5678
    (b"254", 11, 99),   // Brazil: 11 91234-5678
    (b"244", 11, 99),   // Brazil and Mexico: 55 1234-5678
    (b"55", 60, 99),    // India: 98101 23456
    (b"37", 20, 69),    // Italy and Greece: 347 1234567
    (b"b", 13, 19),     // China: 13812345678
    (b"b", 79, 89),     // Russia: 89161234567
];

impl Groups<'_> {
    /// Reads a number without a prefix.
    pub(super) fn read_shape(
        &self,
        index: usize,
        [first, second]: [u8; 2],
    ) -> (usize, Option<(usize, usize)>) {
        let lead = (first - b'0') * 10 + second.saturating_sub(b'0');
        let is_part = |joint: &[u8], group: usize| {
            let length = self.groups.get(group).map_or(0, |group| group.length);
            !joint.is_empty() && (!has_space(joint) || length > 2)
        };
        if index > 0 && is_part(self.joint(index - 1), index - 1) {
            return (index + 1, None);
        }
        for (shape, least, most) in SHAPES {
            let last = index + shape.len() - 1;
            let mut fits = lead >= least && lead <= most && !is_part(self.joint(last), last + 1);
            for (at, length) in shape.iter().enumerate() {
                let length = usize::from(if *length > b'9' { length - b'a' + 10 } else { length - b'0' });
                let group = self.groups.get(index + at);
                fits &= group.is_some_and(|group| group.length == length && self.is_free(group));
                fits &= index + at == last || !self.joint(index + at).is_empty();
            }
            // 612.345.678 is an amount where thousands are set off by dots, 12-3456-7890 rather an article.
            let joint = self.joint(index);
            fits &= !(joint == b"." && shape == b"333") && (shape[0] != b'2' || has_space(joint));
            if fits {
                let end = self.groups[last].end();
                return (last + 1, Some(self.with_brackets(self.groups[index].start, end)));
            }
        }
        (index + 1, None)
    }
}
