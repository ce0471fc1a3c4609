/* explainwords.c - headings and names of an opened number, in other languages. */
#include "stages/explain/explainwords.h"

#include <string.h>

#include "stages/common/codewords.h"

static const struct { const char *in[SV_N_LANGUAGES]; } words[] = {
    /* headings */
    { { "What is estimated", "Ce qui est estimé", "Qué se estima" } },
    { { "Estimate", "Estimation", "Estimación" } },
    { { "Weights in the cell", "Poids dans la cellule", "Pesos en la celda" } },
    { { "Variance", "Variance", "Varianza" } },
    { { "Degrees of freedom", "Degrés de liberté", "Grados de libertad" } },
    { { "Design effect", "Effet du plan", "Efecto del diseño" } },
    { { "Interval", "Intervalle", "Intervalo" } },
    { { "Flags", "Avertissements", "Advertencias" } },
    { { "Contrast", "Contraste", "Contraste" } },
    { { "Stage 1 by stratum", "Degré 1 par strate", "Etapa 1 por estrato" } },
    { { "The PSUs that add most", "Les unités primaires qui ajoutent le plus",
        "Las unidades primarias que más aportan" } },
    { { "The replicates that add most", "Les répliques qui ajoutent le plus",
        "Las réplicas que más aportan" } },

    /* the number and what it is of */
    { { "standard error", "erreur type", "error estándar" } },
    { { "interval", "intervalle", "intervalo" } },
    { { "to", "à", "a" } },
    { { "indicator", "indicateur", "indicador" } },
    { { "chosen", "choisi", "elegido" } },
    { { "estimator", "estimateur", "estimador" } },
    { { "value", "valeur", "valor" } },
    { { "universe", "univers", "universo" } },
    { { "cell", "cellule", "celda" } },
    { { "all of them", "toutes les unités", "todas las unidades" } },
    { { "all of them: the total", "toutes les unités : l'ensemble",
        "todas las unidades: el total" } },

    /* rows and columns */
    { { "estimate", "estimation", "estimación" } },
    { { "mean", "moyenne", "media" } },
    { { "Kish effect", "effet de Kish", "efecto de Kish" } },
    { { "effective n", "n effectif", "n efectivo" } },
    { { "whole record", "tout le fichier", "todo el archivo" } },
    { { "stage", "degré", "etapa" } },
    { { "unit", "unité", "unidad" } },
    { { "drawn", "tirées", "extraídas" } },
    { { "with members", "avec membres", "con miembros" } },
    { { "scored", "avec score", "con puntaje" } },
    { { "groups", "groupes", "grupos" } },
    { { "adds", "ajoute", "aporta" } },
    { { "share", "part", "parte" } },
    { { "stratum", "strate", "estrato" } },
    { { "factor", "facteur", "factor" } },
    { { "centre c", "centre c", "centro c" } },
    { { "replicate", "réplique", "réplica" } },
    { { "number", "chiffre", "cifra" } },
    { { "coefficient", "coefficient", "coeficiente" } },
    { { "slope", "pente", "pendiente" } },

    /* tests and trends */
    { { "Proportions of the whole", "Proportions du total",
        "Proporciones del total" } },
    { { "Proportions by category", "Proportions par catégorie",
        "Proporciones por categoría" } },
    { { "Statistics", "Statistiques", "Estadísticos" } },
    { { "Slope", "Pente", "Pendiente" } },
    { { "members", "membres", "miembros" } },
    { { "if independent", "si indépendance", "si independencia" } },
    { { "adds to X²", "ajoute à X²", "aporta a X²" } },
    { { "score", "score", "puntaje" } },
    { { "line", "droite", "recta" } },
    { { "statistic", "statistique", "estadístico" } },
};
enum { N_WORDS = sizeof words / sizeof *words };

const char *
sv_explain_word(const char *language, const char *english)
{
    size_t l = 0;

    while (l < SV_N_LANGUAGES && strcmp(sv_language[l], language) != 0)
        l++;
    for (size_t k = 0; l < SV_N_LANGUAGES && k < N_WORDS; k++)
        if (strcmp(words[k].in[0], english) == 0)
            return words[k].in[l];
    return english;
}

const char *
sv_explained_text(size_t k)
{
    return k < N_WORDS ? words[k].in[0] : NULL;
}
