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
        assert!(Naming::KebabCase.holds("gpt-4o") && !Naming::KebabCase.holds("gpt_4o"));
        assert!(Naming::LowerCase.holds("deep work") && !Naming::LowerCase.holds("deep-work"));
    }
}
