"""The Admin API refuses, charges and answers as Shopify does."""

from typing import Any

import pytest

from simulator.admin.context import gid
from tests.simulator.harness import SCOPES, Shopify

pytestmark = pytest.mark.anyio
SEARCH = "query Search($q: String) { orders(first: 20, query: $q) { nodes { id name } } }"
FAULTS = "shops/alder-and-pine/faults"


def names(answer: Any) -> list[str]:
    return [node["name"] for node in answer["data"]["orders"]["nodes"]]


def order_id(shopify: Shopify, name: str) -> str:
    return gid("Order", next(order.id for order in shopify.shop.orders if order.name == name))


async def test_a_dead_token_is_told_by_a_string(shopify: Shopify) -> None:
    shopify.install()
    response = await shopify.post("{ shop { name } }", "shpat_unknown")
    assert response.status_code == 401
    assert response.json() == {"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}


async def test_the_story_of_the_delayed_parcel_can_be_read(shopify: Shopify) -> None:
    shopify.install()
    query = """query ($id: ID!) { order(id: $id) {
        name email displayFulfillmentStatus currentTotalPriceSet { shopMoney { amount currencyCode } }
        customer { displayName defaultEmailAddress { emailAddress } }
        lineItems(first: 5) { nodes { title quantity image { url } } }
        fulfillments(first: 5) { displayStatus trackingInfo(first: 1) { company url }
          events(first: 1, sortKey: HAPPENED_AT, reverse: true) { nodes { status message } } } } }"""
    order = (await shopify.ask(query, id=order_id(shopify, "#1001")))["data"]["order"]
    assert order["email"] == order["customer"]["defaultEmailAddress"]["emailAddress"] == "elena.petrova@example.com"
    assert len(order["lineItems"]["nodes"]) == 2
    assert order["currentTotalPriceSet"]["shopMoney"] == {"amount": "361.00", "currencyCode": "USD"}
    parcel = order["fulfillments"][0]
    assert parcel["displayStatus"] == "DELAYED"
    assert parcel["events"]["nodes"][0]["status"] == "DELAYED"
    assert parcel["trackingInfo"][0]["company"] == "Canada Post"


async def test_search_by_name_is_fuzzy(shopify: Shopify) -> None:
    shopify.install()
    assert sorted(names(await shopify.ask(SEARCH, q='name:"1001"'))) == ["#1001", "#10010", "EN-1001"]


async def test_orders_older_than_sixty_days_are_silently_absent(shopify: Shopify) -> None:
    shopify.install()
    by_id = "query ($id: ID!) { order(id: $id) { name } }"
    old = order_id(shopify, "#987")
    assert names(await shopify.ask(SEARCH, q="name:987")) == []
    assert (await shopify.ask(by_id, id=old))["data"] == {"order": None}
    shopify.install("read_all_orders")
    assert names(await shopify.ask(SEARCH, q="name:987")) == ["#987"]
    assert (await shopify.ask(by_id, id=old))["data"] == {"order": {"name": "#987"}}


async def test_no_order_of_another_shop_is_found(shopify: Shopify) -> None:
    shopify.install()
    harbor = shopify.world.shops["harbor-tea.myshopify.com"].orders[0]
    answer = await shopify.ask("query ($id: ID!) { order(id: $id) { name } }", id=gid("Order", harbor.id))
    assert answer["data"] == {"order": None}
    assert names(await shopify.ask(SEARCH, q="name:HT-2001-EU")) == []


async def test_a_missing_scope_is_an_error_at_the_field_and_the_rest_is_given(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(FAULTS, missing_scopes=["read_customers"])
    query = "query ($id: ID!) { order(id: $id) { name customer { id } } }"
    answer = await shopify.ask(query, id=order_id(shopify, "#1001"))
    assert answer["data"]["order"] == {"name": "#1001", "customer": None}
    (error,) = answer["errors"]
    assert error["message"] == ("Access denied for customer field. Required access: `read_customers` access scope.")
    assert error["extensions"]["code"] == "ACCESS_DENIED"
    assert error["path"] == ["order", "customer"]


@pytest.mark.parametrize(
    ("scope", "query"),
    [
        ("read_orders", "{ orders(first: 1) { nodes { id } } }"),
        ("read_products", "{ products(first: 1) { nodes { id } } }"),
        ("read_content", "{ pages(first: 1) { nodes { id } } }"),
        ("read_content", "{ articles(first: 1) { nodes { id } } }"),
        ("read_legal_policies", "{ shop { shopPolicies { id } } }"),
        ("read_customers", "{ customers(first: 1) { nodes { id } } }"),
    ],
)
async def test_each_kind_of_data_needs_its_scope(shopify: Shopify, scope: str, query: str) -> None:
    shopify.install()
    assert "errors" not in await shopify.ask(query)
    await shopify.control(FAULTS, missing_scopes=[scope])
    answer = await shopify.ask(query)
    assert f"`{scope}`" in answer["errors"][0]["message"]
    assert answer["data"] is None or list(answer["data"].values()) == [None]


async def test_an_app_that_is_not_approved_gets_no_orders_and_no_contacts(shopify: Shopify) -> None:
    shopify.install()
    query = "query ($id: ID!) { order(id: $id) { name email shippingAddress { city zip } } }"
    identity = order_id(shopify, "#1001")
    await shopify.control(FAULTS, refuse_protected_fields=True)
    answer = await shopify.ask(query, id=identity)
    assert answer["data"]["order"] == {
        "name": "#1001",
        "email": None,
        "shippingAddress": {"city": "Ottawa", "zip": None},
    }
    assert answer["errors"][0]["message"].startswith("This app is not approved to use the email field.")
    await shopify.control(FAULTS, refuse_protected_objects=True)
    answer = await shopify.ask(query, id=identity)
    assert answer["data"] == {"order": None}
    assert answer["errors"][0]["message"].startswith("This app is not approved to access the Order object.")
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


async def test_an_unknown_field_is_refused_in_shopifys_words(shopify: Shopify) -> None:
    shopify.install()
    answer = await shopify.ask("{ shop { nickname } }")
    assert "data" not in answer
    assert answer["errors"][0]["message"] == "Field 'nickname' doesn't exist on type 'Shop'"


async def test_a_field_that_the_shop_holds_nothing_for_is_an_error_and_never_made_up(shopify: Shopify) -> None:
    shopify.install()
    answer = await shopify.ask("{ shop { name richTextEditorUrl } }")
    assert answer["errors"][0]["message"] == "The simulated shop holds nothing for Shop.richTextEditorUrl."


async def test_the_cost_is_told_and_paid_from_the_bucket(shopify: Shopify) -> None:
    shopify.install()
    cost = (await shopify.ask(SEARCH, q="name:1001"))["extensions"]["cost"]
    assert cost["requestedQueryCost"] == 22
    assert cost["actualQueryCost"] == 4
    assert cost["throttleStatus"] == {"maximumAvailable": 2000, "currentlyAvailable": 1996, "restoreRate": 100}


async def test_a_throttled_request_is_an_error_with_status_200(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(FAULTS, throttle_next=1)
    answer = await shopify.ask("{ shop { name } }")
    assert "data" not in answer
    assert answer["errors"][0]["message"] == "Throttled"
    assert answer["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert answer["extensions"]["cost"]["actualQueryCost"] is None
    assert "errors" not in await shopify.ask("{ shop { name } }")


async def test_an_empty_bucket_throttles_until_it_has_refilled(shopify: Shopify) -> None:
    shopify.install()
    await shopify.ask("{ shop { name } }")
    shopify.shop.bucket.available, shopify.shop.bucket.restore_rate = 0, 1
    assert (await shopify.ask(SEARCH))["errors"][0]["extensions"]["code"] == "THROTTLED"
    await shopify.control("clock", advance_seconds=30)
    assert "errors" not in await shopify.ask(SEARCH)


async def test_a_query_above_a_thousand_points_is_refused_before_it_runs(shopify: Shopify) -> None:
    shopify.install()
    query = "{ orders(first: 100) { nodes { lineItems(first: 20) { nodes { id } } } } }"
    answer = await shopify.ask(query)
    assert "data" not in answer
    assert answer["errors"][0]["extensions"]["code"] == "MAX_COST_EXCEEDED"
    assert shopify.shop.bucket.available == 2000


async def test_lists_are_read_page_by_page_each_once(shopify: Shopify) -> None:
    shopify.install()
    query = """query ($after: String) { orders(first: 7, after: $after, sortKey: UPDATED_AT, reverse: true) {
        nodes { name updatedAt } pageInfo { hasNextPage endCursor } } }"""
    seen: list[dict[str, str]] = []
    after = None
    while True:
        page = (await shopify.ask(query, after=after))["data"]["orders"]
        seen += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    recent = [order.name for order in shopify.shop.orders if order.name not in {"#987", "#951", "#902", "#840"}]
    assert sorted(order["name"] for order in seen) == sorted(recent)
    assert [order["updatedAt"] for order in seen] == sorted((order["updatedAt"] for order in seen), reverse=True)


@pytest.mark.parametrize("page", ["", "(first: 251)", "(first: -1)", '(first: 1, after: "nonsense")'])
async def test_a_list_needs_a_sensible_page(shopify: Shopify, page: str) -> None:
    shopify.install()
    answer = await shopify.ask(f"{{ orders{page} {{ nodes {{ id }} }} }}")
    assert answer.get("data") is None
    assert len(answer["errors"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"{", 400), (b'{"query": 1}', 400), (b'{"query":"{","variables":[1]}', 400)],
)
async def test_an_unreadable_body_is_refused(shopify: Shopify, body: bytes, status: int) -> None:
    shopify.install()
    headers = {"X-Shopify-Access-Token": await shopify.token()}
    path = "/shops/alder-and-pine.myshopify.com/admin/api/2026-10/graphql.json"
    response = await shopify.client.post(path, content=body, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize("query", ["{", "{ shop { name }", "query A { shop { id } } query B { shop { id } }", "{ a }"])
async def test_malformed_graphql_is_an_error_without_data(shopify: Shopify, query: str) -> None:
    shopify.install()
    answer = await shopify.ask(query)
    assert "data" not in answer
    assert answer["errors"]


async def test_a_very_deep_query_is_refused(shopify: Shopify) -> None:
    shopify.install()
    answer = await shopify.ask("{ shop " * 5000 + "}" * 5000)
    assert "data" not in answer
    assert answer["errors"]


@pytest.mark.parametrize("status", [402, 403, 404, 423, 429, 430, 503])
async def test_the_api_can_be_made_to_answer_with_a_status(shopify: Shopify, status: int) -> None:
    shopify.install()
    token = await shopify.token()
    await shopify.control(FAULTS, answer_status=status)
    response = await shopify.post("{ shop { name } }", token)
    assert response.status_code == status
    assert isinstance(response.json()["errors"], str)
    assert ("retry-after" in response.headers) == (status == 429)


async def test_an_internal_error_comes_with_status_200(shopify: Shopify) -> None:
    shopify.install()
    await shopify.control(FAULTS, fail_next=1)
    answer = await shopify.ask("{ shop { name } }")
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "errors" not in await shopify.ask("{ shop { name } }")


async def test_the_shop_tells_its_storefront_and_its_order_names(shopify: Shopify) -> None:
    shopify.install()
    query = """{ shop { primaryDomain { host url } orderNumberFormatPrefix plan { publicDisplayName } }
        currentAppInstallation { launchUrl accessScopes { handle } app { handle } } }"""
    data = (await shopify.ask(query))["data"]
    assert data["shop"]["primaryDomain"] == {"host": "localhost", "url": "http://localhost:9000"}
    assert [scope["handle"] for scope in data["currentAppInstallation"]["accessScopes"]] == list(SCOPES)


async def test_published_content_can_be_read(shopify: Shopify) -> None:
    shopify.install()
    shopify.shop.pages[0].published_at = None
    query = """query ($q: String) { pages(first: 50, query: $q) { nodes { handle body isPublished } }
        articles(first: 50, query: $q) { nodes { title summary blog { handle } } }
        products(first: 20, query: "status:active published_status:published") { nodes { handle onlineStoreUrl
          priceRangeV2 { minVariantPrice { amount } } variants(first: 3) { nodes { price availableForSale } } } }
        shop { shopPolicies { type body url } } }"""
    data = (await shopify.ask(query, q="published_status:published"))["data"]
    assert len(data["pages"]["nodes"]) == len(shopify.shop.pages) - 1
    assert all(page["isPublished"] for page in data["pages"]["nodes"])
    assert len(data["articles"]["nodes"]) == 3
    assert len(data["products"]["nodes"]) == len(shopify.shop.products)
    shipping = next(policy for policy in data["shop"]["shopPolicies"] if policy["type"] == "SHIPPING_POLICY")
    assert "5–8 business days" in shipping["body"]
    assert shipping["url"] == "http://localhost:9000/policies/shipping-policy"


async def test_the_theme_says_whether_the_app_embed_is_on(shopify: Shopify) -> None:
    shopify.install("read_themes")
    shopify.shop.theme.embed_on = False
    query = """{ themes(first: 1, roles: [MAIN]) { nodes { role
        files(filenames: ["config/settings_data.json"], first: 1) { userErrors { code }
          nodes { body { ... on OnlineStoreThemeFileBodyText { content } } } } } } }"""
    (theme,) = (await shopify.ask(query))["data"]["themes"]["nodes"]
    content = theme["files"]["nodes"][0]["body"]["content"]
    assert content.startswith("/*")
    assert "shopify://apps/baton/blocks/" in content
    assert '"disabled": true' in content


async def test_the_app_keeps_metafields_of_its_own_until_it_is_uninstalled(shopify: Shopify) -> None:
    shopify.install()
    setting = """mutation ($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) {
        metafields { value } userErrors { code } } }"""
    entry = {"ownerId": gid("AppInstallation", shopify.shop.id), "namespace": "baton", "key": "look", "type": "json"}
    answer = await shopify.ask(setting, m=[{**entry, "value": '{"a":1}'}])
    assert answer["data"]["metafieldsSet"] == {"metafields": [{"value": '{"a":1}'}], "userErrors": []}
    reading = "{ currentAppInstallation { metafields(first: 5) { nodes { key jsonValue } } } }"
    held = (await shopify.ask(reading))["data"]["currentAppInstallation"]["metafields"]["nodes"]
    assert held == [{"key": "look", "jsonValue": {"a": 1}}]
    foreign = {**entry, "ownerId": gid("Shop", 1), "value": "{}"}
    refused = await shopify.ask(setting, m=[{**entry, "key": "new", "value": "{}"}, foreign])
    assert refused["data"]["metafieldsSet"]["userErrors"] == [{"code": "INVALID"}]
    assert set(shopify.shop.grant.metafields) == {("baton", "look")}
    await shopify.ask("mutation { appUninstall { app { id } } }")
    assert shopify.shop.grant.metafields == {}


CANCEL = """mutation ($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true,
    refundMethod: {originalPaymentMethodsRefund: true}) { job { done } orderCancelUserErrors { code message } } }"""


async def test_an_order_can_be_cancelled_only_before_it_is_sent(shopify: Shopify) -> None:
    shopify.install("write_orders")
    waiting = next(order for order in shopify.shop.orders if order.name == "#1064")
    sent = next(order for order in shopify.shop.orders if order.name == "#1001")
    done = (await shopify.ask(CANCEL, id=gid("Order", waiting.id)))["data"]["orderCancel"]
    assert done == {"job": {"done": True}, "orderCancelUserErrors": []}
    assert (waiting.cancel_reason, waiting.refunded) == ("CUSTOMER", waiting.total)
    refused = (await shopify.ask(CANCEL, id=gid("Order", sent.id)))["data"]["orderCancel"]
    assert refused["orderCancelUserErrors"][0]["code"] == "INVALID"
    assert (sent.cancelled_at, sent.refunds) == (None, [])


async def test_a_change_of_an_order_needs_the_right_to_write(shopify: Shopify) -> None:
    shopify.install()
    answer = await shopify.ask(CANCEL, id=order_id(shopify, "#1064"))
    assert answer["data"] == {"orderCancel": None}
    assert "`write_orders`" in answer["errors"][0]["message"]
    assert all(order.name != "#1064" or order.cancelled_at is None for order in shopify.shop.orders)


async def test_notes_and_tags_are_kept_and_told(shopify: Shopify) -> None:
    shopify.install("write_orders")
    identity = order_id(shopify, "#1001")
    update = "mutation ($i: OrderInput!) { orderUpdate(input: $i) { order { note tags } userErrors { message } } }"
    tags = 'mutation ($id: ID!) { tagsAdd(id: $id, tags: ["vip"]) { node { id } userErrors { message } } }'
    await shopify.ask(update, i={"id": identity, "note": "Call first."})
    await shopify.ask(tags, id=identity)
    await shopify.courier.settle()
    order = next(order for order in shopify.shop.orders if order.name == "#1001")
    assert (order.note, order.tags) == ("Call first.", ["vip"])
    assert [request.headers["x-shopify-topic"] for request in shopify.listening.requests] == ["orders/updated"] * 2


async def test_sent_items_can_be_returned(shopify: Shopify) -> None:
    shopify.install("write_orders", "write_returns")
    order = next(order for order in shopify.shop.orders if order.name == "#1010")
    query = """mutation ($i: ReturnInput!) { returnCreate(returnInput: $i) { return { name status totalQuantity }
        userErrors { code } } }"""
    line = {"fulfillmentLineItemId": gid("FulfillmentLineItem", order.lines[0].id), "quantity": 1}
    answer = await shopify.ask(query, i={"orderId": gid("Order", order.id), "returnLineItems": [line]})
    assert answer["data"]["returnCreate"]["return"] == {"name": "#1010-R1", "status": "OPEN", "totalQuantity": 1}
    too_many = await shopify.ask(
        query, i={"orderId": gid("Order", order.id), "returnLineItems": [{**line, "quantity": 5}]}
    )
    assert too_many["data"]["returnCreate"]["userErrors"] == [{"code": "INVALID"}]
    assert len(order.returns) == 1
