# exampland.R - Exampland's tables by R `survey`, to compare with.
#
# Usage: Rscript scripts/exampland.R FOLDER [OUTPUT]
# Reads household.sav and person.dta in FOLDER, writes OUTPUT (default
# FOLDER/expected.csv) and, beside it, expected.txt with the versions used.
#
# Everything is written from the questionnaire and the definitions of the
# indicators, not from survey.yaml or the catalogue, so that a mistake there
# shows.  How numbers are computed is in expected.R.

source("scripts/expected.R")

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args) > 0) args[1] else "fixtures/exampland"
output <- if (length(args) > 1) args[2] else file.path(folder, "expected.csv")

# ---- data: user-missing and tagged missing values become NA

h <- as.data.frame(zap_labels(read_sav(file.path(folder, "household.sav"))))
p <- as.data.frame(zap_labels(read_dta(file.path(folder, "person.dta"))))
h$H10[h$H10 == 999998] <- NA            # "don't know", not declared missing
stopifnot(!anyDuplicated(h$HHID), !anyDuplicated(p[c("HHID", "LINE")]),
          all(p$HHID %in% h$HHID), all(h$HHID %in% p$HHID))
home <- match(p$HHID, h$HHID)

one <- function(x) x == 1               # yes, no or NA
# Who was not asked because of the answer before: no.
after <- function(gate, x) gate & one(x)
# A lacking answer is no.
firm <- function(x) !is.na(x) & x

# ---- groups

region_names <- c("northmark", "eastvale", "southport", "westfield",
                  "highlands", "lake_islands")
age_names <- c("[5,15)", "[15,25)", "[25,45)", "[45,65)", "[65,...)")
area <- c("urban", "rural")[h$AREA]
region <- region_names[h$REGION]
age_group <- age_names[findInterval(ifelse(p$B05 < 5, NA, p$B05),
                                    c(5, 15, 25, 45, 65))]
education <- c("primary_or_less", "primary_or_less", "lower_secondary",
               "upper_secondary", "upper_secondary", "tertiary",
               "tertiary")[p$B06 + 1]
groups <- list(
  household = list(area = area, region = region),
  person = list(area = area[home], sex = c("male", "female")[p$B04],
                age_group = age_group, education = education,
                region = region[home]))
categories <- list(area = c("urban", "rural"), sex = c("male", "female"),
                   age_group = age_names,
                   education = c("primary_or_less", "lower_secondary",
                                 "upper_secondary", "tertiary"),
                   region = region_names)
tables <- list("area", "sex", "age_group", "education", "region",
               c("sex", "age_group"), c("region", "area"))

# ---- designs, with nothing in them but the design

bare <- function(d, hh, w)
  svydesign(~EA + HHID, strata = ~STRATUM, fpc = ~EAS + HHS, weights = ~w,
            nest = TRUE,
            data = data.frame(HHID = d$HHID, EA = h$EA[hh],
                              STRATUM = h$STRATUM[hh],
                              EAS = h$EAS_IN_STRATUM[hh],
                              HHS = h$HHS_IN_EA[hh], w = w))
designs <- list(household = bare(h, seq_len(nrow(h)), h$HHWEIGHT),
                person = bare(p, home, p$PWEIGHT))

# Members of a household are summed first: all of them are in the sample.
sum_rows <- function(record, z)
  list(if (record == "person") rowsum(z, home) else z, designs$household)

# ---- indicators

sizes <- list(household = nrow(h), person = nrow(p))
# Items of a questionnaire, in the catalogue's order.
many <- function(code, record, data, columns, gate = NULL, u = TRUE)
  for (item in names(columns)) {
    y <- one(data[[columns[[item]]]])
    add(code, record, if (is.null(gate)) y else gate & y, item, u)
  }

scope <- p$B05 >= 5
user <- one(p$C05)
online <- one(h$H07)
pc <- one(h$H06a) | one(h$H06b) | one(h$H06c)

add("HH1", "household", one(h$H03))
add("HH2", "household", one(h$H04))
add("HH3", "household", one(h$H05a) | one(h$H05b))
add("HH3", "household", one(h$H05a), "fixed")
add("HH3", "household", one(h$H05b), "mobile")
add("HH3", "household", one(h$H05a) & one(h$H05b), "both")
add("HH4", "household", pc)
many("HH4", "household", h, c(d = "H06a", l = "H06b", t = "H06c"))
add("HH5", "person", one(p$C01), u = scope)
many("HH5", "person", p, c(d = "C01a", l = "C01b", t = "C01c"), one(p$C01), scope)
add("HH6", "household", online)
add("HH7", "person", user, u = scope)
many("HH8", "person", p,
     c(h = "C07a", w = "C07b", e = "C07c", ah = "C07d", cf = "C07e",
       fop = "C07f", mob = "C07g"), u = scope & user)
# The activities that belong to an area of skill are also published over all
# individuals.
skill_items <- c("agg", "ash", "acv", "asn", "ap", "ab", "aoc", "adn", "apv",
                 "ase")
activities <-
     c(agg = "C08a", ash = "C08b", agv = "C08c", aiv = "C08d", ace = "C08e",
       acv = "C08f", asn = "C08g", ap = "C08h", ab = "C08i", aoc = "C08j",
       amg = "C08k", ada = "C08l", adn = "C08m", auc = "C08n", apv = "C08o",
       ase = "C08p")
for (item in names(activities)) {
  many("HH9", "person", p, activities[item], u = scope & user)
  if (item %in% skill_items)
    add("HH9", "person", user & one(p[[activities[[item]]]]),
        paste0(item, "_pop"), scope)
}
add("HH10", "person", one(p$C02), u = scope)

wired <- after(online, h$H08b)
air <- after(online, h$H08c)
sky <- after(online, h$H08d)
phone <- after(online, h$H08e)
fixed <- wired | air | sky
told <- !is.na(fixed) & !is.na(phone)   # of both, so that three parts are all
add("HH11", "household", ifelse(told, fixed | phone, NA), "b")
add("HH11", "household", after(online, h$H08a) & !fixed & !phone, "d")
add("HH11", "household", wired, "fb")
add("HH11", "household", air, "twb")
add("HH11", "household", sky, "s")
add("HH11", "household", phone, "mbh")
add("HH11", "household", ifelse(told, fixed & !phone, NA), "bfo")
add("HH11", "household", ifelse(told, phone & !fixed, NA), "bmo")
add("HH11", "household", ifelse(told, fixed & phone, NA), "bfm")

for (k in 1:3)
  add("HH12", "person", p$C06 == k, c("fd", "fw", "fm")[k], scope & user)
many("HH14", "household", h,
     c(bn = "H09a", be = "H09b", bc = "H09c", bs = "H09d", bp = "H09e",
       ba = "H09f", bh = "H09g", br = "H09h", bd = "H09i"), u = !online)

# Skills, and levels from the number of activities in each area.
many("HH15", "person", p,
     c(d = "C11a", e = "C11b", f = "C11c", i = "C11d", s = "C11e", p = "C11f",
       t = "C11g", m = "C11h", l = "C11i", v = "C11j", w = "C11k"), user, scope)
done <- function(...) Reduce(`+`, lapply(c(...), function(v) firm(user) & firm(one(p[[v]]))))
areas <- list(IDL = done("C08m", "C08a", "C08b", "C11j"),
              CC = done("C08g", "C08f", "C11b", "C08o"),
              DCC = done("C11f", "C11k", "C11c", "C11a", "C08n", "C08p"),
              PS = done("C11e", "C11g", "C08i", "C08h", "C08j", "C11d"),
              SF = done("C11i", "C11h"))
# Who gave no answer on use of the Internet has no level.
known <- scope & !is.na(user)
for (a in names(areas)) {
  add("HH15", "person", user & areas[[a]] == 0, paste0(a, 0), known)
  add("HH15", "person", user & areas[[a]] == 1, paste0(a, 1), known)
  add("HH15", "person", user & areas[[a]] >= 2, paste0(a, 2), known)
}
some <- Reduce(`+`, lapply(areas, function(n) n >= 1))
more <- Reduce(`+`, lapply(areas, function(n) n >= 2))
add("HH15", "person", user & more == 5, "OAB", known)
add("HH15", "person", user & some == 5 & more < 5, "OB", known)
add("HH15", "person", user & some < 5, "OBB", known)
for (k in 4:2)
  add("HH15", "person", user & some == k, paste0("O", k), known)
add("HH15", "person", user & some <= 1, "O1", known)
add("HH15", "person", user & some <= 1, "ON", known)

own <- one(p$C03) & one(p$C03b)
add("HH18", "person", own, u = scope)
add("HH18", "person", own & one(p$C03a), "s", scope)
many("HH19", "person", p,
     c(ra = "C12a", rb = "C12b", rc = "C12c", rd = "C12d", re = "C12e",
       rf = "C12f", rg = "C12g", rh = "C12h", ri = "C12i"), u = scope & !user)
add("HHR1", "household", one(h$H02))

add("X1", "person", p$C09, u = scope & user, type = "mean")
add("X2", "household", h$H11, type = "total")
add("X3", "household", h$H11, type = "ratio", x = h$H10)
for (k in 1:4)
  add("X4", "person", p$C05 == k,
      c("within_3_months", "within_a_year", "before", "never")[k], scope, "shares")
add("X5", "household", as.vector(table(factor(p$HHID, h$HHID))), type = "mean")

check_interval(user, scope)
write_expected(output)
