//! Codes of problems of decisions about cells.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    DECISIONS_APPLIED = "decisions-applied", Note:
        phrase!("Decisions applied"),
        phrase!("Decisions that were written into the sheet Data to check of the earlier workbook were carried out before anything was computed. They are listed in the new workbook, in findings.json and in manifest.json, so that it stays known what the results rest on.");

    DECISION_OUT_OF_DATE = "decision-out-of-date", Warning [OfDecisions]:
        phrase!("Decisions out of date"),
        phrase!("A decision was taken about a cell that says something else now, or that is no longer there. It was not carried out, because it may not hold for the new content. Look at the cell in the sheet Data to check and decide again, or clear the decision.");

    DECISION_INCOMPLETE = "decision-incomplete", Warning [OfDecisions]:
        phrase!("Decisions without a value"),
        phrase!("A decision says that another value is to be used, but the column for the value is empty. Until the value is there the cell stays as it was read.");

    DECISIONS_DISAGREE = "decisions-disagree", Error:
        phrase!("Decisions that disagree"),
        phrase!("The workbooks of two languages in the folder of results were both filled in, and they decide differently about the same cell. Neither can be preferred by a rule. Make them the same or clear one; it is easiest to fill in the workbook of one language only.");

    DECISIONS_UNREADABLE = "decisions-unreadable", Error:
        phrase!("Decisions that cannot be read"),
        phrase!("The folder of results holds a workbook in which decisions may stand, and it cannot be read, or its sheet of decisions lost its headings. A run would replace it and the decisions would be lost, so that the run stops. Save the workbook again as xlsx, or move it elsewhere if it holds no decisions.");

    DECISION_UNKNOWN = "decision-unknown", Error:
        phrase!("Unknown word of decision"),
        phrase!("A cell in the column of decisions says something that is not in its list, so that it is not clear what to do. Choose from the list, in either language, or clear the cell.");

    DECISIONS_WAITING = "decisions-waiting", Error:
        phrase!("Decisions not used yet"),
        phrase!("Somebody wrote decisions into the workbook after the last run. Making the outputs again from the stored results would replace the workbook and lose them. Run the study instead: it reads the decisions and makes all outputs.");
}
