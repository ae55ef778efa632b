//! How the posts of a site use the levels of their headings. It does not know what the headings say.

/// Levels of headings, 1 to 6.
const LEVELS: usize = 6;

/// Posts by what their headings do. Counts add up, and can be taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Posts with a heading of the level.
    with: [i32; LEVELS],
    /// Posts where one of the second level comes next after one of the first.
    steps: [[i32; LEVELS]; LEVELS],
    /// Posts with several headings of the first level.
    with_several: i32,
}

impl Outline {
    /// `sign` is 1 for a post that comes, -1 for one that goes.
    pub fn count<T>(&mut self, headings: &[(u8, T)], sign: i32) {
        let mut with = [false; LEVELS];
        let mut steps = [[false; LEVELS]; LEVELS];
        let mut n_first = 0;
        let mut above = None;
        for (level, _) in headings {
            let Some(level) = index(*level) else {
                continue;
            };
            with[level] = true;
            n_first += i32::from(level == 0);
            if let Some(above) = above.replace(level) {
                let above: usize = above;
                steps[above][level] = true;
            }
        }
        self.add(
            |level| sign * i32::from(with[level]),
            |above, below| sign * i32::from(steps[above][below]),
        );
        self.with_several += sign * i32::from(n_first > 1);
    }

    pub fn merge(&mut self, other: &Outline) {
        self.add(
            |level| other.with[level],
            |above, below| other.steps[above][below],
        );
        self.with_several += other.with_several;
    }

    fn add(&mut self, with: impl Fn(usize) -> i32, steps: impl Fn(usize, usize) -> i32) {
        for (level, mine) in self.with.iter_mut().enumerate() {
            *mine += with(level);
        }
        for (above, mine) in self.steps.iter_mut().enumerate() {
            for (below, mine) in mine.iter_mut().enumerate() {
                *mine += steps(above, below);
            }
        }
    }

    /// Whether a site's posts go from the one level to the other on purpose: a theme that styles only some of them.
    pub fn is_custom(&self, above: u8, below: u8) -> bool {
        const MIN_POSTS: i32 = 30;
        const MIN_PERCENT: i32 = 2;
        /// One or two posts of fifty are slips.
        const MIN_STEPS: i32 = 3;
        let (Some(above), Some(below)) = (index(above), index(below)) else {
            return false;
        };
        let (steps, of) = (self.steps[above][below], self.with[above]);
        of >= MIN_POSTS && steps >= MIN_STEPS && steps * 100 > of * MIN_PERCENT
    }

    /// Whether a site's posts take the first level for their sections: the theme shows the title.
    pub fn has_many_first_levels(&self) -> bool {
        const MIN_POSTS: i32 = 10;
        self.with_several >= MIN_POSTS && self.with_several * 2 >= self.with[0]
    }
}

fn index(level: u8) -> Option<usize> {
    let index = usize::from(level).checked_sub(1)?;
    (index < LEVELS).then_some(index)
}
