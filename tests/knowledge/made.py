"""A store's content as Shopify answers it, page by page, and an embedder that needs no model."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backend.ai.embedding import Vectors
from backend.shopify.admin import AdminResult

UPDATED = "2026-11-01T08:00:00Z"


class HashEmbedder:
    """Each word has a direction of its own, so texts that share words are near. Counts what it embeds."""

    def __init__(self, name: str = "words-1", dimensions: int = 64) -> None:
        self.name, self.dimensions = name, dimensions
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            if "UNREADABLE" in text:
                raise ValueError("no vector for this")
            for word in text.lower().split():
                rows[row, int(hashlib.sha256(word.strip(".,?:").encode()).hexdigest(), 16) % self.dimensions] += 1.0
        unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return unit


def policy(kind: str, body: str, number: int = 1) -> dict[str, Any]:
    title = kind.replace("_", " ").capitalize()
    return {
        "id": f"gid://shopify/ShopPolicy/{number}",
        "type": kind,
        "title": title,
        "body": body,
        "updatedAt": UPDATED,
    }


def page(handle: str, body: str, number: int) -> dict[str, Any]:
    title = handle.replace("-", " ").capitalize()
    return {"id": f"gid://shopify/Page/{number}", "title": title, "handle": handle, "body": body, "updatedAt": UPDATED}


def product(handle: str, number: int, price: str = "48.00", available: bool = True) -> dict[str, Any]:
    money = {"amount": price, "currencyCode": "USD"}
    return {
        "id": f"gid://shopify/Product/{number}",
        "title": handle.replace("-", " ").title(),
        "handle": handle,
        "descriptionHtml": "<p>A light bottle of steel.</p>",
        "options": [{"name": "Size", "values": ["0.5 l", "1 l"]}],
        "priceRangeV2": {"minVariantPrice": money, "maxVariantPrice": money},
        "variants": {"nodes": [{"availableForSale": available}]},
        "updatedAt": UPDATED,
    }


@dataclass
class FakeStore:
    """Answers the content operations, two of a kind on a page."""

    policies: list[dict[str, Any]] = field(
        default_factory=lambda: [
            policy("SHIPPING_POLICY", "<h2>Canada</h2><p>Parcels to Canada take 5–8 business days.</p>")
        ]
    )
    pages: list[dict[str, Any]] = field(
        default_factory=lambda: [page(f"page-{n}", f"<p>This is page number {n} of ours.</p>", n) for n in range(1, 6)]
    )
    articles: list[dict[str, Any]] = field(default_factory=list)
    products: list[dict[str, Any]] = field(default_factory=lambda: [product("steel-bottle", 1)])
    failures: dict[str, Exception] = field(default_factory=dict)
    errors: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        self.asked.append(operation_name)
        if operation_name in self.failures:
            raise self.failures[operation_name]
        errors = self.errors.get(operation_name, ())
        if operation_name == "ShopPolicies":
            return AdminResult({"shop": {"shopPolicies": self.policies}}, errors)
        name = operation_name.removeprefix("Content").lower()
        nodes: list[dict[str, Any]] = getattr(self, name)
        start = int((variables or {}).get("after") or 0)
        info = {"hasNextPage": start + 2 < len(nodes), "endCursor": str(start + 2)}
        return AdminResult({name: {"nodes": nodes[start : start + 2], "pageInfo": info}}, errors)
