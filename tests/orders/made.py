"""Shopify's answers about one order, in the shape that the operations ask for, and a Shopify that gives them."""

import asyncio
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.shopify.admin import AdminResult

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FEW = 2
"""How many orders a search gives whole."""
GID = "gid://shopify/Order/501"
KEY = b"k" * 32
"""The deployment's secret."""
SECRETS = (
    "Elena Petrova",
    "elena.petrova@example.com",
    "+18025550133",
    "14 Birch Lane",
    "Burlington",
    "Trail Jacket",
    "TJ-M-GRN",
    "189.00",
    "194.50",
    "94001000000000001",
    "tools.usps.example",
    "status.example",
)


def money(amount: str) -> dict[str, Any]:
    one = {"amount": amount, "currencyCode": "USD"}
    return {"shopMoney": one, "presentmentMoney": one}


def shopify_order(name: str = "#1001", gid: str = GID, **changed: Any) -> dict[str, Any]:
    """The story's order: two items, one parcel that should have come three weeks ago."""
    promised = (NOW - timedelta(days=21)).isoformat()
    order: dict[str, Any] = {
        "id": gid,
        "legacyResourceId": "501",
        "name": name,
        "processedAt": (NOW - timedelta(days=30)).isoformat(),
        "createdAt": (NOW - timedelta(days=30)).isoformat(),
        "updatedAt": (NOW - timedelta(days=2)).isoformat(),
        "cancelledAt": None,
        "cancelReason": None,
        "test": False,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "FULFILLED",
        "returnStatus": "NO_RETURN",
        "currencyCode": "USD",
        "currentTotalPriceSet": money("194.50"),
        "subtotalPriceSet": money("189.00"),
        "totalShippingPriceSet": money("5.50"),
        "totalTaxSet": money("0.00"),
        "totalDiscountsSet": None,
        "totalRefundedSet": money("0.00"),
        "totalOutstandingSet": money("0.00"),
        "customer": {"id": "gid://shopify/Customer/7001"},
        "shippingAddress": {"city": "Burlington", "province": "Vermont", "country": "United States"},
        "lineItems": {
            "nodes": [
                {
                    "title": "Trail Jacket",
                    "variantTitle": "M / Green",
                    "sku": "TJ-M-GRN",
                    "quantity": 2,
                    "currentQuantity": 2,
                    "unfulfilledQuantity": 0,
                    "image": {"url": "https://cdn.example/jacket.svg", "altText": None},
                    "discountedUnitPriceSet": money("94.50"),
                }
            ],
            "pageInfo": {"hasNextPage": False},
        },
        "fulfillments": [
            {
                "name": f"{name}-F1",
                "status": "SUCCESS",
                "displayStatus": "DELAYED",
                "estimatedDeliveryAt": promised,
                "deliveredAt": None,
                "trackingInfo": [
                    {"company": "USPS", "number": "94001000000000001", "url": "https://tools.usps.example/94001"}
                ],
                "events": {
                    "nodes": [
                        {
                            "status": "DELAYED",
                            "happenedAt": (NOW - timedelta(days=18)).isoformat(),
                            "message": "Delayed.",
                        },
                        {
                            "status": "IN_TRANSIT",
                            "happenedAt": (NOW - timedelta(days=25)).isoformat(),
                            "message": "Left.",
                        },
                    ]
                },
            }
        ],
        "refunds": [],
    }
    return {**order, **changed}


def shopify_contact(gid: str = GID, email: str | None = "Elena.Petrova@example.com", **changed: Any) -> dict[str, Any]:
    contact: dict[str, Any] = {
        "id": gid,
        "email": email,
        "phone": "+18025550133",
        "statusPageUrl": "https://status.example/501",
        "shippingAddress": {
            "name": "Elena Petrova",
            "formatted": ["Elena Petrova", "14 Birch Lane", "Burlington VT 05401", "United States"],
        },
        "customer": {"id": "gid://shopify/Customer/7001", "displayName": "Elena Petrova"},
    }
    return {**contact, **changed}


@dataclass
class FakeShopify:
    """Answers the order operations from what it holds, and counts. Its search is as careless as the real one."""

    orders: list[dict[str, Any]] = field(default_factory=lambda: [shopify_order()])
    contacts: dict[str, dict[str, Any]] = field(default_factory=lambda: {GID: shopify_contact()})
    failures: dict[str, Exception] = field(default_factory=dict)
    errors: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    page: int = 25

    async def run(self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None) -> AdminResult:
        given = dict(variables or {})
        self.asked.append((operation_name, given))
        await asyncio.sleep(0)
        if operation_name in self.failures:
            raise self.failures[operation_name]
        answers = {
            "OrderSearch": self._search,
            "OrderSearchContact": self._search_contact,
            "OrderNames": self._names,
            "OrderById": self._by_id,
            "OrderContact": self._contact,
            "OrdersUpdated": self._updated,
        }
        return AdminResult(answers[operation_name](given), self.errors.get(operation_name, ()))

    async def run_granted(
        self, shop_id: int, operation_name: str, variables: Mapping[str, Any] | None = None
    ) -> AdminResult:
        return await self.run(shop_id, operation_name, variables)

    def _search(self, given: dict[str, Any]) -> dict[str, Any]:
        """Everything, whatever was asked: the caller must not rely on the filter."""
        return {"orders": {"nodes": deepcopy(self.orders[:FEW]), "pageInfo": {"hasNextPage": len(self.orders) > FEW}}}

    def _search_contact(self, given: dict[str, Any]) -> dict[str, Any]:
        known = [self.contacts.get(order["id"], {"id": order["id"], "statusPageUrl": None}) for order in self.orders]
        return {"orders": {"nodes": deepcopy(known[:FEW])}}

    def _names(self, given: dict[str, Any]) -> dict[str, Any]:
        start = int(given.get("after") or 0)
        found = self.orders[start : start + self.page]
        nodes = [{"id": o["id"], "name": o["name"], "confirmationNumber": o.get("confirmationNumber")} for o in found]
        more = start + self.page < len(self.orders)
        return {"orders": {"nodes": nodes, "pageInfo": {"hasNextPage": more, "endCursor": str(start + self.page)}}}

    def _updated(self, given: dict[str, Any]) -> dict[str, Any]:
        known = {order["id"]: order for order in self.orders}
        return {"nodes": [_as_updated(known.get(gid)) for gid in given["ids"]]}

    def _by_id(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"order": deepcopy(next((o for o in self.orders if o["id"] == given["id"]), None))}

    def _contact(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"order": deepcopy(self.contacts.get(given["id"]))}

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]


def _as_updated(order: dict[str, Any] | None) -> dict[str, Any] | None:
    if order is None:
        return None
    parcels = [{"displayStatus": parcel["displayStatus"]} for parcel in order["fulfillments"]]
    return {"id": order["id"], "updatedAt": order["updatedAt"], "fulfillments": parcels}
