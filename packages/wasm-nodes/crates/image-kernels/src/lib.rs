//! Image kernels on plain byte buffers. An image is rows from top to bottom without padding, four bytes a pixel:
//! red, green, blue, alpha, not premultiplied.

mod blur;
mod decode;
mod exif;

pub use blur::{gaussian_blur, BlurError, MAX_SIGMA};
pub use decode::{decode, DecodeError, Image, MAX_PIXELS};
