//! The report for a person, as committed. To write it anew after a change of words or model:
//! `BELLWETHER_BLESS=1 cargo test -p cli golden`; look at the difference before it is committed.

use std::path::Path;

use crate::program::Place;

#[track_caller]
fn same(name: &str, arguments: &[&str]) {
    let text = Place::new().run(arguments).out;
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("BELLWETHER_BLESS").is_some() {
        std::fs::write(&path, &text).expect("the golden folder can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("a golden file");
    assert!(committed == text, "{name}: committed\n{committed}\nnow\n{text}");
}

#[test]
fn seed_42_is_as_committed() {
    same("seed_42.txt", &["--seed", "42"]);
}

#[test]
fn faults_targets_and_groups_are_as_committed() {
    same(
        "faults.txt",
        &[
            "--preset",
            "silent-workers",
            "--target",
            "makespan < 1s",
            "--target",
            "groups.worker.utilisation > 1%",
        ],
    );
}

#[test]
fn replications_are_as_committed() {
    same(
        "replications.txt",
        &["--replications", "20", "--target", "failed_share < 25%"],
    );
}
