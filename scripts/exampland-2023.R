# exampland-2023.R - Exampland's round of 2023 by R `survey`, to compare with.
#
# Usage: Rscript scripts/exampland-2023.R FOLDER [OUTPUT]
# Reads households.dta and persons.sav in FOLDER, writes OUTPUT (default
# FOLDER/expected.csv) and, beside it, expected.txt with the versions used.
#
# Written from the questionnaire of 2023 and the definitions of the indicators, not
# from survey.yaml or the catalogue.  How numbers are computed is in expected.R.

source("scripts/expected.R")

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/exampland-2023"
output <- if (length(args) > 1) args[2] else file.path(folder, "expected.csv")

# ---- data: user-missing and tagged missing values become NA

h <- as.data.frame(zap_labels(read_dta(file.path(folder, "households.dta"))))
p <- as.data.frame(zap_labels(read_sav(file.path(folder, "persons.sav"))))
stopifnot(!anyDuplicated(h$HHNO), !anyDuplicated(p[c("HHNO", "PNO")]),
          all(p$HHNO %in% h$HHNO))
home <- match(p$HHNO, h$HHNO)
one <- function(x) x == 1               # yes, no or NA

# ---- groups

regions <- c("northmark", "eastvale", "southport", "westfield", "highlands",
             "lake_islands")
ages <- c("[5,15)", "[15,25)", "[25,45)", "[45,65)", "[65,...)")
levels <- c("primary_or_less", "lower_secondary", "upper_secondary", "tertiary")
area <- c("rural", "urban")[h$URBRUR]
region <- regions[h$REG]
groups <- list(
  household = list(area = area, region = region),
  person = list(area = area[home], sex = c("female", "male")[p$R3],
                age_group = ages[findInterval(ifelse(p$R4 < 5, NA, p$R4),
                                              c(5, 15, 25, 45, 65))],
                education = levels[p$R5], region = region[home]))
categories <- list(area = c("urban", "rural"), sex = c("male", "female"),
                   age_group = ages, education = levels, region = regions)
tables <- list("area", "sex", "age_group", "education", "region", c("region", "area"))

# ---- designs

bare <- function(d, hh, w)
  svydesign(~ZONE + HHNO, strata = ~STRATUM, fpc = ~ZONES + LISTED, weights = ~w,
            nest = TRUE,
            data = data.frame(HHNO = d$HHNO, ZONE = h$ZONE[hh],
                              STRATUM = h$STRATUM[hh], ZONES = h$ZONES[hh],
                              LISTED = h$LISTED[hh], w = w))
designs <- list(household = bare(h, seq_len(nrow(h)), h$HWT),
                person = bare(p, home, p$PWT))
sum_rows <- function(record, z)
  list(if (record == "person") rowsum(z, home) else z, designs$household)
sizes <- list(household = nrow(h), person = nrow(p))

# ---- indicators

scope <- p$R4 >= 5
user <- one(p$S4)
pc <- one(p$S1)
many <- function(code, record, data, columns, u = TRUE, gate = TRUE)
  for (item in names(columns))
    add(code, record, gate & one(data[[columns[[item]]]]), item, u)

add("HH1", "household", one(h$Q13))
add("HH2", "household", one(h$Q14))
add("HH3", "household", one(h$Q15a) | one(h$Q15b))
add("HH3", "household", one(h$Q15a), "fixed")
add("HH3", "household", one(h$Q15b), "mobile")
add("HH3", "household", one(h$Q15a) & one(h$Q15b), "both")
add("HH4", "household", one(h$Q16))
add("HH5", "person", pc, u = scope)
add("HH6", "household", one(h$Q17))
add("HH7", "person", user, u = scope)
many("HH8", "person", p, c(h = "S6a", w = "S6b", e = "S6c", ah = "S6d", fop = "S6e"),
     scope & user)
many("HH9", "person", p,
     c(agg = "S7a", ash = "S7b", ace = "S7c", acv = "S7d", asn = "S7e", ap = "S7f",
       ab = "S7g", amg = "S7h", adn = "S7i"), scope & user)
add("HH10", "person", one(p$S2), u = scope)
for (k in 1:3)
  add("HH12", "person", p$S5 == k, c("fd", "fw", "fm")[k], scope & user)
many("HH14", "household", h,
     c(bn = "Q18a", be = "Q18b", bc = "Q18c", bs = "Q18d", ba = "Q18e", bd = "Q18f"),
     !one(h$Q17))
many("HH15", "person", p,
     c(d = "S9a", e = "S9b", f = "S9c", i = "S9d", s = "S9e", p = "S9f", t = "S9g",
       w = "S9h"), scope, pc)
add("HH18", "person", one(p$S3), u = scope)
many("HH19", "person", p,
     c(ra = "S10a", rb = "S10b", rc = "S10c", re = "S10d", rh = "S10e"), scope & !user)
add("HHR1", "household", one(h$Q12))
add("X1", "person", p$S8, u = scope & user, type = "mean")
add("X2", "household", h$Q20, type = "total")
add("X3", "household", h$Q20, type = "ratio", x = h$Q19)
add("X5", "household", as.vector(table(factor(p$HHNO, h$HHNO))), type = "mean")

check_interval(user, scope)
write_expected(output)
