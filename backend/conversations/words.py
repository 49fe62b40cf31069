"""What a thread tells the shopper by itself: who came and went, and what happens while they wait."""

from typing import TypedDict

from backend.conversations import moments
from backend.conversations.handoffs import Outlook


class Sentences(TypedDict):
    """All of it, in one language."""

    waiting: str
    soon: str
    usually: str
    """A clause with the merchant's own words on when the team answers, whatever language those are in."""
    nobody: str
    """A clause for hours in which somebody should be there and nobody is."""
    back: str
    back_some_day: str
    our_team: str
    escalate: str
    take_over: str
    hand_back: str
    release: str
    resolve: str


SENTENCES: dict[str, Sentences] = {
    "en": {
        "waiting": (
            "A person will answer right here, {when}, and can already see everything above. "
            "You can leave and come back."
        ),
        "soon": "as soon as they can",
        "usually": "usually {reply_time}",
        "nobody": "as soon as somebody is back at the desk",
        "back": "once our team is back {moment} ({zone} time)",
        "back_some_day": "once our team is back",
        "our_team": "Our team",
        "escalate": "A person from our team was asked to join",
        "take_over": "{name} joined",
        "hand_back": "{name} left. The assistant answers again",
        "release": "{name} left. Another person will join",
        "resolve": "This conversation was marked as solved. Write again whenever you like",
    },
    "fr": {
        "waiting": (
            "Une personne vous répondra ici même, {when}, et voit déjà tout ce qui précède. "
            "Vous pouvez partir et revenir."
        ),
        "soon": "dès que possible",
        "usually": "en temps normal «\u00a0{reply_time}\u00a0»",
        "nobody": "dès que quelqu'un sera de retour à son poste",
        "back": "dès le retour de notre équipe, {moment} (heure locale\u00a0: {zone})",
        "back_some_day": "dès le retour de notre équipe",
        "our_team": "Notre équipe",
        "escalate": "Une personne de notre équipe a été invitée à rejoindre le chat",
        "take_over": "{name} a rejoint le chat",
        "hand_back": "{name} a quitté le chat. L'assistant répond de nouveau",
        "release": "{name} a quitté le chat. Une autre personne va le rejoindre",
        "resolve": "Cette conversation a été marquée comme résolue. Écrivez de nouveau quand vous voulez",
    },
    "de": {
        "waiting": (
            "Ein Mensch antwortet Ihnen genau hier, {when}, und sieht schon jetzt alles, was oben steht. "
            "Sie können gehen und wiederkommen."
        ),
        "soon": "so bald wie möglich",
        "usually": "in der Regel „{reply_time}“",
        "nobody": "sobald wieder jemand am Platz ist",
        "back": "sobald unser Team {moment} (Ortszeit {zone}) wieder da ist",
        "back_some_day": "sobald unser Team wieder da ist",
        "our_team": "Unser Team",
        "escalate": "Jemand aus unserem Team wurde dazugebeten",
        "take_over": "{name} ist dem Chat beigetreten",
        "hand_back": "{name} hat den Chat verlassen. Der Assistent antwortet wieder",
        "release": "{name} hat den Chat verlassen. Jemand anderes kommt dazu",
        "resolve": "Diese Unterhaltung wurde als gelöst markiert. Schreiben Sie jederzeit wieder",
    },
    "es": {
        "waiting": (
            "Una persona le responderá aquí mismo, {when}, y ya puede ver todo lo anterior. Puede irse y volver."
        ),
        "soon": "en cuanto pueda",
        "usually": "normalmente «{reply_time}»",
        "nobody": "en cuanto alguien vuelva a su puesto",
        "back": "cuando nuestro equipo vuelva, {moment} (hora de {zone})",
        "back_some_day": "cuando nuestro equipo vuelva",
        "our_team": "Nuestro equipo",
        "escalate": "Se ha pedido a una persona de nuestro equipo que se una al chat",
        "take_over": "{name} se ha unido al chat",
        "hand_back": "{name} ha salido del chat. El asistente vuelve a responder",
        "release": "{name} ha salido del chat. Otra persona se unirá",
        "resolve": "Esta conversación se ha marcado como resuelta. Escriba de nuevo cuando quiera",
    },
    "ja": {
        "waiting": (
            "{when}、担当者がこちらでお返事します。これまでの内容はすでに担当者に見えています。"
            "このページを離れても、あとで戻って続けられます。"
        ),
        "soon": "できるだけ早く",
        "usually": "通常「{reply_time}」を目安に",
        "nobody": "担当者が席に戻り次第",
        "back": "{moment}（{zone}時間）の営業再開後に",
        "back_some_day": "営業の再開後に",
        "our_team": "スタッフ",
        "escalate": "スタッフにチャットへの参加を依頼しました",
        "take_over": "{name} が参加しました",
        "hand_back": "{name} が退出しました。アシスタントが再びお答えします",
        "release": "{name} が退出しました。別の担当者が参加します",
        "resolve": "この会話は解決済みになりました。いつでもまたメッセージをお送りください",
    },
}


def of(language: str) -> Sentences:
    return SENTENCES.get(language, SENTENCES["en"])


def when(language: str, outlook: Outlook) -> str:
    """A clause on when a person comes: no more than the team's hours, who is there, and the merchant's words allow."""
    said = of(language)
    if not outlook.is_open:
        if outlook.back_at is None:
            return said["back_some_day"]
        moment = moments.coming(language, outlook.back_at, outlook.now)
        return said["back"].format(moment=moment, zone=moments.zone_words(outlook.zone))
    if not outlook.is_anyone_there:
        return said["nobody"]
    return said["usually"].format(reply_time=outlook.reply_time) if outlook.reply_time else said["soon"]


def waiting_line(language: str, outlook: Outlook) -> str:
    """What a waiting shopper is told: what happens next and when, and that nothing has to be repeated."""
    return of(language)["waiting"].format(when=when(language, outlook))


def activity_line(language: str, move: str, name: str) -> str:
    """What a shopper reads of a move: who speaks from now on, and nothing about why; empty where that says nothing."""
    said = of(language)
    lines = {
        "escalate": said["escalate"],
        "take_over": said["take_over"],
        "hand_back": said["hand_back"],
        "release": said["release"],
        "resolve": said["resolve"],
    }
    return lines.get(move, "").format(name=name or said["our_team"])
