//! What this machine has, as far as its system tells: memory and room on disks.

use std::fs;
use std::path::Path;

use crate::language::Word;
use crate::said;

/// Memory that this program uses, bytes.
pub(super) fn resident() -> Option<u64> {
    kibibytes("/proc/self/status", "VmRSS:")
}

/// The most memory that this program ever used, bytes.
pub(super) fn peak() -> Option<u64> {
    kibibytes("/proc/self/status", "VmHWM:")
}

/// Memory that programs may still take, bytes.
pub(super) fn free_memory() -> Option<u64> {
    kibibytes("/proc/meminfo", "MemAvailable:")
}

fn kibibytes(file: &str, key: &str) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// Why work is not begun that needs so many bytes of memory at once; nothing where that is less than half of what is free.
pub(super) fn too_much_memory(bytes: u128) -> Option<Word> {
    let free = free_memory()?;
    (bytes > u128::from(free / 2)).then(|| {
        let (needed, free) = (bytes >> 20, free >> 20);
        said!(
            "约需内存 {needed} MiB，空闲 {free} MiB：最多用其一半",
            "it would need about {needed} MiB of memory, and {free} MiB are free: at most half of it is taken"
        )
    })
}

/// Room on the disk of a folder, or of the nearest folder above it that is there, bytes.
#[cfg(unix)]
pub(super) fn free_disk(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|path| path.exists());
    let there = there.filter(|path| !path.as_os_str().is_empty());
    let found = rustix::fs::statvfs(there.unwrap_or(Path::new("."))).ok()?;
    found.f_bavail.checked_mul(found.f_frsize)
}

/// Room on the disk of a folder: not known here.
#[cfg(not(unix))]
pub(super) fn free_disk(_: &Path) -> Option<u64> {
    None
}
