"""What Shopify or an agent holds becomes a document: a title, an address in the storefront, and text to be read."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backend.ai.documents import Block, BlockKind, ChunkDraft, Stock, chunks_of, product_chunks
from backend.ai.files import ReadFile
from backend.ai.language import UNDETERMINED, language_of
from backend.ai.reading import blocks_of_html, blocks_of_text
from backend.knowledge.models import KnowledgeSource
from backend.knowledge.rules import Kind, content_hash

_SYMBOLS = {"USD": "$", "CAD": "CA$", "AUD": "A$", "EUR": "€", "GBP": "£", "JPY": "¥"}
MOST_CHUNKS, MOST_OF_A_FILE = 400, 2000
NO_VARIANTS = Stock()


@dataclass(frozen=True)
class Document:
    """One source as it is now. `facts` are what is true of a product beside its description."""

    kind: Kind
    external_id: str
    title: str
    url: str
    html: str = ""
    text: str = ""
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    price: str = ""
    stock: Stock = NO_VARIANTS
    blocks: tuple[Block, ...] = ()
    """Of a file or a long text of Shopify's, which was read before."""
    updated_at: datetime | None = None
    names_all_variants: bool = True
    """False while a product has more variants than its first answer named: the others are asked for."""

    @property
    def hash(self) -> str:
        """Changes if anything that is embedded or cited changes."""
        facts = (f"{name}={','.join(values)}" for name, values in self.options)
        blocks = (f"{block.kind} {block.level} {block.text}" for block in self.blocks)
        return content_hash(
            (
                *(self.kind, self.title, self.url, self.html, self.text, self.price, str(self.stock)),
                *facts,
                *blocks,
            )
        )

    def drafts(self) -> list[ChunkDraft]:
        """Its chunks. Holds the CPU for long texts: call it off the event loop."""
        if self.kind is Kind.PRODUCT:
            blocks = self.blocks or blocks_of_html(self.html)
            drafts = product_chunks(self.title, blocks, self.options, self.price, self.stock)
        else:
            drafts = chunks_of(self._blocks(), self.title)
        return drafts[: MOST_OF_A_FILE if self.kind is Kind.FILE else MOST_CHUNKS]

    def with_variants(self, nodes: Sequence[Mapping[str, Any]], *, is_whole: bool) -> "Document":
        """A product with the variants that were asked for page by page."""
        return replace(self, stock=_stock(nodes, is_whole), names_all_variants=True)

    def _blocks(self) -> Sequence[Block]:
        if self.blocks:
            return self.blocks
        return blocks_of_html(self.html) if self.html else blocks_of_text(self.text)


def language_code(text: str) -> str:
    """The language as it is kept: empty where there is no ground for a guess."""
    language = language_of(text)
    return "" if language == UNDETERMINED else language


def language_of_chunks(languages: Iterable[str]) -> str:
    """The language that most of a source is in, as far as it was noticed."""
    noticed = Counter(language for language in languages if language)
    return noticed.most_common(1)[0][0] if noticed else ""


def entry_document(source: KnowledgeSource) -> Document:
    """What an agent wrote, or what an uploaded file said."""
    kind = Kind(source.kind)
    return Document(
        kind, source.external_id, source.title, source.url, text=source.body, blocks=kept_blocks(source.content)
    )


def kept_content(blocks: Iterable[Block]) -> str:
    """Blocks as they are kept of a file."""
    return json.dumps([[block.kind, block.level, block.text] for block in blocks], ensure_ascii=False)


def kept_blocks(content: str) -> tuple[Block, ...]:
    """The blocks that `kept_content` wrote."""
    return tuple(Block(BlockKind(kind), text, level) for kind, level, text in json.loads(content or "[]"))


def file_document(name: str, file: ReadFile, url: str = "") -> Document:
    """A file that was read; `name` tells it from the shop's other files."""
    return Document(Kind.FILE, name, file.title, url, blocks=file.blocks)


def web_document(external_id: str, page: ReadFile, url: str) -> Document:
    """What was found under an address of the shop's, which a redirect may have changed."""
    return Document(Kind.WEB, external_id, page.title, url, blocks=page.blocks)


def policies(data: Mapping[str, Any], storefront: str) -> Iterator[Document]:
    """Of a ShopPolicies answer. A policy without text is none."""
    for node in (data.get("shop") or {}).get("shopPolicies") or ():
        handle = str(node["type"]).lower().replace("_", "-")
        if node.get("body"):
            yield _html(Kind.POLICY, node, f"{storefront}/policies/{handle}")


def pages(data: Mapping[str, Any], storefront: str) -> Iterator[Document]:
    """Of a ContentPages answer."""
    for node in _nodes(data, "pages"):
        yield _html(Kind.PAGE, node, f"{storefront}/pages/{node['handle']}")


def articles(data: Mapping[str, Any], storefront: str) -> Iterator[Document]:
    """Of a ContentArticles answer."""
    for node in _nodes(data, "articles"):
        blog = (node.get("blog") or {}).get("handle") or "news"
        yield _html(Kind.ARTICLE, node, f"{storefront}/blogs/{blog}/{node['handle']}")


def products(data: Mapping[str, Any], storefront: str) -> Iterator[Document]:
    """Of a ContentProducts answer."""
    for node in _nodes(data, "products"):
        variants = node.get("variants") or {}
        names_all = not (variants.get("pageInfo") or {}).get("hasNextPage")
        yield Document(
            kind=Kind.PRODUCT,
            external_id=str(node["id"]),
            title=str(node.get("title") or ""),
            url=f"{storefront}/products/{node['handle']}",
            html=str(node.get("descriptionHtml") or ""),
            options=tuple((str(each["name"]), tuple(each.get("values") or ())) for each in node.get("options") or ()),
            price=_price(node.get("priceRangeV2") or {}),
            stock=_stock(variants.get("nodes") or (), names_all),
            updated_at=moment_of(node.get("updatedAt")),
            names_all_variants=names_all,
        )


def _stock(variants: Sequence[Mapping[str, Any]], is_whole: bool) -> Stock:
    """Shopify names a variant by its option values ("Slate / S/M")."""
    return Stock(tuple((_variant(variant), bool(variant.get("availableForSale"))) for variant in variants), is_whole)


def _variant(variant: Mapping[str, Any]) -> str:
    title = str(variant.get("title") or "")
    return "" if title == "Default Title" else title.replace(" / ", ", ")


def _html(kind: Kind, node: Mapping[str, Any], url: str) -> Document:
    return Document(
        kind=kind,
        external_id=str(node["id"]),
        title=str(node.get("title") or ""),
        url=url,
        html=str(node.get("body") or ""),
        updated_at=moment_of(node.get("updatedAt")),
    )


def _nodes(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [node for node in (data.get(name) or {}).get("nodes") or () if node]


def _price(prices: Mapping[str, Any]) -> str:
    """Ready to read: "$48.00", or "$48.00 to $62.00"."""
    low, high = (_money(prices.get(f"{end}VariantPrice") or {}) for end in ("min", "max"))
    return low if low == high else f"{low} to {high}"


def _money(money: Mapping[str, Any]) -> str:
    if "amount" not in money:
        return ""
    currency = str(money.get("currencyCode") or "")
    amount = float(money["amount"])
    shown = f"{amount:,.0f}" if currency == "JPY" else f"{amount:,.2f}"
    return f"{_SYMBOLS[currency]}{shown}" if currency in _SYMBOLS else f"{shown} {currency}".strip()


def moment_of(value: Any) -> datetime | None:
    """A moment as Shopify writes one."""
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None
