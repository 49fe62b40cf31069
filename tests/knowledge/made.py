"""A store's content as Shopify answers it, page by page, and an embedder that needs no model."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import delete
from sqlmodel import col

from backend.ai.embedding import Vectors
from backend.jobs import Job, TryAgain
from backend.knowledge import sync
from backend.knowledge.surroundings import Context
from backend.shopify.admin import AdminResult

UPDATED, LATER = "2026-11-01T08:00:00Z", "2026-11-02T08:00:00Z"


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


def page(handle: str, body: str, number: int, updated: str = UPDATED) -> dict[str, Any]:
    title = handle.replace("-", " ").capitalize()
    return {"id": f"gid://shopify/Page/{number}", "title": title, "handle": handle, "body": body, "updatedAt": updated}


def product(
    handle: str, number: int, price: str = "48.00", available: bool = True, updated: str = UPDATED
) -> dict[str, Any]:
    money = {"amount": price, "currencyCode": "USD"}
    return {
        "id": f"gid://shopify/Product/{number}",
        "title": handle.replace("-", " ").title(),
        "handle": handle,
        "descriptionHtml": "<p>A light bottle of steel.</p>",
        "options": [{"name": "Size", "values": ["0.5 l", "1 l"]}],
        "priceRangeV2": {"minVariantPrice": money, "maxVariantPrice": money},
        "variants": {"nodes": [{"title": "Default Title", "availableForSale": available}]},
        "updatedAt": updated,
    }


@dataclass
class FakeStore:
    """Answers the content operations; lists have two of a kind on a page, and products ten variants."""

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
    shop: dict[str, Any] | None = None
    failures: dict[str, Exception] = field(default_factory=dict)
    errors: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        self.asked.append(operation_name)
        if operation_name in self.failures:
            raise self.failures[operation_name]
        errors = self.errors.get(operation_name, ())
        if operation_name == "ShopInfo":
            return AdminResult({"shop": self.shop}, errors)
        if operation_name == "ShopPolicies":
            return AdminResult({"shop": {"shopPolicies": self.policies}}, errors)
        given = dict(variables or {})
        if operation_name == "ProductVariants":
            (product,) = [each for each in self.products if each["id"] == given["id"]]
            return AdminResult(
                {"product": {"variants": _page(product["variants"]["nodes"], given["after"], 100)}}, errors
            )
        name = operation_name.removeprefix("Content").removeprefix("List").lower()
        nodes: list[dict[str, Any]] = getattr(self, name)
        if operation_name.startswith("List"):
            return AdminResult({name: _page(nodes, given["after"], 2)}, errors)
        self.sought.append(given["q"])
        numbers = set(re.findall(r"id:(\d+)", given["q"]))
        found = [_ten(node) for node in nodes if node["id"].rsplit("/", 1)[-1] in numbers]
        return AdminResult({name: {"nodes": found}}, errors)


def _page(nodes: list[dict[str, Any]], after: Any, size: int) -> dict[str, Any]:
    start = int(after or 0)
    info = {"hasNextPage": start + size < len(nodes), "endCursor": str(start + size)}
    return {"nodes": nodes[start : start + size], "pageInfo": info}


def _ten(node: dict[str, Any]) -> dict[str, Any]:
    return {**node, "variants": _page(node["variants"]["nodes"], 0, 10)} if "variants" in node else node


async def read_all(context: Context, shop_id: int) -> None:
    """Does the job that a listing owes, slice by slice, in place of a worker."""
    while True:
        try:
            await sync.run(context, {"shop_id": shop_id, "unread": True})
        except TryAgain as again:
            if str(again) != "more to read":
                raise
        else:
            break
    async with context.db.writing() as session:
        await session.exec(delete(Job).where(col(Job.key) == f"knowledge.sync:{shop_id}:unread"))
