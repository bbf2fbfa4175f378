//! Numbers of charts against statsmodels and numpy (tests/reference/charts).

use serde_json::Value;
use tashika::math::mean_error::weighted;
use tashika::math::parts::means_of_parts;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/charts/charts.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

#[track_caller]
fn close(ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= 1e-10 * theirs.abs().max(1e-2), "{ours} {theirs}");
}

#[test]
fn weighted_means_and_their_errors_agree_with_statsmodels() {
    for case in reference()["means"].as_array().unwrap() {
        let cluster: Option<Vec<u32>> =
            case["cluster"].as_array().map(|of| of.iter().map(|x| x.as_u64().unwrap() as u32).collect());
        let found = weighted(&numbers(&case["values"]), &numbers(&case["weight"]), cluster.as_deref()).unwrap();
        close(found.mean, &case["mean"]);
        close(found.error, &case["error"]);
        assert_eq!(found.df, case["df"].as_f64().unwrap());
        let (low, high) = found.interval(0.95).unwrap();
        close(low, &case["low"]);
        close(high, &case["high"]);
    }
}

#[test]
fn means_of_parts_agree_with_numpy() {
    for case in reference()["parts"].as_array().unwrap() {
        let found = means_of_parts(&numbers(&case["values"]), case["parts"].as_u64().unwrap() as usize);
        let sizes: Vec<f64> = found.iter().map(|(_, size, _)| *size as f64).collect();
        assert_eq!(sizes, numbers(&case["sizes"]));
        found.iter().zip(case["means"].as_array().unwrap()).for_each(|((mean, ..), theirs)| close(*mean, theirs));
    }
}
