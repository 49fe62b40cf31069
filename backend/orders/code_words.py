"""The e-mail that carries a one-time code, in the languages of the storefronts."""

from typing import TypedDict


class Sentences(TypedDict):
    """All of it, in one language."""

    subject: str
    text: str


SENTENCES: dict[str, Sentences] = {
    "en": {
        "subject": "Your code: {code}",
        "text": (
            "{code}\n\n"
            "Somebody asked in the chat of {shop} to see order {order}. If it was you, enter this code there. "
            "It is good for {minutes} minutes.\n\n"
            "If it was not you, do nothing: without the code nothing is shown. Nobody from {shop} will ask you "
            "for it.\n"
        ),
    },
    "fr": {
        "subject": "Votre code : {code}",
        "text": (
            "{code}\n\n"
            "Quelqu'un a demandé, dans le chat de {shop}, à voir la commande {order}. Si c'est vous, saisissez-y ce "
            "code. Il est valable {minutes} minutes.\n\n"
            "Sinon, ne faites rien : sans ce code, rien n'est montré. Personne de {shop} ne vous le demandera.\n"
        ),
    },
    "de": {
        "subject": "Ihr Code: {code}",
        "text": (
            "{code}\n\n"
            "Jemand hat im Chat von {shop} darum gebeten, die Bestellung {order} zu sehen. Wenn Sie das waren, geben "
            "Sie dort diesen Code ein. Er gilt {minutes} Minuten.\n\n"
            "Wenn nicht, brauchen Sie nichts zu tun: Ohne den Code wird nichts gezeigt. Niemand von {shop} fragt Sie "
            "danach.\n"
        ),
    },
    "es": {
        "subject": "Su código: {code}",
        "text": (
            "{code}\n\n"
            "Alguien ha pedido en el chat de {shop} ver el pedido {order}. Si ha sido usted, introduzca allí este "
            "código. Vale {minutes} minutos.\n\n"
            "Si no ha sido usted, no haga nada: sin el código no se muestra nada. Nadie de {shop} se lo pedirá.\n"
        ),
    },
    "ja": {
        "subject": "確認コード: {code}",
        "text": (
            "{code}\n\n"
            "{shop} のチャットで、注文 {order} の表示が依頼されました。ご本人の場合は、このコードをチャットに"
            "入力してください。有効期限は{minutes}分です。\n\n"
            "お心当たりがない場合は、何もしないでください。コードがなければ何も表示されません。{shop} の担当者が"
            "コードをお尋ねすることはありません。\n"
        ),
    },
}


def of(language: str) -> Sentences:
    return SENTENCES.get(language, SENTENCES["en"])
