/* codewords.c - what codes mean, in the languages that tables speak. */
#include "stages/common/codewords.h"

#include <string.h>

const char *const sv_language[SV_N_LANGUAGES] = { "en", "fr", "es" };

static const struct words {
    const char *code, *in[SV_N_LANGUAGES];
} words[] = {
    /* record types, as they are called by custom */
    { "household", { "Households", "Ménages", "Hogares" } },
    { "person", { "Persons", "Personnes", "Personas" } },

    /* kinds of missing answers: those of files, then those of hearth init */
    { "system", { "empty", "vide", "vacío" } },
    { "user", { "declared missing", "déclaré manquant", "declarado faltante" } },
    { "dont-know", { "don't know", "ne sait pas", "no sabe" } },
    { "refused", { "refused", "refus", "rechazo" } },
    { "no-answer", { "no answer", "sans réponse", "sin respuesta" } },
    { "not-applicable", { "not applicable", "sans objet", "no aplica" } },

    /* where an estimate stands to a target */
    { "reached", { "reached", "atteinte", "alcanzada" } },
    { "within-error", { "within error", "dans la marge d'erreur",
                        "dentro del margen de error" } },
    { "not-reached", { "not reached", "non atteinte", "no alcanzada" } },

    /* flags of estimates */
    { "empty", {
        "no member with non-zero weight in the cell",
        "aucune unité de poids non nul dans la cellule",
        "ninguna unidad con peso distinto de cero en la celda" } },
    { "undefined", {
        "the estimator does not exist: its denominator is 0",
        "l'estimateur n'existe pas : son dénominateur est 0",
        "el estimador no existe: su denominador es 0" } },
    { "few-cases", {
        "fewer cases than minimum-n, but some",
        "moins de cas que minimum-n, mais plus de zéro",
        "menos casos que minimum-n, pero más de cero" } },
    { "high-cv", {
        "the coefficient of variation is above flag-cv",
        "le coefficient de variation dépasse flag-cv",
        "el coeficiente de variación supera flag-cv" } },
    { "suppressed", {
        "tables do not show it: few cases, or a coefficient of variation above "
        "suppress-cv",
        "les tableaux ne le montrent pas : peu de cas, ou un coefficient de "
        "variation supérieur à suppress-cv",
        "las tablas no lo muestran: pocos casos, o un coeficiente de variación "
        "superior a suppress-cv" } },
    { "single-psu", {
        "all members are in one PSU: no standard error",
        "toutes les unités sont dans une seule unité primaire : pas d'erreur "
        "type",
        "todas las unidades están en una sola unidad primaria: sin error "
        "estándar" } },
    { "lonely", {
        "only strata with a single PSU are left, which the rule passes over: no "
        "standard error",
        "il ne reste que des strates à une seule unité primaire, que la règle "
        "laisse de côté : pas d'erreur type",
        "solo quedan estratos con una sola unidad primaria, que la regla pasa "
        "por alto: sin error estándar" } },
    { "no-df", {
        "degrees of freedom are not positive: no interval",
        "les degrés de liberté ne sont pas positifs : pas d'intervalle",
        "los grados de libertad no son positivos: sin intervalo" } },
    { "extreme", {
        "a proportion of exactly 0 or 1: the interval is one-sided "
        "(Clopper-Pearson at the effective sample size)",
        "une proportion de 0 ou 1 exactement : l'intervalle est unilatéral "
        "(Clopper-Pearson à la taille effective de l'échantillon)",
        "una proporción de exactamente 0 o 1: el intervalo es unilateral "
        "(Clopper-Pearson con el tamaño efectivo de la muestra)" } },
    { "replicates", {
        "the number does not exist in some replicates, which are left out of its "
        "variance",
        "le chiffre n'existe pas dans certaines répliques, qui sont exclues de "
        "sa variance",
        "la cifra no existe en algunas réplicas, que se excluyen de su "
        "varianza" } },
    { "negative-variance", {
        "the estimate of the variance came out below 0: no standard error",
        "l'estimation de la variance est inférieure à 0 : pas d'erreur type",
        "la estimación de la varianza resultó inferior a 0: sin error "
        "estándar" } },
    { "open-interval", {
        "a bound of a quantile's interval lies beyond all values: no standard "
        "error",
        "une borne de l'intervalle d'un quantile dépasse toutes les valeurs : "
        "pas d'erreur type",
        "un límite del intervalo de un cuantil queda fuera de todos los "
        "valores: sin error estándar" } },
    { "too-large", {
        "the number, or its error, is beyond 1.8e308, the largest that is "
        "computed with",
        "le chiffre, ou son erreur, dépasse 1,8e308, le plus grand nombre avec "
        "lequel on calcule",
        "la cifra, o su error, supera 1,8e308, el mayor número con el que se "
        "calcula" } },
};
enum { N_WORDS = sizeof words / sizeof *words };

static size_t
place_of(const char *language)
{
    size_t k = 0;

    while (k < SV_N_LANGUAGES && strcmp(sv_language[k], language) != 0)
        k++;
    return k;
}

bool
sv_speaks(const char *language)
{
    return place_of(language) < SV_N_LANGUAGES;
}

const char *
sv_word_of(const char *language, const char *code)
{
    const size_t k = place_of(language);

    for (size_t i = 0; i < N_WORDS; i++)
        if (strcmp(words[i].code, code) == 0)
            return words[i].in[k < SV_N_LANGUAGES ? k : 0];
    return code;
}

const char *
sv_worded_code(size_t k)
{
    return k < N_WORDS ? words[k].code : NULL;
}
