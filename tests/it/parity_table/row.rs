/// A number that a method shares with a peer.
pub struct Row {
    /// Name of the method in study files.
    pub method: &'static str,
    /// What was computed, of which data, with which options.
    pub what: String,
    /// The peer with its version.
    pub peer: &'static str,
    /// Our value.
    pub ours: f64,
    /// Theirs.
    pub theirs: f64,
    /// The largest relative difference that is allowed; 0: the same.
    pub tolerance: f64,
    /// Why the tolerance is another than 1e-10 (closed forms) or 1e-8 (iterations); empty where it is not.
    pub why: &'static str,
}

impl Row {
    /// How far off.
    pub fn difference(&self) -> f64 {
        (self.ours - self.theirs).abs() / self.theirs.abs().max(1e-3)
    }

    /// Whether it is near enough.
    pub fn holds(&self) -> bool {
        self.difference() <= self.tolerance
    }

    /// The line of the table.
    pub fn line(&self) -> String {
        let Row { what, peer, tolerance, .. } = self;
        let (ours, theirs) = (digits(self.ours), digits(self.theirs));
        let off = match self.difference() {
            0.0 => "0".into(),
            off => format!("{off:.0e}"),
        };
        format!("| {what} | {peer} | {ours} | {theirs} | {off} | {tolerance:e} |\n")
    }
}

/// With 15 significant digits.
fn digits(value: f64) -> String {
    let before_point = if value == 0.0 { 0.0 } else { value.abs().log10().floor() };
    format!("{value:.*}", (14.0 - before_point).max(0.0) as usize)
}
