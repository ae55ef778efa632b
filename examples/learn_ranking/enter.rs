//! When Enter should leave alone what is typed: how often a value that ends where a known term goes on is new, by what can be
//! told then; beside how often the term on top is the value, at the first letter where it is.

use super::replay::Ending;

pub(crate) fn report(endings: &[Ending]) {
    println!("what is typed    new, and ends here / known, and on top for the first time");
    for (name, is_in) in [
        (
            "in a word",
            (|it| !it.chinese && !it.ends_word) as fn(&Ending) -> bool,
        ),
        ("at a word's end", |it| !it.chinese && it.ends_word),
        ("Chinese", |it| it.chinese),
        ("Chinese, a word's end", |it| it.chinese && it.ends_word),
    ] {
        let of_kind: Vec<&Ending> = endings.iter().filter(|it| is_in(it)).collect();
        let counts = |from: usize, to: usize| {
            let here = of_kind.iter().filter(|it| (from..to).contains(&it.letters));
            let n_new = here.clone().filter(|it| it.is_new).count();
            format!("{n_new}/{}", here.count() - n_new)
        };
        let by_letters: Vec<String> = (1..12)
            .map(|it| format!("{it}: {}", counts(it, it + 1)))
            .collect();
        println!(
            "{name:24} {}  12+: {}",
            by_letters.join("  "),
            counts(12, 999)
        );
        let sure: Vec<&&Ending> = of_kind.iter().filter(|it| it.share > 0.8).collect();
        let n_new = sure.iter().filter(|it| it.is_new).count();
        println!(
            "{:24} of them sure (0.8): {n_new}/{}",
            "",
            sure.len() - n_new
        );
    }
}
