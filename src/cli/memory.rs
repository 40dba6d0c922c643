//! How memory is asked for.

/// Asks for memory by the page: rows that come and go would otherwise hold blocks of two mebibytes of which they use little,
/// and have each cleared.
///
/// <https://man7.org/linux/man-pages/man2/PR_SET_THP_DISABLE.2const.html>
pub(super) fn by_the_page() {
    #[cfg(target_os = "linux")]
    // Where the system does not know of it, more is held.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
