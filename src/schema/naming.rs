//! How the words of a term are joined: `kebab-case` and its kin. It knows nothing of fields.

/// A convention for terms in Latin letters. Others (Chinese) have none and are never against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Naming {
    /// `machine-learning`
    KebabCase,
    /// `machine_learning`
    SnakeCase,
    /// `machine learning`
    LowerCase,
}

impl Naming {
    pub const ALL: [Naming; 3] = [Naming::KebabCase, Naming::SnakeCase, Naming::LowerCase];

    /// As rubric.yaml writes it.
    pub fn name(self) -> &'static str {
        match self {
            Naming::KebabCase => "kebab-case",
            Naming::SnakeCase => "snake_case",
            Naming::LowerCase => "lower case",
        }
    }

    pub fn parse(name: &str) -> Option<Naming> {
        Naming::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The text as the convention has it; `None` if it follows it, or cannot: Chinese terms have their own ways.
    pub fn of(self, text: &str) -> Option<String> {
        let foreign = |it: char| !it.is_alphabetic() || it.is_lowercase() || it.is_uppercase();
        if self.holds(text) || !text.chars().all(foreign) {
            return None;
        }
        let joint = match self {
            Naming::KebabCase => "-",
            Naming::SnakeCase => "_",
            Naming::LowerCase => " ",
        };
        let lower = text.to_lowercase();
        let joints = |it: char| it.is_whitespace() || it == '_' || it == '-';
        let words: Vec<&str> = lower.split(joints).filter(|it| !it.is_empty()).collect();
        let better = words.join(joint);
        (!better.is_empty() && self.holds(&better)).then_some(better)
    }

    /// Whether the text follows the convention: no upper case, and no joint but the convention's.
    pub fn holds(self, text: &str) -> bool {
        Joints::of(text).follow(self)
    }
}

/// What a text has that conventions differ in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joints {
    upper: bool,
    space: bool,
    hyphen: bool,
    underscore: bool,
}

impl Joints {
    pub fn of(text: &str) -> Joints {
        if text.is_ascii() {
            // One look into a table a byte: it is done for each item of each post.
            let found = text
                .bytes()
                .fold(0, |found, it| found | JOINTS[usize::from(it)]);
            return Joints {
                upper: found & UPPER != 0,
                space: found & SPACE != 0,
                hyphen: found & HYPHEN != 0,
                underscore: found & UNDERSCORE != 0,
            };
        }
        let mut joints = Joints::default();
        for it in text.chars() {
            joints.upper |= it.is_uppercase();
            joints.space |= it.is_whitespace();
            joints.hyphen |= it == '-';
            joints.underscore |= it == '_';
        }
        joints
    }

    pub fn follow(self, naming: Naming) -> bool {
        let foreign = match naming {
            Naming::KebabCase => self.space || self.underscore,
            Naming::SnakeCase => self.space || self.hyphen,
            Naming::LowerCase => self.hyphen || self.underscore,
        };
        !self.upper && !foreign
    }
}

const UPPER: u8 = 1;
const SPACE: u8 = 2;
const HYPHEN: u8 = 4;
const UNDERSCORE: u8 = 8;

/// What an ASCII character is, in one bit each.
static JOINTS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = b'\0';
    while byte < 0x80 {
        table[byte as usize] = match byte {
            b'A'..=b'Z' => UPPER,
            b' ' | b'\t'..=b'\r' => SPACE,
            b'-' => HYPHEN,
            b'_' => UNDERSCORE,
            _ => 0,
        };
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_follows_all_and_joints_tell() {
        for naming in Naming::ALL {
            assert!(naming.holds("rust") && naming.holds("c++") && naming.holds("中文"));
            assert!(!naming.holds("Rust"), "{naming:?}");
            assert_eq!(Naming::parse(naming.name()), Some(naming));
        }
        assert_eq!(
            Naming::KebabCase.of("Deep  Work_it").as_deref(),
            Some("deep-work-it")
        );
        assert_eq!(Naming::LowerCase.of("C++-ML").as_deref(), Some("c++ ml"));
        assert_eq!(Naming::KebabCase.of("AI创业"), None);
        assert_eq!(Naming::KebabCase.of("deep-work"), None);
        assert!(Naming::KebabCase.holds("gpt-4o") && !Naming::KebabCase.holds("gpt_4o"));
        assert!(Naming::LowerCase.holds("deep work") && !Naming::LowerCase.holds("deep-work"));
    }
}
