use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::exhibit;
use crate::findings::Verdict;
use crate::math::elementary::log10;
use crate::text::Lang;

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    General,
    /// Whole number without groups: a row, a running number.
    Index,
    /// Whole number with thousands grouped.
    Count,
    /// With this many decimals.
    Fixed(usize),
    /// Share as a percentage with this many decimals.
    Percent(usize),
    /// p-value: three decimals, `<0.001` below.
    P,
}

impl Form {
    /// The form of a column of an exhibit.
    pub fn of(format: &exhibit::Format) -> Form {
        match format {
            exhibit::Format::Text => Form::General,
            exhibit::Format::Count => Form::Count,
            exhibit::Format::Number(decimals) => Form::Fixed(usize::from(*decimals)),
            // Data keep a digit more than sentences say.
            exhibit::Format::Written(precision) => Form::Fixed(precision.finer().decimals()),
            exhibit::Format::Percent(decimals) => Form::Percent(usize::from(*decimals)),
            exhibit::Format::PValue => Form::P,
        }
    }

    /// Excel's number format.
    pub fn pattern(self, lang: Lang) -> String {
        let digits = match self {
            Form::General => return "General".into(),
            Form::P => return "[<0.001]\"<0.001\";0.000".into(),
            Form::Index => "0".to_string(),
            Form::Count => "#,##0".to_string(),
            Form::Fixed(decimals) => with_decimals("#,##0", decimals),
            Form::Percent(decimals) => with_decimals("0", decimals) + "%",
        };
        format!("{digits};{}{digits}", if lang == Lang::Ja { '▲' } else { '-' })
    }

    /// Excel's number format with a little room at the right, so that numbers do not touch text beside them. LibreOffice loses
    /// the indent of right-aligned numbers, but keeps this.
    fn padded(self, lang: Lang) -> String {
        self.pattern(lang).split(';').map(|part| format!("{part}_)")).collect::<Vec<_>>().join(";")
    }

    /// Excel's number format that shows magnitudes only.
    pub fn absolute(self, lang: Lang) -> String {
        let pattern = self.pattern(lang);
        let digits = pattern.split(';').next().unwrap_or("General").to_string();
        if self == Form::P { pattern } else { format!("{digits};{digits}") }
    }

    /// Characters that a number takes in this form.
    pub fn width(self, value: f64) -> f64 {
        let whole = (log10(value.abs().max(1.0)).floor() + 1.0).min(20.0);
        let sign = if value < 0.0 { 2.0 } else { 0.0 };
        let decimals = |count: usize| if count == 0 { 0.0 } else { count as f64 + 1.0 };
        sign + match self {
            Form::General => whole + 4.0,
            Form::Index => whole,
            Form::Count => whole + (whole / 3.0).floor(),
            Form::Fixed(count) => whole + (whole / 3.0).floor() + decimals(count),
            Form::Percent(count) => 4.0 + decimals(count),
            Form::P => 6.0,
        }
    }
}

fn with_decimals(digits: &str, count: usize) -> String {
    if count == 0 { digits.to_string() } else { format!("{digits}.{}", "0".repeat(count)) }
}

/// The formats of an edition.
pub(super) struct CellFormats {
    lang: Lang,
    /// Plain text.
    pub text: Format,
    /// Title of a sheet.
    pub title: Format,
    /// Line under the title.
    pub subtitle: Format,
    /// Heading of a part.
    pub heading: Format,
    /// Heading inside a part.
    pub subheading: Format,
    /// Column heading.
    pub head: Format,
    /// Column heading over numbers.
    pub head_number: Format,
    /// Text in a table.
    pub cell: Format,
    /// Emphasised text in a table.
    pub strong: Format,
    /// Prose over several columns.
    pub prose: Format,
    /// Notes under a table.
    pub note: Format,
    /// Link in a table.
    pub link: Format,
    /// Code: commands, digests.
    pub code: Format,
    /// A cell that a person fills in.
    pub input: Format,
    /// A cell that a person still has to fill in.
    pub open: Format,
    /// Ground of what can be said.
    pub can: Format,
    /// Ground of what cannot be said.
    pub cannot: Format,
}

const INK: u32 = 0x1F2328;
const GREY: u32 = 0x59636E;
const LINE: u32 = 0xD0D7DE;
const ACCENT: u32 = 0x0B5CAD;

impl CellFormats {
    pub fn new(lang: Lang) -> CellFormats {
        let text = Format::new().set_font_name(font(lang)).set_font_size(11).set_font_color(Color::RGB(INK));
        let text = if lang == Lang::Ja { text.set_font_charset(128) } else { text };
        let top = text.clone().set_align(FormatAlign::Top);
        let cell =
            top.clone().set_text_wrap().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(LINE));
        let head = text.clone().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let head = head.set_background_color(Color::RGB(0xE8EEF5)).set_border_bottom(FormatBorder::Medium);
        let head = head.set_border_bottom_color(Color::RGB(ACCENT));
        let link = Color::RGB(ACCENT);
        let input = cell.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xC9B458)).set_unlocked();
        let box_of = |ground: u32| {
            let line = top.clone().set_text_wrap().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
            line.set_background_color(Color::RGB(ground))
        };
        CellFormats {
            open: input.clone().set_background_color(Color::RGB(0xFBE3E1)),
            input: input.set_background_color(Color::RGB(0xFFF9DB)),
            can: box_of(0xEAF6EE),
            cannot: box_of(0xFBEFEE),
            lang,
            title: text.clone().set_bold().set_font_size(16).set_align(FormatAlign::VerticalCenter),
            subtitle: text.clone().set_font_color(Color::RGB(GREY)),
            heading: text.clone().set_bold().set_font_size(13).set_font_color(Color::RGB(ACCENT)),
            subheading: top.clone().set_bold(),
            head_number: head.clone().set_align(FormatAlign::Right).set_indent(1),
            head,
            strong: cell.clone().set_bold(),
            prose: top.clone().set_text_wrap(),
            note: top.clone().set_text_wrap().set_font_color(Color::RGB(GREY)).set_font_size(10),
            link: cell.clone().set_font_color(link).set_underline(FormatUnderline::Single),
            code: cell.clone().set_font_name("Consolas").set_font_size(10),
            text,
            cell,
        }
    }

    /// A number in a table.
    pub fn number(&self, form: Form) -> Format {
        self.shown(self.cell.clone().unset_text_wrap(), form)
    }

    /// A number under a column format: no wrap, no lines.
    pub fn plain_number(&self, form: Form) -> Format {
        self.shown(self.text.clone(), form)
    }

    fn shown(&self, format: Format, form: Form) -> Format {
        let format = format.set_align(FormatAlign::Right);
        if form == Form::General { format } else { format.set_num_format(form.padded(self.lang)) }
    }

    /// Text at the right, where a number is missing.
    pub fn instead(&self) -> Format {
        self.cell.clone().unset_text_wrap().set_align(FormatAlign::Right)
    }

    /// The cell of a verdict: its word, on a light ground.
    pub fn verdict(&self, verdict: Verdict) -> Format {
        self.strong.clone().set_indent(1).set_background_color(Color::RGB(match verdict {
            Verdict::Positive => 0xDDF3E4,
            Verdict::Negative => 0xFBE3E1,
            Verdict::Different => 0xE3ECF9,
            Verdict::PracticallyNone | Verdict::Inconclusive => 0xFFF4D6,
            Verdict::TooSmall | Verdict::NotComparable => 0xECEEF1,
        }))
    }

    /// Default row height and column width in pixels: what Excel takes for the default font.
    pub fn default_cell(&self) -> (u32, u32) {
        if self.lang == Lang::Ja { (25, 72) } else { (20, 64) }
    }

    /// Height of one line in points.
    pub fn line(&self) -> f64 {
        f64::from(self.default_cell().0) * 0.75
    }

    /// Pixels of a column of a width in digits.
    pub fn pixels(&self, width: f64) -> f64 {
        width * if self.lang == Lang::Ja { 8.0 } else { 7.0 } + 5.0
    }

    /// Name of the font.
    pub fn font(&self) -> &'static str {
        font(self.lang)
    }
}

fn font(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "Yu Gothic" } else { "Calibri" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mark_negatives_as_the_language_does() {
        assert_eq!(Form::Count.pattern(Lang::Ja), "#,##0;▲#,##0");
        assert_eq!(Form::Fixed(2).pattern(Lang::En), "#,##0.00;-#,##0.00");
        assert_eq!(Form::P.padded(Lang::En), "[<0.001]\"<0.001\"_);0.000_)");
        assert_eq!(Form::Percent(1).pattern(Lang::Ja), "0.0%;▲0.0%");
        assert_eq!(Form::Fixed(1).absolute(Lang::En), "#,##0.0;#,##0.0");
    }

    #[test]
    fn widths_hold_sign_groups_and_decimals() {
        assert_eq!(Form::Count.width(1234567.0), 9.0);
        assert_eq!(Form::Fixed(1).width(-12.3), 6.0);
    }
}
