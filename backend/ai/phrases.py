# ruff: noqa: E501 - a wording is one line, however long
"""The wordings behind the signals: regular expressions over folded text (lower case, no accents), by meaning and
language.

No pattern here may take more than linear time: no nested repetition, gaps are bounded.
"""

_PERSON = (
    r"(?:(?:actual|real|live|human|physical|flesh and blood)\s+)*"
    r"(?:human(?:\s?being|s)?|persons?|people|someone|somebody|agents?|representatives?|reps?|operators?|advis[eo]rs?|staff(?:\s+members?)?"
    r"|employees?|managers?|supervisors?|boss|humans|colleagues?|team\s?members?|member of (?:the |your )?(?:staff|team)|csr"
    r"|customer (?:service|support|care)(?: (?:agent|rep|representative|team|person))?|support (?:agent|team|person|rep|staff)|(?:the|your) (?:support|team|staff|owner)"
    r"|live (?:chat|support|help)|tech support|smn|sb|anyone|anybody|associate|specialist|consultant|support|(?:one|some) of you(?:r (?:guys|team|people|staff|colleagues))?)"
)
_ARTICLE = r"(?:(?:an?|the|any|some|your|one of your|another|with|to)\s+)*"
_TALK = r"(?:talk|speak|chat|spk|tlk|speek|conversation|word|converse|call|discuss (?:this|it|that|my \S+))"

ASKS_FOR_HUMAN = (
    # en: is anybody there, and rather anybody than this
    r"\bis (?:this|it|the) (?:\S+ )?(?:manned|staffed)\b|\bwho(?:'s| is) (?:there|here|around) (?:to|who can) help\b|\bwho else (?:can|could|should|do) i (?:ask|talk to|speak to|contact|write to)\b|\bgive (?:me|us) a (?:call|ring|bell|phone call)(?: back)?\b|\b(?:answered|handled|looked at|read|checked|dealt with|seen) by (?:a |an |some )?(?:actual |real |living )?(?:person|human|someone|somebody|member of|employee|agent|colleague)\b|\b(?:than|not|instead of|rather than) (?:to |with |by )?(?:a|this|some|the) (?:machine|bot|chatbot|computer|robot|program|algorithm)\b(?! (?:vacuum|mower))|\b(?:give|giving) up (?:with|on) (?:this|the) (?:chat|bot|thing|machine)\b|\b(?:someone|somebody|person|human) (?:with|who has) (?:hands|eyes|a brain|a pulse|feelings|some sense)\b|\b(?:somebody|someone|anybody|anyone) (?:from|in|at|of) (?:the |your )?(?:customer \S+|support|team|staff|shop|store|company|office|sales)\b(?: \S+){0,4}? (?:take|look|help|call|answer|reply|contact|ring|explain|deal|over)|\b(?:a|this) (?:machine|computer|bot|robot|program) (?:is|can|could|would|will)(?: \S+){0,3}? (?:understand|help|get it|answer)\b(?= |$|[.!])",
    # en: to talk to somebody
    r"\b(?:members?|people|someone|somebody|one|person|anyone) (?:of|in|from) (?:your|the) (?:team|staff|company|office|store|shop|support)\b(?= (?:\S+ ){0,2}?(?:could|can|would|to|look|help|call|contact|who|please)|[?.!]|$)",
    r"\bperson in charge\b|\b(?:talk|speak|chat) (?:to|with) (?:the|your) \S+ (?:department|desk|office|team)\b",
    rf"\b{_TALK}(?:ing|s)?\s+(?:(?:directly|live|now|please|again|2)\s+)?(?:to|with|2|w)\s+(?:(?:only|just)\s+)?{_ARTICLE}{_PERSON}\b",
    rf"\b(?:want|need|prefer|give|get|like|send|find|wanna|gimme|have|require)\s+(?:me\s+|us\s+)?{_ARTICLE}"
    r"(?:person\b(?! (?:who|size|tent|kit|set|bag))|(?:real|actual|live|human|physical)\s+(?:human|person|people|agent|someone|somebody|support|help|being|representative|assistance|operator|advisor|contact|interaction)"
    r"|human(?:s|\s+being)?\b(?!\s+(?:hair|made|size|resources|rights|grade))|agent\b|representative\b|rep\b|operator\b|supervisor\b(?! \w+ (?:chair|desk))|manager\b(?! (?:chair|desk|mug|gift|edition))|live chat\b|csr\b)",
    r"\b(?:transfer|connect|hand|pass|forward|escalate|redirect|switch|route|put|patch|refer)\s+(?:me|us|this|it|my (?:case|issue|request|chat|question))"
    rf"(?:\s+(?:over|through|on|up|straight|directly|along|now))*\s+(?:to|with)\s+{_ARTICLE}(?:{_PERSON}|next level|team|support|service|customer|human)",
    r"\b(?:put|patch|get)\s+me\s+(?:through|thru)\b",
    r"\b(?:explain|tell|describe|show|write|type|say)\b(?: \S+){0,4}? to an? (?:(?:real|actual|living|live)\s+)*(?:person|human(?: being)?)\b",
    r"\b(?:your|a|the|any) (?:telephone |phone |support )?hotline\b",
    r"\bescalate (?:this|it|my|me|the)\b|\b(?:please|pls|want to|need to) escalate\b",
    r"\bget (?:me |hold of |in touch with |ahold of )(?:an? |the |your |some)?(?:real |live |actual )?(?:person|human|someone|somebody|agent|manager|supervisor|representative|team|staff|customer service|customer support)\b",
    rf"\b(?:contact|reach|message|email|ring|phone|call up|see)\s+{_ARTICLE}(?:(?:real|live|actual)\s+(?:human|person|people|agent|someone)|human|agent|representative|advis[eo]r|supervisor|manager|employee|staff member|member of (?:your )?(?:staff|team)|somebody|someone)\b",
    rf"\b(?:can|could|may|might|would|will|is there)\s+{_ARTICLE}(?:someone|somebody|human|real person|person|agent|colleague|employee|staff member|manager|supervisor|representative|rep|team member)"
    r"(?:\s+(?:from|on|in|at|of)\s+(?:your|the)\s+\S+)?\s+(?:please\s+|just\s+|actually\s+)?(?:call|help|contact|phone|ring|look|take over|assist|reply|answer|respond|get back|talk|speak|join|handle|deal|i can|who can|available|there|here|to talk|to speak|check|explain)",
    r"\bwho (?:can|do|should|could) i (?:call|phone|ring|talk to|speak (?:to|with))\b|\b(?:someone|somebody|anyone) (?:going to|gonna) (?:answer|reply|respond|help)|\bneed (?:someone|somebody) from (?:your|the)\b",
    r"\bsomeone (?:needs? to|should|has to|must|please) (?:call|help|contact|reply|respond|answer|look at|get back)\b|\b(?:need|want|like|looking for|waiting for) (?:someone|somebody|a (?:real )?person|an agent) (?:who can |that can |to )(?:actually |please )?(?:help|call|contact|answer|talk|speak|explain|look|fix|handle|understand|respond|reply|solve|sort|check)|\b(?:please )?(?:have|get|let) (?:someone|somebody|a person|a human|an agent|an? \S+) (?:to )?(?:call|contact|phone|ring|get back to|reach out to|email|help|reply to|answer) me\b",
    r"\bcall me(?: back)?\b(?! (?:crazy|old))|\bcall(?:ed)? back (?:please|by)\b|\brequest a call\b|\bwant a call ?back\b|\bi(?:'d| would)? (?:want|like|need)(?: to (?:get|receive|have))? a (?:phone )?call\b|\bto be called\b",
    r"\b(?:is|are) (?:there )?(?:anyone|anybody|any (?:humans?|people|person|real|agents?|staff)|someone|somebody|a (?:real |live |actual )?(?:person|human|human being|agent))(?: \S+){0,3}? (?:there|here|around|online|available|home|alive|awake|listening|working|reading|behind|on the other|i can|to (?:talk|speak|help|chat)|on this|at your|at the|who)",
    r"\banyone (?:out )?(?:there|here|home|alive|real)\b(?! (?:else )?(?:tried|know|used|who))|\bis (?:anyone|anybody|someone|somebody) (?:even |actually )?(?:reading|listening|there|real)\b",
    r"\b(?:human|real person|live agent|agent|representative|operator|manager|supervisor) (?:please|pls|plz|now|asap|only)\b|\b(?:please|pls|plz) (?:a )?(?:human|agent|representative|operator|real person)\b",
    r"\bhuman (?:help|support|assistance|agent|contact|interaction|representative|operator|being)\b",
    r"(?<!which )(?<!what )\b(?:live|real) (?:agent|person|human|support agent|operator|representative|help)\b",
    r"\b(?:customer service|customer support|support) (?:phone )?number\b|\bphone number (?:i can|to) (?:call|ring|reach|talk)|\b(?:number|line) (?:i can|to) call\b",
    r"\b(?:can|could|may) i (?:please )?(?:just )?(?:call|phone|ring) (?:you|someone|somebody|your|the)\b|\bi(?:'d| would)? (?:want|like|need|prefer) to (?:call|phone|ring) (?:you|someone|somebody|your|the (?:shop|store|office))\b",
    # en: not a machine
    r"\b(?:do not|don't|dont|not|never|rather not|won't|wont|refuse to|stop|hate|tired of|sick of|fed up with|done with|no longer want to|instead of|no more|enough of|enough with)\s+(?:send(?:ing)? (?:me )?|giv(?:e|ing) (?:me )?|want(?:ing)? to |wanna |like to |like |trust |going to |gonna |be |to |of )?"
    r"(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|deal(?:ing)?|shar(?:e|ing)|discuss(?:ing)?|typ(?:e|ing)|tell(?:ing)?|explain(?:ing)?|giv(?:e|ing)|writ(?:e|ing))?(?:\s+\S+){0,4}?\s*(?:\ba |\ban |\bthe |\bthis |\bthese |\byour |\bto |\bwith )?(?:stupid |dumb |damn |useless )?(?:bots?|chat ?bots?|robots?|machines?|computers?|automated (?:replies|answers|responses|messages|system)|ai)\b(?! (?:vacuum|mower|toy|kit|cleaner|lawn))",
    r"\b(?:this|the|your|that) (?:\S+ ){0,2}?(?:bot|chatbot|robot|machine|ai|automated \S+|assistant|thing) (?:is|are|was) (?:\S+ ){0,2}?(?:useless|stupid|dumb|terrible|awful|rubbish|no help|not help\w*|garbage|crap|hopeless|pointless|broken|a joke|a waste|unhelpful|worthless|trash|idiotic|bad|annoying)",
    r"\b(?:useless|stupid|dumb|damn|bloody|silly|idiotic|crappy|worthless|terrible|fucking) (?:bot|chatbot|robot|machine|ai|computer)\b",
    r"\b(?:bot|robot|chatbot|machine|ai)s? (?:can't|cannot|can not|won't|doesn't|does not|don't|isn't|is not|never|cant|doesnt) (?:\S+ )?(?:help\w*|understand|getting|get it|solve|answer|working|work|fix|listen)",
    r"\bnot (?:a|an|some|the) (?:ro)?bot\b(?! (?:vacuum|mower))|\bno (?:ro)?bots?\b|\bnon[- ]?bot\b|\bsomeone (?:who is |that'?s |who's )?(?:real|human|not a|with a (?:brain|pulse))|\b(?:a|any) (?:human|real) (?:soul|voice)\b|\bactual human\b|\breal human\b|(?<!which )(?<!what )\breal (?:person|people)\b",
    r"\b(?:talk|speak) (?:to|with) (?:you guys|you in person|your (?:team|people|boss|manager|staff|support|company|colleagues?))\b|\bspeak (?:to|with) (?:him|her|them) in person\b|\bin person or (?:by|on the) phone\b",
    r"\bhelp (?:me )?from (?:an? |the |your )?(?:actual |real |live )?(?:human|person|agent|staff|team|someone)\b|\b(?:over|on|by|via) the phone\b(?= (?:with|please)|\s*[?.!]*$)",
    # fr
    r"\b(?:parler|discuter|echanger|parle|communiquer)\s+(?:directement\s+)?(?:a|avec)\s+(?:un|une|quelqu'un|votre|vos|le|la|l'|des)\s*(?:vrai[e]?\s+|autre\s+)?(?:humain|personne|conseill\w+|agent|etre humain|responsable|service|equipe|operat\w+|representant|collegue|employe\w*|manager|support)?",
    r"\b(?:je (?:veux|voudrais|souhaite|prefere)|j'aimerais|passez[- ]moi|donnez[- ]moi|transferez[- ]moi|mettez[- ]moi)\s+(?:\S+\s+){0,5}?(?:humain|vraie personne|conseill\w+|responsable|quelqu'un|service client|agent)\b",
    r"\b(?:mis|mettez[- ]moi|mettre) en (?:relation|contact) avec\b|\by a[- ]t[- ]il quelqu'un|\bil y a quelqu'un|\bquelqu'un (?:peut|pourrait)(?:[- ]il)? (?:me|m')|\bun humain\b|\bvraie personne\b|\bservice client\b(?= s'il| svp|$)|\brappelez[- ]moi\b|\bconseiller humain\b|\bce bot (?:est|ne)\b",
    # de
    r"\bmit (?:einem|einer|jemandem?|dem|der|euch|ihrem|eurem)\s*(?:echten\s+|richtigen\s+|realen\s+)?(?:menschen?|person|mitarbeiter\w*|agenten?|kundenservice|kundendienst|berater\w*|support|chef\w*|kollegen?|team|vorgesetzten?)?\s*(?:sprechen|reden|schreiben|chatten|telefonieren|verbinden|sprech|verbunden)",
    r"\b(?:echten?|richtigen?|echte[rn]?) (?:menschen?|person|mitarbeiter\w*)|\bansprechpartner(?:in)?\b|\bmitarbeiter(?:in)? bitte\b|\bmensch bitte\b|\b(?:ich (?:will|mochte|brauche|hatte gern\w*)) (?:\S+ ){0,3}?(?:menschen|mitarbeiter\w*|kundenservice|kundendienst)\b|\bjemanden? (?:sprechen|reden|anrufen)|\bist (?:da )?(?:jemand|wer) (?:da|hier)?|\bruf\w* (?:sie )?mich (?:bitte )?(?:an|zuruck)|\bverbinden sie mich|\bkein(?:en)? (?:bot|roboter|maschine)\b|\bmit jemandem\b|\bkann mir (?:bitte )?jemand helfen|\bdieser bot\b",
    # es
    r"\b(?:hablar|hable|hablo|comunicarme|chatear|conversar|contactar)\s+(?:directamente\s+)?(?:con|a)\s+(?:un|una|alguien|el|la|su|vuestro|los|algun|alguna)\s*(?:verdader\w+\s+)?(?:persona|human\w+|agente|asesor\w*|representante|operador\w*|encargad\w+|atencion|servicio|gerente|supervisor\w*|empleado|soporte|equipo|ser humano)?",
    r"\b(?:quiero|necesito|prefiero|paseme|pasame|ponme|pongame|comuniqueme|deme|dame|transfierame)\s+(?:\S+\s+){0,4}?(?:persona(?: real)?|humano|agente|asesor\w*|representante|operador\w*|ser humano|encargad\w+)\b|\bpersona real\b|\bhay alguien\b|\balguien (?:me )?(?:puede|podria) (?:ayudar|llamar|atender)|\bllam(?:en|e|ad)me\b|\batencion al cliente\b|\bun humano\b|\beste bot\b",
    # ja
    r"(?:人間|オペレーター?|担当者?|スタッフ|係の?(?:人|方|者)|店員|人)(?:の方|さん)?(?:と|に|へ)(?:直接)?(?:話|はな|代わ|かわ|繋|つな|替わ|相談|連絡|お話|チャット|変わ|交代|対応)",
    r"有人(?:対応|チャット)|(?:オペレーター?|担当者?|スタッフ|人間)(?:を|の方)?(?:お願い|呼ん|出して|希望|対応)|誰か(?:いますか|いませんか|対応)|電話(?:で話|を?ください|したい|番号)|ボットじゃなく|ロボットではなく|折り返し",
)
"""A request for a person, wherever it stands in the message."""

ASKS_FOR_HUMAN_ALONE = (
    rf"{_ARTICLE}{_PERSON}",
    r"(?:talk|speak|chat) (?:to|with) (?:someone|somebody|person|human|you)",
    r"(?:support|agente|agent|operator|representative|human|humano|persona|mensch|mitarbeiter|humain|conseiller|personne|live chat|operateur|kundenservice|service client|担当者|人間|オペレーター)",
    r"(?:transfer|connect|escalate|forward|redirect)(?: (?:me|this|it))?(?: over| on)?",
    r"(?:someone|somebody|anyone|anybody)(?: there| here)?(?: help(?: me)?)?",
    r"(?:can|could) (?:someone|somebody|anyone|anybody|any of you)(?: from \S+ \S+| there)? (?:help|assist|call|contact|answer|reply)(?: to)?(?: me| us)?",
    r"i (?:need|want)(?: to (?:talk|speak|chat|call))?(?: to)? (?:someone|somebody|person|human|customer service|customer support)",
)
"""A request for a person when the clause says nothing else ("agent", "someone please")."""

DENIES_HUMAN = (
    r"\b(?:no|without|not|don't|dont|do not|doesn't|does not|didn't|isn't|never|rather not|needn't|won't|no longer|there's no|there is no)\b\s*(?:\S+\s+){0,3}?"
    r"(?:need|want|have|necessary|require|reason|asking|ask|trying|looking|interested|wish|like|transfer|connect|escalate|put|call|pass)\w*\s+(?:to\s+|for\s+|you\s+to\s+|me\s+|in\s+|a\s+)*"
    r"(?:(?:talk|speak|chat|be|being|transfer|transferr|connect|escalat|get|call|contact|involv|bother|hand|see|talking|speaking|put|pass)\w*\s+)?(?:me\s+|this\s+|it\s+|over\s+|through\s+|a call\s+)*(?:to\s+|with\s+|from\s+)?"
    r"(?:an?\s+|any\s+|the\s+|your\s+|some\s+|another\s+)?(?:(?:real|live|actual)\s+)*(?:human\w*|persons?|people|agents?|representatives?|someone|somebody|anyone|anybody|operators?|managers?|supervisors?|staff|support|customer service|team|call)\b",
    r"\b(?:(?:you|we|i) )?(?:don't|dont|do not|needn't|no) need to (?:escalate|transfer|forward|call|connect)\b(?: (?:anything|this|it|me|anybody|anyone|any \S+))?",
    r"\b(?:no need|(?:don't|dont|do not|not|needn't|never) (?:need|want|have|wish|asking|ask))\b(?: for)? (?:you to|to be|to get|me to be|this to be|it to be) (?:transfer|connect|escalat|forward|call|hand|pass)\w*(?:\s+(?:me|this|it|over|through|back|us))*(?:\s+(?:to|with)\s+(?:an?\s+|the\s+|your\s+)?(?:\S+\s?){1,2})?",
    r"(?<!n't )(?<!not )\b(?:keep|keeping|leave|stay|stick|staying)\b(?: \S+){0,2}? (?:with|to) (?:the|this|a|your) (?:bot|ai|robot|chatbot)\b",
    r"\b(?:can|could|will|would|is|for) an? (?:\S+ )?person (?:in|with|of|over|under|weighing|aged)\b",
    r"\bdo (?:i|we) (?:need|have) to (?:talk|speak|call|contact|chat)\b(?: \S+){0,3}",
    r"\bno (?:human|agent|person|representative|transfer|escalation|operator|call)s? (?:is |are )?(?:needed|necessary|required|please)\b|\bno need\b(?:\s+\S+){0,7}?\s+(?:human|person|agent|someone|somebody|transfer\w*|escalat\w*|support|staff|manager|representative|me|call|anyone)\b",
    r"\b(?:don't|dont|do not|please don't|no need to) (?:transfer|escalate|connect|forward|call|hand|pass|put)\b(?:\s+(?:me|this|it|over|through|back|us))*(?:\s+(?:to|with)\s+(?:an?\s+|the\s+|your\s+)?(?:\S+\s?){1,2})?",
    r"(?<!not )(?<!n't )(?<!nt )\b(?:rather|prefer to|happy to|fine with|ok with|okay with|like to|want to|glad to) (?:just )?(?:talk\w*|chat\w*|stay\w*|keep\w*|deal\w*|continue|use|ask) (?:\S+ ){0,2}?(?:the |this |a |you,? )?(?:bot|robot|ai|chatbot)\b(?:\s+(?:than|instead of|over|rather than|not)\s+(?:to\s+|with\s+)?(?:an?\s+)?(?:real\s+)?(?:human|person|agent|someone|people))?",
    r"\b(?:already|just) (?:spoke|talked|chatted|speaking|talking|been speaking) (?:to|with) (?:an? |the |your |one of your )?\S+(?: (?:person|agent|member))?",
    r"\b(?:instead of|rather than|before|without|avoid) (?:having to |needing to |me having to |the need to )?(?:talk\w*|speak\w*|wait\w*|call\w*|contact\w*|bother\w*)(?: (?:to|with|for))? (?:an? |the |your |any)?(?:real |live |actual )?(?:human|person|agent|someone|somebody|anyone|support|people|customer service|staff|representative)\b",
    r"\bpas besoin (?:de |d')(?:\S+\s+){0,4}?(?:humain|personne|conseiller|agent|quelqu'un|transfer\w*)|\bje ne (?:veux|souhaite) pas (?:parler|etre transfere)\b(?:\s+\S+){0,4}?\s*(?:humain|personne|conseiller|agent|quelqu'un)?",
    r"\bkein(?:en)? (?:mensch\w*|mitarbeiter\w*|berater\w*) (?:notig|sprechen|brauch\w*|erforderlich)|\bbrauche kein(?:en)? (?:mensch\w*|mitarbeiter\w*)|\bnicht (?:notig )?(?:mit )?(?:einem |jemandem )?(?:menschen |mitarbeiter )?(?:zu )?(?:sprechen|verbinden|weiterleiten)",
    r"\bno (?:necesito|quiero|hace falta) (?:hablar con |que me pase con |a )?(?:un |una |ninguna? |ningun )?(?:persona|humano|agente|alguien|nadie|asesor)|\bno me (?:pase|transfiera)\b(?:\s+\S+){0,4}",
    r"(?:人間|オペレーター?|担当者?|スタッフ)(?:と|に|へ|は|の)?(?:話す|つなぐ|代わる|繋ぐ|対応)?(?:必要|こと)?(?:は|が)?(?:ありません|ない|不要|いりません|結構)",
    r"\b(?:i'm|i am|are you) (?:an? )?(?:real )?(?:human|person|people)\b|\bfor (?:a|one|two|three|\d+) (?:person|people|persons)\b|\bgift for (?:someone|somebody|a person)\b|\bperson(?:al|ali\w*)\b",
)
"""A request for a person that is denied, or words of it that mean something else. Taken out before requests are looked for."""

UPSET = (
    r"\b(?:angry|furious|outrag\w+|livid|enraged|pissed|disgust\w+|fed up|sick of|sick and tired|(?<!if i've )(?<!if i have )(?<!when i've )had enough|ashamed of yourselves|should be ashamed|thanks for nothing|infuriat\w+|fuming|appall\w+|beyond frustrated|(?:so|very|really|extremely|getting|incredibly) (?:frustrat\w+|annoyed|angry|upset|mad|disappointed)|i'?a?m (?:frustrated|upset|mad at|losing (?:my )?patience)|(?:very|so|really|extremely) (?:unhappy|dissatisfied|bad (?:experience|service))|not happy with (?:you|the service)|feel (?:cheated|ripped|betrayed|lied)|you (?:people )?lied|been lied to|you (?:ruined|don't care|do not care)|been ignored|unprofessional|regret (?:ordering|buying)|how can you treat|(?:was|were|is) (?:very |so |extremely )?rude|(?:is|are|was) (?:so |really |very )?(?:awful|terrible|horrible|rubbish|appalling)|(?:you(?:'re| are)|you lot are) (?:all |just |so |completely |utterly |absolutely )*(?:useless|hopeless|worthless|clueless|a waste)|(?:this is )?how (?:i'm|i am|you|we are|we're) (?:being )?treat(?:ed)?(?: (?:me|us|customers))?(?=$|[.!])|how disappointing|such a waste|expected better|nobody cares?|nobody care)\b",
    r"\b(?:ridiculous|unacceptable|absurd|pathetic|(?:is|are|what) a (?:complete |total )?joke|disgrace\w*|shameful|outrageous|scandalous|shocking|unbelievable service|nightmare|rip[- ]?off|scam(?:mers?|med)?|thie(?:f|ves)|liars?|crooks?|con artists|incompeten\w+|idiots?|morons?|stupid|(?:you|this|your \S+) sucks?|wtf|bullshit|(?:where|what|why|who|how) the (?:hell|heck|f\w+)|crap|shit\w*|f+u+c+k\w*|damn it|bloody (?:hell|joke)|screw you|go to hell|assholes?|garbage|bastards?)\b",
    r"\b(?:worst|terrible|horrible|awful|atrocious|abysmal|dreadful|lousy|disgusting) (?:\S+ ){0,2}?(?:service|experience|company|shop|store|support|customer|website|ever|bot|people|business|treatment)\b",
    r"\bnever (?:again|(?:buy|order|shop)\w* (?:\S+ ){0,3}?again)\b|\bbad review\b|\b(?:one|1)[- ]star\b|\btell everyone\b|\blost (?:all )?(?:my )?patience\b|\bwast(?:e|ed|ing) (?:of )?(?:my |of |so much )?time\b|\bhow dare\b|\bshame on\b|\bare you (?:kidding|serious|deaf|stupid|blind)\b|\bwhat is wrong with you\b|\bformal complaint\b|\bmake a complaint\b|\bfile a complaint\b|\bignor(?:ed|ing) me\b|\bnobody (?:answers|replies|cares|responds|helps)\b|\bno one (?:answers|replies|cares|responds|helps)\b",
    r"\b(?:inacceptable|scandaleux|honteux|arnaque|voleurs?|en colere|ras le bol|j'en ai marre|nul a chier|incompetents?|furieu\w+|n'importe quoi|merde)\b",
    r"\b(?:unverschamt\w*|frechheit|inakzeptabel|betrug|betruger|abzocke|wutend|stinksauer|(?:bin|so|sehr|echt|richtig|total|langsam|ziemlich) sauer|scheisse|katastrophe|unmoglich\w* service|saftladen|lacherlich)\b",
    r"\b(?:inaceptable|verguenza|estafa\w*|ladrones|harto|harta|furios\w+|enfadad\w+|indignad\w+|mierda|pesimo|pesima)\b",
    r"ふざけ|最悪|許せ(?:ない|ません)|詐欺|腹が立|怒って|いい加減に|ひどい(?:対応|サービス|です)|信じられない",
)

REPEATED_CONTACT = (
    r"\b(?:this is |for |it'?s )?(?:the |my )?(?:second|third|fourth|fifth|sixth|2nd|3rd|4th|5th|\d+th|nth|hundredth|umpteenth) (?:time|message|email|request|attempt|chat|call)\b(?! (?:customer|buyer|ordering|zone))",
    r"\b(?:asked|told|written|wrote|emailed|called|contacted|messaged|said|tried|reported|explained)\b(?: \S+){0,4}? (?:already|before|twice|(?:two|three|four|five|six|\d+|several|many|multiple|countless) times|again and again|over and over)\b",
    r"\b(?:already|again) (?:asked|told|written|emailed|called|contacted|messaged|said|explained)\b|\bhow many (?:more )?times (?:do|must|should|have|did|will) (?:i|we)\b|\bkeep (?:asking|writing|telling|repeating|having to)\b|\bstill (?:no|not|haven't|nobody|no one)\b (?:\S+ ){0,3}?(?:reply|answer|response|replied|answered|responded|heard|resolved|fixed)",
    r"\b(?:troisieme|deuxieme|quatrieme) fois\b|\b(?:dritte|zweite|vierte|dritten|zweiten) mal\b|\b(?:tercera|segunda|cuarta) vez\b|[二三四五2345２３]度目|何度も",
)

_NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|many|few|couple(?: of)?|over a|more than an?|more than \w+|almost \w+)"
DURATION = (
    rf"\b{_NUMBER}\s+(?:\S+\s+)?(?:days?|weeks?|months?|hours?)\b",
    r"\b(?:\d+|une?|deux|trois|quatre|cinq|six|plusieurs)\s+(?:jours?|semaines?|mois)\b",
    r"\b(?:\d+|eine[rmn]?|zwei|drei|vier|funf|sechs|mehrere[n]?)\s+(?:tagen?|wochen?|monate?n?)\b",
    r"\b(?:\d+|una?|dos|tres|cuatro|cinco|seis|varios|varias)\s+(?:dias?|semanas?|mes(?:es)?)\b",
    r"(?:\d+|[一二三四五六数])(?:日|週間|か月|ヶ月|カ月)",
)
LATENESS = (
    rf"\b(?:{_NUMBER}\s+(?:\S+\s+)?(?:days?|weeks?|months?)\s+(?:late|overdue|behind|past|ago and (?:still|nothing|no))|(?:late|overdue|delayed|behind) (?:by|for) {_NUMBER}\s+(?:\S+\s+)?(?:days?|weeks?|months?))\b",
    r"\b(?:still|yet) (?:has|have|did|is|does|had)?(?:n't| not|nt)? ?(?:\S+ ){0,2}?(?:arrived?|come|came|shown up|received?|got(?:ten)?|here|delivered|shipped|been delivered|been shipped|turned up|moved)\b(?! (?:open|on))",
    r"\b(?:has|have|did|had|is)(?:n't| not|nt) (?:\S+ ){0,2}?(?:arrived|arrive|come|shown up|received|turned up|been delivered|been shipped|shipped|delivered|reached me|here|got here|gotten)(?: \S+){0,3}?\b",
    r"\bnever (?:arrived|came|showed up|received|got (?:it|my|the|here)|turned up|shipped|delivered|reached)\b|\b(?:supposed|due|promised|expected|meant|scheduled) (?:to (?:arrive|come|be (?:here|delivered))|(?:by|on|for|last|yesterday|for delivery))\b|\bshould(?:'ve| have) (?:arrived|come|been here|been delivered|gotten|received)\b",
    r"\b(?:so|very|too|really|way too|already|days|weeks|months|running|is|are|it's|order's|being|was) (?:late|delayed|overdue)\b(?! (?:fee|payment|to (?:cancel|change|return|order)))|\btaking (?:so long|forever|ages|too long)\b|\bstill waiting\b|\b(?:been )?waiting (?:for )?(?:\S+ ){0,4}?(?:weeks?|months?|ages|forever|days)\b|\bwhat'?s taking\b|\bnothing (?:has )?(?:arrived|come|came|received)\b|\b(?:stuck|lost|held up) (?:in|at|with|by)\b(?= (?:transit|customs|the|delivery|post|courier|fedex|ups|usps|dhl))|\bdelay(?:ed)?\b(?= (?:order|delivery|parcel|package|shipment|again))|\b(?:order|delivery|parcel|package|shipment) (?:is |was |got |has been )?(?:delayed|late|overdue|lost)\b",
    r"\b(?:en retard|pas (?:encore )?(?:recu|arrivee?s?|livree?s?)|toujours (?:pas|rien)|jamais (?:recu|arrivee?))\b",
    r"\b(?:noch (?:immer )?nicht (?:\S+ ){0,3}?(?:angekommen|da|geliefert|erhalten|bekommen|versendet|verschickt)|verspatet|verspatung|(?:zu|so|wochen|tage) spat|immer noch nicht|nie angekommen|uberfallig)\b",
    r"\b(?:retras\w+|atrasad\w+|tarde(?= mi)|(?:todavia|aun) no (?:ha |he |me )*(?:llega\w*|recib\w+)|no ha llegado|no he recibido|nunca llego|sigo esperando)\b",
    r"届(?:いて(?:い)?ません|かない|きません|いてない)|遅(?:れ|延|い)|まだ(?:です|来|届)",
)

DID_NOT_HELP = (
    r"\b(?:that|this|you|your answer|the answer|your reply|it)(?:'s| is| was| are| were)? (?:really |still |just )?(?:not|didn't|did not|doesn't|does not|didnt|doesnt|isn't|isnt|wasn't|wasnt|weren't|aren't|no) (?:\S+ ){0,2}?(?:help\w*|answer\w*|what i (?:asked|meant|want|need|mean|was asking)|my question|useful|solve\w*|relevant|understand\w*|any (?:help|use|good)|listening)\b",
    r"^(?:wrong|incorrect|useless|unhelpful|irrelevant)\b(?=$|[.!?,])|\b(?:wrong|incorrect|useless|unhelpful|irrelevant) (?:answer|reply|response|information|info)\b|\b(?:not helpful|not useful|not relevant|not what i (?:asked|meant|need\w*|want\w*)|no help|not an answer)\b|\b(?:already|yes i) (?:know|knew|read|tried|saw|did) that\b|\bi (?:already )?tried that\b|\b(?:didn't|did not|not|haven't|never) answer(?:ed|ing)?(?: \S+){0,2}? (?:question|me)\b|\bmisunderst\w+\b|\b(?:you|it) (?:just )?(?:keep|keeps) (?:saying|repeating|sending|giving)\b|\bsame (?:useless |stupid )?(?:answer|thing|reply|response)\b|\bi asked (?:about|for|if|whether|you)\b|\bread my (?:question|message)\b|\b(?:doesn't|does not|didn't|doesnt) (?:help|answer|solve)\b(?=$|[.!?,]| me| my| the question| that)|\bno,? (?:that's|thats|that is) (?:not|wrong)\b",
    r"\b(?:ca|cela) ne (?:m'aide|repond|marche) pas|\bne repond pas a ma question|\bce n'est pas ce que|\bpas utile\b",
    r"\b(?:das )?hilft (?:mir )?nicht|\bhat (?:mir )?nicht geholfen|\bnicht meine frage|\bdas war nicht|\bfalsche antwort",
    r"\bno me (?:ayuda|sirve|ayudo|sirvio)|\beso no (?:es|responde|era)|\bno responde a mi pregunta",
    r"役に立(?:たない|ちません|ってない)|そうじゃな(?:い|く)|違います|答えになって",
)

_MY_REFUND = r"(?:my |the |a |any |that |full |partial |promised )*(?:refund|money back|reimbursement|money)"
REFUND_DISPUTE = (
    rf"\b(?:still|yet|never|no|not|haven't|hasn't|havent|hasnt|didn't|didnt|without|nothing)\b(?: \S+){{0,6}}? (?:got|gotten|received|get|seen|see|had|have|been|sent|given|appeared|shown|arrived|issued|processed|came|come|paid)?(?: \S+){{0,2}}? ?{_MY_REFUND}(?! polic| window| period| on sale| if | for (?:sale|opened))\b(?=.{{0,60}}(?:weeks?|months?|days?|yet|still|ago|promis\w+|[.!?]|$))(?<!no refund)(?<!not refund)",
    r"\brefund\b(?: \S+){0,4}? (?:still )?(?:hasn't|has not|hasnt|never|didn't|did not|didnt|not yet|is missing|missing|is late|overdue|is wrong|was wrong|was denied|denied|rejected|refused|declined|was less|is less|too (?:low|little)|is short|incomplete|nowhere|was supposed|went to the wrong)\b",
    r"\b(?:den(?:y|ied|ying)|refus(?:e|ed|ing|al)|reject(?:ed|ing)?|declin(?:ed|ing)|withh(?:eld|old\w*)|won't give|wont give|will not give|not giving|wouldn't give)\b(?: \S+){0,4}? (?:refund|money|return|reimburse\w*)\b",
    r"\b(?:only|just|wrongly|partially|half) (?:got |been |was |were )?(?:\S+ )?(?:refunded|a (?:partial|half) refund|(?:half|part) of my (?:refund|money))|\brefunded (?:me )?(?:only|just|half|the wrong|less|too little|part)|\bwrong (?:refund|amount (?:was )?refunded)|\brefund(?:ed)? (?:amount )?(?:is |was )?(?:wrong|less than|incorrect|short)|\bowes? me\b|\bpromised (?:me )?(?:\S+ ){0,3}?refund|\brefund (?:you|that was|i was|which was) promised|\bsaid (?:\S+ ){0,3}?(?:would |will |was |been |going to )?(?:be )?(?:get |give me |have |issue )?(?:a )?refund(?:ed)?\b(?=.{0,80}(?:but|didn't|never|not|nothing|still|ago))|\bdisput\w+ (?:\S+ ){0,4}?refund|\brefund dispute|\bwhere(?:'s| is| are| the hell is) (?:my|the) (?:refund|money)\b|\bgive (?:me )?(?:back )?my (?:money|refund)(?: back)?(?: now|!)|\bkept (?:part of |half of )?my (?:money|refund)|\bwaiting (?:\S+ ){0,6}?(?:for|on) (?:my|the|a) refund|\bdeducted\b(?: \S+){0,6}? refund|\breturned (?:it|them|everything|the \S+)(?: \S+){0,8}? (?:no refund|nothing|never refunded|not (?:been )?refunded|won't refund)|\bnot (?:been |yet )?(?:been )?refunded\b|\bhaven't (?:\S+ )?(?:been )?refunded\b|\bwant my (?:money|refund)(?: back)? now\b|\b(?:still|yet) no refund\b|\bno refund (?:yet|was|has|still|so far)|\brefund was(?:n't| not) |\breturn (?:was )?(?:rejected|refused|denied)|\bonly (?:got|received|gave me|get) (?:a )?(?:store credit|voucher|partial)|\bshorted my refund|\basked for (?:my|a) refund (?:\S+ )?(?:times|twice|again)|\bclaim you refunded|\bsaid (?:you|it was|i was) refunded",
    r"\brembours\w+ (?:\S+ ){0,4}?(?:refuse|jamais|toujours pas|pas recu|incorrect|manqu\w+)|\b(?:toujours pas|pas encore|jamais) (?:\S+ ){0,3}?rembours\w+|\brefus\w+ (?:\S+ ){0,4}?rembours\w+",
    r"\b(?:ruckerstattung|erstattung|geld zuruck|ruckzahlung)\b(?: \S+){0,5}? (?:nicht|nie|verweigert|abgelehnt|falsch|fehlt)|\b(?:noch immer|immer noch|noch|nie)\b(?: \S+){0,3}? (?:keine |mein )?(?:ruckerstattung|erstattung|geld zuruck)|\bverweiger\w+ (?:\S+ ){0,4}?(?:erstattung|ruckerstattung|geld)",
    r"\breembolso\b(?: \S+){0,4}? (?:no|nunca|rechaz\w+|neg\w+|incorrecto|falta)|\b(?:no|nunca|todavia no|aun no)\b(?: \S+){0,4}? (?:reembols\w+|devuelto (?:el |mi )?dinero|devolvieron)|\b(?:niegan|rechaz\w+|negaron)(?: \S+){0,4}? reembolso",
    r"返金(?:され(?:て(?:い)?)?(?:ない|ません)|がまだ|を拒否|が届)|まだ返金",
)

BILLING_DISPUTE = (
    r"(?<!be )\b(?:charged|billed|debited|paid|payed|keeps? (?:charging|billing)|took (?:the )?money|money (?:was )?taken|withdr[ae]wn?|invoiced|deducted)\b(?: \S+){0,6}? (?:twice|two times|double|2x|2 times|three times|multiple times|again|every month|too much|extra|incorrect\w*|wrong(?:ly)?|without (?:my )?(?:permission|consent|authori[sz]ation|asking|approval)|after (?:i )?cancel\w+|more than)\b(?! a )",
    r"\b(?:take|takes|taking|took|taken) (?:\S+ ){0,2}?(?:money|[$€£¥]?\d\S*)(?: \S+){0,5}? (?:twice|times|again|every (?:month|week))\b|\b(?:keep|keeps|kept) (?:on )?(?:taking|charging|billing|debiting)\b|\bnever (?:signed up|subscribed|agreed to (?:a |any )?(?:subscription|plan))\b|\b(?:money|\d+ ?(?:euros?|dollars?|pounds?|[$€£])|[$€£]\d\S*)(?:'s| is| are| has| have| was)? (?:gone|missing|disappeared) (?:from|off|out of) my\b|\bmoney(?:'s| is| has gone) (?:gone|missing)\b|\b(?:payment|money) (?:was |has been |is |has )?(?:taken|gone|left my account|went through|deducted)\b(?: \S+){0,3}? (?:but|no|and no|without|failed)\b|\b(?:invoice|bill|charge|payment)(?: amount)? (?:is|was|looks|seems) (?:wrong|incorrect|too high)\b|\b(?:charged|billed) for (?:\S+ ){1,5}?(?:i )?(?:didn't|did not|never|haven't)\b|\bnever (?:\S+ ){1,5}?(?:got |was |been )(?:billed|charged)|\b(?:don't|do not) know what this charge|\bpayment (?:\S+ ){0,2}?i (?:did not|didn't|never) authori[sz]e|\bmoney twice\b|\bcharge and a second\b",
    r"\b(?:two|three|2|3|extra) (?:charges?|payments?)\b(?= (?:for (?:one|the same|a single|my)|on my))|\b(?:double|duplicate|wrong|incorrect|unauthori[sz]ed|unknown|strange|suspicious|fraudulent|unexpected|mystery|second|erroneous) (?:charges?|billing|payments?|transactions?|debits?|billed|deductions?|withdrawals?)\b|\bdouble[- ](?:charged|billed|paid)\b|\bovercharg\w+\b|\bmischarg\w+\b",
    r"\bcharge ?backs?\b|\b(?:disput\w+|contest\w*|challenge|reverse) (?:\S+ ){0,3}?(?:charges?|payment|transaction|bill)\b|\b(?:my |the )?(?:bank|card|credit card)(?: company)? (?:to )?(?:dispute|reverse|claim)|\bdispute (?:it |this )?with my (?:bank|card)|\b(?:don't|do not|didn't|did not|never) (?:recogni[sz]e|authori[sz]e|approve|agree to) (?:\S+ ){0,3}?(?:charge|payment|transaction|purchase|subscription|debit|this on my)|\bcharge\b(?: \S+){0,5}? (?:don't recogni[sz]e|do not recogni[sz]e|didn't (?:make|authori[sz]e)|did not (?:make|authori[sz]e)|no idea)|\b(?:charged|billed|invoiced|debited) (?:me |us )?(?:for )?(?:\S+ ){0,5}?(?:cancelled|canceled|never (?:ordered|received|signed|bought)|didn't (?:order|buy|sign)|not (?:order|receiv))|\bcharged\b(?: \S+){0,5}? (?:no order|order (?:failed|didn't|did not|never)|nothing|no confirmation)|\b(?:charged|billed) (?:me )?\S*\d\S* (?:instead of|but|rather than)|\b(?:charged|took|billed|debited)(?: me| my \S+)? the wrong amount\b|\bwrong amount (?:was |has been )?(?:charged|taken|billed|debited|withdrawn)|\bcharged (?:my card )?for (?:something|an order|a thing) (?:i )?(?:didn't|never|did not)",
    r"\b(?:debite|preleve|facture|paye)\w*\b(?: \S+){0,3}? (?:deux fois|trop|par erreur|sans)|\bdouble (?:debit|prelevement|paiement|facturation)|\bprelevement (?:non autorise|inconnu)",
    r"\b(?:doppelt|zweimal|zu viel|falsch|ohne (?:meine )?(?:erlaubnis|zustimmung))\b(?: \S+){0,3}? (?:abgebucht|belastet|berechnet|bezahlt|abgezogen|eingezogen)|\bunberechtigte abbuchung|\bdoppelte (?:abbuchung|zahlung|belastung)|\brucklastschrift",
    r"\b(?:cobr(?:ado|aron|o|an)|cargad[oa]|cargaron|factur\w+|pagado)\b(?: \S+){0,4}? (?:dos veces|doble|de mas|por error|sin (?:mi )?(?:permiso|autorizacion))|\bdoble (?:cobro|cargo)|\bcargo (?:duplicado|no autorizado|desconocido)|\bno reconozco (?:este|el|un) (?:cargo|cobro)",
    r"二重に?(?:請求|課金|決済|引き落とし)|[2二２]回(?:請求|引き落とさ|課金|決済)|身に覚えのない(?:請求|引き落とし)|不正(?:請求|利用|な請求)|請求(?:が|金額が)?(?:間違|違|おかし)",
)

ACCOUNT_LOCKOUT = (
    r"\block(?:ed)? ?(?:me )?out\b|\b(?:account|login|profile)\b(?: \S+){0,3}? (?:locked|blocked|suspended|disabled|deactivated|banned|closed|hacked|compromised|frozen|disappeared|restricted|taken over|gone)\b|\b(?:locked|blocked|suspended|disabled|banned|hacked|deactivated|unlock|froze) (?:\S+ ){0,2}?(?:account|login|profile)\b",
    r"\b(?:can't|cant|cannot|can not|couldn't|unable to|not able to|won't let me|wont let me|doesn't let me|trouble|problem|unable|failing to|not letting me|impossible to|not able to get|having issues) (?:\S+ ){0,2}?(?:log(?:ging)? ?(?:in|on)|login|signing in|sign ?(?:in|on)|access (?:\S+ ){0,2}?(?:account|profile)|get (?:back )?into my account)\b|\b(?:won't|wont|doesn't|does not|will not|isn't|not) let(?:ting)? me (?:back )?in(?:to)?\b(?: \S+){0,2}?(?: (?:my )?(?:account|profile))?|\b(?:can't|cannot|couldn't|can not) get (?:back )?into my (?:account|profile)|\b(?:lost|no longer have|don't have) access to (?:\S+ ){0,3}?(?:account|login)",
    r"\b(?:password reset|reset (?:email|link|password)|verification code|login (?:code|link)|2fa|two[- ]factor\w*(?: code)?|one[- ]time (?:code|password)|sign[- ]in (?:code|link)|otp|security code)\b(?: \S+){0,4}? (?:not|never|doesn't|does not|isn't|doesnt|won't|didn't|hasn't|expired|invalid|fail\w*|broken|wrong)\b|\b(?:not|never|didn't|haven't|doesn't|isn't) (?:\S+ ){0,3}?(?:receiv\w+|get|getting|got|send\w*) (?:\S+ ){0,3}?(?:reset (?:email|link)|verification code|login (?:code|link)|one[- ]time|2fa|otp)|\bkeep getting logged out|\btoo many (?:login |sign-?in )?attempts\b|\b(?:log ?in|login|sign ?in) (?:is |does |has |keeps? )?(?:blocked|not work\w*|doesn't work|isn't working|fail\w*|broken|error|saying)|\b(?:won't|doesn't|does not|not) accept(?:ing)? my password\b",
    r"\bcompte (?:\S+ ){0,2}?(?:bloque|verrouille|suspendu|pirate|desactive)|\b(?:impossible de|n'arrive pas a|ne peux (?:pas|plus)) (?:me connecter|acceder a mon compte)",
    r"\b(?:konto|account)\b(?: \S+){0,2}? (?:gesperrt|gehackt|deaktiviert|blockiert)|\b(?:kann mich nicht|nicht mehr) (?:\S+ )?(?:einloggen|anmelden)|\bausgesperrt\b|\bkomme nicht (?:mehr )?(?:in|an) mein konto",
    r"\bcuenta\b(?: \S+){0,3}? (?:bloquead\w+|suspendid\w+|hackead\w+|desactivad\w+)|\bbloque\w+ (?:mi |la )?cuenta|\bno (?:puedo|consigo|me deja) (?:iniciar sesion|entrar (?:en|a) mi cuenta|acceder a mi cuenta|entrar)",
    r"ログイン(?:が|も)?でき(?:ない|ません)|アカウントが?(?:ロック|停止|凍結|乗っ取)|アカウントに入れ",
)

FRAUD = (
    r"(?<!about )(?<!against )(?<!prevent )(?<!avoid )(?<!of )\bfraud(?:ulent|ster)?\b(?! protection| prevention| check)|\bidentity theft\b|\bphish(?:ing|ed)\b|\bstolen (?:\S+ )?(?:card|credit card|identity|details|data)\b|\b(?:card|identity|details|data|account) (?:was |were |has been |have been |got |is )?(?:stolen|hacked|skimmed|leaked)\b|\b(?:someone|somebody) (?:else )?(?:has |is |was )?(?:used|using|ordered|hacked|stole|bought|placed|changed|accessed|logged)\b(?: \S+){0,6}? (?:my (?:\S+ )?(?:cards?|account|name|address|e-?mail|details|identity|paypal|data|password|login|profile|money)|into mine)\b|\b(?:been|got|was|is|were) hacked\b|\bhackers?\b|\b(?:order|orders|account|purchase) in my name\b(?: \S+){0,8}? (?:never|didn't|did not|not me)|\basking for my (?:card|bank|credit card|account|password)\b|\bpretend(?:s|ing)? to be (?:you|your)\b|\bfake (?:e-?mail|site|shop|website|message|text)s?\b|\bi (?:didn't|did not|never) (?:make|place|made|placed) (?:this|that|the|an|any) (?:order|purchase|transaction)\b|\b(?:order|purchase) (?:that )?i (?:didn't|did not|never) (?:make|made|place|placed)\b|\bscam(?:med|mers?)\b|\bcounterfeit\b|\bnot authori[sz]ed by me\b",
    r"\bfraude\b|\bescroqu\w+|\bcarte volee\b|\busurpation\b|\bbetrogen\b|\bbetrug\w*\b|\bgestohlene (?:karte|kreditkarte)\b|\bfraudulent\w+\b|\btarjeta robada\b|\bestafad\w+\b|詐欺|不正利用|乗っ取り|盗まれ",
)

LEGAL_THREAT = (
    r"\b(?:lawyers?|attorneys?|solicitors?|sue|suing|lawsuit|legal (?:action|steps|proceedings|advice|team|department)|small claims|tak(?:e|ing) (?:you|this|it|them|your \S+)(?: all)? to court|go(?:ing)? to court|my legal rights|legal claim|(?:see|meet) you in court|in court|trading standards|consumer (?:protection|rights|ombudsman|affairs|court)|better business bureau|bbb|ombudsman|ftc|attorney general|class action|press charges|police|report you to|go to the (?:press|media)|data protection authority|gdpr complaint)\b(?! (?:print|costume|whistle|toy|badge|hat|uniform|discount|officers? get))",
    r"(?<!d')\bavocat\b(?! oil)|\bporter plainte\b|\btribunal\b|\baction en justice\b|\bdgccrf\b|\banwalt\w*\b|\brechtsanwalt\w*\b|\bverklage\w*\b|\banzeige\b|\bverbraucherzentrale\b|\bgericht(?:lich|sverfahren)\w*\b|\bpolizei\b|\babogad\w+\b|\bdemandar\w*\b|\bdenuncia\w*\b|\bjuicio\b|弁護士|訴え|裁判|消費者(?:センター|庁)|警察",
)

INJURY = (
    r"\b(?:couldn't|could not|can't|cannot|unable to) breathe?\b|\b(?:round|around) (?:my|his|her|their|the (?:baby|child|kid|boy|girl|dog|cat)'?s?)(?: \S+){0,2}? neck\b|\bstrangl\w+|\b(?:broke|cracked|chipped|lost) (?:a|my|his|her|their) (?:\S+ )?(?:tooth|teeth|arm|leg|wrist|ankle|nose|finger|toe|rib)s?\b|\b(?:pieces?|bits?|shards?|splinters?) of (?:metal|glass|plastic|wood|wire) in\b|\b(?:metal|glass|needle|pin|nail|screw|staple)s? in (?:my|his|her|our|the) (?:food|coffee|tea|mouth|shoe|foot|drink|bread|biscuit|cookie|chocolate)|\bswallowed\b|\bscald\w*|\bblister(?:s|ed)\b(?! pack)|\bfainted\b|\bseizure\b|\bambulance\b|\bto (?:the|a) doctor\b|\b(?:saw|see|called) (?:a|the|my) doctor\b|\ba&e\b|\bcut (?:himself|herself|themselves|myself|itself)\b|\bhurt (?:himself|herself|themselves|his|her|our|my)\b|\bgave (?:me|him|her|us) (?:an? )?(?:\S+ )?(?:shock|rash|burn)\b",
    r"\b(?:injur(?:y|ed|ies)|hurt (?:my|me|her|his|our|someone|myself)|bleeding|burn(?:ed|t) (?:my|me|her|his|our|myself)|got (?:\S+ )?burn(?:ed|t|s)?\b|hospital\w*|emergency room|allergic (?:reaction|shock)|anaphyla\w+|had a reaction|broke out in|rash\b(?! (?:guard|vest|cream|decision))|hives|chok(?:ed|ing)|electrocuted|electric shock|shocked me|caught (?:on )?fire|on fire|exploded|explosion|smok(?:e came|ing out)|poison(?:ed|ing)|food poisoning|threw up|got (?:very |really )?sick|made (?:me|us|him|her|my \S+) (?:\S+ )?(?:sick|ill)|vomit\w*|safety (?:hazard|issue|concern|risk)|(?:a|fire|choking) hazard\b(?! (?:label|sign|tape))|(?:is|was|are|were|it's|that's|seems|looks) (?:very |so |really |extremely |just |highly )?(?:dangerous|unsafe)|cut my (?:finger|hand|foot|leg|arm|face|lip|thumb)|glass in|metal (?:piece|shard|shavings)s? in|mould in|mold in|chemical burn|overheat(?:ed|s|ing)|melted|suffocat\w+|lost consciousness|passed out|swollen|stitches|concussion|recall(?:ed)? product|suicid\w+|kill myself)\b(?! (?:goods|materials? (?:ship|policy)|kit))",
    r"\bbless(?:e|ee|ure|ures)\b|\bme suis (?:brule|coupe|blesse)\w*|\bhopital\b|\breaction allergique\b|\ba pris feu\b|\bdangereux\b|\bintoxi\w+|\bverletz\w+\b|\bkrankenhaus\b|\ballergische reaktion\b|\bverbrannt\b|\bgefahrlich\b|\bfeuer gefangen\b|\bexplodiert\b|\bherid[oa]s?\b|\bme (?:he )?(?:quem|cort|lesion)\w+|\breaccion alergica\b|\bpeligros\w+\b|\bse incendio\b|\bexplot\w+\b|\bintoxic\w+|怪我|けが|やけど|火傷|病院|アレルギー反応|発火|爆発|出血",
)

THANKS = (
    r"\b(?:many |much |lots of )?thanks?(?: a (?:lot|bunch|million|ton))?(?: you)?(?: (?:so|very) much)?\b|\bthx\b|\bty(?:sm)?\b|\bthank ?(?:you|u)(?: so much| very much)?\b|\bcheers\b|\bmuch appreciated\b|\bappreciate (?:it|that|your help|you)\b|\b(?:(?:you're|you are|that was|this was) )?(?:very|so|really|super) helpful\b|\bthat (?:really )?(?:answers|answered) my question\b|\bthat solved it\b|\bthat works\b|\bsounds good\b|\bnice one\b|\bthat's (?:great|good|wonderful)(?: news)?\b|\bgreat help\b|\bthat (?:really )?help(?:s|ed)\b(?: a lot| me)?|\b(?:perfect|awesome|brilliant|wonderful|excellent|amazing|fantastic|lovely)\b|\bgot it\b|\bgood to know\b|\bmerci\b(?: beaucoup| bien)?|\bdanke\b(?: schon| sehr| dir| ihnen)?|\bvielen dank\b|\bgracias\b|\bmuchas gracias\b|ありがとう(?:ございま(?:す|した))?|助かりました",
)
GREETING = (
    r"\b(?:i have a (?:quick )?question|(?:can|could) (?:i ask (?:you )?(?:something|a question)|you help me)|i need (?:some )?help|quick question|hi+|hello+|hey+|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day)|^(?:morning|evening|afternoon)|bonjour|bonsoir|salut|coucou|hallo|guten (?:morgen|tag|abend)|moin|servus|hola|buenos dias|buenas (?:tardes|noches)|buenas|how are you(?: doing)?(?: today)?|how's it going|what's up|sup|nice to meet you)\b|こんにちは|おはよう(?:ございます)?|こんばんは|はじめまして",
)
GOODBYE = (
    r"\b(?:bye+(?: ?bye)?|goodbye|good bye|see (?:you|ya)(?: later| soon)?|cya|take care|good ?night|have a (?:nice|great|good|lovely|wonderful) (?:day|one|evening|weekend|night|week)|that's (?:all|it|everything)(?: for now| i needed| for today| thanks)?|that is all|that will be all|nothing else|no(?:thing)? more questions|i'm (?:done|all set|good)|all set|au revoir|bonne journee|bonne soiree|a bientot|talk to you later|catch you later|until next time|farewell|so long|i'm (?:off|leaving)(?: now)?|(?:you can )?(?:close|end) (?:the |this )?(?:chat|conversation|this)|we're done(?: here)?|all good|later|tschuss|auf wiedersehen|schonen tag(?: noch)?|ciao|adios|hasta luego|hasta pronto|chao)\b|さようなら|失礼します|またね",
)
FILLER = (
    r"\b(?:please|pls|plz|pleeease|now|just|ok(?:ay)?|so|well|oh|ah|um|uh|yes|yeah|yep|no|nope|nah|and|a|an|the|to|for|me|you|your|it|there|here|again|everyone|everybody|guys|team|all|folks|sir|madam|bot|friend|then|very|really|much|great|good|nice|cool|super|right|i|is|was|be|that|this|would|like|can|have|get|hmm|asap|immediately|today|dear|help|quick|answer|works?|alright|sure|fine|lot|of|s'il vous plait|svp|s'il te plait|bitte|por favor|tout le monde|zusammen|a todos|un|une|el|la|le)\b|お願いします|ください|です",
)

ORDER_STATUS = (
    # Not en: there the classifier decides. Of the shopper's own order, not of how orders work.
    r"\bou (?:en )?(?:est|sont|se trouve(?:nt)?|reste)\b(?: \S+)? (?:ma|mon|mes) (?:derniere )?(?:commandes?|colis|livraison|achat)\b",
    r"\bsuivre (?:ma commande|mon colis|ma livraison)\b|\bsuivi de (?:ma commande|mon colis)\b",
    r"\bwo (?:ist|sind|bleibt|bleiben|steckt)\b(?: denn| nur)? (?:meine?|unsere?) (?:letzte )?(?:bestellung(?:en)?|pakete?|lieferung|sendung|ware)\b",
    r"\b(?:meine? (?:bestellung|paket|lieferung|sendung) verfolgen|status meiner (?:bestellung|lieferung|sendung))\b",
    r"\bdonde (?:esta|estan|queda|anda)\b (?:mi|mis) (?:ultimo )?(?:pedidos?|paquetes?|envios?|compra)\b",
    r"\b(?:seguir|rastrear|estado de) mi (?:pedido|paquete|envio)\b",
    r"(?:注文|荷物).{0,12}どこ(?:にあ|です|まで)|(?:注文|荷物)は.{0,2}どうなって",
)

RETURN_WISH = (
    # Not en: there the classifier decides. A refund that is overdue is a dispute, and has its own wordings.
    r"\b(?:retourner|renvoyer|rendre|echanger) (?:un|une|l'|le|la|les|cet?|cette|ces|mon|ma|mes|des) ?\S*|\b(?:faire|demander|effectuer) (?:un|le) (?:retour|echange|remboursement)\b|\b(?:me faire|etre) rembourse\w*\b",
    r"\b(?:zuruckgeben|zuruckschicken|zurucksenden|zuruckzugeben|zuruckzuschicken|zuruckzusenden|umtauschen|umzutauschen|retournieren|reklamieren)\b|\bgeld zuruck\b|\b(?:ruckgabe|rucksendung|retoure) (?:anmelden|starten|beantragen|machen)\b",
    r"\b(?:devolver|devolverlo|devolverla|devolverlos|cambiarlo|cambiarla)\b|\b(?:hacer|pedir|solicitar) (?:una?|el|la) (?:devolucion|reembolso|cambio)\b|\bquiero (?:un|el|mi) (?:reembolso|dinero)\b",
    r"返品(?:したい|できます|希望|をお願い|方法)|返金(?:して|を希望|希望|したい)|交換(?:したい|して|希望|できます)",
)

CONTACT_DATA = (
    r"\b(?:do you have|is there|give me|what'?s|what is|what are|have you got|where (?:can|do) i find)\b (?:an? |your |the |my )?(?:(?:tele)?phone|contact|e-?mail|whatsapp) ?(?:number|address|details|info(?:rmation)?|data)?s?\b(?! (?:format|field|required|for))",
    r"\bhow (?:can|do|could|should|may) (?:i|we) (?:best )?(?:contact|reach|e-?mail|write to) you\b",
    r"\b(?:quel est|avez-vous) (?:votre|un) (?:numero|telephone|e-?mail|courriel)\b|\b(?:wie (?:ist|lautet) (?:ihre|eure|deine)|habt ihr eine|haben sie eine) (?:telefonnummer|e-?mail)|\b(?:cual es (?:su|vuestro|el|tu)|tienen) (?:numero de )?(?:telefono|correo|email)\b|電話番号",
)
