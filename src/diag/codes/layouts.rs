//! Codes of problems of known layouts, codebooks and forms.

use crate::diag::code::codes;
use crate::phrase;

codes! {
    LAYOUT_RECOGNISED = "layout-recognised", Note [Understood]:
        phrase!("Known layout"),
        phrase!("The headings of the table are those of a layout that many files share, so that its unit, labels and kinds of columns need not be said. What the study says itself always counts. If the table is something else, write layout = \"none\" in its source.");

    LAYOUT_INCOMPLETE = "layout-incomplete", Note:
        phrase!("Layout not complete"),
        phrase!("The table follows a standard, but lacks something that the standard asks for. It is read all the same. What is missing may be needed later, for example to know who received a grant.");

    SEVERAL_CURRENCIES = "several-currencies", Warning:
        phrase!("Several currencies"),
        phrase!("Amounts in different currencies cannot be added or compared. Each currency gets columns of its own; use those of one currency in a question, or convert the amounts in the file first.");

    REGRANT = "regrant", Warning:
        phrase!("Grants for further grants"),
        phrase!("Some grants were made so that others grant the money on. If those further grants stand in the same table, the same money counts twice. Decide which of the two the question is about.");

    DISSOLVED = "dissolved", Warning:
        phrase!("Dissolved organisations"),
        phrase!("The register also has corporations that no longer exist. They have no later outcomes and do not belong among those that others are compared with. The variable 解散 marks them.");

    INCOME_DOES_NOT_ADD_UP = "income-does-not-add-up", Warning:
        phrase!("Income does not add up"),
        phrase!("The five classes of income should add up to the total of ordinary revenue. Where they do not, a class is missing, or a number was mistyped. Look at the rows before shares of income are analysed.");

    NO_CODES = "no-codes", Error:
        phrase!("Codebook without codes"),
        phrase!("The study names a codebook, and no list of codes was found in it. Codes stay as they are, and labels are the headings.");

    NO_OBSERVATIONS = "no-observations", Error:
        phrase!("Table without observations"),
        phrase!("Nothing was observed in the rows of the table: it is a code book, a list of codes or of files, a list of what columns are called, or a template that is to be filled in. It explains other tables. Name the file or the sheet that holds the observations; a code book of it can be named as `codebook`. Where the rows are observations all the same, write layout = \"none\".");

    FORM_NOT_ANSWERS = "form-not-answers", Error:
        phrase!("Form, not answers"),
        phrase!("The table is the definition of a questionnaire: each row is a question. There is nothing in it to analyse; it explains the answers, which stand in another file.");

    CODEBOOK_USED = "codebook-used", Note [Understood]:
        phrase!("Codebook used"),
        phrase!("Labels and meanings of codes were taken from a codebook: from the file that the study names, or from a sheet of the same workbook. What the study says itself always counts.");
}
