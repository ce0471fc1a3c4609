/* earlier.h - what Exampland's office asked in 2023, of what it asked in 2026.
 *
 * Included by exampland.c alone.  The questionnaire had other numbers and codes,
 * and fewer items: the kinds of computer and of connection, SIM cards, security
 * and privacy came later; skills were asked of users of computers.
 */
#ifndef SV_EARLIER_H
#define SV_EARLIER_H

#include "questionnaire.h"

/* How an answer of 2026 is coded in 2023. */
enum recode { AS_IS, YES_IS_1_NO_IS_0, OTHER_WAY_ROUND, RECENT, ANY_OF_THREE, FOUR_LEVELS };

struct earlier {
    struct field field;
    int from;                   /* the field of 2026; of ANY_OF_THREE the first */
    enum recode recode;
};

static const struct labels noyes = { "NOYES", { { 0, "No" }, { 1, "Yes" } } };
static const struct labels places = { "PLACE", { { 1, "Rural" }, { 2, "Urban" } } };
static const struct labels genders = { "GENDER", { { 1, "Female" }, { 2, "Male" } } };
static const struct labels schooling = { "SCHOOLING", {
    { 1, "Primary or none" }, { 2, "Lower secondary" }, { 3, "Upper secondary" },
    { 4, "Higher" } } };
static const struct labels often23 = { "FREQUENCY", {
    { 1, "Daily" }, { 2, "Weekly" }, { 3, "Less often" } } };

#define ITEM(name, label, from) \
    { { name, label, CODE, &noyes, 0, 0 }, from, YES_IS_1_NO_IS_0 }

static const struct earlier household23[] = {
    { { "HHNO", "Household number", ID, NULL, 0, 0 }, H_ID, AS_IS },
    { { "REG", "Region", CODE, &regions, 0, 0 }, H_REGION, AS_IS },
    { { "URBRUR", "Area of residence", CODE, &places, 0, 0 }, H_AREA, OTHER_WAY_ROUND },
    { { "STRATUM", "Sampling stratum", CODE, &strata, 0, 0 }, H_STRATUM, AS_IS },
    { { "ZONE", "Enumeration area, numbered in the stratum", COUNT, NULL, 0, 0 }, H_EA, AS_IS },
    { { "ZONES", "Enumeration areas in the stratum", COUNT, NULL, 0, 0 }, H_EAS, AS_IS },
    { { "LISTED", "Households listed in the enumeration area", COUNT, NULL, 0, 0 }, H_HHS, AS_IS },
    { { "HWT", "Household weight", WEIGHT, NULL, 0, 0 }, H_WEIGHT, AS_IS },
    { { "Q11", "Number of household members", COUNT, NULL, 0, 0 }, H01, AS_IS },
    ITEM("Q12", "Electricity in the dwelling", H02),
    ITEM("Q13", "Radio in the household", H03),
    ITEM("Q14", "Television in the household", H04),
    ITEM("Q15a", "Fixed telephone in the household", H05A),
    ITEM("Q15b", "Mobile telephone in the household", H05B),
    { { "Q16", "Any computer in the household", CODE, &noyes, 0, 0 }, H06A, ANY_OF_THREE },
    ITEM("Q17", "Internet access at home", H07),
    ITEM("Q18a", "Why no Internet at home: not needed", H09A),
    ITEM("Q18b", "Why no Internet at home: used elsewhere", H09B),
    ITEM("Q18c", "Why no Internet at home: cost of equipment", H09C),
    ITEM("Q18d", "Why no Internet at home: cost of the service", H09D),
    ITEM("Q18e", "Why no Internet at home: no service in the area", H09F),
    ITEM("Q18f", "Why no Internet at home: no electricity", H09I),
    { { "Q19", "Total expenditure last month", MONEY, &totals, 0, 0 }, H10, AS_IS },
    { { "Q20", "Expenditure on telephone and Internet last month", MONEY, &amounts, 0, 0 },
      H11, AS_IS },
};

static const struct earlier person23[] = {
    { { "HHNO", "Household number", ID, NULL, 0, 0 }, P_ID, AS_IS },
    { { "PNO", "Line number of the member", CODE, NULL, 0, 0 }, P_LINE, AS_IS },
    { { "PWT", "Person weight", WEIGHT, NULL, 0, 0 }, P_WEIGHT, AS_IS },
    { { "R3", "Sex", CODE, &genders, 0, 0 }, B04, OTHER_WAY_ROUND },
    { { "R4", "Age in years", COUNT, NULL, 0, 0 }, B05, AS_IS },
    { { "R5", "Highest education", CODE, &schooling, 0, 0 }, B06, FOUR_LEVELS },
    ITEM("S1", "Used a computer, last 3 months", C01),
    ITEM("S2", "Used a mobile phone, last 3 months", C02),
    ITEM("S3", "Owns a mobile phone", C03),
    { { "S4", "Used the Internet, last 3 months", CODE, &noyes, 0, 0 }, C05, RECENT },
    { { "S5", "How often used the Internet", CODE, &often23, 0, 0 }, C06, AS_IS },
    ITEM("S6a", "Internet used: home", C07A),
    ITEM("S6b", "Internet used: work", C07B),
    ITEM("S6c", "Internet used: school", C07C),
    ITEM("S6d", "Internet used: another person's home", C07D),
    ITEM("S6e", "Internet used: place open to the public", C07F),
    ITEM("S7a", "Internet activity: information on goods or services", C08A),
    ITEM("S7b", "Internet activity: health information", C08B),
    ITEM("S7c", "Internet activity: e-mail", C08E),
    ITEM("S7d", "Internet activity: calls", C08F),
    ITEM("S7e", "Internet activity: social networks", C08G),
    ITEM("S7f", "Internet activity: buying", C08H),
    ITEM("S7g", "Internet activity: banking", C08I),
    ITEM("S7h", "Internet activity: films, music, games", C08K),
    ITEM("S7i", "Internet activity: reading news", C08M),
    { { "S8", "Hours online a week", MONEY, NULL, 0, 0 }, C09, AS_IS },
    ITEM("S9a", "Computer skill: copy and paste", C11A),
    ITEM("S9b", "Computer skill: e-mail with attachment", C11B),
    ITEM("S9c", "Computer skill: formula in a spreadsheet", C11C),
    ITEM("S9d", "Computer skill: connecting a device", C11D),
    ITEM("S9e", "Computer skill: installing software", C11E),
    ITEM("S9f", "Computer skill: presentation", C11F),
    ITEM("S9g", "Computer skill: transferring files between devices", C11G),
    ITEM("S9h", "Computer skill: programming", C11K),
    ITEM("S10a", "Why no Internet use: not needed", C12A),
    ITEM("S10b", "Why no Internet use: does not know how", C12B),
    ITEM("S10c", "Why no Internet use: cost", C12C),
    ITEM("S10d", "Why no Internet use: no service in the area", C12E),
    ITEM("S10e", "Why no Internet use: not allowed", C12H),
};

#undef ITEM
enum { N_H23 = sizeof household23 / sizeof *household23 };
enum { N_P23 = sizeof person23 / sizeof *person23 };

#endif
