//! The overlay scenario that a calibration writes: where it lies, and that nobody else's file is lost there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{Action, Trouble, Unreadable, commit, free_beside, regular, set_aside, sweep};
use crate::language::Word;
use crate::report::calibration::overlay::{MARK, is_as_written};
use crate::said;

/// An overlay is a small file.
const MOST_BYTES: u64 = 64 << 20;

/// Where an overlay goes.
pub(super) struct Target {
    path: PathBuf,
}

impl Target {
    /// The overlay of a scenario: the file that was asked for, or `<scenario>-fitted.toml` beside it. A file that no calibration
    /// wrote is not replaced.
    pub(super) fn of(scenario: &Path, asked: Option<&Path>) -> Result<Self, Word> {
        let absolute = fs::canonicalize(scenario).unwrap_or_else(|_| scenario.to_owned());
        let folder = absolute.parent().unwrap_or(Path::new("."));
        let path = match asked {
            Some(file) => file.to_owned(),
            None => scenario.with_file_name(format!(
                "{}-fitted.toml",
                name_of(scenario).trim_end_matches(".toml")
            )),
        };
        let target = Self { path };
        if fs::canonicalize(target.folder()).ok().as_deref() != Some(folder) {
            let (file, folder) = (target.path.display(), folder.display());
            return Err(said!(
                "校准后的情景 {file} 须与原情景放在同一文件夹 {folder} 中",
                "the overlay {file} has to lie beside the scenario that it extends, in {folder}"
            ));
        }
        let file = target.path.display();
        match target.there() {
            Ok(Some(bytes)) if !bytes.starts_with(MARK.as_bytes()) => Err(said!(
                "{file} 已经存在，且不是校准写成的：用 --overlay 另行指定",
                "{file} is there and was not written by a calibration: name another with --overlay"
            )),
            Ok(_) => Ok(target),
            Err(why) => {
                let Word { zh, en } = why.word();
                Err(said!(
                    "无法读取 {file}：{zh}；用 --overlay 另行指定",
                    "cannot read {file}: {en}; name another with --overlay"
                ))
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn folder(&self) -> &Path {
        let parent = self.path.parent();
        parent
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
    }

    /// What lies there.
    fn there(&self) -> Result<Option<Vec<u8>>, Unreadable> {
        if fs::symlink_metadata(&self.path).is_ok_and(|found| found.is_symlink()) {
            return Err(Unreadable::NotRegular("a link"));
        }
        match regular(&self.path, MOST_BYTES) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Unreadable::Missing) => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// Whether files can be written there, and nothing of a killed calibration lies there.
    pub(super) fn try_out(&self) -> io::Result<()> {
        sweep(self.folder(), MARK.as_bytes())?;
        let trial = free_beside(&self.path, "trial");
        commit(&trial, MARK.as_bytes())?;
        fs::remove_file(&trial).map_err(Trouble::at(Action::Remove, &trial))
    }

    /// Writes the overlay; an earlier one that somebody changed is kept under another name, which is given back.
    pub(super) fn write(&self, text: &str) -> io::Result<Option<PathBuf>> {
        let told = Trouble::at(Action::Read, &self.path);
        let changed = match self.there().map_err(|why| told(why.into()))? {
            Some(bytes) if bytes != text.as_bytes() && !is_as_written(&bytes) => {
                Some(set_aside(&self.path, "edited")?)
            }
            _ => None,
        };
        commit(&self.path, text.as_bytes())?;
        Ok(changed)
    }
}

/// The name by which an overlay beside a scenario extends it: that of its folder, or of its file with the ending.
pub(super) fn name_of(path: &Path) -> String {
    let absolute = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = absolute.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
