//! What the code of a problem tells of it.

use super::{Code, Diagnostic, Meanwhile, Policy, codes};

impl Diagnostic {
    /// Whether the problem is of this kind.
    pub fn is(&self, code: &Code) -> bool {
        self.code == code.name
    }

    /// Whether a policy holds for problems of its kind.
    pub fn has(&self, policy: Policy) -> bool {
        codes::find(&self.code).is_some_and(|code| code.policies.contains(&policy))
    }

    /// What is done with its cells as long as nobody decides about them.
    pub fn meanwhile(&self) -> Meanwhile {
        codes::find(&self.code).map(Code::meanwhile).unwrap_or_default()
    }
}
