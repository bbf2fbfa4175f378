# Writes R objects as JSON with 17 significant digits. The make.R of each folder sources it.
# matrix -> {rows, cols, data[[row]]}; data frame -> {row_names, columns}; NA -> null; infinities -> "Inf", "-Inf".
options(digits = 17, warn = 1, stringsAsFactors = FALSE)
`%||%` <- function(x, y) if (is.null(x)) y else x
.esc <- function(s) {
  s <- gsub("\\", "\\\\", enc2utf8(s), fixed = TRUE); s <- gsub("\"", "\\\"", s, fixed = TRUE)
  s <- gsub("\n", "\\n", s, fixed = TRUE); s <- gsub("\t", "\\t", s, fixed = TRUE); paste0("\"", s, "\"")
}
.atom <- function(v) {
  if (is.factor(v)) v <- as.character(v)
  if (is.character(v)) { o <- .esc(v); o[is.na(v)] <- "null"; return(o) }
  if (is.logical(v)) return(ifelse(is.na(v), "null", ifelse(v, "true", "false")))
  if (is.integer(v)) return(ifelse(is.na(v), "null", sprintf("%d", v)))
  v <- as.numeric(v)
  o <- sprintf("%.17g", v)
  o[is.na(v)] <- "null"; o[is.infinite(v)] <- ifelse(v[is.infinite(v)] > 0, "\"Inf\"", "\"-Inf\""); o
}

jenc <- function(x, ind = 0) {
  pad <- strrep(" ", ind + 1)
  if (is.null(x)) return("null")
  if (inherits(x, "AsIs") && is.atomic(x)) return(paste0("[", paste(.atom(unclass(x)), collapse = ","), "]"))
  if (is.data.frame(x)) {
    rn <- rownames(x); cols <- lapply(as.list(x), function(c) I(if (is.factor(c)) as.character(c) else unclass(c)))
    x <- list(row_names = I(rn), columns = cols)
  } else if (length(dim(x)) == 2) {
    rows <- vapply(seq_len(nrow(x)), function(i) paste0("[", paste(.atom(x[i, ]), collapse = ","), "]"), "")
    return(paste0("{\"rows\":", jenc(if (is.null(rownames(x))) NULL else I(rownames(x))), ",\"cols\":", jenc(if (is.null(colnames(x))) NULL else I(colnames(x))),
                  ",\n", pad, " \"data\":[", paste(rows, collapse = paste0(",\n", pad, "  ")), "]}"))
  }
  if (inherits(x, "table") || is.array(x)) { nm <- names(x); x <- as.vector(x); names(x) <- nm }
  if (is.list(x)) {
    if (length(x) == 0) return("{}")
    el <- vapply(x, jenc, "", ind = ind + 1)
    if (!is.null(names(x))) return(paste0("{\n", pad, paste(paste0(.esc(names(x)), ": ", el), collapse = paste0(",\n", pad)), "}"))
    return(paste0("[", paste(el, collapse = ","), "]"))
  }
  if (is.atomic(x)) {
    a <- .atom(x)
    if (!is.null(names(x)) && !any(duplicated(names(x)))) return(paste0("{", paste(paste0(.esc(names(x)), ":", a), collapse = ", "), "}"))
    if (length(a) == 1) return(a)
    return(paste0("[", paste(a, collapse = ","), "]"))
  }
  .esc(paste(deparse(x), collapse = " "))
}
save_ref <- function(name, obj, pkgs = character(), data = NULL, note = NULL, script = "make.R") {
  ver <- vapply(pkgs, function(p) as.character(packageVersion(p)), "")
  meta <- list(case = name, script = script, r = R.version.string, packages = as.list(ver), data = data)
  if (!is.null(note)) meta$note <- note
  out <- commandArgs(trailingOnly = TRUE)
  out <- if (length(out)) out[1] else "."
  writeLines(jenc(c(list(`_meta` = meta), obj)), file.path(out, paste0(name, ".json")))
  cat("wrote", name, "\n")
}
trycase <- function(expr) tryCatch(expr, error = function(e) list(error = conditionMessage(e)))
coef_tab <- function(b, V) { se <- sqrt(diag(V)); list(estimate = b, se = setNames(se, names(b)), vcov = V) }
# The 614 rows, as MatchIt's data(lalonde) has them: race with black as base level, row names as ids.
read_people <- function(file) {
  d <- read.csv(file, row.names = "id")
  d$race <- factor(d$race, levels = c("black", "hispan", "white"))
  d
}
