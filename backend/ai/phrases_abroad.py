# ruff: noqa: E501 - a wording is one line, however long
"""More wordings behind the signals in French, German, Spanish and Japanese, where no trained head helps.

As in phrases.py: over folded text, linear time, gaps bounded.
"""

_FR_PERSON = r"(?:un|une|quelqu'un|des|le|la|votre|vos|l')? ?(?:vrai[e]?s? )?(?:humains?|personnes?|gens|conseill\w+|responsables?|collegues?|agents?|operat\w+|superieur\w*|managers?|employe\w*|vendeu\w+|patron\w*|chef\w*|service client|equipe)"
_DE_PERSON = r"(?:mensch(?:en)?|person(?:en)?|leute|mitarbeiter(?:in|innen)?|kolleg(?:e|en|in)|berater(?:in)?|kundenservice|kundendienst|kundenbetreu\w+|chef(?:in)?|vorgesetzten?|support|jemand(?:en|em)?|team|verantwortliche[nr]?)"
_ES_PERSON = r"(?:(?:un|una|el|la|algun|alguna|su|vuestro|los) )?(?:verdader\w+ )?(?:personas?|human\w+|agentes?|asesor\w*|representantes?|operador\w*|encargad\w+|responsables?|gerente|supervisor\w*|jefe|emplead\w+|alguien|soporte|atencion al cliente|companer\w+)"
_JA_PERSON = (
    r"(?:人間|人|オペレーター?|担当(?:者|の方)?|スタッフ|係の?(?:人|方|者)|店員|責任者|店長|上司|誰か|どなたか)"
)

ASKS_FOR_HUMAN = (
    rf"\b(?:expliquer|dire|raconter|ecrire|m'adresser|poser)\b(?: \S+){{0,3}}? (?:a|avec) {_FR_PERSON}\b|\b(?:joindre|contacter|appeler|avoir|voir) {_FR_PERSON}\b(?! (?:sur|dans) la photo)|\b(?:passez|donnez|appelez|trouvez|transferez|envoyez)[- ](?:moi|nous) {_FR_PERSON}\b",
    r"\b(?:ce|votre|le) (?:chat ?bot|bot|robot|automate|programme|assistant)\b(?: \S+){0,2}? (?:comprend|comprends|sert|aide|repond|inutile|nul|stupide)\b|\b(?:pas|plus|marre|assez|ras le bol) (?:\S+ ){0,4}?(?:robots?|bots?|machines?|automates?|chatbots?)\b(?! (?:de cuisine|aspirateur|tondeuse))|\bquelqu'un (?:de (?:chez vous|votre equipe)|peut|pourrait|va)\b(?: \S+){0,3}? (?:repondre|rappeler|aider|appeler|occuper|regarder)\b|\bme (?:rappeler|telephoner)\b|\betre humain\b|\b(?:pas|plus|marre|assez) (?:\S+ ){0,3}?(?:reponses?|messages?) automatiques?\b",
    rf"\b(?:gibt es|ist|sind)\b(?: \S+){{0,2}}? (?:auch |da |hier |noch )*(?:echte |richtige |wirkliche |lebende )?{_DE_PERSON}\b(?= (?:da|hier|erreichbar|der|die|dort)|[?.!]|$)|\b(?:kann|konnte|konnen|soll|wurde)\b(?: \S+){{0,2}}? (?:bitte )?(?:ein|eine|einer|jemand)? ?(?:echter |anderer )?{_DE_PERSON}\b(?: \S+){{0,3}}? (?:helfen|antworten|anrufen|ubernehmen|schauen|kummern|melden|zuruckrufen)\b",
    rf"\b(?:erklaren|erzahlen|sagen|schreiben|schildern|besprechen)\b(?: \S+){{0,2}}? (?:einer|einem|mit) {_DE_PERSON}|\b(?:einer|einem) (?:\S+ )?{_DE_PERSON} (?:erklaren|erzahlen|sagen|schreiben|schildern)\b|\b(?:erreiche|kontaktiere|sprechen|erreichen|kontaktieren|holen sie|hol|geben sie mir|gib mir|ich (?:will|mochte|brauche))(?: \S+){{0,2}}? (?:einen?|ihren|euren|deinen) (?:echten |richtigen )?{_DE_PERSON}\b(?! (?:rabatt|nummer|zelt))",
    r"\b(?:dieser|euer|ihr|der) (?:chat)?(?:bot|roboter)\b(?: \S+){0,2}? (?:versteht|hilft|kann|nutzlos|dumm|bringt|taugt)\b|\b(?:nicht|keine?[nm]?|satt|genug|statt)\b(?: \S+){0,4}? (?:maschine|computer|roboter|chatbot|bot|automaten?)\b(?! (?:staubsauger))|\ban wen\b(?: \S+){0,5}? wenden\b",
    rf"\b(?:explicar\w*|contar\w*|decir\w*)\b(?: \S+){{0,2}}? a {_ES_PERSON}\b|\b(?:contacto|contactar|llamar|localizar|ver|llamo)\b(?: \S+){{0,1}}? (?:con|a) {_ES_PERSON}\b|\bque (?:me |nos )?(?:\S+ )?(?:llame|atienda|ayude|responda|conteste|escriba) {_ES_PERSON}\b|\b{_ES_PERSON}(?: de (?:su|vuestro|la|el) \S+)? (?:que )?(?:me|nos) (?:llame|atienda|ayude|responda|conteste|escriba|puede)\b",
    r"\b(?:este|el|su|vuestro) (?:chat ?bot|bot|robot|asistente)\b(?: \S+){0,3}? (?:sirve|ayuda|entiende|inutil|tonto|responde)\b|\b(?:no|harto|harta|basta)\b(?: \S+){0,4}? (?:robots?|bots?|maquinas?|chatbots?)\b(?! (?:de cocina|aspirador\w*))|\bme (?:puede|pueden|podria) (?:llamar|atender)\b|\b(?:pasen|comuniquen|transfieran|pongan)me (?:\S+ ){0,3}?(?:humano|persona|agente|alguien|asesor\w*)\b",
    rf"(?:ロボット|ボット|機械|AI|自動応答)(?:と|に|では|じゃ)(?:は|なく)?.{{0,6}}(?:話したく|なく|嫌|いや|無理|話にな)|(?:ボット|ロボット|チャットボット)(?:は|では|が)?.{{0,6}}(?:役に立|使えな|わからな|分からな|通じな)|電話(?:して|を?いただ|をかけ)|{_JA_PERSON}(?:を|に)?(?:出して|呼んで|代わって|変わって|つないで|お願い)|{_JA_PERSON}.{{0,8}}(?:いますか|いらっしゃいますか|いませんか)|(?:直接|人に|誰かに)(?:相談|説明|話)|(?:人|人間|有人)(?:の|による)(?:対応|サポート)",
)

DENIES_HUMAN = (
    rf"\b(?:inutile|pas la peine|pas necessaire|pas besoin|n'ai pas besoin|ne veux pas|ne souhaite pas)\b(?: \S+){{0,4}}? (?:{_FR_PERSON}|me transferer|me passer|parler)\b(?: a {_FR_PERSON})?",
    rf"\b(?:kein(?:en|e)?|brauche keine?n?|muss(?:en)? (?:sie )?(?:mich )?nicht|nicht notig)\b(?: \S+){{0,3}}? (?:{_DE_PERSON}|verbinden|weiterleiten)\b",
    rf"\bno (?:necesito|quiero|hace falta|me pase)\b(?: \S+){{0,5}}? (?:{_ES_PERSON}|nadie|pasarme)\b",
    rf"(?:{_JA_PERSON}(?:は|に|を|と)|つないで|代わって|呼んで).{{0,8}}(?:必要(?:は)?(?:ありません|ない)|結構です|不要です|いりません)",
)

UPSET = (
    r"\b(?:inadmissible|deplorable|lamentable|scandale|minable|nulle?s? (?:votre|ce)|se moque\w*|moquez|foutez|fichez|j'en ai assez|j'en peux plus|marre|decu\w* (?:et|de votre)|tres decu\w*|exaspere\w*|furax|insupportable|honte|mensong\w*|menteurs?)\b",
    r"\b(?:schlechter? (?:\S+ )?(?:service|kundenservice|laden|support)|(?:mir |uns )?reicht(?:'s)? (?:es )?(?:langsam|jetzt|mir)|verarger\w+|arger\w* mich|enttauscht und|wirklich enttauscht|sehr enttauscht|schnauze voll|nie wieder|unfass\w+|verarsch\w*|zumutung|sauerei|blod\w*|hab(?:e)? genug|unter aller \w+)\b",
    r"\b(?:servicio (?:tan |muy |mas )?(?:malo|pesimo|horrible)|(?:mal|horrible|terrible|peor) servicio|ridiculo|enganad[oa]|tomadura de pelo|vergonzoso|indignante|cabread\w+|decepcionad\w+|se burlan|burla|basta ya|nunca mas)\b",
    r"馬鹿にし|バカにし|ひどすぎ|がっかり|頭にき|話にならな|なめてる|呆れ|不愉快|二度と(?:買|利用|使)|ありえない|あり得ない|怒りが",
)
"""A German "sauer" is sour, too: it is anger beside a person only, and stands in no list."""

REFUND_DISPUTE = (
    r"\b(?:j'attends|attendons|toujours (?:pas|en attente)|encore pas)\b(?: \S+){0,4}? remboursement\b|\b(?:refus\w+|veulent pas|voulez pas)\b(?: \S+){0,4}? rembours\w+|\brembours\w+\b(?: \S+){0,4}? (?:pas arrive|n'arrive pas|manque|jamais|incomplet)\b|\bou est mon remboursement\b|\brendez[- ]moi mon argent\b",
    r"(?<!lange )\b(?:warte|warten)\b(?: \S+){0,5}? (?:ruckerstattung|erstattung|ruckzahlung|geld)\b|\b(?:weiger\w+|wollen|will)\b(?: \S+){0,4}? (?:geld|nicht) ?(?:\S+ ){0,2}?(?:zuruckzugeben|zuruckzahlen|zuruckgeben|erstatten|zu erstatten)\b|\bwo (?:ist|bleibt) (?:meine?|die) (?:ruckerstattung|erstattung|geld|ruckzahlung)\b|\bgeld(?: \S+){0,3}? (?:nicht|nie) (?:zuruck|bekommen|erhalten)\b",
    r"(?<!tiempo )(?<!cuanto )\b(?:espero|esperando|espera)\b(?: \S+){0,3}? (?:reembolso|devolucion|dinero)\b|\b(?:niegan?|niegas|no quieren)\b(?: \S+){0,3}? (?:devolver\w*|reembols\w+)\b|\bdonde esta mi (?:reembolso|dinero)\b|\b(?:no me han|no han|no me) (?:devuelt\w+|reembolsad\w+|devuelven)\b|\breembolso(?: \S+){0,3}? (?:no ha llegado|no llega|incompleto)\b",
    r"返金(?:が|は)?(?:まだ|届|振り込まれ|来な|来て(?:い)?な|ありません(?!か))|お金(?:が|を)(?:返って|返して)|返金してくれ",
)

BILLING_DISPUTE = (
    r"\b(?:prelevements?|debits?|paiements?|facturations?)\b(?: \S+){0,4}? (?:(?:pas|jamais|non) (?:\S+ )?(?:autorise|reconnu|demande)|(?:reconnais|connais) pas|inconnu|frauduleux)\b|\b(?:debite|preleve|facture)\w*\b(?: \S+){0,4}? (?:2 fois|double|a tort)\b",
    r"\b(?:abbuchung|belastung|zahlung|rechnung),?\b,?(?: \S+){0,4}? (?:nicht kenne|nicht erkenne|nicht zuordnen|nicht autorisiert|unbekannt|falsch|doppelt)\b|\b(?:unbekannte|falsche|unberechtigte) (?:abbuchung|belastung|zahlung)\b|\b(?:doppelt|zweimal|2x|2 mal) (?:bezahlt|gezahlt|abgebucht|belastet|berechnet)\b",
    r"\b(?:cargos?|cobros?|pagos?)\b(?: \S+){0,3}? (?:no reconozco|no autorice|desconocido|no autorizado|duplicado|indebido|erroneo)\b|\b(?:cobr\w+|cargad\w+)\b(?: \S+){0,3}? (?:2 veces|dos veces|doble|de mas)\b",
    r"(?:二回|２回|2回|二度|ダブル).{0,4}(?:請求|引き落と|課金)|覚え(?:が|の)な(?:い|く).{0,6}(?:請求|引き落とし|支払)",
)

ACCOUNT_LOCKOUT = (
    r"\b(?:n'arrive|ne peux|ne parviens|impossible)\b(?: \S+){0,3}? (?:me connecter|(?:d')?acceder a mon compte)\b|\b(?:arrive|peux|parviens) (?:pas|plus) (?:\S+ )?(?:me connecter|acceder a mon compte)\b|\bmot de passe\b(?: \S+){0,3}? (?:marche|fonctionne|refuse|accepte|invalide)\b|\b(?:recois|recu)\b(?: \S+){0,3}? (?:reinitialis\w+|code de connexion|lien de connexion)\b",
    r"\b(?:passwort|kennwort|login|anmeldung)\b(?: \S+){0,3}? (?:funktioniert nicht|geht nicht|klappt nicht|falsch|abgelehnt|nicht (?:mehr )?angenommen)\b|\bkann mich (?:\S+ ){0,3}?nicht (?:mehr )?(?:einloggen|anmelden)\b|\bkomme (?:\S+ ){0,2}?nicht (?:mehr )?(?:in|an) (?:mein|das)\b|\b(?:code|link|e-?mail)\b(?: \S+){0,4}? zurucksetzen (?:kommt|kam) nicht\b",
    r"\bcontrasena\b(?: \S+){0,3}? (?:no funciona|no sirve|no vale|rechaz\w+|no me deja)\b|\bcontrasena no\b|\bno (?:puedo|logro|consigo)\b(?: \S+){0,2}? (?:entrar|acceder|iniciar|ingresar)\b|\bno me (?:llega|ha llegado)\b(?: \S+){0,4}? (?:codigo|contrasena|restablecer)\b",
    r"(?:パスワード|ログイン).{0,10}(?:届きません|届かない|通りません|使えません|使えない|弾かれ|はじかれ|エラー)|(?:認証|確認)コードが.{0,4}(?:届|来)(?:きません|かない|ません|ない)|アカウントが(?:使えな|消え|無効)",
)

FRAUD = (
    r"\bquelqu'un (?:\S+ ){0,2}?(?:utilise|commande|achete|pirate|paye|vole)\w*\b(?: \S+){0,3}? (?:ma carte|mon compte|mon nom|mon adresse)\b|\b(?:ma carte|mon compte|mes donnees)\b(?: \S+){0,3}? (?:pirate\w*|vole\w*|usurp\w*)\b|\bje n'ai (?:jamais|pas) passe (?:cette|de) commande\b|\bfaux (?:site|e-?mail)\b|\bcontrefa\w+\b",
    r"\bjemand\b(?: \S+){0,3}? (?:mit )?(?:meiner karte|meinem konto|meinem namen|meine karte|meine daten)\b|\b(?:karte|konto|daten)\b(?: \S+){0,3}? (?:gestohlen|gehackt|missbraucht|geklaut)\b|\bdiese bestellung (?:habe ich|hab ich) (?:nie|nicht)\b|\bgefalschte? (?:seite|e-?mail|ware)\b|\bfalschung\w*\b",
    r"\balguien\b(?: \S+){0,3}? (?:mi tarjeta|mi cuenta|mi nombre|mis datos|mi direccion)\b|\b(?:tarjeta|cuenta|datos)\b(?: \S+){0,3}? (?:robad\w+|hackead\w+|clonad\w+)\b|\byo no (?:hice|he hecho) (?:ese|este) (?:pedido|compra)\b|\b(?:pagina|correo) fals[oa]\b|\bfalsificad\w+\b",
    r"(?:誰か|他人|知らない人)(?:が|に).{0,8}(?:カード|アカウント|名前|名義|住所)|(?:カード|アカウント|個人情報)(?:が|を)(?:盗|悪用|勝手に|不正|乗っ取)|注文した覚えがな|偽(?:サイト|物|メール)",
)

LEGAL_THREAT = (
    r"\b(?:porte|porter|deposer|depose)(?:rai)? plainte\b|(?<!d')\bavocats?\b|\b(?:en|la) justice\b|\bassocia\w+ de consommateurs\b|\bmise en demeure\b",
    r"\b(?:rechts)?anwalt\w*\b|\bklage\w*\b(?: einreichen)?|\bvor gericht\b|\bverbraucherschutz\w*\b|\brechtliche schritte\b|\bmahnbescheid\b",
    r"\b(?:poner|pondre|interponer) una (?:denuncia|demanda|reclamacion)\b|\babogad\w+\b|\bacciones legales\b|\boficina del consumidor\b|\btribunales\b",
    r"法的(?:手段|措置)|訴訟|弁護士|消費生活センター|警察",
)
