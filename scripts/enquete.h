/* enquete.h - what Valombre's office asked: variables, labels, and how the
 * answers lie.
 *
 * Included by valombre.c alone.  The numbering is that of MICS, round 6, where
 * it has the question; EI is the office's own module.  Texts are UTF-8 here and
 * windows-1252 in the file.
 */
#ifndef SV_ENQUETE_H
#define SV_ENQUETE_H

#include "surveyfile.h"

static const struct labels ouinon = { "OUINON", { { 1, "Oui" }, { 2, "Non" } } };
static const struct labels cite = { "CITE", { { 1, "Cité" }, { 0, "Pas cité" } } };
static const struct labels milieu = { "HH6", { { 1, "Urbain" }, { 2, "Rural" } } };
static const struct labels region = { "HH7", {
    { 1, "Côte Nord" }, { 2, "Vallée de l'Or" }, { 3, "Hautes Terres" },
    { 4, "Îles Sœurs" } } };
static const struct labels departement = { "HH7D", {
    { 10, "Port-Égalité" }, { 11, "Anse-aux-Pins" }, { 20, "Orbec" },
    { 21, "Saint-Élie" }, { 30, "Forêt-Haute" }, { 31, "Col-du-Maître" },
    { 40, "Grande-Sœur" }, { 41, "L'Îlet" } } };
static const struct labels strate = { "STRATUM", {
    { 11, "Côte Nord, urbain" }, { 12, "Côte Nord, rural" },
    { 21, "Vallée de l'Or, urbain" }, { 22, "Vallée de l'Or, rural" },
    { 31, "Hautes Terres, urbain" }, { 32, "Hautes Terres, rural" },
    { 41, "Îles Sœurs, urbain" }, { 42, "Îles Sœurs, rural" } } };
static const struct labels electricite = { "HC8", {
    { 1, "Oui, réseau interconnecté" }, { 2, "Oui, hors réseau (générateur, solaire)" },
    { 3, "Non" } } };
static const struct labels lien = { "HL3", {
    { 1, "Chef de ménage" }, { 2, "Conjoint" }, { 3, "Fils / fille" },
    { 4, "Autre parent" }, { 5, "Sans lien de parenté" } } };
static const struct labels sexe = { "HL4", { { 1, "Masculin" }, { 2, "Féminin" } } };
static const struct labels ages = { "HL6", { { 95, "95 ans ou plus" },
    { 98, "Ne sait pas" }, { 99, "Sans réponse" } } };
static const struct labels resultat = { "UF17", {
    { 1, "Complété" }, { 2, "Pas à la maison" }, { 3, "Refusé" } } };
static const struct labels niveau = { "WELEVEL", {
    { 0, "Aucun ou préscolaire" }, { 1, "Primaire" }, { 2, "Secondaire, premier cycle" },
    { 3, "Secondaire, second cycle" }, { 4, "Supérieur" } } };
static const struct labels souvent = { "SOUVENT", {
    { 0, "Pas du tout" }, { 1, "Moins d'une fois par semaine" },
    { 2, "Au moins une fois par semaine" }, { 3, "Presque tous les jours" } } };
static const struct labels activites = { "EI3", {
    { 1, "Courrier électronique" }, { 2, "Appels, avec ou sans image" },
    { 3, "Réseaux sociaux" }, { 4, "S'informer sur des biens ou des services" },
    { 5, "Informations sur la santé" }, { 6, "Opérations bancaires" },
    { 7, "Acheter ou commander" }, { 8, "Films, musique, jeux" },
    { 9, "Lire les actualités" }, { 10, "Suivre un cours en ligne" },
    { 96, "Autre" }, { 98, "Ne sait pas" } } };
static const struct labels raisons = { "EI5", {
    { 1, "N'en a pas besoin" }, { 2, "Ne sait pas s'en servir" },
    { 3, "Coût trop élevé" }, { 4, "Service pas disponible ici" },
    { 5, "Pas autorisé à l'utiliser" }, { 96, "Autre raison" },
    { 98, "Ne sait pas" } } };

/* Household fields, repeated on the row of every member, then the member's. */
enum { HH1, HH2, LN, HH5, HH6, HH7, HH7D, STRATUM, PSU, HHWEIGHT, HH48,
       HC7A, HC7B, HC8, HC9A, HC11, HC12, HC13, EI1A, EI1B, EI1C, EI1D,
       EI2A, EI2B, EI2C, EI2D, EI2E, EI2F, EI6,
       HL3, HL4, HL6, UF17, WMWEIGHT, MNWEIGHT, WELEVEL,
       MT4, MT5, MT6A, MT6B, MT6C, MT6D, MT6E, MT6F, MT6G, MT6H, MT6I,
       MT9, MT10, MT11, MT12,
       EI3_1, EI3_2, EI3_3, EI3_4, EI4A, EI4B, EI4C, EI4D, EI4E,
       EI5_1, EI5_2, EI5_3, N_FIELDS };

static const struct field champs[N_FIELDS] = {
    [HH1] = { "HH1", "Numéro de grappe", COUNT, NULL, 0, 0 },
    [HH2] = { "HH2", "Numéro de ménage", COUNT, NULL, 0, 0 },
    [LN] = { "LN", "Numéro de ligne", CODE, NULL, 0, 0 },
    [HH5] = { "HH5", "Date de l'interview", DATE, NULL, 0, 0 },
    [HH6] = { "HH6", "Milieu de résidence", CODE, &milieu, 0, 0 },
    [HH7] = { "HH7", "Région", CODE, &region, 0, 0 },
    [HH7D] = { "HH7D", "Nom du département", TEXT, &departement, 0, 0 },
    [STRATUM] = { "stratum", "Strate", CODE, &strate, 0, 0 },
    [PSU] = { "PSU", "Unité primaire de sondage", COUNT, NULL, 0, 0 },
    [HHWEIGHT] = { "hhweight", "Poids ménages", WEIGHT, NULL, 0, 0 },
    [HH48] = { "HH48", "Nombre de membres du ménage", COUNT, NULL, 0, 0 },
    [HC7A] = { "HC7A", "Le ménage possède : un téléphone fixe", CODE, &ouinon, -2.9, .9 },
    [HC7B] = { "HC7B", "Le ménage possède : une radio", CODE, &ouinon, .2, .4 },
    [HC8] = { "HC8", "Le ménage a l'électricité", CODE, &electricite, 1.1, 1.4 },
    [HC9A] = { "HC9A", "Le ménage possède : un téléviseur", CODE, &ouinon, .4, 1.1 },
    [HC11] = { "HC11", "Un membre du ménage possède un ordinateur ou une tablette", CODE,
               &ouinon, -1.2, 1.2 },
    [HC12] = { "HC12", "Un membre du ménage possède un téléphone mobile", CODE,
               &ouinon, 2.3, .8 },
    [HC13] = { "HC13", "Le ménage a accès à Internet à la maison", CODE, &ouinon, -.2, 1.2 },
    [EI1A] = { "EI1A", "Type de connexion à Internet : fixe filaire (fibre, ADSL)", CODE,
               &cite, -1.1, .9 },
    [EI1B] = { "EI1B", "Type de connexion à Internet : fixe sans fil", CODE, &cite, -2.1, .3 },
    [EI1C] = { "EI1C", "Type de connexion à Internet : satellite", CODE, &cite, -2.7, 0 },
    [EI1D] = { "EI1D", "Type de connexion à Internet : mobile, par un téléphone", CODE,
               &cite, 1.6, -.2 },
    [EI2A] = { "EI2A", "Pas d'Internet à la maison : pas besoin", CODE, &cite, -.8, .2 },
    [EI2B] = { "EI2B", "Pas d'Internet à la maison : utilisé ailleurs", CODE, &cite, -1.2, .4 },
    [EI2C] = { "EI2C", "Pas d'Internet à la maison : équipement trop cher", CODE,
               &cite, .2, -.4 },
    [EI2D] = { "EI2D", "Pas d'Internet à la maison : abonnement trop cher", CODE, &cite, .4, -.4 },
    [EI2E] = { "EI2E", "Pas d'Internet à la maison : service indisponible dans la zone", CODE,
               &cite, -.9, -.7 },
    [EI2F] = { "EI2F", "Pas d'Internet à la maison : pas d'électricité", CODE,
               &cite, -1.1, -.9 },
    [EI6] = { "EI6", "Dépenses de communication du mois dernier (francs)", MONEY, NULL, 0, 0 },
    [HL3] = { "HL3", "Lien de parenté avec le chef de ménage", CODE, &lien, 0, 0 },
    [HL4] = { "HL4", "Sexe", CODE, &sexe, 0, 0 },
    [HL6] = { "HL6", "Âge", COUNT, &ages, 0, 0 },
    [UF17] = { "UF17", "Résultat de l'interview individuelle (15-49 ans)", CODE, &resultat, 0, 0 },
    [WMWEIGHT] = { "wmweight", "Poids femmes", WEIGHT, NULL, 0, 0 },
    [MNWEIGHT] = { "mnweight", "Poids hommes", WEIGHT, NULL, 0, 0 },
    [WELEVEL] = { "welevel", "Niveau d'instruction", CODE, &niveau, 0, 0 },
    [MT4] = { "MT4", "A déjà utilisé un ordinateur ou une tablette", CODE, &ouinon, -.4, 1.1 },
    [MT5] = { "MT5", "Utilisation d'un ordinateur ou d'une tablette ces trois derniers mois",
              CODE, &souvent, .9, .6 },
    [MT6A] = { "MT6A", "A copié ou déplacé un fichier ou un dossier", CODE, &ouinon, .6, .5 },
    [MT6B] = { "MT6B", "A copié et collé dans un document", CODE, &ouinon, .5, .5 },
    [MT6C] = { "MT6C", "A envoyé un courriel avec une pièce jointe", CODE, &ouinon, .1, .6 },
    [MT6D] = { "MT6D", "A utilisé une formule simple dans un tableur", CODE, &ouinon, -.9, .6 },
    [MT6E] = { "MT6E", "A connecté et installé un nouvel appareil", CODE, &ouinon, -.6, .5 },
    [MT6F] = { "MT6F", "A trouvé, téléchargé, installé et configuré un logiciel", CODE,
               &ouinon, -.5, .6 },
    [MT6G] = { "MT6G", "A créé une présentation électronique", CODE, &ouinon, -1.3, .7 },
    [MT6H] = { "MT6H", "A transféré un fichier entre un ordinateur et un autre appareil", CODE,
               &ouinon, -.1, .6 },
    [MT6I] = { "MT6I", "A écrit un programme dans un langage de programmation", CODE,
               &ouinon, -2.9, .7 },
    [MT9] = { "MT9", "A déjà utilisé Internet", CODE, &ouinon, .7, 1.1 },
    [MT10] = { "MT10", "Utilisation d'Internet ces trois derniers mois", CODE, &souvent, 1.7, .6 },
    [MT11] = { "MT11", "Possède un téléphone mobile", CODE, &ouinon, 1.3, .8 },
    [MT12] = { "MT12", "Utilisation d'un téléphone mobile ces trois derniers mois", CODE,
               &souvent, 2.4, .5 },
    [EI3_1] = { "EI3_1", "Activités sur Internet : 1re citée", CODE, &activites, 0, 0 },
    [EI3_2] = { "EI3_2", "Activités sur Internet : 2e citée", CODE, &activites, 0, 0 },
    [EI3_3] = { "EI3_3", "Activités sur Internet : 3e citée", CODE, &activites, 0, 0 },
    [EI3_4] = { "EI3_4", "Activités sur Internet : 4e citée", CODE, &activites, 0, 0 },
    [EI4A] = { "EI4A", "Lieu d'utilisation d'Internet : à la maison", CODE, &cite, .9, .7 },
    [EI4B] = { "EI4B", "Lieu d'utilisation d'Internet : au travail", CODE, &cite, -1.3, .6 },
    [EI4C] = { "EI4C", "Lieu d'utilisation d'Internet : à l'école ou à l'université", CODE,
               &cite, -1.4, .4 },
    [EI4D] = { "EI4D", "Lieu d'utilisation d'Internet : dans un cybercafé", CODE, &cite, -1.1, 0 },
    [EI4E] = { "EI4E", "Lieu d'utilisation d'Internet : en déplacement", CODE, &cite, .1, .5 },
    [EI5_1] = { "EI5_1", "Raisons de ne pas utiliser Internet : 1re citée", CODE, &raisons, 0, 0 },
    [EI5_2] = { "EI5_2", "Raisons de ne pas utiliser Internet : 2e citée", CODE, &raisons, 0, 0 },
    [EI5_3] = { "EI5_3", "Raisons de ne pas utiliser Internet : 3e citée", CODE, &raisons, 0, 0 },
};

#endif
