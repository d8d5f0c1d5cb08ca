//! Giving results their place. Where the place holds maskflow's files alone, old and new folder are exchanged in one step; where
//! somebody keeps other files there, or the system has no such step, it goes file by file, the manifest last. The journal is
//! kept until all is done, so that whoever comes next can go on.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::digest::digest_of;
use crate::files::inside::{self, everything, find_inside, look, make_way};
use crate::files::manifest::{Entry, MANIFEST, Manifest, NoManifest, is_unchanged};
use crate::files::refusal::Refusal;
use crate::files::rename::{exchange, move_to_free};
use crate::files::staging::Staging;
use crate::files::trouble::{Action, Trouble};
use crate::language::{Message, Word};

/// A file of earlier results that somebody had changed, and the name under which it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptEdited {
    /// Its path in the results.
    pub file: PathBuf,
    /// The path under which it is kept.
    pub kept: PathBuf,
}

/// Puts what was made ready into its place, under a lock on `parent`. `manifest` is the SHA-256 of the new manifest.
pub(super) fn place(
    parent: &Path,
    mut staging: Staging,
    manifest: &str,
) -> io::Result<Vec<KeptEdited>> {
    let place = parent.join(&staging.place);
    let old = manifest_in(&place)?;
    let move_in = Move {
        new: files_of(&staging)?,
        place: &place,
        old,
        is_whole: true,
    };
    // Before any name changes, everything that could stand in the way is looked at.
    move_in.object()?;
    staging.begin_placing(manifest)?;
    let done = move_in.carry_out(&staging);
    if done.is_err() && move_in.nothing_happened(&staging, manifest) {
        staging.give_up();
    }
    let edited = done?;
    staging.close()?;
    Ok(edited)
}

/// Goes on with what a program that is gone was placing.
pub(super) fn again(parent: &Path, staging: Staging) -> io::Result<()> {
    let place = parent.join(&staging.place);
    let there = manifest_in(&place)?;
    let ready = match manifest_in(&staging.new_files())? {
        Some(ready) => Some(ready),
        None => manifest_in(&staging.removed_files())?,
    };
    let is_new = |manifest: &Option<Manifest>| {
        manifest.as_ref().map(|manifest| &manifest.sha256) == staging.placing.as_ref()
    };
    let (new, old, arrived) = match (is_new(&there), is_new(&ready)) {
        (true, _) => (there, ready, true),
        (false, true) => (ready, there, false),
        // Neither is what was being placed: it is not known what belongs where, and nothing is touched.
        (false, false) => return Ok(()),
    };
    let new = new.map_or_else(BTreeMap::new, |manifest| manifest.files);
    let move_in = Move {
        is_whole: are_unchanged(&staging.new_files(), &new)?,
        new,
        place: &place,
        old,
    };
    if arrived {
        move_in.clear_away(&staging)?;
    } else {
        move_in.object()?;
        move_in.carry_out(&staging)?;
    }
    staging.close()
}

/// The manifest of a folder; nothing where there is none that can be understood.
fn manifest_in(folder: &Path) -> io::Result<Option<Manifest>> {
    match Manifest::read(folder) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(NoManifest::Unreadable(error)) => {
            Err(Trouble::at(Action::Read, &folder.join(MANIFEST))(error))
        }
        Err(_) => Ok(None),
    }
}

/// Whether all files below a folder still are what their entries say.
fn are_unchanged(folder: &Path, files: &BTreeMap<String, Entry>) -> io::Result<bool> {
    for (name, entry) in files {
        let told = Trouble::at(Action::Read, &folder.join(name));
        if !is_unchanged(folder, name, entry).map_err(told)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a name is free.
fn is_free(path: &Path) -> io::Result<bool> {
    inside::is_free(path).map_err(Trouble::at(Action::Read, path))
}

/// The new files with their digests, the manifest left out.
fn files_of(staging: &Staging) -> io::Result<BTreeMap<String, Entry>> {
    let new = staging.new_files();
    match Manifest::read(&new) {
        Ok(manifest) => Ok(manifest.files),
        Err(why) => Err(Trouble::at(Action::Read, &new)(io::Error::other(Message(
            why.word(),
        )))),
    }
}

struct Move<'a> {
    /// What is to be in the place.
    new: BTreeMap<String, Entry>,
    place: &'a Path,
    /// What the place held before.
    old: Option<Manifest>,
    /// Whether none of what was made ready has moved yet.
    is_whole: bool,
}

impl Move<'_> {
    /// Objects to files that stand where new ones would, and that no manifest lists.
    fn object(&self) -> io::Result<()> {
        for (name, entry) in &self.new {
            let path = self.place.join(name);
            let told = Trouble::at(Action::Read, &path);
            let mut in_the_way = None;
            for (at, _) in name.match_indices('/') {
                let folder = self.place.join(&name[..at]);
                if look(&folder)
                    .map_err(&told)?
                    .is_some_and(|found| !found.is_dir())
                {
                    in_the_way = Some(folder);
                }
            }
            let is_ours = || -> io::Result<bool> {
                Ok(self.lists(name) || is_unchanged(self.place, name, entry).map_err(&told)?)
            };
            if in_the_way.is_none() && !is_free(&path)? && !is_ours()? {
                in_the_way = Some(path);
            }
            if let Some(path) = in_the_way {
                let found = Word::of(
                    "不是 maskflow 写的文件",
                    "a file that maskflow did not write",
                );
                let expected = Word::of(
                    "空位：结果中有此名称的文件",
                    "nothing: a file of the results has this name",
                );
                return Err(Refusal::new("F002", &path, found, expected).into());
            }
        }
        Ok(())
    }

    fn lists(&self, name: &str) -> bool {
        let old = self.old.as_ref();
        old.is_some_and(|old| old.files.contains_key(name) || name == MANIFEST)
    }

    /// Whether all is as it was before: then what was made ready can go.
    fn nothing_happened(&self, staging: &Staging, manifest: &str) -> bool {
        let is = |folder: &Path, expected: Option<&str>| {
            Manifest::read(folder)
                .ok()
                .map(|known| known.sha256)
                .as_deref()
                == expected
        };
        let old = self.old.as_ref().map(|old| old.sha256.as_str());
        let new = staging.new_files();
        is(&new, Some(manifest))
            && is(self.place, old)
            && are_unchanged(&new, &self.new).unwrap_or(false)
            && is_free(&staging.removed_files()).unwrap_or(false)
    }

    fn carry_out(&self, staging: &Staging) -> io::Result<Vec<KeptEdited>> {
        let new = staging.new_files();
        let told = Trouble::at(Action::Place, self.place);
        if is_free(self.place)? {
            if self.is_whole {
                move_to_free(&new, self.place).map_err(told)?;
                return Ok(Vec::new());
            }
            fs::create_dir(self.place).map_err(&told)?;
        }
        let mut edited = self.keep_edited()?;
        let in_one_step = self.is_whole && self.holds_nothing_else()?;
        if !(in_one_step && exchange(&new, self.place).map_err(told)?) {
            self.move_in_place(staging)?;
        }
        edited.extend(self.clear_away(staging)?);
        Ok(edited)
    }

    /// Gives every file of the old results that somebody changed a second name, before its own is given away.
    fn keep_edited(&self) -> io::Result<Vec<KeptEdited>> {
        let mut kept = Vec::new();
        for (name, entry) in self.old.iter().flat_map(|old| &old.files) {
            let told = Trouble::at(Action::Read, &self.place.join(name));
            let Some(path) = find_inside(self.place, name).map_err(told)? else {
                continue;
            };
            let (sha256, _) = digest_of(&path).map_err(Trouble::at(Action::Read, &path))?;
            let is_new = (self.new.get(name)).is_some_and(|new| new.sha256 == sha256);
            if sha256 == entry.sha256 || is_new {
                continue;
            }
            if let Some(free) = self.name_for(name, &sha256)? {
                let linked = fs::hard_link(&path, &free).or_else(|_| copy(&path, &free));
                linked.map_err(Trouble::at(Action::Write, &free))?;
                kept.push(KeptEdited {
                    file: path,
                    kept: free,
                });
            }
        }
        Ok(kept)
    }

    /// A free name for a changed file; nothing where its bytes are kept already.
    fn name_for(&self, name: &str, sha256: &str) -> io::Result<Option<PathBuf>> {
        for at in 1_u32.. {
            let path = self.place.join(format!("{name}.edited-{at}"));
            if is_free(&path)? {
                return Ok(Some(path));
            }
            if digest_of(&path).is_ok_and(|(kept, _)| kept == sha256) {
                return Ok(None);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Whether the place holds files that the old manifest lists, and nothing else.
    fn holds_nothing_else(&self) -> io::Result<bool> {
        let Some(old) = &self.old else {
            return Ok(false);
        };
        let mut waiting = vec![String::new()];
        while let Some(prefix) = waiting.pop() {
            let folder = self.place.join(&prefix);
            let list = Trouble::at(Action::List, &folder);
            for entry in fs::read_dir(&folder).map_err(&list)? {
                let entry = entry.map_err(&list)?;
                let kind = entry.file_type().map_err(&list)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() && old.has_folder(&name) {
                    waiting.push(name + "/");
                } else if !(kind.is_file() && self.lists(&name)) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// File by file, the manifest last. What is there already stays; what was there goes into the staging folder.
    fn move_in_place(&self, staging: &Staging) -> io::Result<()> {
        let new = staging.new_files();
        for (name, entry) in &self.new {
            // A program that was killed may have moved it before.
            let told = Trouble::at(Action::Read, &new.join(name));
            if is_unchanged(&new, name, entry).map_err(told)? {
                self.move_in(staging, name)?;
            }
        }
        for name in self.old.iter().flat_map(|old| old.files.keys()) {
            if self.new.contains_key(name) {
                continue;
            }
            let told = Trouble::at(Action::Read, &self.place.join(name));
            if let Some(path) = find_inside(self.place, name).map_err(told)? {
                self.take_out(staging, name, &path)?;
            }
        }
        self.move_in(staging, MANIFEST)
    }

    fn move_in(&self, staging: &Staging, name: &str) -> io::Result<()> {
        let (from, to) = (staging.new_files().join(name), self.place.join(name));
        let told = Trouble::at(Action::Place, &to);
        make_way(self.place, name).map_err(&told)?;
        if is_free(&to)? {
            return move_to_free(&from, &to).map_err(told);
        }
        if !exchange(&from, &to).map_err(&told)? {
            self.take_out(staging, name, &to)?;
            move_to_free(&from, &to).map_err(told)?;
        }
        Ok(())
    }

    fn take_out(&self, staging: &Staging, name: &str, path: &Path) -> io::Result<()> {
        let removed = staging.removed_files();
        let told = Trouble::at(Action::Remove, path);
        if is_free(&removed)? {
            fs::create_dir(&removed).map_err(&told)?;
        }
        make_way(&removed, name).map_err(&told)?;
        move_to_free(path, &removed.join(name)).map_err(told)
    }

    /// Removes what the staging folder holds of the old results. What somebody changed or added meanwhile goes back into the place.
    fn clear_away(&self, staging: &Staging) -> io::Result<Vec<KeptEdited>> {
        let mut kept = Vec::new();
        for folder in [staging.new_files(), staging.removed_files()] {
            let list = Trouble::at(Action::List, &folder);
            if !look(&folder)
                .map_err(&list)?
                .is_some_and(|found| found.is_dir())
            {
                continue;
            }
            for (name, is_file) in everything(&folder).map_err(list)? {
                let path = folder.join(&name);
                if is_file && self.is_old(&path, &name)? {
                    fs::remove_file(&path).map_err(Trouble::at(Action::Remove, &path))?;
                } else if let Some(back) = self.give_back(&path, &name)? {
                    kept.push(KeptEdited {
                        file: self.place.join(&name),
                        kept: back,
                    });
                }
            }
        }
        Ok(kept)
    }

    /// Whether a file of the staging folder is maskflow's: listed with these bytes, or kept under another name already.
    fn is_old(&self, path: &Path, name: &str) -> io::Result<bool> {
        let Some(old) = &self.old else {
            return Ok(false);
        };
        let (sha256, _) = digest_of(path).map_err(Trouble::at(Action::Read, path))?;
        if name == MANIFEST {
            return Ok(sha256 == old.sha256);
        }
        let listed = old.files.get(name);
        Ok(listed.is_some_and(|entry| entry.sha256 == sha256)
            || listed.is_some() && self.name_for(name, &sha256)?.is_none())
    }

    /// Puts something that is not maskflow's back where it was; under another name where that is taken.
    fn give_back(&self, path: &Path, name: &str) -> io::Result<Option<PathBuf>> {
        let told = Trouble::at(Action::Place, path);
        // An empty folder is nothing to keep where one of that name is there.
        make_way(self.place, name).map_err(&told)?;
        let own = self.place.join(name);
        if is_free(&own)? {
            move_to_free(path, &own).map_err(told)?;
            return Ok(None);
        }
        if look(path)
            .map_err(&told)?
            .is_some_and(|found| found.is_dir())
        {
            return Ok(None);
        }
        for at in 1_u32.. {
            let free = self.place.join(format!("{name}.edited-{at}"));
            if is_free(&free)? {
                move_to_free(path, &free).map_err(told)?;
                return Ok(Some(free));
            }
        }
        Ok(None)
    }
}

/// A copy that is whole or not there at all, where files cannot have two names.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let copied = fs::copy(from, to).map(|_| ());
    if copied.is_err() {
        let _ = fs::remove_file(to);
    }
    copied
}
