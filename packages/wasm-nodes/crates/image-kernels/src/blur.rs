//! Separable Gaussian blur with premultiplied alpha, so that transparent pixels lend no colour. Edge pixels are repeated
//! outwards. Four channels fill one 128-bit register, which is what the loops are written for.

use std::fmt;

/// Largest standard deviation in pixels.
pub const MAX_SIGMA: f32 = 100.0;

#[derive(Debug, Clone, PartialEq)]
pub enum BlurError {
    /// Sigma is not a number, negative, or above [`MAX_SIGMA`].
    Sigma(f32),
    /// The bytes are not `width * height * 4`.
    Size { width: usize, height: usize, bytes: usize },
}

impl fmt::Display for BlurError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sigma(sigma) => write!(f, "sigma must be from 0 to {MAX_SIGMA} pixels; received {sigma}"),
            Self::Size { width, height, bytes } => {
                write!(f, "{bytes} bytes are no RGBA image of {width} × {height} pixels")
            }
        }
    }
}

impl std::error::Error for BlurError {}

type Pixel = [f32; 4];

/// One half of the kernel, centre first; weights over the whole kernel add up to 1. Covers three standard deviations.
fn half_kernel(sigma: f32) -> Vec<f32> {
    let radius = (3.0 * sigma).ceil() as usize;
    let weight =
        |distance: usize| (-((distance * distance) as f64) / (2.0 * f64::from(sigma) * f64::from(sigma))).exp();
    let total: f64 = weight(0) + 2.0 * (1..=radius).map(weight).sum::<f64>();
    (0..=radius).map(|distance| (weight(distance) / total) as f32).collect()
}

#[inline(always)]
fn add_scaled(sum: &mut Pixel, a: &Pixel, weight: f32) {
    for channel in 0..4 {
        sum[channel] += a[channel] * weight;
    }
}

#[inline(always)]
fn add_pair(sum: &mut Pixel, a: &Pixel, b: &Pixel, weight: f32) {
    for channel in 0..4 {
        sum[channel] += (a[channel] + b[channel]) * weight;
    }
}

fn premultiplied(pixel: &[u8]) -> Pixel {
    let alpha = f32::from(pixel[3]) / 255.0;
    [f32::from(pixel[0]) * alpha, f32::from(pixel[1]) * alpha, f32::from(pixel[2]) * alpha, f32::from(pixel[3])]
}

fn straight(pixel: &Pixel, out: &mut [u8]) {
    let alpha = pixel[3];
    let scale = if alpha > 0.0 { 255.0 / alpha } else { 0.0 };
    for channel in 0..3 {
        out[channel] = (pixel[channel] * scale + 0.5).min(255.0) as u8;
    }
    out[3] = (alpha + 0.5).min(255.0) as u8;
}

/// Blurs an RGBA image in place.
///
/// * `sigma`: standard deviation in pixels, 0 (unchanged) to [`MAX_SIGMA`].
/// * `progress`: called with 0 to 1 about a hundred times.
///
/// Cost: `width · height · 12 · sigma` multiply-adds; scratch memory of 16 bytes a pixel.
pub fn gaussian_blur(
    pixels: &mut [u8],
    width: usize,
    height: usize,
    sigma: f32,
    progress: &mut dyn FnMut(f32),
) -> Result<(), BlurError> {
    if !(0.0..=MAX_SIGMA).contains(&sigma) {
        return Err(BlurError::Sigma(sigma));
    }
    if width.checked_mul(height).and_then(|count| count.checked_mul(4)) != Some(pixels.len()) {
        return Err(BlurError::Size { width, height, bytes: pixels.len() });
    }
    if sigma < 0.01 || pixels.is_empty() {
        progress(1.0);
        return Ok(());
    }
    let kernel = half_kernel(sigma);
    let every = (height / 50).max(1);
    let mut scratch = vec![[0.0f32; 4]; width * height];
    let radius = kernel.len() - 1;
    let mut line = vec![[0.0f32; 4]; width + 2 * radius];
    for row in 0..height {
        blur_row(
            &pixels[row * width * 4..(row + 1) * width * 4],
            &mut line,
            &kernel,
            &mut scratch[row * width..(row + 1) * width],
        );
        if row % every == 0 {
            progress(0.5 * row as f32 / height as f32);
        }
    }
    let mut sums = vec![[0.0f32; 4]; width];
    for row in 0..height {
        blur_column(&scratch, width, height, row, &kernel, &mut sums);
        for (sum, out) in sums.iter().zip(pixels[row * width * 4..].chunks_exact_mut(4)) {
            straight(sum, out);
        }
        if row % every == 0 {
            progress(0.5 + 0.5 * row as f32 / height as f32);
        }
    }
    progress(1.0);
    Ok(())
}

/// One row across: `line` holds it with its ends repeated by the radius.
fn blur_row(row: &[u8], line: &mut [Pixel], kernel: &[f32], out: &mut [Pixel]) {
    let radius = kernel.len() - 1;
    for (pixel, cell) in row.chunks_exact(4).zip(&mut line[radius..]) {
        *cell = premultiplied(pixel);
    }
    let (first, last) = (line[radius], line[radius + out.len() - 1]);
    line[..radius].fill(first);
    line[radius + out.len()..].fill(last);
    for (at, cell) in out.iter_mut().enumerate() {
        let window = &line[at..=at + 2 * radius];
        let mut sum = [0.0f32; 4];
        add_scaled(&mut sum, &window[radius], kernel[0]);
        for (distance, weight) in kernel.iter().enumerate().skip(1) {
            add_pair(&mut sum, &window[radius - distance], &window[radius + distance], *weight);
        }
        *cell = sum;
    }
}

/// One row down: whole rows are added, so that memory is read in order.
fn blur_column(scratch: &[Pixel], width: usize, height: usize, row: usize, kernel: &[f32], sums: &mut [Pixel]) {
    sums.fill([0.0; 4]);
    for (sum, pixel) in sums.iter_mut().zip(&scratch[row * width..]) {
        add_scaled(sum, pixel, kernel[0]);
    }
    for (distance, weight) in kernel.iter().enumerate().skip(1) {
        let above = row.saturating_sub(distance);
        let below = (row + distance).min(height - 1);
        let pairs = scratch[above * width..].iter().zip(&scratch[below * width..]);
        for (sum, (a, b)) in sums.iter_mut().zip(pairs) {
            add_pair(sum, a, b, *weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, written the slow way: two dimensions at once, in doubles.
    fn naive(pixels: &[u8], width: usize, height: usize, sigma: f64) -> Vec<f64> {
        let radius = (3.0 * sigma).ceil() as isize;
        let weight = |dx: isize, dy: isize| (-((dx * dx + dy * dy) as f64) / (2.0 * sigma * sigma)).exp();
        let mut out = Vec::new();
        for y in 0..height as isize {
            for x in 0..width as isize {
                let (mut sums, mut total) = ([0.0f64; 4], 0.0);
                for dy in -radius..=radius {
                    for dx in -radius..=radius {
                        let sx = (x + dx).clamp(0, width as isize - 1) as usize;
                        let sy = (y + dy).clamp(0, height as isize - 1) as usize;
                        let p = &pixels[(sy * width + sx) * 4..][..4];
                        let w = weight(dx, dy);
                        total += w;
                        let alpha = f64::from(p[3]) / 255.0;
                        for channel in 0..3 {
                            sums[channel] += w * f64::from(p[channel]) * alpha;
                        }
                        sums[3] += w * f64::from(p[3]);
                    }
                }
                let alpha = sums[3] / total;
                for channel in 0..3 {
                    out.push(if alpha > 0.0 { sums[channel] / total * 255.0 / alpha } else { 0.0 });
                }
                out.push(alpha);
            }
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn agrees_with_the_definition(
            width in 1usize..9,
            height in 1usize..9,
            sigma in 0.3f32..3.0,
            seed in proptest::collection::vec(any::<u8>(), 9 * 9 * 4),
        ) {
            let mut pixels: Vec<u8> = seed[..width * height * 4].to_vec();
            for pixel in pixels.chunks_exact_mut(4) {
                pixel[3] = pixel[3].max(32);
            }
            let expected = naive(&pixels, width, height, f64::from(sigma));
            gaussian_blur(&mut pixels, width, height, sigma, &mut |_| {}).unwrap();
            for (got, want) in pixels.iter().zip(&expected) {
                prop_assert!((f64::from(*got) - want).abs() <= 1.0, "{got} is not {want}");
            }
        }
    }

    #[test]
    fn a_flat_image_stays_as_it_is() {
        let mut pixels = [10, 200, 30, 255].repeat(50 * 40);
        let before = pixels.clone();
        gaussian_blur(&mut pixels, 50, 40, 100.0, &mut |_| {}).unwrap();
        assert_eq!(pixels, before);
    }

    #[test]
    fn transparent_pixels_lend_no_colour() {
        let mut pixels = vec![255, 0, 0, 255, 0, 255, 0, 0];
        gaussian_blur(&mut pixels, 2, 1, 1.0, &mut |_| {}).unwrap();
        assert_eq!((pixels[0], pixels[1], pixels[4], pixels[5]), (255, 0, 255, 0));
    }

    #[test]
    fn sigma_zero_changes_nothing_and_reports_the_end() {
        let mut pixels = vec![1, 2, 3, 4];
        let mut last = 0.0;
        gaussian_blur(&mut pixels, 1, 1, 0.0, &mut |fraction| last = fraction).unwrap();
        assert_eq!((pixels, last), (vec![1, 2, 3, 4], 1.0));
    }

    #[test]
    fn progress_rises_to_one() {
        let mut seen = Vec::new();
        let mut pixels = vec![7; 300 * 200 * 4];
        gaussian_blur(&mut pixels, 300, 200, 2.0, &mut |fraction| seen.push(fraction)).unwrap();
        assert!(seen.len() > 50 && seen.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(seen.last(), Some(&1.0));
    }

    #[test]
    fn wrong_calls_are_named() {
        let call = |sigma, bytes: usize| gaussian_blur(&mut vec![0; bytes], 2, 2, sigma, &mut |_| {});
        assert_eq!(call(-1.0, 16).unwrap_err().to_string(), "sigma must be from 0 to 100 pixels; received -1");
        assert!(matches!(call(f32::NAN, 16), Err(BlurError::Sigma(_))));
        assert_eq!(call(1.0, 15).unwrap_err().to_string(), "15 bytes are no RGBA image of 2 × 2 pixels");
    }
}
