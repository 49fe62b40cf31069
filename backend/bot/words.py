"""What the bot says that no source says: courtesies, and honest lines about itself. Never a fact about the store."""

from typing import TypedDict

from backend.conversations.handoffs import Outlook
from backend.conversations.words import when


class Sentences(TypedDict):
    """All that the bot says by itself, in one language."""

    greeting: str
    thanks: str
    goodbye: str
    nod: str
    presence: str
    about_bot: str
    ask_question: str
    acknowledged: str
    still_open: str
    unknown: str
    unknown_in_language: str
    """In a language that is searched poorly: that English may help."""
    handing_over: str
    urgent: str
    partly_answered: str


SENTENCES: dict[str, Sentences] = {
    "en": {
        "greeting": "Hello! Ask me about shipping, returns, products or your order.",
        "thanks": "You're welcome! Anything else?",
        "goodbye": "Goodbye, and thank you for writing.",
        "nod": "I am here if there is anything else.",
        "presence": "Yes, I am here: this store's automatic assistant. What can I do for you?",
        "about_bot": (
            "I am this store's automatic assistant, not a person. I answer from the store's own "
            "information and look up orders, and I can ask a person to join at any time. What would "
            "you like to know?"
        ),
        "ask_question": "I did not catch a question there. What would you like to know?",
        "acknowledged": (
            "Thank you, your answers are kept here, where our team reads them. "
            "Is there anything else you would like to know? You can also talk to a person at any time."
        ),
        "still_open": (
            "A form is still open here. Fill it in and send it, or skip it, and we go on from there. "
            "You can also talk to a person at any time."
        ),
        "unknown": (
            "I could not find that in this store's information, so I would rather not guess. "
            "You can ask it another way, or talk to a person."
        ),
        "unknown_in_language": (
            "I could not find that in this store's information in your language. "
            "You can ask in English, or talk to a person."
        ),
        "handing_over": (
            "I have asked a person from our team to join this chat.{urgent} They will answer here, {when}, "
            "and see everything above, so you need not repeat anything."
        ),
        "urgent": " I have marked it as urgent.",
        "partly_answered": "I did not find anything on: {questions}",
    },
    "fr": {
        "greeting": (
            "Bonjour\u00a0! Je réponds à vos questions sur la livraison, les retours, les produits ou votre commande."
        ),
        "thanks": "Je vous en prie\u00a0! Puis-je faire autre chose pour vous\u00a0?",
        "goodbye": "Au revoir, et merci de nous avoir écrit.",
        "nod": "Je reste à votre disposition.",
        "presence": (
            "Oui, je suis là\u00a0: l'assistant automatique de cette boutique. Que puis-je faire pour vous\u00a0?"
        ),
        "about_bot": (
            "Je suis l'assistant automatique de cette boutique, pas une personne. Je réponds d'après "
            "les informations de la boutique, je recherche les commandes, et je peux faire venir une "
            "personne à tout moment. Que souhaitez-vous savoir\u00a0?"
        ),
        "ask_question": "Je n'ai pas bien saisi votre question. Que souhaitez-vous savoir\u00a0?",
        "acknowledged": (
            "Merci, vos réponses sont conservées ici, où notre équipe peut les lire. Souhaitez-vous savoir autre "
            "chose\u00a0? Vous pouvez aussi parler à une personne à tout moment."
        ),
        "still_open": (
            "Un formulaire est encore ouvert ici. Remplissez-le et envoyez-le, ou passez-le, et nous continuerons. "
            "Vous pouvez aussi parler à une personne à tout moment."
        ),
        "unknown": (
            "Je n'ai pas trouvé cela dans les informations de cette boutique, et je préfère ne rien inventer. "
            "Vous pouvez poser la question autrement, ou parler à une personne."
        ),
        "unknown_in_language": (
            "Je n'ai pas trouvé cela en français dans les informations de cette boutique. "
            "Vous pouvez poser la question en anglais, ou parler à une personne."
        ),
        "handing_over": (
            "J'ai demandé à une personne de notre équipe de rejoindre ce chat.{urgent} Elle vous répondra ici, {when}, "
            "et verra tout ce qui précède\u00a0: vous n'aurez rien à répéter."
        ),
        "urgent": " J'ai signalé que c'est urgent.",
        "partly_answered": "Je n'ai rien trouvé à ce sujet\u00a0: {questions}",
    },
    "de": {
        "greeting": "Hallo! Fragen Sie mich zu Versand, Rückgabe, Produkten oder Ihrer Bestellung.",
        "thanks": "Gern geschehen! Kann ich sonst noch etwas für Sie tun?",
        "goodbye": "Auf Wiedersehen und danke für Ihre Nachricht.",
        "nod": "Ich bin hier, falls noch etwas ist.",
        "presence": "Ja, ich bin da: der automatische Assistent dieses Shops. Was kann ich für Sie tun?",
        "about_bot": (
            "Ich bin der automatische Assistent dieses Shops, kein Mensch. Ich antworte aus den "
            "Angaben des Shops, sehe Bestellungen nach und kann jederzeit einen Menschen dazuholen. "
            "Was möchten Sie wissen?"
        ),
        "ask_question": "Ich habe darin keine Frage erkannt. Was möchten Sie wissen?",
        "acknowledged": (
            "Danke, Ihre Antworten sind hier gespeichert, wo unser Team sie liest. "
            "Möchten Sie noch etwas wissen? Sie können auch jederzeit mit einem Menschen sprechen."
        ),
        "still_open": (
            "Hier ist noch ein Formular offen. Füllen Sie es aus und senden Sie es ab, oder überspringen Sie es, dann "
            "geht es weiter. Sie können auch jederzeit mit einem Menschen sprechen."
        ),
        "unknown": (
            "Dazu habe ich in den Angaben dieses Shops nichts gefunden, und raten möchte ich nicht. "
            "Sie können die Frage anders stellen oder mit einem Menschen sprechen."
        ),
        "unknown_in_language": (
            "Dazu habe ich in den Angaben dieses Shops nichts auf Deutsch gefunden. "
            "Sie können auf Englisch fragen oder mit einem Menschen sprechen."
        ),
        "handing_over": (
            "Ich habe jemanden aus unserem Team gebeten, in diesen Chat zu kommen.{urgent} Die Antwort kommt hier, "
            "{when}. Alles bisher Geschriebene ist dort zu sehen, Sie müssen also nichts wiederholen."
        ),
        "urgent": " Ich habe es als dringend gekennzeichnet.",
        "partly_answered": "Hierzu habe ich nichts gefunden: {questions}",
    },
    "es": {
        "greeting": "¡Hola! Pregúnteme sobre envíos, devoluciones, productos o su pedido.",
        "thanks": "¡De nada! ¿Necesita algo más?",
        "goodbye": "Adiós, y gracias por escribirnos.",
        "nod": "Aquí estoy si necesita algo más.",
        "presence": "Sí, aquí estoy: el asistente automático de esta tienda. ¿En qué puedo ayudarle?",
        "about_bot": (
            "Soy el asistente automático de esta tienda, no una persona. Respondo con la información "
            "de la tienda, consulto pedidos y puedo pedir a una persona que se una en cualquier "
            "momento. ¿Qué le gustaría saber?"
        ),
        "ask_question": "No he entendido cuál es su pregunta. ¿Qué le gustaría saber?",
        "acknowledged": (
            "Gracias, sus respuestas quedan guardadas aquí, donde las lee nuestro equipo. "
            "¿Le gustaría saber algo más? También puede hablar con una persona en cualquier momento."
        ),
        "still_open": (
            "Todavía hay un formulario abierto aquí. Rellénelo y envíelo, u omítalo, y seguimos. "
            "También puede hablar con una persona en cualquier momento."
        ),
        "unknown": (
            "No he encontrado eso en la información de esta tienda y prefiero no adivinar. "
            "Puede preguntarlo de otra manera o hablar con una persona."
        ),
        "unknown_in_language": (
            "No he encontrado eso en español en la información de esta tienda. "
            "Puede preguntar en inglés o hablar con una persona."
        ),
        "handing_over": (
            "He pedido a una persona de nuestro equipo que se una a este chat.{urgent} Le responderá aquí, {when}, "
            "y verá todo lo anterior, así que no tendrá que repetir nada."
        ),
        "urgent": " Lo he marcado como urgente.",
        "partly_answered": "No he encontrado nada sobre esto: {questions}",
    },
    "ja": {
        "greeting": "こんにちは。配送、返品、商品、ご注文について、お気軽にお尋ねください。",
        "thanks": "どういたしまして。ほかにご質問はございますか。",
        "goodbye": "お問い合わせいただき、ありがとうございました。",
        "nod": "ほかにも何かございましたら、お知らせください。",
        "presence": "はい、こちらにおります。このストアの自動アシスタントです。どのようなご用件でしょうか。",
        "about_bot": (
            "私はこのストアの自動アシスタントで、人間ではありません。ストアの情報からお答えし、ご注文をお調べします。"
            "いつでも担当者をお呼びできます。何をお知りになりたいですか。"
        ),
        "ask_question": "ご質問の内容を読み取れませんでした。何をお知りになりたいですか。",
        "acknowledged": (
            "ありがとうございます。ご回答はここに保存され、スタッフが確認します。"
            "ほかにお知りになりたいことはございますか。いつでも担当者とお話しいただけます。"
        ),
        "still_open": (
            "未送信のフォームがあります。ご記入のうえ送信していただくか、スキップしてください。その後、続けてご案内します。"
            "いつでも担当者とお話しいただけます。"
        ),
        "unknown": (
            "このストアの情報の中には見つかりませんでした。推測でのお答えは控えます。"
            "別の言い方でお尋ねいただくか、担当者とお話しください。"
        ),
        "unknown_in_language": (
            "このストアの日本語の情報の中には見つかりませんでした。英語でお尋ねいただくか、担当者とお話しください。"
        ),
        "handing_over": (
            "スタッフにこのチャットへの参加を依頼しました。{urgent}{when}、こちらでお返事します。"
            "これまでの内容はスタッフも確認できますので、繰り返しご説明いただく必要はありません。"
        ),
        "urgent": "至急の件としてお伝えしてあります。",
        "partly_answered": "次の点については見つかりませんでした: {questions}",
    },
}


def of(language: str) -> Sentences:
    return SENTENCES.get(language, SENTENCES["en"])


def small_talk(language: str, kind: str) -> str:
    said = of(language)
    told = {
        "thanks": said["thanks"],
        "goodbye": said["goodbye"],
        "nod": said["nod"],
        "presence": said["presence"],
        "about_bot": said["about_bot"],
    }
    return told.get(kind, said["greeting"])


def handing_over(language: str, outlook: Outlook, *, high: bool) -> str:
    """Said once, before a human comes: what happens next, and that nothing has to be repeated."""
    said = of(language)
    return said["handing_over"].format(when=when(language, outlook), urgent=said["urgent"] if high else "")


def partly_answered(language: str, questions: tuple[str, ...]) -> str:
    """Added to an answer that leaves a question open."""
    return of(language)["partly_answered"].format(questions=" / ".join(question.strip() for question in questions))


def unknown(language: str, asked_in: str) -> str:
    """That the store's content does not say; who asked in a language that is searched poorly may try English.

    Where the two languages differ, "in your language" would be another than the shopper asked in.
    """
    is_poor = asked_in == language != "en"
    return of(language)["unknown_in_language" if is_poor else "unknown"]


def is_ours(text: str) -> bool:
    """Whether the bot said this by itself, in any language: no source and no model gave the words."""
    own = (sentence for said in SENTENCES.values() for sentence in said.values())
    return any(text.strip() == sentence for sentence in own)
