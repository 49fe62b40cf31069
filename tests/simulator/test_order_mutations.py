"""What apps do to orders has consequences: money, stock, states, webhooks. What Shopify refuses changes nothing."""

from dataclasses import astuple
from decimal import Decimal
from typing import Any

import pytest

from simulator.admin.context import gid
from simulator.records import Order, Variant
from tests.simulator.harness import Shopify

pytestmark = pytest.mark.anyio

REFUND = """mutation ($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
    refund { id totalRefundedSet { shopMoney { amount } } } userErrors { message } } }"""
SUGGEST = """query ($id: ID!, $lines: [RefundLineItemInput!], $shipping: Boolean, $full: Boolean) { order(id: $id) {
    suggestedRefund(refundLineItems: $lines, refundShipping: $shipping, suggestFullRefund: $full) {
      amountSet { shopMoney { amount } } maximumRefundableSet { shopMoney { amount } }
      shipping { amountSet { shopMoney { amount } } }
      suggestedTransactions { gateway amountSet { shopMoney { amount } } parentTransaction { id } } } } }"""
CANCEL = """mutation ($id: ID!, $restock: Boolean!) { orderCancel(orderId: $id, reason: STAFF, restock: $restock,
    staffNote: "By mistake.", refundMethod: {originalPaymentMethodsRefund: true}) {
    job { id done } orderCancelUserErrors { code message } } }"""
JOB = "query ($id: ID!) { job(id: $id) { done } }"


def named(shopify: Shopify, name: str) -> Order:
    return next(order for order in shopify.shop.orders if order.name == name)


def variant_of(shopify: Shopify, order: Order, place: int = 0) -> Variant:
    wanted = order.lines[place].variant_id
    return next(variant for product in shopify.shop.products for variant in product.variants if variant.id == wanted)


def refund_input(order: Order, amount: str, quantity: int = 1, restock: str = "NO_RESTOCK") -> dict[str, Any]:
    line = {"lineItemId": gid("LineItem", order.lines[0].id), "quantity": quantity, "restockType": restock}
    payment = {"orderId": gid("Order", order.id), "parentId": gid("OrderTransaction", order.id)}
    transaction = {**payment, "gateway": "shopify_payments", "kind": "REFUND", "amount": amount}
    return {"orderId": gid("Order", order.id), "refundLineItems": [line], "transactions": [transaction]}


async def suggested(shopify: Shopify, order: Order, **given: object) -> dict[str, Any]:
    answer = await shopify.ask(SUGGEST, id=gid("Order", order.id), **given)
    found: dict[str, Any] = answer["data"]["order"]["suggestedRefund"]
    return found


def amount_of(bag: dict[str, Any]) -> str:
    return str(bag["shopMoney"]["amount"])


async def test_a_refund_without_a_key_is_refused(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1010")
    bare = "mutation ($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { message } } }"
    answer = await shopify.ask(bare, input=refund_input(order, "69.00"))
    assert answer["data"] == {"refundCreate": None}
    assert "@idempotent" in answer["errors"][0]["message"]
    assert order.refunds == []


async def test_the_same_key_is_the_same_refund_and_with_other_words_it_is_none(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1010")
    given = refund_input(order, "69.00")
    first, again = [(await shopify.ask(REFUND, input=given, key="one"))["data"]["refundCreate"] for _ in range(2)]
    assert first == again
    assert amount_of(first["refund"]["totalRefundedSet"]) == "69.00"
    other = (await shopify.ask(REFUND, input={**given, "note": "Other"}, key="one"))["data"]["refundCreate"]
    assert (other["refund"], "same idempotency key" in other["userErrors"][0]["message"]) == (None, True)
    assert [refund.amount for refund in order.refunds] == [Decimal("69.00")]


async def test_money_is_given_back_but_never_more_than_was_paid(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1010")
    much = str(order.received + 1)
    refused = (await shopify.ask(REFUND, input=refund_input(order, much), key="much"))["data"]["refundCreate"]
    assert (refused["refund"], len(refused["userErrors"])) == (None, 1)
    assert (order.refunds, order.lines[0].current_quantity) == ([], 1)


async def test_what_is_restocked_is_on_the_shelf_again_and_what_is_not_is_not(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1010")
    variant = variant_of(shopify, order)
    before = variant.inventory
    await shopify.ask(REFUND, input=refund_input(order, "69.00", restock="RETURN"), key="back")
    assert (variant.inventory, order.lines[0].current_quantity) == (before + 1, 0)
    other = named(shopify, "#1001")
    kept = variant_of(shopify, other).inventory
    await shopify.ask(REFUND, input=refund_input(other, "1.00"), key="kept")
    assert variant_of(shopify, other).inventory == kept


async def test_a_suggestion_counts_lines_shipping_and_what_is_left(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1010")
    order.shipping, order.discount, order.tax = Decimal("5.50"), Decimal("6.90"), Decimal("0.00")
    line = [{"lineItemId": gid("LineItem", order.lines[0].id), "quantity": 1}]
    goods = order.lines[0].price - (order.discount * order.lines[0].price / (order.subtotal + order.discount))
    one = await suggested(shopify, order, lines=line, shipping=True)
    assert amount_of(one["amountSet"]) == f"{goods + order.shipping:.2f}"
    assert amount_of(one["shipping"]["amountSet"]) == "5.50"
    assert one["suggestedTransactions"][0]["parentTransaction"]["id"] == gid("OrderTransaction", order.id)
    whole = await suggested(shopify, order, full=True)
    assert amount_of(whole["amountSet"]) == amount_of(whole["maximumRefundableSet"]) == f"{order.received:.2f}"


async def test_a_cancelled_order_is_paid_back_and_its_goods_are_on_the_shelf_again(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1064")
    variant, held = variant_of(shopify, order), order.lines[0].current_quantity
    before = variant.inventory
    answer = (await shopify.ask(CANCEL, id=gid("Order", order.id), restock=True))["data"]["orderCancel"]
    assert (answer["job"]["done"], answer["orderCancelUserErrors"]) == (True, [])
    assert (order.cancel_reason, order.staff_note, order.left) == ("STAFF", "By mistake.", Decimal("0.00"))
    assert variant.inventory == before + held
    again = (await shopify.ask(CANCEL, id=gid("Order", order.id), restock=True))["data"]["orderCancel"]
    assert "already been canceled" in again["orderCancelUserErrors"][0]["message"]
    assert (variant.inventory, len(order.refunds)) == (before + held, 1)


async def test_a_slow_job_is_done_after_some_looks_and_then_told(shopify: Shopify) -> None:
    shopify.install("write_orders")
    shopify.shop.faults.slow_jobs = 2
    order = named(shopify, "#1064")
    job = (await shopify.ask(CANCEL, id=gid("Order", order.id), restock=False))["data"]["orderCancel"]["job"]
    assert (job["done"], order.cancelled_at) == (False, None)
    looks = [(await shopify.ask(JOB, id=job["id"]))["data"]["job"]["done"] for _ in range(2)]
    assert looks == [False, True]
    assert order.cancelled_at is not None
    await shopify.courier.settle()
    assert [request.headers["x-shopify-topic"] for request in shopify.listening.requests] == ["orders/updated"]


async def test_an_answer_that_is_lost_leaves_what_was_done(shopify: Shopify) -> None:
    shopify.install("write_orders")
    shopify.shop.faults.lose_answers = 1
    order = named(shopify, "#1010")
    lost = await shopify.post(REFUND, await shopify.token(), input=refund_input(order, "69.00"), key="lost")
    assert (lost.status_code, len(order.refunds), shopify.shop.faults.lose_answers) == (502, 1, 0)


async def test_an_address_is_replaced_as_a_whole_or_not_at_all(shopify: Shopify) -> None:
    shopify.install("write_orders")
    order = named(shopify, "#1064")
    query = """mutation ($i: OrderInput!) { orderUpdate(input: $i) {
        order { shippingAddress { formatted country } } userErrors { field message } } }"""
    place = {"firstName": "Ann", "lastName": "Lee", "address1": "9 Elm St", "city": "Stowe", "countryCode": "US"}
    given = {"id": gid("Order", order.id), "shippingAddress": {**place, "provinceCode": "VT", "zip": "05672"}}
    done = (await shopify.ask(query, i=given))["data"]["orderUpdate"]
    assert done["order"]["shippingAddress"]["formatted"] == ["9 Elm St", "Stowe VT 05672", "United States"]
    kept = order.shipping_address
    assert kept is not None
    before = astuple(kept)
    bad = {**given, "shippingAddress": {**place, "city": ""}}
    refused = (await shopify.ask(query, i=bad))["data"]["orderUpdate"]
    assert refused["userErrors"] == [{"field": ["shippingAddress", "city"], "message": "can't be blank"}]
    assert astuple(kept) == before and order.shipping_address is kept


async def test_only_what_was_sent_and_is_not_coming_back_can_be_returned(shopify: Shopify) -> None:
    shopify.install("write_orders", "write_returns")
    order = named(shopify, "#1010")
    query = """query ($id: ID!) { returnableFulfillments(orderId: $id, first: 5) { nodes {
        returnableFulfillmentLineItems(first: 10) { nodes { quantity fulfillmentLineItem { id } } } } }
        returnReasonDefinitions(first: 20) { nodes { id name } } }"""
    answer = (await shopify.ask(query, id=gid("Order", order.id)))["data"]
    (parcel,) = answer["returnableFulfillments"]["nodes"]
    items = parcel["returnableFulfillmentLineItems"]["nodes"]
    assert "Wrong item" in [reason["name"] for reason in answer["returnReasonDefinitions"]["nodes"]]
    making = "mutation ($i: ReturnInput!) { returnCreate(returnInput: $i) { return { id } userErrors { code } } }"
    lines = [{"fulfillmentLineItemId": one["fulfillmentLineItem"]["id"], "quantity": one["quantity"]} for one in items]
    given = {"orderId": gid("Order", order.id), "returnLineItems": lines}
    assert (await shopify.ask(making, i=given))["data"]["returnCreate"]["userErrors"] == []
    assert (await shopify.ask(query, id=gid("Order", order.id)))["data"]["returnableFulfillments"]["nodes"] == []
    assert (await shopify.ask(making, i=given))["data"]["returnCreate"]["userErrors"] == [{"code": "INVALID"}]
    assert len(order.returns) == 1
