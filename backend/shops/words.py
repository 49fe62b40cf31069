"""What the widget opens with where the merchant chose nothing, in each language."""

from typing import TypedDict


class Opening(TypedDict):
    """All of it, in one language."""

    greeting: str
    bot_name: str
    opening_questions: tuple[str, ...]


OPENINGS: dict[str, Opening] = {
    "en": {
        "greeting": "Hi! Ask about shipping, returns, products or your order.",
        "bot_name": "Store bot",
        "opening_questions": ("Where is my order?", "How long does shipping take?", "How do I return something?"),
    },
    "fr": {
        "greeting": "Bonjour\u00a0! Une question sur la livraison, les retours, les produits ou votre commande\u00a0?",
        "bot_name": "Bot de la boutique",
        "opening_questions": (
            "Où est ma commande\u00a0?",
            "Combien de temps prend la livraison\u00a0?",
            "Comment retourner un article\u00a0?",
        ),
    },
    "de": {
        "greeting": "Hallo! Fragen Sie zu Versand, Rückgabe, Produkten oder Ihrer Bestellung.",
        "bot_name": "Shop-Bot",
        "opening_questions": (
            "Wo ist meine Bestellung?",
            "Wie lange dauert der Versand?",
            "Wie kann ich etwas zurückgeben?",
        ),
    },
    "es": {
        "greeting": "¡Hola! Pregunte sobre envíos, devoluciones, productos o su pedido.",
        "bot_name": "Bot de la tienda",
        "opening_questions": (
            "¿Dónde está mi pedido?",
            "¿Cuánto tarda el envío?",
            "¿Cómo puedo devolver un artículo?",
        ),
    },
    "ja": {
        "greeting": "こんにちは。配送、返品、商品、ご注文についてお尋ねください。",
        "bot_name": "ストアのボット",
        "opening_questions": (
            "注文した商品は今どこにありますか？",
            "配送にはどのくらいかかりますか？",
            "返品するにはどうすればよいですか？",
        ),
    },
}


def of(language: str) -> Opening:
    return OPENINGS.get(language, OPENINGS["en"])
