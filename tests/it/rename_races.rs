//! `rubric rename` in a folder that others write to, and a run that is cut off: nothing is lost, and a second run completes it.

use std::fs;
use std::io::Write;
use std::path::{MAIN_SEPARATOR, Path};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::cli::folder;

const N_POSTS: usize = 240;

/// Every third has the tag, each with decoys.
fn post(number: usize) -> String {
    let tag = if number.is_multiple_of(3) {
        "llm"
    } else {
        "llm-ops"
    };
    let eol = if number.is_multiple_of(2) {
        "\r\n"
    } else {
        "\n"
    };
    let bom = if number.is_multiple_of(5) {
        "\u{feff}"
    } else {
        ""
    };
    let lines = format!(
        "{bom}---\ntitle: llm 第 {number} 篇 😀\ntags:\n  - 中文\n  - {tag} # llm\npeople: [llm]\n---\nllm é {number}\n"
    );
    lines.replace('\n', eol)
}

fn renamed(text: &str) -> String {
    text.replace("  - llm #", "  - 语言模型 #")
}

fn posts() -> TempDir {
    let dir = folder(&[]);
    for number in 0..N_POSTS {
        fs::write(dir.path().join(format!("{number}.md")), post(number)).unwrap();
    }
    dir
}

fn rename(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    command
        .args(["rename", "tags", "llm", "语言模型"])
        .current_dir(dir);
    command
}

fn read(dir: &Path, number: usize) -> String {
    fs::read_to_string(dir.join(format!("{number}.md"))).unwrap()
}

fn leftovers(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|it| it.unwrap().file_name());
    let names = names.map(|it| it.into_string().unwrap());
    names.filter(|it| it.contains("rubric-tmp")).collect()
}

#[test]
fn what_others_write_meanwhile_is_not_lost() {
    let dir = posts();
    let done = AtomicBool::new(false);
    let (begun, has_begun) = mpsc::channel();
    let output = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                let path = dir.path().join(format!("{number}.md"));
                // By another name and a rename over the post, as editors save.
                let saved = dir.path().join("saved.part");
                let old = fs::read_to_string(&path).unwrap();
                fs::write(&saved, format!("{old}+\n")).unwrap();
                if fs::read_to_string(&path).unwrap() == old {
                    fs::rename(&saved, &path).unwrap();
                    let _ = begun.send(());
                }
                number = (number + 3) % N_POSTS;
            }
        });
        has_begun.recv().unwrap();
        let output = rename(dir.path()).output().unwrap();
        done.store(true, Ordering::Relaxed);
        writer.join().unwrap();
        output
    });
    let said = String::from_utf8(output.stderr).unwrap();
    for number in 0..N_POSTS {
        let text = read(dir.path(), number);
        let (old, new) = (post(number), renamed(&post(number)));
        let rest = text.strip_prefix(&new).or_else(|| text.strip_prefix(&old));
        let rest = rest.unwrap_or_else(|| panic!("{number}: {text}"));
        assert!(
            rest.chars().all(|it| it == '+' || it == '\n'),
            "{number}: {text}"
        );
        let is_left = old != new && text.starts_with(&old);
        let is_named = said.lines().any(|it| {
            it.starts_with("skipped ") && it.contains(&format!("{MAIN_SEPARATOR}{number}.md:"))
        });
        // The other writer itself may have put back what it had read before.
        assert!(
            !is_left || is_named || !rest.is_empty(),
            "{number} is not named: {said}"
        );
    }
    assert!(rename(dir.path()).output().unwrap().status.success());
    for number in 0..N_POSTS {
        assert!(read(dir.path(), number).starts_with(&renamed(&post(number))));
    }
    assert_eq!(leftovers(dir.path()), [""; 0]);
}

#[test]
fn a_run_that_was_cut_off_leaves_whole_posts_and_is_completed_by_the_next() {
    let dir = posts();
    for millis in [1, 4, 8, 12, 16, 20, 25, 30, 40, 60] {
        let mut child = rename(dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(millis));
        child.kill().unwrap();
        child.wait().unwrap();
        for number in 0..N_POSTS {
            let text = read(dir.path(), number);
            assert!(
                text == post(number) || text == renamed(&post(number)),
                "{number}: {text}"
            );
        }
    }
    // What a process left behind that was cut off while it wrote.
    let mut part = fs::File::create(dir.path().join(".3.md.rubric-tmp")).unwrap();
    part.write_all(b"---\ntags: [llm").unwrap();
    assert!(rename(dir.path()).output().unwrap().status.success());
    for number in 0..N_POSTS {
        assert_eq!(read(dir.path(), number), renamed(&post(number)));
    }
    assert_eq!(leftovers(dir.path()), [""; 0]);
    let again = rename(dir.path()).output().unwrap();
    assert!(
        String::from_utf8(again.stderr)
            .unwrap()
            .contains("changed 0 values in 0 posts")
    );
}

/// Three processes at once, each with a tag of its own in the same posts.
#[test]
fn processes_that_write_the_same_posts_lose_nothing_of_each_other() {
    let dir = folder(&[]);
    let n_posts = 40;
    for number in 0..n_posts {
        let text =
            format!("---\ntitle: 第 {number} 篇\ntags:\n  - 甲0\n  - 乙0\n  - 丙0\n---\n😀\n");
        fs::write(dir.path().join(format!("{number}.md")), text).unwrap();
    }
    let tags = ["甲", "乙", "丙"];
    for round in 0..6 {
        let renames = tags.map(|it| {
            let (old, new) = (format!("{it}{round}"), format!("{it}{}", round + 1));
            let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
            command
                .args(["rename", "tags", &old, &new])
                .current_dir(dir.path());
            let pipes = command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (old, new, pipes.spawn().unwrap())
        });
        for (old, new, child) in renames {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            let mut n_left = 0;
            for number in 0..n_posts {
                let text = read(dir.path(), number);
                assert!(
                    text.ends_with("---\n😀\n") && text.contains(&format!("第 {number} 篇")),
                    "{text}"
                );
                if text.contains(&new) {
                    continue;
                }
                n_left += 1;
                assert!(text.contains(&old), "{number}: {old} is lost: {text}");
                assert!(
                    said.contains(&format!("{number}.md:")),
                    "{number} is not named: {said}"
                );
                fs::write(
                    dir.path().join(format!("{number}.md")),
                    text.replace(&old, &new),
                )
                .unwrap();
            }
            assert_eq!(
                output.status.code(),
                Some(if n_left > 0 { 2 } else { 0 }),
                "{said}"
            );
        }
    }
    assert_eq!(leftovers(dir.path()), [""; 0]);
}
