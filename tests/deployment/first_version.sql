-- Rows as the first version (e2583fb26005) wrote them, statement by statement: what later versions find, and what they
-- must go on taking. The statements name every column of that version and none that came after. Both databases take
-- them. They do not change: they are what was. $n tells several shops apart; $a waits for a person, $b has one.

INSERT INTO shop (
  id, domain, name, is_installed, installed_at, uninstalled_at, revision, storefront_url, allowed_origins, email,
  currency, timezone, order_prefix, order_suffix, settings, knowledge_synced_at, created_at
) VALUES (
  $n, 'shop-$n.myshopify.com', 'Shop $n', TRUE, $moment, NULL, 40, 'https://shop-$n.example',
  '["https://shop-$n.example"]', 'owner@shop.example', 'EUR', 'Europe/Berlin', '#', '',
  '{"reply_time": "within an hour"}', NULL, $moment
);

INSERT INTO installation (
  shop_id, sealed_access_token, sealed_refresh_token, expires_at, refresh_expires_at, scopes, needs_reopen, updated_at
) VALUES ($n, 'sealed', 'sealed', $moment, $moment, 'read_orders', FALSE, $moment);

INSERT INTO agent (id, shop_id, shopify_user_id, first_name, last_name, email, is_owner, named_at, created_at)
VALUES ($n, $n, '7000$n', 'Maya', 'Lindqvist', '', TRUE, $moment, $moment);

INSERT INTO apiclient (
  id, shop_id, name, token_hash, token_hint, scopes, created_by, created_at, last_used_at, revoked_at
) VALUES ($n, $n, 'Reports', 'hash-$n', 'bat_…$n', 'read_conversations', $n, $moment, NULL, NULL);

INSERT INTO customaction (
  id, shop_id, key, version, title, intro, fields, triggers, effects, may_skip, retired_at, created_at
) VALUES ($n, $n, 'find_order', 1, 'Find my order', '', '[]', '{}', '{}', TRUE, NULL, $moment);

INSERT INTO knowledgesource (
  id, shop_id, kind, external_id, title, url, body, language, content_hash, state, failure, bytes, chunk_count,
  use_count, source_updated_at, synced_at, changed_at, created_at
) VALUES (
  $n, $n, 'policy', 'shipping', 'Shipping', '', 'We ship to Canada.', 'en', 'h', 'ready', '', 18, 1, 3, NULL, $moment,
  $moment, $moment
);

INSERT INTO chunk (
  id, shop_id, source_id, position, heading, text, sentences, language, embedding, embedder
) VALUES ($n, $n, $n, 0, 'Shipping', 'We ship to Canada.', '[]', 'en', '', 'minilm');

INSERT INTO tag (id, shop_id, name, colour, description, rules, created_at, deleted_at)
VALUES ($n, $n, 'refund', 'amber', 'Wants money back', '{}', $moment, NULL);

INSERT INTO shopper (id, shop_id, customer_id, name, given, locale, created_at, last_seen_at)
VALUES ($n, $n, '9001', 'Elena', '{"email": "elena@example.com"}', 'en', $moment, $moment);

INSERT INTO conversation (
  id, shop_id, shopper_id, state, term, agent_id, held_by, last_sequence, revision, subject, preview, preview_author,
  language, intent, urgency, urgency_rank, waiting_since, bot_misses, draft_suggestion, known, page_url, shopper_read,
  created_at, last_message_at, state_since, resolved_at
) VALUES
  ($a, $n, $n, 'waiting', 2, NULL, NULL, 2, 39, 'Where is it?', 'Hello', 'shopper', 'en', 'order_status', 'high', 2,
   $moment, 0, '', '{}', '', 1, $moment, $moment, $moment, NULL),
  ($b, $n, $n, 'agent', 3, $n, $n, 2, 40, 'Where is it?', 'Hello', 'shopper', 'en', 'order_status', 'high', 2, NULL, 0,
   '', '{}', '', 1, $moment, $moment, $moment, NULL);

INSERT INTO message (
  id, shop_id, conversation_id, sequence, term, kind, audience, author, agent_id, author_name, text, data, client_key,
  created_at
) VALUES
  (${a}1, $n, $a, 1, 1, 'text', 'everyone', 'shopper', NULL, '', 'Where is it?', '{}', 'key-0001', $moment),
  (${a}2, $n, $a, 2, 1, 'text', 'everyone', 'bot', NULL, '', 'On its way.', '{}', NULL, $moment),
  (${b}1, $n, $b, 1, 1, 'text', 'everyone', 'shopper', NULL, '', 'Where is it?', '{}', 'key-0001', $moment),
  (${b}2, $n, $b, 2, 1, 'text', 'everyone', 'bot', NULL, '', 'On its way.', '{}', NULL, $moment);

INSERT INTO handoff (
  id, shop_id, conversation_id, reason, urgency, urgency_why, evidence, requested_by, requested_at, seen_at,
  accepted_at, accepted_by, first_human_word_at, closed_at
) VALUES (
  $n, $n, $a, 'upset', 'high', 'upset', 'Where is it?', 'shopper', $moment, NULL, NULL, NULL, NULL, NULL
);

INSERT INTO readmark (conversation_id, agent_id, sequence, read_at, watching_until) VALUES ($b, $n, 2, $moment, NULL);

INSERT INTO offer (
  id, shop_id, conversation_id, action_id, message_sequence, term, status, draft, origins, offered_by, agent_id,
  created_at, drafted_at, closed_at
) VALUES ($n, $n, $a, $n, 2, 1, 'submitted', '{}', '{}', 'bot', NULL, $moment, NULL, $moment);

INSERT INTO response (
  id, shop_id, conversation_id, offer_id, action_key, action_version, answers, filled_by, client_key,
  message_sequence, created_at
) VALUES ($n, $n, $a, $n, 'find_order', 1, '{"order_number": "1001"}', 'shopper', 'key-0002', 2, $moment);

INSERT INTO ordersnapshot (
  id, shop_id, conversation_id, asked_number, asked_email, outcome, disclosure, order_gid, order_name, "order",
  changes, term, asked_at, fetched_at
) VALUES (
  $n, $n, $a, '1001', 'elena@example.com', 'not_found', 'anonymous', NULL, '', '{}', '[]', 1, $moment, $moment
);

INSERT INTO lookupattempt (id, shop_id, conversation_id, shopper_id, at) VALUES ($n, $n, $a, $n, $moment);

INSERT INTO tagapplication (
  conversation_id, tag_id, shop_id, applied_by, agent_id, evidence, evidence_sequence, confidence, applied_at,
  removed_at, removed_by
) VALUES ($a, $n, $n, 'rule', NULL, 'Where is it?', 1, 1.0, $moment, NULL, NULL);

INSERT INTO gap (id, shop_id, conversation_id, sequence, question, best_score, created_at)
VALUES ($n, $n, $a, 1, 'Do you ship to Mars?', 0.1, $moment);

INSERT INTO botturn (id, shop_id, conversation_id, message_id, term, outcome, trace, milliseconds, created_at)
VALUES ($n, $n, $a, ${a}2, 1, 'answer', '{"sequence": 1}', 40, $moment);

INSERT INTO job (
  id, name, key, payload, state, tries, run_at, lease_owner, leased_until, last_error, created_at, finished_at
) VALUES (
  $n, 'tags.apply', 'tags.apply:$a', '{"shop_id": $n, "conversation_id": $a}', 'pending', 0, $moment, NULL, NULL, '',
  $moment, NULL
);

INSERT INTO webhookdelivery (webhook_id, shop_domain, topic, triggered_at, received_at)
VALUES ('w$n', 'shop-$n.myshopify.com', 'orders/updated', NULL, $moment);

INSERT INTO compliancerequest (id, webhook_id, shop_domain, topic, payload, received_at, due_at, completed_at)
VALUES ($n, 'c$n', 'shop-$n.myshopify.com', 'customers/redact', '{}', $moment, $moment, NULL);

INSERT INTO grantlease (shop_domain, holder, until) VALUES ('shop-$n.myshopify.com', 'process', $moment);

-- Then: an agent takes over and answers, a worker takes the job, an attempt is forgotten.

INSERT INTO message (
  id, shop_id, conversation_id, sequence, term, kind, audience, author, agent_id, author_name, text, data, client_key,
  created_at
) VALUES (${a}3, $n, $a, 3, 3, 'text', 'everyone', 'agent', $n, 'Maya', 'Hello', '{}', 'key-0003', $moment);

UPDATE conversation
SET state = 'agent', term = 3, agent_id = $n, held_by = $n, last_sequence = 3, waiting_since = NULL, revision = 41
WHERE id = $a;

UPDATE shop SET revision = revision + 1 WHERE id = $n;

UPDATE handoff
SET accepted_at = $moment, accepted_by = $n, first_human_word_at = $moment, closed_at = $moment
WHERE id = $n;

UPDATE job SET state = 'running', lease_owner = 'a worker', leased_until = $moment, tries = 1 WHERE id = $n;

DELETE FROM lookupattempt WHERE id = $n;
