//! The functions of expressions.

use crate::diag::{Diagnostic, nearest};
use crate::phrase;

use super::tree::Function;

/// Functions by name, with the fewest and the most values that they take.
pub const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("ABS", Function::Abs, 1, 1),
    ("CEIL", Function::Ceil, 1, 1),
    ("CEILING", Function::Ceil, 1, 1),
    ("COALESCE", Function::Coalesce, 1, usize::MAX),
    ("CONCAT", Function::Concat, 1, usize::MAX),
    ("CONTAINS", Function::Contains, 2, 2),
    ("DAY", Function::Day, 1, 1),
    ("EXP", Function::Exp, 1, 1),
    ("FLOOR", Function::Floor, 1, 1),
    ("GREATEST", Function::Greatest, 1, usize::MAX),
    ("LEAST", Function::Least, 1, usize::MAX),
    ("LENGTH", Function::Length, 1, 1),
    ("LN", Function::Ln, 1, 1),
    ("LOG", Function::Log, 2, 2),
    ("LOG10", Function::Log10, 1, 1),
    ("LOG2", Function::Log2, 1, 1),
    ("LOWER", Function::Lower, 1, 1),
    ("MONTH", Function::Month, 1, 1),
    ("NULLIF", Function::NullIf, 2, 2),
    ("POW", Function::Pow, 2, 2),
    ("POWER", Function::Pow, 2, 2),
    ("ROUND", Function::Round, 1, 2),
    ("SQRT", Function::Sqrt, 1, 1),
    ("SUBSTR", Function::Substr, 2, 3),
    ("TRIM", Function::Trim, 1, 1),
    ("UPPER", Function::Upper, 1, 1),
    ("YEAR", Function::Year, 1, 1),
];

/// Functions that look at several rows.
const OVER_ROWS: &[&str] = &[
    "SUM",
    "AVG",
    "MEAN",
    "COUNT",
    "MIN",
    "MAX",
    "MEDIAN",
    "STDDEV",
    "STDEV",
    "VARIANCE",
    "VAR",
    "FIRST",
    "LAST",
    "LAG",
    "LEAD",
    "RANK",
    "DENSE_RANK",
    "ROW_NUMBER",
    "QUANTILE",
    "CORR",
    "COVAR",
];

/// A function by its name in capitals, with the fewest and the most values that it takes.
pub(super) fn function(name: &str) -> Option<(Function, usize, usize)> {
    let known = FUNCTIONS.iter().find(|(known, ..)| *known == name);
    known.map(|&(_, function, fewest, most)| (function, fewest, most))
}

/// What is said of a name that no function has.
pub(super) fn no_function(name: &str) -> Diagnostic {
    if OVER_ROWS.contains(&name) { over_rows(name) } else { unknown(name) }
}

fn over_rows(name: &str) -> Diagnostic {
    let message = phrase!("`{name}` looks at several rows, and a formula sees one at a time", name = name);
    let example = match name {
        "MIN" => "LEAST(a, b)",
        "MAX" => "GREATEST(a, b)",
        _ => "COALESCE(a, 0) + b",
    };
    let hint = phrase!("Say it with the values of one row, such as {example}", example = example);
    Diagnostic::error("formula-unsupported", message).hint(hint)
}

fn unknown(name: &str) -> Diagnostic {
    let known = || FUNCTIONS.iter().map(|(known, ..)| *known);
    let message = phrase!("There is no function `{name}`", name = name);
    let instead = match name {
        "IF" | "IIF" | "IFS" => Some("CASE WHEN a > 1 THEN 1 ELSE 0 END"),
        "CAST" | "CONVERT" => Some("kind = \"number\""),
        "SUBSTRING" | "MID" | "LEFT" => Some("SUBSTR(x, 1, 2)"),
        "LEN" | "CHAR_LENGTH" => Some("LENGTH(x)"),
        "IFNULL" | "NVL" | "ISNULL" => Some("COALESCE(x, 0)"),
        "MOD" => Some("x % 2"),
        _ => None,
    };
    let hint = match (instead, nearest(name, known())) {
        (Some(example), _) => phrase!("Write {example}", example = example),
        (None, Some(near)) => phrase!("Did you mean `{near}`?", near = near),
        (None, None) => phrase!("Known here: {known}", known = known().collect::<Vec<_>>()),
    };
    Diagnostic::error("formula-unsupported", message).hint(hint)
}

/// What is said where a function has too few or too many values.
pub(super) fn wrong_count(name: &str, function: Function, fewest: usize, most: usize) -> Diagnostic {
    let message = match (fewest, most) {
        (1, 1) => phrase!("`{name}` takes one value in brackets", name = name),
        (2, 2) => phrase!("`{name}` takes two values in brackets", name = name),
        (_, usize::MAX) => phrase!("`{name}` takes one value or more in brackets", name = name),
        _ => phrase!("`{name}` takes {fewest} or {most} values in brackets", name = name, fewest = fewest, most = most),
    };
    let problem = Diagnostic::error("formula-unsupported", message);
    match function {
        Function::Log => problem.hint(phrase!("LOG(x, base); the natural logarithm is LN(x), the common one LOG10(x)")),
        Function::Round => problem.hint(phrase!("ROUND(x), or ROUND(x, 2) for two decimals")),
        Function::Substr => {
            problem.hint(phrase!("SUBSTR(x, 3) from the third character on, SUBSTR(x, 3, 2) two of them"))
        }
        _ => problem,
    }
}
