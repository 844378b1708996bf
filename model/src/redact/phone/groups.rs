//! The groups of digits of a text, and what stands between and beside them.

use crate::redact::signs::{Signs, is_word};

/// Digits that stand directly beside each other.
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) length: usize,
}

impl Group {
    pub(super) fn end(&self) -> usize {
        self.start + self.length
    }
}

/// The groups of digits of a text.
pub(super) struct Groups<'a> {
    pub(super) signs: &'a Signs,
    pub(super) groups: &'a [Group],
}

impl<'a> Groups<'a> {
    /// What stands between a group and the next, where both can belong to one number; else nothing. Up to three signs, of
    /// which one is a dash, a dot or a slash: ` `, `-`, `) `, ` / `. A dot before a space ends a sentence.
    pub(super) fn joint(&self, index: usize) -> &'a [u8] {
        let (Some(group), Some(next)) = (self.groups.get(index), self.groups.get(index + 1)) else {
            return &[];
        };
        let joint = self.signs.between(group.end(), next.start);
        // The last number that was found is no part of the next one.
        let mut marks = if self.signs.before(group.end()).is_ascii_digit() { 0 } else { 2 };
        for sign in joint {
            marks += match sign {
                b' ' | b'(' | b')' => 0,
                b'-' | b'.' | b'/' => 1,
                _ => 2,
            };
        }
        if joint.len() < 4 && marks < 2 && !joint.starts_with(b". ") { joint } else { &[] }
    }

    /// Where the `+` stands that belongs to a group: `+49`, `+ 49` and `+(49)`.
    pub(super) fn plus(&self, start: usize) -> Option<usize> {
        let place = if b" (".contains(&self.signs.before(start)) { start - 1 } else { start };
        let is_plus = self.signs.before(place) == b'+' && !self.signs.before(place - 1).is_ascii_digit();
        is_plus.then(|| place - 1)
    }

    /// The first three digits from a place on, whatever can stand between them.
    pub(super) fn leading(&self, start: usize) -> [u8; 3] {
        let mut leading = [0; 3];
        let mut count = 0;
        let mut place = start;
        while count < 3 && place < start + 9 {
            let sign = self.signs.at(place);
            if sign.is_ascii_digit() {
                leading[count] = sign;
                count += 1;
            }
            place += 1;
        }
        leading
    }

    /// Whether a number can start with a group: it is not part of another, and nothing says that it is none.
    pub(super) fn is_start(&self, index: usize) -> bool {
        let group = &self.groups[index];
        let before = self.signs.before(group.start);
        let joint = if index > 0 { self.joint(index - 1) } else { &[] };
        let is_led_to = b"#_".contains(&before)
            || (b"-/".contains(&before) && is_word(self.signs.at(group.start.wrapping_sub(2))));
        self.is_free(group) && !is_led_to && (joint.is_empty() || has_space(joint))
    }

    /// Whether a group is no part of a word, of a price or of a time: `2x`, `0,99`, `08:15`.
    pub(super) fn is_free(&self, group: &Group) -> bool {
        let (start, end) = (group.start, group.end());
        let (before, behind) = (self.signs.before(start), self.signs.at(end));
        let goes_on = b",:".contains(&behind) && self.is_fraction(end + 1);
        let began = b",:".contains(&before)
            && self.signs.at(start.wrapping_sub(2)).is_ascii_digit()
            && self.is_fraction(start);
        !is_word(before) && !is_word(behind) && !goes_on && !began
    }

    /// Whether there are digits that belong to the number before a comma or a colon: not the next phone number.
    fn is_fraction(&self, start: usize) -> bool {
        let digits = self.signs.digits(start, 3);
        digits > 0 && (digits < 3 || self.signs.at(start) != b'0')
    }

    /// Whether a date starts with a group: day, month and year in any of the usual orders, and not more of the same. The year
    /// may be set off in another way, as in 01-02/2026, unless it is short.
    pub(super) fn is_date(&self, index: usize) -> bool {
        let (joint, second) = (self.joint(index), self.joint(index + 1));
        if joint.len() != 1
            || second.len() != 1
            || self.joint(index + 2) == second
            || (index > 0 && self.joint(index - 1) == joint)
        {
            return false;
        }
        let [first, middle, last] = [0, 1, 2].map(|at| &self.groups[index + at]);
        let (day, year) = if first.length == 4 { (last, first) } else { (first, last) };
        let is_year = match year.length {
            4 => matches!(self.value(year), 1900..=2099),
            2 => joint == second && joint != b" ",
            _ => false,
        };
        let (day, month) = (self.value(day), self.value(middle));
        is_year && day > 0 && month > 0 && day.max(month) < 32 && day.min(month) < 13
    }

    /// The number that a group is; more than a date has where it is long.
    pub(super) fn value(&self, group: &Group) -> usize {
        let mut value = 0;
        for digit in self.signs.between(group.start, group.end().min(group.start + 5)) {
            value = value * 10 + usize::from(digit - b'0');
        }
        if group.length > 4 { usize::MAX } else { value }
    }

    /// From … to before …, with the bracket that opens before it where it is closed within: `(030) 123456`.
    pub(super) fn with_brackets(&self, start: usize, end: usize) -> (usize, usize) {
        let mut open = 0;
        for sign in self.signs.between(start, end) {
            open += match sign {
                b'(' => 1,
                b')' => -1,
                _ => 0,
            };
        }
        (if open < 0 && self.signs.before(start) == b'(' { start - 1 } else { start }, end)
    }
}

/// Whether a joint sets off more than a sign within a number does.
pub(super) fn has_space(joint: &[u8]) -> bool {
    joint.iter().any(|sign| b" ()".contains(sign))
}
