# same-numbers.R - is a reference file still what R gives?
#
#     Rscript scripts/same-numbers.R FOLDER FOLDER2 [FILE]...
#
# Compares each FILE (without any: every .csv of FOLDER) in the two folders.
# Text must be the same; numbers may differ by 1e-9 of their size, for the
# order in which a matrix product is summed is the processor's choice.

tolerance <- 1e-9
floor <- 1e-11             # what is 0 but for rounding

args <- commandArgs(TRUE)
folders <- args[1:2]
files <- if (length(args) > 2) args[-(1:2)] else
    list.files(folders[1], "\\.csv$")
stopifnot(length(files) > 0)

read <- function(folder, file)
    read.csv(file.path(folder, file), header = FALSE, colClasses = "character",
             na.strings = character(0))

differing <- function(file) {
    if (!file.exists(file.path(folders[2], file)))
        return(paste("not in", folders[2]))
    a <- read(folders[1], file)
    b <- read(folders[2], file)
    if (!identical(dim(a), dim(b)))
        return("another number of lines or columns")
    a <- as.matrix(a)
    b <- as.matrix(b)
    x <- suppressWarnings(as.numeric(a))
    y <- suppressWarnings(as.numeric(b))
    same <- a == b
    numbers <- !same & is.finite(x) & is.finite(y)
    same[numbers] <- abs(x - y)[numbers] <=
        tolerance * pmax(abs(x), abs(y))[numbers] + floor
    if (all(same))
        return(NULL)
    at <- which(!same, arr.ind = TRUE)[1, ]
    sprintf("%d fields differ; the first on line %d: %s, now %s", sum(!same),
            at[1], a[at[1], at[2]], b[at[1], at[2]])
}

faults <- 0
for (file in files) {
    told <- differing(file)
    if (!is.null(told)) {
        message(file.path(folders[1], file), ": ", told)
        faults <- faults + 1
    }
}
cat(length(files), "reference files compared,", faults, "differ\n")
quit(status = faults > 0)
