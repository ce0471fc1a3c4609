/* wording.c - numbers and phrases as people read them. */
#include "stages/tabulate/wording.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct language {
    const char *code;
    const char *phrase[SV_N_PHRASES];
};

static const struct language languages[] = {
    { "en", {
        [SV_SAY_TOTAL] = "Total",
        [SV_SAY_CODE] = "Code",
        [SV_SAY_INDICATOR] = "Indicator",
        [SV_SAY_BY] = "by",
        [SV_SAY_UNIT] = "Unit",
        [SV_SAY_ESTIMATES] = "Estimates",
        [SV_SAY_INTERVALS] = "Confidence intervals",
        [SV_SAY_CASES] = "Cases in the sample (unweighted)",
        [SV_SAY_PER_CENT] = "%",
        [SV_SAY_MEAN] = "mean",
        [SV_SAY_COUNT] = "total",
        [SV_SAY_RATIO] = "ratio",
        [SV_SAY_QUANTILE] = "quantile",
        [SV_SAY_NOTES] = "Notes",
        [SV_SAY_UNCERTAIN] = "( ) sampling error unknown or high: "
                             "coefficient of variation above",
        [SV_SAY_TOO_UNCERTAIN] = "* suppressed: coefficient of variation above",
        [SV_SAY_NOT_ESTIMABLE] = ".. not estimable",
        [SV_SAY_FEW] = "c suppressed: fewer cases than",
        [SV_SAY_PROTECTED] = "p suppressed to protect another figure",
        [SV_SAY_UNAVAILABLE] = "Not available in this survey",
        [SV_SAY_ROUNDED] = "Figures are rounded; parts may not add to totals.",
        [SV_SAY_NONRESPONSE] = "Item non-response (unweighted)",
        [SV_SAY_ASKED] = "In the universe",
        [SV_SAY_MISSING] = "Missing",
        [SV_SAY_CI] = "CI",
        [SV_SAY_COLON] = ": ",
        [SV_SAY_TO_UNDER] = "to under",
        [SV_SAY_AND_MORE] = "and more",
        [SV_SAY_BREAK] = "Break in series",
        [SV_SAY_NEW_WORDING] = "new wording since",
        [SV_SAY_UNWEIGHTED] = "NO WEIGHTS, every row counts 1",
    } },
    { "fr", {
        [SV_SAY_TOTAL] = "Ensemble",
        [SV_SAY_CODE] = "Code",
        [SV_SAY_INDICATOR] = "Indicateur",
        [SV_SAY_BY] = "selon",
        [SV_SAY_UNIT] = "Unité",
        [SV_SAY_ESTIMATES] = "Estimations",
        [SV_SAY_INTERVALS] = "Intervalles de confiance",
        [SV_SAY_CASES] = "Effectifs de l'échantillon (non pondérés)",
        [SV_SAY_PER_CENT] = "%",
        [SV_SAY_MEAN] = "moyenne",
        [SV_SAY_COUNT] = "total",
        [SV_SAY_RATIO] = "rapport",
        [SV_SAY_QUANTILE] = "quantile",
        [SV_SAY_NOTES] = "Notes",
        [SV_SAY_UNCERTAIN] = "( ) erreur d'échantillonnage inconnue ou "
                             "élevée : coefficient de variation supérieur à",
        [SV_SAY_TOO_UNCERTAIN] = "* non publié : coefficient de variation "
                                 "supérieur à",
        [SV_SAY_NOT_ESTIMABLE] = ".. non estimable",
        [SV_SAY_FEW] = "c non publié : effectif inférieur à",
        [SV_SAY_PROTECTED] = "p non publié, pour protéger un autre chiffre",
        [SV_SAY_UNAVAILABLE] = "Non disponible dans cette enquête",
        [SV_SAY_ROUNDED] = "Chiffres arrondis ; la somme des parties peut "
                           "différer du total.",
        [SV_SAY_NONRESPONSE] = "Non-réponse partielle (non pondérée)",
        [SV_SAY_ASKED] = "Dans l'univers",
        [SV_SAY_MISSING] = "Manquants",
        [SV_SAY_CI] = "IC",
        [SV_SAY_COLON] = " : ",
        [SV_SAY_TO_UNDER] = "à moins de",
        [SV_SAY_AND_MORE] = "et plus",
        [SV_SAY_BREAK] = "Rupture de série",
        [SV_SAY_NEW_WORDING] = "nouvelle formulation depuis",
        [SV_SAY_UNWEIGHTED] = "SANS PONDÉRATION, chaque ligne compte pour 1",
    } },
    { "es", {
        [SV_SAY_TOTAL] = "Total",
        [SV_SAY_CODE] = "Código",
        [SV_SAY_INDICATOR] = "Indicador",
        [SV_SAY_BY] = "por",
        [SV_SAY_UNIT] = "Unidad",
        [SV_SAY_ESTIMATES] = "Estimaciones",
        [SV_SAY_INTERVALS] = "Intervalos de confianza",
        [SV_SAY_CASES] = "Casos en la muestra (sin ponderar)",
        [SV_SAY_PER_CENT] = "%",
        [SV_SAY_MEAN] = "media",
        [SV_SAY_COUNT] = "total",
        [SV_SAY_RATIO] = "razón",
        [SV_SAY_QUANTILE] = "cuantil",
        [SV_SAY_NOTES] = "Notas",
        [SV_SAY_UNCERTAIN] = "( ) error de muestreo desconocido o elevado: "
                             "coeficiente de variación superior a",
        [SV_SAY_TOO_UNCERTAIN] = "* no publicado: coeficiente de variación "
                                 "superior a",
        [SV_SAY_NOT_ESTIMABLE] = ".. no estimable",
        [SV_SAY_FEW] = "c no publicado: número de casos inferior a",
        [SV_SAY_PROTECTED] = "p no publicado, para proteger otra cifra",
        [SV_SAY_UNAVAILABLE] = "No disponible en esta encuesta",
        [SV_SAY_ROUNDED] = "Cifras redondeadas; la suma de las partes puede "
                           "diferir del total.",
        [SV_SAY_NONRESPONSE] = "Falta de respuesta parcial (sin ponderar)",
        [SV_SAY_ASKED] = "En el universo",
        [SV_SAY_MISSING] = "Faltantes",
        [SV_SAY_CI] = "IC",
        [SV_SAY_COLON] = ": ",
        [SV_SAY_TO_UNDER] = "a menos de",
        [SV_SAY_AND_MORE] = "y más",
        [SV_SAY_BREAK] = "Ruptura de serie",
        [SV_SAY_NEW_WORDING] = "nueva formulación desde",
        [SV_SAY_UNWEIGHTED] = "SIN PONDERAR, cada fila cuenta 1",
    } },
};

const char *
sv_say(const char *language, enum sv_phrase phrase)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(languages[i].code, language) == 0)
            return languages[i].phrase[phrase];
    return languages[0].phrase[phrase];
}

bool
sv_in_per_cent(const char *estimator)
{
    return strcmp(estimator, "proportion") == 0
           || strcmp(estimator, "highest") == 0
           || strcmp(estimator, "shares") == 0;
}

static int
decimals_of(const char *estimator, int decimals)
{
    if (strcmp(estimator, "total") == 0)
        return 0;
    return strcmp(estimator, "ratio") == 0 ? decimals + 2 : decimals;
}

/* What stands in place of a figure, or NULL. */
static const char *
sign(enum sv_shown shown)
{
    switch (shown) {
    case SV_TOO_UNCERTAIN:
        return "*";
    case SV_NOT_ESTIMABLE:
        return "..";
    case SV_FEW_CASES:
        return "c";
    case SV_PROTECTED:
        return "p";
    case SV_SHOWN:
    case SV_UNCERTAIN:
        break;
    }
    return NULL;
}

void
sv_word_estimate(char *out, size_t size, const struct sv_figure *f,
                 enum sv_shown shown, int decimals)
{
    const double scale = sv_in_per_cent(f->estimator) ? 100 : 1;
    const bool brackets = shown == SV_UNCERTAIN;

    if (sign(shown) != NULL)
        snprintf(out, size, "%s", sign(shown));
    else
        snprintf(out, size, "%s%.*f%s", brackets ? "(" : "",
                 decimals_of(f->estimator, decimals), scale * f->estimate,
                 brackets ? ")" : "");
}

void
sv_word_interval(char *out, size_t size, const struct sv_figure *f,
                 enum sv_shown shown, int decimals)
{
    const double scale = sv_in_per_cent(f->estimator) ? 100 : 1;
    const int d = decimals_of(f->estimator, decimals);

    if (sign(shown) != NULL)
        snprintf(out, size, "%s", sign(shown));
    else if (isnan(f->low) || isnan(f->high))
        snprintf(out, size, "%s", sign(SV_NOT_ESTIMABLE));
    else                                        /* U+2013, en dash */
        snprintf(out, size, "%.*f\xe2\x80\x93%.*f", d, scale * f->low, d,
                 scale * f->high);
}

void
sv_word_cases(char *out, size_t size, const struct sv_figure *f,
              enum sv_shown shown, unsigned minimum_n)
{
    if (shown == SV_FEW_CASES)
        snprintf(out, size, "<%u", minimum_n);
    else if (shown == SV_PROTECTED)
        snprintf(out, size, "p");
    else
        snprintf(out, size, "%.0f", f->n);
}

void
sv_word_sign(char *out, size_t size, const char *language, enum sv_shown shown,
             const struct sv_tables_spec *tables)
{
    out[0] = '\0';
    switch (shown) {
    case SV_SHOWN:
        break;
    case SV_UNCERTAIN:
        snprintf(out, size, "%s %.4g %%", sv_say(language, SV_SAY_UNCERTAIN),
                 100 * tables->publish.flag_cv);
        break;
    case SV_TOO_UNCERTAIN:
        snprintf(out, size, "%s %.4g %%",
                 sv_say(language, SV_SAY_TOO_UNCERTAIN),
                 100 * tables->publish.suppress_cv);
        break;
    case SV_NOT_ESTIMABLE:
        snprintf(out, size, "%s", sv_say(language, SV_SAY_NOT_ESTIMABLE));
        break;
    case SV_FEW_CASES:
        snprintf(out, size, "%s %d", sv_say(language, SV_SAY_FEW),
                 tables->publish.minimum_n);
        break;
    case SV_PROTECTED:
        snprintf(out, size, "%s", sv_say(language, SV_SAY_PROTECTED));
        break;
    }
}
