"""The starter forms' words and the reasons of refused values, in the languages of the widget but English."""

from collections.abc import Mapping

STARTER_TEXTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "Find my order": "Trouver ma commande",
        "Tell me your order number and the e-mail address you ordered with, and I will look it up.": (
            "Indiquez votre numéro de commande et l’adresse e-mail utilisée, et je la cherche."
        ),
        "Order number": "Numéro de commande",
        "It is in your confirmation e-mail, for example #1001.": (
            "Il figure dans l’e-mail de confirmation, par exemple #1001."
        ),
        "E-mail": "E-mail",
        "The address that you ordered with.": "L’adresse utilisée pour la commande.",
        "Return or refund": "Retour ou remboursement",
        "Tell us what you would like to send back, and the team has everything at hand.": (
            "Dites-nous ce que vous souhaitez renvoyer, et l’équipe aura tout sous la main."
        ),
        "Item": "Article",
        "Which item is it about?": "De quel article s’agit-il\u00a0?",
        "Reason": "Raison",
        "Does not fit": "Ne convient pas",
        "Arrived damaged": "Arrivé abîmé",
        "Not as described": "Différent de la description",
        "Wrong item": "Mauvais article",
        "Changed my mind": "J’ai changé d’avis",
        "Other": "Autre",
        "Details": "Détails",
        "Anything that helps us, for example what is damaged.": "Tout ce qui nous aide, par exemple ce qui est abîmé.",
        "Photos": "Photos",
        "If something is damaged or wrong, show us.": "Si quelque chose est abîmé ou ne va pas, montrez-le-nous.",
        "Something else": "Autre chose",
        "In a few words, what is it about? Whoever answers will have read it.": (
            "En quelques mots, de quoi s’agit-il\u00a0? La personne qui répondra l’aura lu."
        ),
        "What is it about?": "De quoi s’agit-il\u00a0?",
    },
    "de": {
        "Find my order": "Meine Bestellung finden",
        "Tell me your order number and the e-mail address you ordered with, and I will look it up.": (
            "Nennen Sie mir Ihre Bestellnummer und die E-Mail-Adresse der Bestellung, dann sehe ich nach."
        ),
        "Order number": "Bestellnummer",
        "It is in your confirmation e-mail, for example #1001.": "Sie steht in der Bestätigungsmail, z. B. #1001.",
        "E-mail": "E-Mail",
        "The address that you ordered with.": "Die Adresse, mit der Sie bestellt haben.",
        "Return or refund": "Rückgabe oder Erstattung",
        "Tell us what you would like to send back, and the team has everything at hand.": (
            "Sagen Sie uns, was Sie zurückgeben möchten; das Team hat dann alles zur Hand."
        ),
        "Item": "Artikel",
        "Which item is it about?": "Um welchen Artikel geht es?",
        "Reason": "Grund",
        "Does not fit": "Passt nicht",
        "Arrived damaged": "Beschädigt angekommen",
        "Not as described": "Anders als beschrieben",
        "Wrong item": "Falscher Artikel",
        "Changed my mind": "Anders überlegt",
        "Other": "Anderes",
        "Details": "Einzelheiten",
        "Anything that helps us, for example what is damaged.": "Was uns hilft, zum Beispiel was beschädigt ist.",
        "Photos": "Fotos",
        "If something is damaged or wrong, show us.": "Wenn etwas beschädigt oder falsch ist, zeigen Sie es uns.",
        "Something else": "Etwas anderes",
        "In a few words, what is it about? Whoever answers will have read it.": (
            "In wenigen Worten: Worum geht es? Wer antwortet, hat es gelesen."
        ),
        "What is it about?": "Worum geht es?",
    },
    "es": {
        "Find my order": "Buscar mi pedido",
        "Tell me your order number and the e-mail address you ordered with, and I will look it up.": (
            "Dígame su número de pedido y el correo con el que compró, y lo busco."
        ),
        "Order number": "Número de pedido",
        "It is in your confirmation e-mail, for example #1001.": (
            "Está en su correo de confirmación, por ejemplo #1001."
        ),
        "E-mail": "Correo electrónico",
        "The address that you ordered with.": "La dirección con la que compró.",
        "Return or refund": "Devolución o reembolso",
        "Tell us what you would like to send back, and the team has everything at hand.": (
            "Díganos qué desea devolver y el equipo lo tendrá todo a mano."
        ),
        "Item": "Artículo",
        "Which item is it about?": "¿De qué artículo se trata?",
        "Reason": "Motivo",
        "Does not fit": "No me queda bien",
        "Arrived damaged": "Llegó dañado",
        "Not as described": "No es como se describe",
        "Wrong item": "Artículo equivocado",
        "Changed my mind": "Cambié de opinión",
        "Other": "Otro",
        "Details": "Detalles",
        "Anything that helps us, for example what is damaged.": "Lo que nos ayude, por ejemplo qué está dañado.",
        "Photos": "Fotos",
        "If something is damaged or wrong, show us.": "Si algo está dañado o no es correcto, muéstrenoslo.",
        "Something else": "Otra cosa",
        "In a few words, what is it about? Whoever answers will have read it.": (
            "En pocas palabras, ¿de qué se trata? Quien responda lo habrá leído."
        ),
        "What is it about?": "¿De qué se trata?",
    },
    "ja": {
        "Find my order": "注文を探す",
        "Tell me your order number and the e-mail address you ordered with, and I will look it up.": (
            "注文番号とご注文時のメールアドレスをお知らせください。お調べします。"
        ),
        "Order number": "注文番号",
        "It is in your confirmation e-mail, for example #1001.": "確認メールに記載されています（例：#1001）。",
        "E-mail": "メールアドレス",
        "The address that you ordered with.": "ご注文時のメールアドレスです。",
        "Return or refund": "返品・返金",
        "Tell us what you would like to send back, and the team has everything at hand.": (
            "返品したい商品についてお知らせください。担当者がすぐに確認できます。"
        ),
        "Item": "商品",
        "Which item is it about?": "どの商品についてですか？",
        "Reason": "理由",
        "Does not fit": "サイズが合わない",
        "Arrived damaged": "破損して届いた",
        "Not as described": "説明と違う",
        "Wrong item": "違う商品が届いた",
        "Changed my mind": "気が変わった",
        "Other": "その他",
        "Details": "詳細",
        "Anything that helps us, for example what is damaged.": "破損の箇所など、参考になることをご記入ください。",
        "Photos": "写真",
        "If something is damaged or wrong, show us.": "破損や間違いがある場合は、写真でお知らせください。",
        "Something else": "その他のお問い合わせ",
        "In a few words, what is it about? Whoever answers will have read it.": (
            "どのようなご用件か、簡単にお書きください。担当者が読んでからお答えします。"
        ),
        "What is it about?": "ご用件",
    },
}

ERRORS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "required": "À remplir\u00a0: {label}.",
        "unknown": "Ce formulaire n’a pas ce champ.",
        "too_long": "{label}\u00a0: {limit} caractères au plus.",
        "too_short": "{label}\u00a0: au moins {limit} caractères.",
        "pattern": "{label} n’a pas la forme attendue.",
        "email": "Indiquez une adresse e-mail, par exemple nom@example.com.",
        "phone": "Indiquez un numéro de téléphone avec son indicatif, par exemple +33 1 99 00 12 34.",
        "number": "Indiquez un nombre sans séparateur, par exemple 1500 ou 2,5.",
        "too_small": "Indiquez un nombre de {limit} ou plus.",
        "too_large": "Indiquez un nombre de {limit} ou moins.",
        "date": "Choisissez une date, écrite année-mois-jour, par exemple 2026-11-22.",
        "too_early": "Choisissez une date à partir du {limit}.",
        "too_late": "Choisissez une date jusqu’au {limit}.",
        "order_number": "Indiquez seulement le numéro de commande, par exemple #1001.",
        "choice": "Choisissez parmi les réponses proposées.",
        "too_many": "Choisissez {limit} photos au plus.",
        "photo": "Cette photo n’est pas disponible. Ajoutez-la à nouveau.",
    },
    "de": {
        "required": "Bitte ausfüllen: {label}.",
        "unknown": "Dieses Feld gehört nicht zum Formular.",
        "too_long": "{label}: höchstens {limit} Zeichen.",
        "too_short": "{label}: mindestens {limit} Zeichen.",
        "pattern": "{label} hat nicht die erwartete Form.",
        "email": "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
        "phone": "Geben Sie eine Telefonnummer mit Vorwahl ein, zum Beispiel +49 30 23125 000.",
        "number": "Geben Sie eine Zahl ohne Trennzeichen ein, zum Beispiel 1500 oder 2,5.",
        "too_small": "Geben Sie eine Zahl ab {limit} ein.",
        "too_large": "Geben Sie eine Zahl bis {limit} ein.",
        "date": "Wählen Sie ein Datum, geschrieben Jahr-Monat-Tag, zum Beispiel 2026-11-22.",
        "too_early": "Wählen Sie ein Datum ab {limit}.",
        "too_late": "Wählen Sie ein Datum bis {limit}.",
        "order_number": "Geben Sie nur die Bestellnummer ein, zum Beispiel #1001.",
        "choice": "Wählen Sie eine der angebotenen Antworten.",
        "too_many": "Wählen Sie höchstens {limit} Fotos.",
        "photo": "Dieses Foto liegt nicht vor. Fügen Sie es noch einmal hinzu.",
    },
    "es": {
        "required": "Complete: {label}.",
        "unknown": "Este formulario no tiene ese campo.",
        "too_long": "{label}: {limit} caracteres como máximo.",
        "too_short": "{label}: al menos {limit} caracteres.",
        "pattern": "{label} no tiene la forma esperada.",
        "email": "Escriba una dirección de correo, por ejemplo nombre@example.com.",
        "phone": "Escriba un teléfono con su prefijo, por ejemplo +34 910 000 134.",
        "number": "Escriba un número sin separadores, por ejemplo 1500 o 2,5.",
        "too_small": "Escriba un número de {limit} o más.",
        "too_large": "Escriba un número de {limit} o menos.",
        "date": "Elija una fecha, escrita año-mes-día, por ejemplo 2026-11-22.",
        "too_early": "Elija una fecha a partir del {limit}.",
        "too_late": "Elija una fecha hasta el {limit}.",
        "order_number": "Escriba solo el número de pedido, por ejemplo #1001.",
        "choice": "Elija entre las respuestas ofrecidas.",
        "too_many": "Elija {limit} fotos como máximo.",
        "photo": "Esta foto no está disponible. Añádala de nuevo.",
    },
    "ja": {
        "required": "{label}を入力してください。",
        "unknown": "このフォームにない項目です。",
        "too_long": "{label}は{limit}文字以内で入力してください。",
        "too_short": "{label}は{limit}文字以上で入力してください。",
        "pattern": "{label}の形式が正しくありません。",
        "email": "メールアドレスを入力してください（例：name@example.com）。",
        "phone": "市外局番から電話番号を入力してください（例：03-0000-1234）。",
        "number": "区切りのない数字を入力してください（例：1500、2.5）。",
        "too_small": "{limit}以上の数を入力してください。",
        "too_large": "{limit}以下の数を入力してください。",
        "date": "日付を年-月-日で選んでください（例：2026-11-22）。",
        "too_early": "{limit}以降の日付を選んでください。",
        "too_late": "{limit}までの日付を選んでください。",
        "order_number": "注文番号だけを入力してください（例：#1001）。",
        "choice": "選択肢から選んでください。",
        "too_many": "写真は{limit}枚までです。",
        "photo": "この写真は利用できません。もう一度追加してください。",
    },
}

PHOTOS: Mapping[str, tuple[str, str]] = {
    "en": ("1 photo", "{count} photos"),
    "fr": ("1 photo", "{count} photos"),
    "de": ("1 Foto", "{count} Fotos"),
    "es": ("1 foto", "{count} fotos"),
    "ja": ("写真1枚", "写真{count}枚"),
}
"""How many photos answer a question: one, and any other number."""

PHOTO_REFUSALS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "too_large": "Cette photo dépasse 10 Mo. Envoyez-en une plus petite.",
        "heic": "Les photos HEIC ne s’affichent pas partout. Envoyez-la en JPEG.",
        "pixels": "Cette photo a trop de pixels. Envoyez-en une plus petite.",
        "no_photo": "Ce fichier n’est pas une photo lisible. Envoyez un JPEG, PNG ou WebP.",
    },
    "de": {
        "too_large": "Dieses Foto ist größer als 10 MB. Senden Sie ein kleineres.",
        "heic": "HEIC-Fotos lassen sich nicht überall anzeigen. Senden Sie es als JPEG.",
        "pixels": "Dieses Foto hat zu viele Pixel. Senden Sie ein kleineres.",
        "no_photo": "Diese Datei ist kein lesbares Foto. Senden Sie ein JPEG, PNG oder WebP.",
    },
    "es": {
        "too_large": "Esta foto supera los 10 MB. Envíe una más pequeña.",
        "heic": "Las fotos HEIC no se ven en todas partes. Envíela como JPEG.",
        "pixels": "Esta foto tiene demasiados píxeles. Envíe una más pequeña.",
        "no_photo": "Este archivo no es una foto legible. Envíe un JPEG, PNG o WebP.",
    },
    "ja": {
        "too_large": "この写真は10 MBを超えています。小さい写真をお送りください。",
        "heic": "HEIC形式の写真は表示できないことがあります。JPEGでお送りください。",
        "pixels": "この写真は画素数が多すぎます。小さい写真をお送りください。",
        "no_photo": "写真として読み取れないファイルです。JPEG、PNG、WebPをお送りください。",
    },
}
"""Why a file is not taken, by the code of it."""
