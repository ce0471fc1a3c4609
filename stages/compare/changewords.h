/* changewords.h - the words around changes, in the languages that tables speak. */
#ifndef SV_CHANGEWORDS_H
#define SV_CHANGEWORDS_H

enum sv_change_word {
    SV_CW_FIRST, SV_CW_SECOND, SV_CW_CODE, SV_CW_INDICATOR, SV_CW_GROUP,
    SV_CW_FIRST_HEAD, SV_CW_SECOND_HEAD, SV_CW_CHANGE, SV_CW_ERROR, SV_CW_TOTAL,
    SV_CW_COLON, SV_CW_AND, SV_CW_PSUS, SV_CW_INDEPENDENT, SV_CW_UNKNOWN,
    SV_CW_IN_BOTH, SV_CW_STRATA, SV_CW_CHANGED, SV_CW_LEVEL, SV_CW_OF,
    SV_CW_WORDING, SV_CW_SINCE, SV_CW_DEFINITION, SV_CW_CHANGES_OF,
    SV_CW_GROUPS, SV_CW_ONLY_FIRST, SV_CW_ONLY_SECOND, SV_CW_CELLS_FIRST,
    SV_CW_CELLS_SECOND, SV_CW_TARGET, SV_CW_BY, SV_CW_NO_INTERVAL, SV_CW_NO_TREND, SV_CW_NEVER,
    SV_CW_REACHED_IN, SV_CW_TREND, SV_CW_PAIRED, SV_CW_BY_SCORES,
    SV_N_CHANGE_WORDS
};

/* The words in LANGUAGE (en, fr, es), in English where it is another. */
const char *sv_change_word(const char *language, enum sv_change_word word);

#endif
