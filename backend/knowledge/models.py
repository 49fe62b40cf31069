"""Sources and their chunks. A chunk belongs to exactly one version of its source's text."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backend.db import json_field, moment, primary_key, reference

DUE = "state IN ('queued', 'reading')"


class KnowledgeSource(SQLModel, table=True):
    """A document of the store. `external_id` is Shopify's gid, or our own for what agents wrote, uploaded or named."""

    __table_args__ = (
        UniqueConstraint("shop_id", "external_id"),
        CheckConstraint("state IN ('queued', 'reading', 'ready', 'failed')", name="source_state_known"),
        # What each search asks first, read from the index alone.
        Index("ix_source_version", "shop_id", "changed_at", "chunk_count"),
        Index("ix_source_due", "shop_id", "kind", "id", sqlite_where=text(DUE), postgresql_where=text(DUE)),
    )

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    kind: str = Field(max_length=16)
    """policy, page, article, product, faq, file or web."""
    external_id: str = Field(max_length=255)
    title: str = ""
    url: str = ""
    body: str = Field(default="", sa_type=Text)
    """What an agent wrote, as they wrote it; what Shopify holds is read again instead."""
    content: str = Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""})
    """What an uploaded file says, as the JSON of its blocks: the file itself is not kept."""
    language: str = Field(default="", max_length=8)
    content_hash: str = Field(default="", max_length=64)
    state: str = Field(default="queued", max_length=12)
    failure: str = ""
    bytes: int = 0
    chunk_count: int = 0
    use_count: int = 0
    last_used_at: datetime | None = moment(nullable=True)
    source_updated_at: datetime | None = moment(nullable=True)
    synced_at: datetime | None = moment(nullable=True)
    changed_at: datetime | None = moment(nullable=True)
    """When its chunks last changed: what is in memory of a shop is compared by the newest of these."""
    created_at: datetime = moment()


class KnowledgeImport(SQLModel, table=True):
    """How far the reading of a shop's content is, since it last began. One row a shop."""

    shop_id: int = reference("shop.id", primary=True, index=False)
    began_at: datetime | None = moment(nullable=True)
    listed_at: datetime | None = moment(nullable=True)
    """When Shopify was last asked for all that it lists."""
    read: int = 0
    """Sources that were compared with what they said before."""
    changed: int = 0
    embedded: int = 0
    """Chunks that the model made vectors for; those that stand as they were are kept."""
    failed: int = 0
    removed: int = 0
    refused: list[str] = json_field(list)
    """Kinds that Shopify does not let us read."""
    failure: str = ""


class Chunk(SQLModel, table=True):
    """A piece of a source that knows its heading path, with its vectors as float32 bytes."""

    __table_args__ = (Index("ix_chunk_shop_source", "shop_id", "source_id"),)

    id: int | None = primary_key()
    shop_id: int = reference("shop.id", index=False)
    source_id: int = reference("knowledgesource.id", index=False)
    position: int
    heading: str = ""
    text: str = Field(sa_type=Text)
    sentences: list[str] = json_field(list)
    language: str = Field(default="", max_length=8)
    embedding: bytes = Field(sa_type=LargeBinary)
    """The chunk's vector, then one for each sentence: (1 + len(sentences)) × dimensions float32, little-endian."""
    embedder: str = Field(max_length=64)


class Gap(SQLModel, table=True):
    """A question that the store's content did not answer."""

    id: int | None = primary_key()
    shop_id: int = reference("shop.id")
    conversation_id: int = reference("conversation.id")
    sequence: int
    question: str
    best_score: float = 0.0
    created_at: datetime = moment()
