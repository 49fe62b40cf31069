"""The sentences in which a shopper is told of an order, in the languages of the storefronts.

Where an order is, is said without a verb that would have to agree with what it is said of: "en route avec USPS".
"""

from typing import TypedDict


class Sentences(TypedDict):
    """All of it, in one language."""

    one: str
    all: str
    some: str
    rest: str
    refunded: str
    cancelled: str
    on_hold: str
    scheduled: str
    complete: str
    unpaid: str
    preparing: str
    carrier: str
    expected: str
    overdue: str
    newly: str
    one_day: str
    days: str
    states: dict[str, str]
    """By Shopify's code for a parcel; under the empty one what any other says."""
    overdue_states: dict[str, str]
    arrived: str
    picked_up: str
    arrived_on: str
    day: str
    day_of_year: str
    first: str
    """How the first of a month is written."""
    looking: str
    throttled: str
    unavailable: str
    refused: str
    not_shown: str
    since: str
    changes: dict[str, str]


_FAILED_EN = "could not be delivered"
SENTENCES: dict[str, Sentences] = {
    "en": {
        "one": "Order {name} {said}{rest}{refunded}.",
        "all": "All {count} parcels of order {name} have been delivered{refunded}.",
        "some": "{arrived} of {count} parcels of order {name} arrived; the next one {said}{refunded}.",
        "rest": "; the rest has not been sent yet",
        "refunded": " and has been refunded",
        "cancelled": "was cancelled on {day}",
        "on_hold": "is on hold and has not been sent yet",
        "scheduled": "is scheduled to be sent later",
        "complete": "is complete",
        "unpaid": "waits for its payment",
        "preparing": "is being prepared and has not been sent yet",
        "carrier": " with {carrier}",
        "expected": ", expected on {day}",
        "overdue": "{said}{carrier}: it was expected on {day}, {days}{newly}",
        "newly": " and is now expected on {day}",
        "one_day": "1 day ago",
        "days": "{count} days ago",
        "states": {
            "": "is on its way",
            "DELAYED": "is delayed",
            "OUT_FOR_DELIVERY": "is out for delivery",
            "ATTEMPTED_DELIVERY": "could not be handed over at the first attempt",
            "FAILURE": _FAILED_EN,
            "NOT_DELIVERED": _FAILED_EN,
            "READY_FOR_PICKUP": "is ready for pick-up",
        },
        "overdue_states": {"": "is delayed", "FAILURE": _FAILED_EN, "NOT_DELIVERED": _FAILED_EN},
        "arrived": "was delivered",
        "picked_up": "was picked up",
        "arrived_on": "{said} on {day}",
        "day": "{day} {month}",
        "day_of_year": "{day} {month} {year}",
        "first": "1",
        "looking": "I am looking your order up…",
        "throttled": "The shop's order system is busy at the moment. I keep trying and will tell you here.",
        "unavailable": (
            "I cannot reach the shop's order system at the moment. If it takes long, I can ask a person for you."
        ),
        "refused": "I cannot look at orders in this shop at the moment. A person can, and I can ask one for you.",
        "not_shown": (
            "I could not find an order with that number and contact. Please check both: the number and the e-mail "
            "address are in your confirmation e-mail. Orders older than 60 days cannot be looked up here; a person "
            "can help with those."
        ),
        "since": " Since you asked: {changes}.",
        "changes": {
            "cancelled": "The order was cancelled",
            "payment": "Payment: {after} (was: {before})",
            "fulfilment": "Fulfilment: {after} (was: {before})",
            "new_parcel": "New parcel {name}: {after}",
            "parcel": "Parcel {name}: {after} (was: {before})",
            "refund": "A refund was made",
            "return": "{after}",
        },
    },
    "fr": {
        "one": "Commande {name}\u00a0: {said}{rest}{refunded}.",
        "all": "Commande {name}\u00a0: les {count} colis ont été livrés{refunded}.",
        "some": "Commande {name}\u00a0: colis livrés, {arrived} sur {count}\u00a0; le suivant\u00a0: {said}{refunded}.",
        "rest": "\u00a0; le reste n'a pas encore été expédié",
        "refunded": "\u00a0; elle a été remboursée",
        "cancelled": "annulée le {day}",
        "on_hold": "en attente, pas encore expédiée",
        "scheduled": "expédition prévue plus tard",
        "complete": "terminée",
        "unpaid": "en attente du paiement",
        "preparing": "en préparation, pas encore expédiée",
        "carrier": " avec {carrier}",
        "expected": ", livraison prévue le {day}",
        "overdue": "{said}{carrier}, livraison prévue le {day}, {days}{newly}",
        "newly": "\u00a0; nouvelle date prévue\u00a0: le {day}",
        "one_day": "il y a 1 jour",
        "days": "il y a {count} jours",
        "states": {
            "": "en route",
            "DELAYED": "en retard",
            "OUT_FOR_DELIVERY": "en cours de livraison",
            "ATTEMPTED_DELIVERY": "première tentative de remise sans succès",
            "FAILURE": "livraison impossible",
            "NOT_DELIVERED": "livraison impossible",
            "READY_FOR_PICKUP": "à retirer au point de retrait",
        },
        "overdue_states": {
            "": "en retard", "FAILURE": "livraison impossible", "NOT_DELIVERED": "livraison impossible"
        },
        "arrived": "colis livré",
        "picked_up": "colis retiré",
        "arrived_on": "{said} le {day}",
        "day": "{day} {month}",
        "day_of_year": "{day} {month} {year}",
        "first": "1er",
        "looking": "Je cherche votre commande…",
        "throttled": (
            "Le système de commandes de la boutique est très sollicité en ce moment. Je continue d'essayer et je vous "
            "réponds ici."
        ),
        "unavailable": (
            "Je n'arrive pas à joindre le système de commandes de la boutique en ce moment. Si cela dure, je peux "
            "demander à une personne."
        ),
        "refused": (
            "Je ne peux pas consulter les commandes de cette boutique en ce moment. Une personne le peut, et je peux "
            "lui demander pour vous."
        ),
        "not_shown": (
            "Je n'ai pas trouvé de commande avec ce numéro et ces coordonnées. Vérifiez les deux\u00a0: le numéro et "
            "l'adresse e-mail figurent dans votre e-mail de confirmation. Je ne vois pas ici les commandes de plus de "
            "60 jours\u00a0; une personne peut vous aider pour celles-ci."
        ),
        "since": " Depuis votre question\u00a0: {changes}.",
        "changes": {
            "cancelled": "La commande a été annulée",
            "payment": "Paiement\u00a0: {after} (avant\u00a0: {before})",
            "fulfilment": "Expédition\u00a0: {after} (avant\u00a0: {before})",
            "new_parcel": "Nouveau colis {name}\u00a0: {after}",
            "parcel": "Colis {name}\u00a0: {after} (avant\u00a0: {before})",
            "refund": "Un remboursement a été effectué",
            "return": "{after}",
        },
    },
    "de": {
        "one": "Bestellung {name}: {said}{rest}{refunded}.",
        "all": "Bestellung {name}: alle {count} Pakete wurden zugestellt{refunded}.",
        "some": "Bestellung {name}: {arrived} von {count} Paketen zugestellt; das nächste: {said}{refunded}.",
        "rest": "; der Rest wurde noch nicht versandt",
        "refunded": "; sie wurde erstattet",
        "cancelled": "storniert am {day}",
        "on_hold": "zurückgestellt und noch nicht versandt",
        "scheduled": "der Versand ist für später geplant",
        "complete": "abgeschlossen",
        "unpaid": "wartet auf die Zahlung",
        "preparing": "wird vorbereitet und wurde noch nicht versandt",
        "carrier": " mit {carrier}",
        "expected": ", erwartet am {day}",
        "overdue": "{said}{carrier}: erwartet am {day}, {days}{newly}",
        "newly": "; jetzt erwartet am {day}",
        "one_day": "vor 1 Tag",
        "days": "vor {count} Tagen",
        "states": {
            "": "unterwegs",
            "DELAYED": "verspätet",
            "OUT_FOR_DELIVERY": "in Zustellung",
            "ATTEMPTED_DELIVERY": "konnte beim ersten Versuch nicht übergeben werden",
            "FAILURE": "konnte nicht zugestellt werden",
            "NOT_DELIVERED": "konnte nicht zugestellt werden",
            "READY_FOR_PICKUP": "bereit zur Abholung",
        },
        "overdue_states": {"": "verspätet", "FAILURE": "nicht zugestellt", "NOT_DELIVERED": "nicht zugestellt"},
        "arrived": "zugestellt",
        "picked_up": "abgeholt",
        "arrived_on": "{said} am {day}",
        "day": "{day}. {month}",
        "day_of_year": "{day}. {month} {year}",
        "first": "1",
        "looking": "Ich sehe Ihre Bestellung nach…",
        "throttled": (
            "Das Bestellsystem des Shops ist gerade stark ausgelastet. Ich versuche es weiter und melde mich hier."
        ),
        "unavailable": (
            "Ich erreiche das Bestellsystem des Shops gerade nicht. Wenn es länger dauert, kann ich für Sie einen "
            "Menschen fragen."
        ),
        "refused": (
            "Ich kann in diesem Shop gerade keine Bestellungen einsehen. Ein Mensch kann es, und ich kann für Sie "
            "jemanden fragen."
        ),
        "not_shown": (
            "Ich habe keine Bestellung mit dieser Nummer und diesen Kontaktdaten gefunden. Bitte prüfen Sie beides: "
            "Nummer und E-Mail-Adresse stehen in Ihrer Bestätigungsmail. Bestellungen, die älter als 60 Tage sind, "
            "kann ich hier nicht nachsehen; dabei hilft ein Mensch."
        ),
        "since": " Seit Ihrer Frage: {changes}.",
        "changes": {
            "cancelled": "Die Bestellung wurde storniert",
            "payment": "Zahlung: {after} (vorher: {before})",
            "fulfilment": "Versand: {after} (vorher: {before})",
            "new_parcel": "Neues Paket {name}: {after}",
            "parcel": "Paket {name}: {after} (vorher: {before})",
            "refund": "Es wurde Geld erstattet",
            "return": "{after}",
        },
    },
    "es": {
        "one": "Pedido {name}: {said}{rest}{refunded}.",
        "all": "Pedido {name}: los {count} paquetes se han entregado{refunded}.",
        "some": "Pedido {name}: paquetes entregados, {arrived} de {count}; el siguiente: {said}{refunded}.",
        "rest": "; el resto aún no se ha enviado",
        "refunded": "; se ha reembolsado",
        "cancelled": "cancelado el {day}",
        "on_hold": "en espera, aún sin enviar",
        "scheduled": "envío previsto para más adelante",
        "complete": "completado",
        "unpaid": "a la espera del pago",
        "preparing": "en preparación, aún sin enviar",
        "carrier": " con {carrier}",
        "expected": ", entrega prevista el {day}",
        "overdue": "{said}{carrier}: entrega prevista el {day}, {days}{newly}",
        "newly": "; nueva fecha prevista: el {day}",
        "one_day": "hace 1 día",
        "days": "hace {count} días",
        "states": {
            "": "en camino",
            "DELAYED": "con retraso",
            "OUT_FOR_DELIVERY": "en reparto",
            "ATTEMPTED_DELIVERY": "primer intento de entrega sin éxito",
            "FAILURE": "no se pudo entregar",
            "NOT_DELIVERED": "no se pudo entregar",
            "READY_FOR_PICKUP": "listo para recoger",
        },
        "overdue_states": {
            "": "con retraso", "FAILURE": "no se pudo entregar", "NOT_DELIVERED": "no se pudo entregar"
        },
        "arrived": "entregado",
        "picked_up": "recogido",
        "arrived_on": "{said} el {day}",
        "day": "{day} de {month}",
        "day_of_year": "{day} de {month} de {year}",
        "first": "1",
        "looking": "Estoy buscando su pedido…",
        "throttled": (
            "El sistema de pedidos de la tienda está muy ocupado en este momento. Sigo intentándolo y le avisaré aquí."
        ),
        "unavailable": (
            "No consigo conectar con el sistema de pedidos de la tienda en este momento. Si tarda mucho, puedo "
            "preguntar a una persona."
        ),
        "refused": (
            "En este momento no puedo consultar los pedidos de esta tienda. Una persona sí puede, y puedo pedírselo."
        ),
        "not_shown": (
            "No he encontrado ningún pedido con ese número y esos datos de contacto. Compruebe ambos: el número y el "
            "correo figuran en su correo de confirmación. Los pedidos de hace más de 60 días no se pueden consultar "
            "aquí; una persona puede ayudarle con ellos."
        ),
        "since": " Desde su pregunta: {changes}.",
        "changes": {
            "cancelled": "El pedido se ha cancelado",
            "payment": "Pago: {after} (antes: {before})",
            "fulfilment": "Envío: {after} (antes: {before})",
            "new_parcel": "Paquete nuevo {name}: {after}",
            "parcel": "Paquete {name}: {after} (antes: {before})",
            "refund": "Se ha hecho un reembolso",
            "return": "{after}",
        },
    },
    "ja": {
        "one": "ご注文 {name}：{said}{rest}{refunded}。",
        "all": "ご注文 {name}：お荷物{count}個はすべて配達済みです{refunded}。",
        "some": "ご注文 {name}：お荷物{count}個のうち{arrived}個が配達済みです。次のお荷物：{said}{refunded}。",
        "rest": "。残りはまだ発送されていません",
        "refunded": "。返金済みです",
        "cancelled": "{day}にキャンセルされました",
        "on_hold": "保留中で、まだ発送されていません",
        "scheduled": "後日発送の予定です",
        "complete": "完了しています",
        "unpaid": "お支払いを待っています",
        "preparing": "準備中で、まだ発送されていません",
        "carrier": "（{carrier}）",
        "expected": "、お届け予定日は{day}です",
        "overdue": "{said}{carrier}。お届け予定日は{day}（{days}）でした{newly}",
        "newly": "。新しいお届け予定日は{day}です",
        "one_day": "1日前",
        "days": "{count}日前",
        "states": {
            "": "配送中です",
            "DELAYED": "遅れています",
            "OUT_FOR_DELIVERY": "配達に出ています",
            "ATTEMPTED_DELIVERY": "1回目の配達ではお渡しできませんでした",
            "FAILURE": "配達できませんでした",
            "NOT_DELIVERED": "配達できませんでした",
            "READY_FOR_PICKUP": "受け取りの準備ができています",
        },
        "overdue_states": {
            "": "遅れています", "FAILURE": "配達できませんでした", "NOT_DELIVERED": "配達できませんでした"
        },
        "arrived": "配達済みです",
        "picked_up": "受け取り済みです",
        "arrived_on": "{said}（{day}）",
        "day": "{month}{day}日",
        "day_of_year": "{year}年{month}{day}日",
        "first": "1",
        "looking": "ご注文をお調べしています…",
        "throttled": "ただいまストアの注文システムが混み合っています。引き続き確認し、こちらでお知らせします。",
        "unavailable": (
            "ただいまストアの注文システムに接続できません。時間がかかる場合は、担当者に確認を依頼できます。"
        ),
        "refused": "ただいまこのストアのご注文を確認できません。担当者は確認できますので、依頼することができます。",
        "not_shown": (
            "その番号とご連絡先に一致するご注文が見つかりませんでした。注文番号とメールアドレスは確認メールに記載されて"
            "いますので、両方をお確かめください。60日より前のご注文はここではお調べできませんが、担当者が対応できます。"
        ),
        "since": " お尋ねの後の変更：{changes}。",
        "changes": {
            "cancelled": "ご注文がキャンセルされました",
            "payment": "お支払い：{after}（以前：{before}）",
            "fulfilment": "発送：{after}（以前：{before}）",
            "new_parcel": "新しいお荷物 {name}：{after}",
            "parcel": "お荷物 {name}：{after}（以前：{before}）",
            "refund": "返金が行われました",
            "return": "{after}",
        },
    },
}  # fmt: skip


def of(language: str) -> Sentences:
    return SENTENCES.get(language, SENTENCES["en"])
