//! SVG as PNG, with a font of its own: the same bytes on every machine, one without fonts or network included.
//!
//! The font is DejaVu Sans, which has Latin, Greek, Cyrillic, Arabic and more, and no East Asian characters: those are
//! drawn as boxes. Behind the feature `pictures`.

/// Why a picture is not made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The SVG cannot be read.
    #[error("the SVG cannot be read: {0}")]
    Svg(String),
    /// It is too large, or the PNG cannot be written.
    #[error("the picture cannot be written: {0}")]
    Png(String),
    /// The program was built without them.
    #[error("this program was built without the feature `pictures`, which writes PNG")]
    WithoutFeature,
}

/// The largest width and height of a picture, in pixels.
pub const LARGEST: u32 = 16_000;

/// Draws an SVG as PNG, each of its units so many pixels wide; less where the picture would be larger than
/// [`LARGEST`]. What the SVG refers to outside of itself is not loaded.
///
/// # Errors
/// What is no SVG.
#[cfg(feature = "pictures")]
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, PictureError> {
    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::{Options, Tree};

    let mut options = Options {
        font_family: FAMILY.to_owned(),
        // Nothing is read from files or elsewhere.
        resources_dir: None,
        ..Options::default()
    };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let fonts = options.fontdb_mut();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    for set in [
        resvg::usvg::fontdb::Database::set_sans_serif_family::<&str>,
        resvg::usvg::fontdb::Database::set_serif_family::<&str>,
        resvg::usvg::fontdb::Database::set_monospace_family::<&str>,
    ] {
        set(fonts, FAMILY);
    }
    let tree =
        Tree::from_str(svg, &options).map_err(|error| PictureError::Svg(error.to_string()))?;
    let size = tree.size();
    #[expect(clippy::cast_precision_loss, reason = "it is small")]
    let scale = scale.min(LARGEST as f32 / size.width()).min(LARGEST as f32 / size.height());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is bounded")]
    let pixels = |length: f32| ((length * scale).ceil() as u32).max(1);
    let pixmap = Pixmap::new(pixels(size.width()), pixels(size.height()));
    let mut pixmap =
        pixmap.ok_or_else(|| PictureError::Png("there is no room for it".to_owned()))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PictureError::Png(error.to_string()))
}

/// The font's name.
#[cfg(feature = "pictures")]
const FAMILY: &str = "DejaVu Sans";

/// Refuses to draw an SVG as PNG.
///
/// # Errors
/// Always: the program was built without.
#[cfg(not(feature = "pictures"))]
pub fn png(_svg: &str, _scale: f32) -> Result<Vec<u8>, PictureError> {
    Err(PictureError::WithoutFeature)
}
