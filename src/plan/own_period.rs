//! Respondents who were asked once, each at their own period.

use crate::study::{Located, Question};
use crate::tidy::{Data, VarRef, View};

/// The treatment and the cluster of a question by respondent: where the study names a variable without a period and it was
/// observed at several, each unit has its value of the period at which it answered (of the latest, where it answered twice).
pub fn own_period(question: &Question, view: &View) -> Vec<(VarRef, Data)> {
    let named = question.treatment.iter().chain(&question.cluster);
    named.filter_map(|name| Some((VarRef { name: name.value.clone(), period: None }, of_each(name, view)?))).collect()
}

fn of_each(name: &Located<String>, view: &View) -> Option<Data> {
    let at = |period: &String| view.column(&VarRef { name: name.value.clone(), period: Some(period.clone()) });
    let latest_first = view.info(&name.value)?.periods.iter().rev();
    latest_first.filter_map(at).map(|column| column.data).reduce(or)
}

/// The first where it is known, else the second.
fn or(first: Data, second: Data) -> Data {
    match (first, second) {
        (Data::Number(first), Data::Number(second)) => {
            Data::Number(first.iter().zip(&second).map(|(a, b)| if a.is_nan() { *b } else { *a }).collect())
        }
        (Data::Category { levels: a, codes: first }, Data::Category { levels: b, codes: second }) => {
            let mut levels: Vec<String> = a.iter().chain(&b).cloned().collect();
            levels.sort_unstable();
            levels.dedup();
            let code = |known: &[String], code: u32| {
                known.get(code as usize).and_then(|level| levels.binary_search(level).ok()).map(|at| at as u32)
            };
            let either = |(&one, &other): (&u32, &u32)| code(&a, one).or_else(|| code(&b, other)).unwrap_or(u32::MAX);
            let codes = first.iter().zip(&second).map(either).collect();
            Data::Category { levels, codes }
        }
        // One variable has one kind of values at all periods.
        (first, _) => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_of_both_periods_are_kept() {
        let category = |levels: &[&str], codes: &[u32]| Data::Category {
            levels: levels.iter().map(|level| level.to_string()).collect(),
            codes: codes.to_vec(),
        };
        let none = u32::MAX;
        let both = or(category(&["b", "c"], &[0, 1, none, none]), category(&["a", "b"], &[none, 0, 1, none]));
        assert_eq!(both, category(&["a", "b", "c"], &[1, 2, 1, none]));
        let Data::Number(numbers) = or(Data::Number(vec![1.0, f64::NAN]), Data::Number(vec![f64::NAN, 0.0])) else {
            panic!("numbers stay numbers")
        };
        assert_eq!(numbers, [1.0, 0.0]);
    }
}
