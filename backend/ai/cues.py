# ruff: noqa: E501 - a wording is one line, however long
"""Words that point to an intent, in five languages, as numbers beside a sentence's vector.

The vector understands paraphrases of English; the cues understand keywords and the other languages. Neither decides
alone: the trained head weighs both.
"""

import re

import numpy as np
from numpy.typing import NDArray

from backend.ai import phrases
from backend.ai.signals import Signal, signals_of
from backend.ai.text import clean, folded

WEIGHT = 0.4

WORDS = {
    "shipping": r"\bship\w*|\bdeliver\w*|\bdelivry\b|\bpostage\b|\bpost to\b|\bcourier\w*|\bdispatch\w*|\bcustoms\b|\bimport (?:tax|dut|fee)\w*|\bexpress\b|\blivr\w+|\bexpedi\w+|\bfrais de port\b|\bdouan\w+|\bversand\w*|\bversend\w+|\bliefer\w+|\bporto\b|\bzoll\w*|\benvi(?:o|os|ar|an|as|ais)\b|\bentreg\w+|\baduan\w+|配送|送料|発送|届|関税",
    "return": r"\breturn\w*|\bretrun\w*|\brefund\w*|\bmoney back\b|\b(?:send|give|bring|take|ship|mail|sent|go) (?:\S+ ){0,3}?back\b|\bexchang\w+|\bswap\w*|\bstore credit\b|\bretour\w*|\brenvoy\w+|\brenvoi\b|\brendre\b|\bechang\w+|\brembours\w+|\bruckgabe\w*|\bruckgeb\w*|\bretoure\w*|\bzuruck(?:geb|schick|send)\w+|\bzuruckz\w+|\bumtausch\w*|\berstatt\w+|\bwiderruf\w*|\bdevol\w+|\bdevuelv\w+|\breembols\w+|\bcambio\b|返品|返金|交換",
    "own order": r"\b(?:my|our|the) (?:last |recent |whole )?(?:orders?|oder|parcels?|packages?|pakage|delivery|shipment|stuff|box|purchase)\b|\border (?:no|number|nr|#)|#\s?\d|\b(?:ma|mon|mes) (?:commandes?|colis|livraison)\b|\bmeine? (?:bestellung|paket|lieferung|sendung)\b|\bmi(?:s)? (?:pedidos?|paquetes?|envios?|compra)\b|注文し|注文は|注文の|荷物",
    "where": r"\bwhere\b|\bwheres\b|\btrack\w*|\bstatus\b|\barriv\w+|\bnot (?:here|come|arrived|received)|\bou (?:est|sont|en est)\b|\bsui(?:vre|vi)\b|\bwo (?:ist|bleibt|sind)\b|\bdonde\b|どこ|まだ届",
    "past purchase": r"\b(?:i|we) (?:\S+ )?(?:ordered|bought|purchased|received|got)\b|\bj'ai (?:commande|achete|recu)\b|\bich habe (?:\S+ ){0,4}?(?:bestellt|gekauft|erhalten)\b|\bhe (?:pedido|comprado|recibido)\b|買いました|購入し",
    "cancel": r"\bcancel\w*|\bcall off\b|\bdon't (?:send|ship)\b|\bannul\w+|\bstornier\w+|\babbestell\w+|\bkundig\w+|\bcancelar\b|\banular\b|キャンセル|取り消|解約",
    "address": r"\baddress\w*|\badress\w*|\bpost ?code\b|\bhouse number\b|\bdirecci\w+|\b(?:new|old) (?:flat|house)\b|\bmoved\b|\bumgezogen\b|\bdemenag\w+|住所",
    "damaged": r"\bdamag\w+|\bbroke\w*|\bcrack\w*|\bchip(?:ped)?\b|\bfault\w*|\bdefect\w*|\bwrong (?:item|colou?r|product|size in)\b|\bleak\w*|\bdent\w*|\bsmashed\b|\bscratch\w*|\bstopped working\b|\bdoesn't work\b|\bmissing (?:part|piece|screw)\w*|\btorn\b|\bhole in\b|\bcasse\w*|\babime\w*|\bendommag\w+|\bdefectu\w+|\bkaputt\b|\bbeschadigt\b|\bdefekt\b|\broto\b|\brota\b|\bdanad\w+|壊れ|破損|不良|傷が",
    "discount": r"\bdiscount\w*|\bdiscout\w*|\bcoupon\w*|\bvoucher\w*|\bpromo\w*|\bcode\b|\bsale\b|\bpoints\b|\bloyalty\b|\bgift card\w*|\bcode promo\b|\breduction\b|\brabatt\w*|\bgutschein\w*|\bdescuento\w*|\bcupon\w*|\bcodigo\b|クーポン|割引|コード",
    "payment": r"\bpay\w*|\bpaypal\b|\bklarna\b|\bcards?\b|\binvoice\b|\bvat\b|\breceipt\b|\binstal\w+|\bpaiement\b|\bfacture\b|\bzahl\w+|\brechnung\b|\bpago\w*|\bpagar\b|\bfactura\b|支払|請求書|領収書",
    "charged": r"\bcharge[ds]?\b|\bcharging\b|\bbilled\b|\bdebit\w*|\b(?:took|taken|taking|take) (?:\S+ ){0,3}?money\b|\btwice\b|\bdouble\b|\bstatement\b|\bovercharg\w+|\bdebite\w*|\bpreleve\w*|\babgebucht\b|\bdoppelt\b|\bcobra(?:do|ron|n)\b|二重|請求され",
    "account": r"\baccount\w*|\bacount\b|\blog ?in\b|\blogin\b|\blogged\b|\bpassword\w*|\bsign in\b|\blocked\b|\bmot de passe\b|\bcompte\b|\bconnect(?:er|e)\b|\bpasswort\w*|\bkonto\b|\beinlogg\w+|\banmeld\w+|\bcontrasena\b|\bcuenta\b|\bsesion\b|パスワード|ログイン|アカウント",
    "attribute": r"\bcolou?rs?\b|\bsizes?\b|\bsizing\b|\bweigh\w*|\bwieght\b|\bdimension\w*|\bhow (?:big|tall|wide|deep|heavy|long is|thick|loud|many \w+ (?:in|per|does))\b|\bmade (?:of|from|in)\b|\bmaterial\w*|\bingredient\w*|\bvegan\b|\borgani\w+|\bwaterproof\b|\bwash\w*|\bclean\w*|\bcare\b|\bbatter\w+|\bfits?\b|\bsuitable\b|\bcompatible\b|\bdishwasher\b|\boven\b|\bprice\b|\bstock\b|\bwarrant\w*|\bguarantee\b|\bcouleurs?\b|\btailles?\b|\bpoids\b|\bmatiere\b|\bcombien (?:pese|mesure|coute)\b|\bfarben?\b|\bgrossen?\b|\bgrosse\b|\bgewicht\b|\bwiegt\b|\bmaterial\b|\bwaschen\b|\bgarantie\b|\bcolor(?:es)?\b|\btallas?\b|\bpesa\b|\bpeso\b|\bmaterial\b|\blavar\b|\bgarantia\b|色|サイズ|重さ|素材|洗|容量|何キロ|保証",
    "asks": r"\?|？|^(?:who|what|when|where|why|how|which|can|could|do|does|is|are|will|would|any)\b",
    "my problem": r"\b(?:i|my|me|i'm|i've)\b",
    "how much": r"\bhow (?:much|mutch)\b|\bcosts?\b|\bprices?\b|\bfees?\b|\bcombien\b|\bwas kostet\b|\bwie viel\b|\bcuanto\b|いくら",
    "place": r"\b(?:to|from|in) (?:the )?(?:uk|us|usa|eu|germany|france|spain|canada|australia|austraila|ireland|italy|japan|scotland|norway|switzerland|belgium|austria|europe)\b",
    "shop itself": r"\bopen(?:ing)?\b|\bhours\b|\blocated\b|\bparking\b|\bvisit\b|\bstore\b|\bworkshops?\b|\bclass(?:es)?\b|\bwholesale\b|\bhiring\b|\bnewsletter\b|\bhoraires?\b|\bouvert\w*|\boffnungs\w*|\bgeoffnet\b|\bhorario\w*|\babiert\w*|\babre\b|営業",
}
_PATTERNS = tuple(re.compile(words) for words in WORDS.values())
_ABROAD = tuple(re.compile("|".join(words)) for words in (phrases.ORDER_STATUS, phrases.RETURN_WISH))
NUMBER = len(Signal) + len(_PATTERNS) + len(_ABROAD)


def features_of(text: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the classifier reads: the vector of `prepared(text)` and the cues of the text as it was typed."""
    return np.concatenate([vector, cues_of(text)])


def cues_of(text: str) -> NDArray[np.float32]:
    """A number for each cue: `WEIGHT` where the text has it, else 0."""
    plain = folded(clean(text[:2000]))
    signals = signals_of(text)
    found = [signal in signals for signal in Signal]
    found += [pattern.search(plain) is not None for pattern in (*_PATTERNS, *_ABROAD)]
    return WEIGHT * np.array(found, dtype=np.float32)
