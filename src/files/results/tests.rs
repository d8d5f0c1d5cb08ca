use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::files::{MANIFEST, Manifest};

fn about() -> Map<String, Value> {
    Map::from_iter([("scenario".to_owned(), Value::from("甲"))])
}

fn files(list: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let file = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
    list.iter().map(file).collect()
}

/// Everything below a folder but manifests, by name.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let all = crate::files::inside::everything(folder).expect("listed");
    let read = |name: String| {
        let text = fs::read_to_string(folder.join(&name)).unwrap_or_default();
        (name, text)
    };
    all.into_iter()
        .map(|(name, _)| name)
        .filter(|name| name != MANIFEST && !name.ends_with("/manifest.json"))
        .map(read)
        .collect()
}

fn written(out: &Out, list: &[(&str, &str)]) -> io::Result<Vec<KeptEdited>> {
    out.write("甲", Kind::Run, about(), &files(list))
}

#[test]
fn results_are_replaced_whole_and_leave_nothing_behind() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = Out::open(&place.path().join("out")).expect("opened");
    written(&out, &[("a.csv", "1"), ("charts/old.svg", "2")]).expect("written");
    written(&out, &[("a.csv", "3"), ("charts/new.svg", "4")]).expect("written again");
    let expected = [("甲/a.csv", "3"), ("甲/charts/new.svg", "4")];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(contents(out.folder()), BTreeMap::from(expected));
    let manifest = Manifest::read(&out.place("甲")).expect("a manifest");
    assert_eq!(manifest.kind, Kind::Run);
    assert_eq!(manifest.files.len(), 2);
}

#[test]
fn what_somebody_keeps_among_results_stays_and_what_somebody_changed_is_kept() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = Out::open(place.path()).expect("opened");
    written(&out, &[("a.csv", "1"), ("b.csv", "1"), ("c/d.csv", "1")]).expect("written");
    let own = out.place("甲");
    fs::write(own.join("notes.xlsx"), "mine").expect("written");
    fs::create_dir(own.join("c/empty")).expect("created");
    fs::write(own.join("a.csv"), "changed").expect("written");
    fs::write(own.join("c/d.csv"), "changed").expect("written");
    for _ in 0..2 {
        let kept = written(&out, &[("a.csv", "2"), ("e.csv", "2")]).expect("written");
        let all = contents(&own);
        let text = |name: &str| all.get(name).map(String::as_str);
        assert_eq!(text("notes.xlsx"), Some("mine"));
        assert_eq!(text("a.csv"), Some("2"));
        assert_eq!(text("a.csv.edited-1"), Some("changed"));
        assert_eq!(text("c/d.csv.edited-1"), Some("changed"));
        assert_eq!(text("b.csv"), None);
        assert!(own.join("c/empty").is_dir());
        assert_eq!(all.len(), 6, "{all:?}");
        // What was changed is told once.
        assert!(kept.len() == 2 || kept.is_empty(), "{kept:?}");
    }
    let left = fs::read_dir(place.path()).expect("listed").count();
    assert_eq!(left, 1);
}

#[test]
fn places_of_others_are_refused() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = Out::open(place.path()).expect("opened");
    let code = |name: &str| match out.claim(name, Kind::Run) {
        Ok(()) => "none",
        Err(error) => {
            let inner = error.get_ref().expect("a refusal");
            inner.downcast_ref::<Refusal>().expect("a refusal").code
        }
    };
    fs::create_dir_all(place.path().join("scenario")).expect("created");
    fs::write(place.path().join("scenario/scenario.toml"), "").expect("written");
    fs::create_dir_all(place.path().join("folder/inner")).expect("created");
    fs::write(place.path().join("file"), "").expect("written");
    fs::create_dir(place.path().join("empty")).expect("created");
    out.write("other", Kind::Study, about(), &[])
        .expect("written");
    assert_eq!(code("scenario"), "F001");
    assert_eq!(code("folder"), "F002");
    assert_eq!(code("file"), "F002");
    assert_eq!(code("other"), "F003");
    assert_eq!(code("../out"), "F004");
    assert_eq!(code("empty"), "none");
    assert_eq!(code("new"), "none");
    let scenario = Out::open(&place.path().join("scenario"));
    assert!(scenario.is_err());
    // A manifest that claims what lies outside its folder is none.
    let hostile = r#"{"program":"maskflow","format":2,"kind":"run","files":[{"file":"../file","bytes":0,"sha256":"0"}]}"#;
    fs::write(place.path().join("empty").join(MANIFEST), hostile).expect("written");
    assert_eq!(code("empty"), "F002");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("other", place.path().join("link")).expect("linked");
        assert_eq!(code("link"), "F002");
    }
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_refused_and_nothing_changes() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let out = Out::open(place.path()).expect("opened");
    written(&out, &[("a.csv", "1")]).expect("written");
    fs::write(out.place("甲").join("b.csv"), "mine").expect("written");
    let before = contents(place.path());
    let refused = written(&out, &[("a.csv", "2"), ("b.csv", "2")]);
    assert!(refused.is_err_and(|error| error.to_string().starts_with("F002")));
    assert_eq!(contents(place.path()), before);
}

/// What a program leaves that is killed after so many of its moves, put together by hand: the moves in the order in which
/// they are made file by file.
fn killed_after(parent: &Path, moves: usize) {
    let mut staging = Staging::begin(parent, "甲").expect("begun");
    let mut known = BTreeMap::new();
    let new = [("a.csv", "2"), ("b.csv", "2")];
    for (name, text) in new {
        fs::write(staging.announce(name).expect("announced"), text).expect("written");
        let entry = Entry {
            bytes: 1,
            sha256: digest(text.as_bytes()),
        };
        known.insert(name.to_owned(), entry);
    }
    let manifest = manifest::document(Kind::Run, about(), &known);
    fs::write(staging.announce(MANIFEST).expect("announced"), &manifest).expect("written");
    staging.begin_placing(&digest(&manifest)).expect("said");
    let (ready, place) = (staging.new_files(), parent.join("甲"));
    let names = ["a.csv", "b.csv", MANIFEST];
    for name in names.iter().take(moves) {
        let (from, to) = (ready.join(name), place.join(name));
        if to.exists() {
            crate::files::rename::exchange(&from, &to).expect("exchanged");
        } else {
            fs::rename(&from, &to).expect("moved");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn whatever_comes_next_goes_on_where_a_killed_program_stopped() {
    for moves in 0..=3 {
        let place = tempfile::tempdir().expect("a temporary folder");
        let out = Out::open(place.path()).expect("opened");
        written(&out, &[("a.csv", "1"), ("c.csv", "1")]).expect("written");
        let own = out.place("甲");
        fs::write(own.join("notes"), "mine").expect("written");
        fs::write(own.join("c.csv"), "changed").expect("written");
        killed_after(place.path(), moves);
        settle(place.path()).expect("settled");
        let all = contents(&own);
        let text = |name: &str| all.get(name).map(String::as_str);
        assert_eq!(text("a.csv"), Some("2"), "{moves}");
        assert_eq!(text("b.csv"), Some("2"), "{moves}");
        assert_eq!(text("notes"), Some("mine"), "{moves}");
        let changed = all.values().filter(|text| *text == "changed").count();
        assert_eq!(changed, 1, "{moves}: {all:?}");
        let left = fs::read_dir(place.path()).expect("listed").count();
        assert_eq!(left, 1, "{moves}");
    }
}

#[test]
fn folders_of_others_with_such_names_are_left_alone() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for name in [".maskflow-mine", ".writing-mine", ".replaced-mine"] {
        fs::create_dir(place.path().join(name)).expect("created");
        fs::write(place.path().join(name).join("journal.json"), "{}").expect("written");
    }
    fs::write(place.path().join(".maskflow-file"), "mine").expect("written");
    let out = Out::open(place.path()).expect("opened");
    written(&out, &[("a.csv", "1")]).expect("written");
    assert_eq!(fs::read_dir(place.path()).expect("listed").count(), 5);
}

#[test]
fn a_folder_that_is_new_appears_whole() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("里/scenario");
    new_folder(&folder, &files(&[("a.csv", "1")])).expect("written");
    assert!(new_folder(&folder, &files(&[("a.csv", "2")])).is_err());
    assert_eq!(fs::read(folder.join("a.csv")).expect("there"), b"1");
    let beside = fs::read_dir(place.path().join("里")).expect("listed");
    assert_eq!(beside.count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands in a place and whatever comes: what maskflow had not written is there afterwards, byte for byte.
    #[test]
    fn nothing_of_others_is_lost(
        old in proptest::collection::btree_map("[ab](/[ab])?", "[xy]", 0..4),
        foreign in proptest::collection::btree_map("[abc](/[abc]){0,2}", "[mn]", 0..4),
        new in proptest::collection::btree_map("[ab](/[ab])?", "[xy]", 0..4),
    ) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let out = Out::open(place.path()).expect("opened");
        let list = |map: &BTreeMap<String, String>| -> Vec<(String, Vec<u8>)> {
            map.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect()
        };
        let _ = out.write("x", Kind::Run, about(), &list(&old));
        let mut made_by_others = BTreeMap::new();
        for (name, text) in &foreign {
            let path = out.place("x").join(name);
            let made = path.parent().map(fs::create_dir_all);
            if made.is_some_and(|made| made.is_ok()) && fs::write(&path, text).is_ok() {
                made_by_others.insert(name, text);
            }
        }
        let written = out.write("x", Kind::Run, about(), &list(&new));
        let there = contents(place.path());
        let mut found: Vec<String> = there.values().filter(|text| ["m", "n"].contains(&text.as_str())).cloned().collect();
        found.sort();
        let mut mine: Vec<String> = made_by_others.values().map(|text| (*text).clone()).collect();
        mine.sort();
        prop_assert_eq!(found, mine);
        for (name, text) in made_by_others {
            if !old.contains_key(name) && !old.keys().any(|known| known.starts_with(&format!("{name}/")) || name.starts_with(&format!("{known}/"))) {
                let now = there.get(&format!("x/{name}"));
                prop_assert_eq!(now, Some(text), "{} {:?}", name, written);
            }
        }
        if written.is_ok() {
            for (name, text) in &new {
                prop_assert_eq!(there.get(&format!("x/{name}")), Some(text));
            }
        }
        prop_assert!(fs::read_dir(place.path()).expect("listed").count() <= 1);
    }
}
