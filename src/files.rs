//! Files: what is read from outside is bounded, what is written appears whole, and only what maskflow wrote is replaced
//! or removed.

pub mod name;

mod commit;
mod digest;
mod fence;
mod inside;
mod lock;
mod manifest;
mod read;
mod refusal;
mod rename;
mod results;
mod staging;
mod trouble;
mod word;

pub use commit::{commit, free_beside, set_aside, sweep};
pub use digest::{digest, digest_of};
pub use fence::fenced;
pub use inside::{file_inside, is_free, is_inside};
pub use manifest::{Entry, FORMAT, Kind, MANIFEST, Manifest, NoManifest};
pub use read::{Unreadable, regular};
pub use refusal::{REFUSALS, Refusal};
pub use results::{KeptEdited, Out, Results, new_folder, settle, settle_beside};
pub use trouble::{Action, Trouble};
pub use word::word_of;
