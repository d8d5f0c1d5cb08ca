//! A fence around libraries that read foreign bytes: where one of them panics, that is an error like any other, and says nothing
//! on its own.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Does work that may panic; a panic becomes what it says, on one line.
///
/// # Errors
/// When the work panics.
pub fn fenced<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |panic| {
            if !FENCED.get() {
                usual(panic);
            }
        }));
    });
    let before = FENCED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    FENCED.set(before);
    done.map_err(|panic| told(&*panic))
}

fn told(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let text = text.unwrap_or("stopped without a word").replace('\n', " ");
    if text.is_empty() {
        "no reason given".to_owned()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error() {
        assert_eq!(fenced(|| 1), Ok(1));
        assert_eq!(
            fenced(|| -> u8 { panic!("at\nonce") }),
            Err("at once".to_owned())
        );
    }
}
