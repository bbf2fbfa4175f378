use super::Design;

crate::methods! { AnyDesign as Design; before_after::BeforeAfter, nearest::Nearest }
