"""Refusals in the languages of the storefronts but English, by the English sentence that a room refuses with."""

from collections.abc import Mapping

TOO_OFTEN = "That was too often. Wait a moment and try again."
TOO_MANY_NUMBERS = "Too many order numbers were tried. Please wait a while, or ask for a person."
TOO_MANY_CODES = "Too many codes were asked for. Use the newest one, wait a while, or ask for a person."
WRONG_CODE = "That code is not right, or no longer valid. Check it, or ask for a new one."
NO_CODES = "This shop cannot send codes by e-mail."
OTHER_FORM = "Another form is open in this conversation. Cancel it or wait for the answer."
OTHER_FORM_FIRST = "Another form is open. Send it in or skip it first."
CORRECTED = "These answers were corrected already. Correct the newer ones."
NO_SKIP = "This form cannot be skipped."
NO_FORM = "There is no such form."
SENT_IN = "This form was submitted already."
SKIPPED = "This form was skipped already."
TAKEN_AWAY = "This form was cancelled already."

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        TOO_OFTEN: "C'était trop rapproché. Attendez un instant et réessayez.",
        TOO_MANY_NUMBERS: (
            "Trop de numéros de commande ont été essayés. Attendez un moment, ou demandez à parler à une personne."
        ),
        TOO_MANY_CODES: (
            "Trop de codes ont été demandés. Utilisez le plus récent, attendez un moment, ou demandez à parler à une "
            "personne."
        ),
        WRONG_CODE: "Ce code n'est pas le bon, ou n'est plus valable. Vérifiez-le, ou demandez-en un nouveau.",
        NO_CODES: "Cette boutique ne peut pas envoyer de codes par e-mail.",
        OTHER_FORM: "Un autre formulaire est ouvert dans cette conversation. Envoyez-le ou passez-le d'abord.",
        OTHER_FORM_FIRST: "Un autre formulaire est ouvert. Envoyez-le ou passez-le d'abord.",
        CORRECTED: "Ces réponses ont déjà été corrigées. Corrigez les plus récentes.",
        NO_SKIP: "Ce formulaire ne peut pas être passé.",
        NO_FORM: "Ce formulaire n'existe pas.",
        SENT_IN: "Ce formulaire a déjà été envoyé.",
        SKIPPED: "Ce formulaire a déjà été passé.",
        TAKEN_AWAY: "Ce formulaire a été retiré.",
    },
    "de": {
        TOO_OFTEN: "Das war zu oft. Warten Sie einen Moment und versuchen Sie es noch einmal.",
        TOO_MANY_NUMBERS: (
            "Es wurden zu viele Bestellnummern probiert. Warten Sie bitte eine Weile, oder fragen Sie nach einem "
            "Menschen."
        ),
        TOO_MANY_CODES: (
            "Es wurden zu viele Codes angefordert. Nehmen Sie den neuesten, warten Sie eine Weile, oder fragen Sie "
            "nach einem Menschen."
        ),
        WRONG_CODE: ("Dieser Code stimmt nicht oder gilt nicht mehr. Prüfen Sie ihn, oder fordern Sie einen neuen an."),
        NO_CODES: "Dieser Shop kann keine Codes per E-Mail senden.",
        OTHER_FORM: "In dieser Unterhaltung ist ein anderes Formular offen. Senden oder überspringen Sie es zuerst.",
        OTHER_FORM_FIRST: "Ein anderes Formular ist offen. Senden oder überspringen Sie es zuerst.",
        CORRECTED: "Diese Antworten wurden schon berichtigt. Berichtigen Sie die neueren.",
        NO_SKIP: "Dieses Formular kann nicht übersprungen werden.",
        NO_FORM: "Dieses Formular gibt es nicht.",
        SENT_IN: "Dieses Formular wurde schon abgesendet.",
        SKIPPED: "Dieses Formular wurde schon übersprungen.",
        TAKEN_AWAY: "Dieses Formular wurde zurückgezogen.",
    },
    "es": {
        TOO_OFTEN: "Ha sido demasiado seguido. Espere un momento e inténtelo de nuevo.",
        TOO_MANY_NUMBERS: "Se han probado demasiados números de pedido. Espere un rato o pida hablar con una persona.",
        TOO_MANY_CODES: (
            "Se han pedido demasiados códigos. Use el más reciente, espere un rato o pida hablar con una persona."
        ),
        WRONG_CODE: "Ese código no es correcto o ya no es válido. Compruébelo o pida uno nuevo.",
        NO_CODES: "Esta tienda no puede enviar códigos por correo.",
        OTHER_FORM: "Hay otro formulario abierto en esta conversación. Envíelo u omítalo primero.",
        OTHER_FORM_FIRST: "Hay otro formulario abierto. Envíelo u omítalo primero.",
        CORRECTED: "Estas respuestas ya se corrigieron. Corrija las más recientes.",
        NO_SKIP: "Este formulario no se puede omitir.",
        NO_FORM: "Ese formulario no existe.",
        SENT_IN: "Este formulario ya se envió.",
        SKIPPED: "Este formulario ya se omitió.",
        TAKEN_AWAY: "Este formulario se ha retirado.",
    },
    "ja": {
        TOO_OFTEN: "操作の間隔が短すぎます。しばらく待ってからもう一度お試しください。",
        TOO_MANY_NUMBERS: "注文番号の確認回数が上限に達しました。しばらくお待ちいただくか、担当者にお尋ねください。",
        TOO_MANY_CODES: (
            "コードの発行回数が上限に達しました。最新のコードをお使いになるか、しばらくお待ちいただくか、"
            "担当者にお尋ねください。"
        ),
        WRONG_CODE: "コードが正しくないか、有効期限が切れています。ご確認のうえ、必要であれば再発行してください。",
        NO_CODES: "このストアではコードをメールで送信できません。",
        OTHER_FORM: "この会話では別のフォームが開いています。先に送信するかスキップしてください。",
        OTHER_FORM_FIRST: "別のフォームが開いています。先に送信するかスキップしてください。",
        CORRECTED: "この回答はすでに修正されています。新しいほうの回答を修正してください。",
        NO_SKIP: "このフォームはスキップできません。",
        NO_FORM: "そのフォームはありません。",
        SENT_IN: "このフォームはすでに送信されています。",
        SKIPPED: "このフォームはすでにスキップされています。",
        TAKEN_AWAY: "このフォームは取り下げられました。",
    },
}


def in_language(message: str, language: str) -> str:
    """The sentence in a shopper's language; in English where nobody translated it."""
    return WORDS.get(language, {}).get(message, message)
