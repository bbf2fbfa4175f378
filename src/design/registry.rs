use super::Design;

crate::methods! {
    AnyDesign as Design;
    before_after::BeforeAfter,
    two_groups::TwoGroups,
    groups::Groups,
    nearest::Nearest,
    exact::Exact,
    randomised::Randomised,
    subclass::Subclass,
    cem::Cem,
    optimal::Optimal,
    full::Full,
    entropy::Entropy,
    propensity::Propensity,
    surveys::GroupsSurveys,
    dose::Dose
}
