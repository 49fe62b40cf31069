"""The words that shoppers use around an order's number, in the languages that they write. Patterns, tried in any case.

Where a language bends its nouns, the stem stands here and `ORDER` lets letters follow it.
"""

from backend.orders.not_orders import any_of, words

_BENT = any_of(
    r"""bestelling bestilling best[äa]llning заказ замовлен поръчк pedido narud[žz]b zam[óo]wieni objedn[áa]vk
    sipari[şs] tilau[sk] rendel[ée]s comand[ăa] παραγγελ طلب الطلب سفارش הזמנה ההזמנה pesanan"""
)
_STRAIGHT = any_of(
    r"""order(?:no|nr|id|num|number) orders? ordr odrer orden compra best\.?-?nr\.? cde cmd numero_d'ordine purchase
    commandes? bestellung(?:en)? bestell(?:nummer|nr) bestelnummer auftrag(?:snummer|snr)? encomenda ordine
    ordre(?:nummer)? ordernummer tilausnumero ご?注文(?:番号)? [订訂][单單](?:号|編號|编号)? 주문 ऑर्डर คำสั่งซื้อ ออเดอร์
    đơn_hàng don_hang"""
)
_MISSPELT = r"(?:(?<=my )(?:oder|orde|ored)|oder(?= (?:num|no\b|nr|#))|^oder(?= \d))"
_SHORT = r"(?:(?<!\w)(?:ord|po)(?=\b[ #.:]{0,2}(?:(?:no|nr|num)\b[ #.:]{1,2})?\d))"
ORDER = rf"(?:{_BENT}[^\W\d_]*|{_STRAIGHT}|{_MISSPELT}|{_SHORT})"
"""An order, or its number, as a noun."""

NUMBER_WORD = any_of(
    r"""confirmation id reference ref numbers? nos numbr nubmer numer nmber num nbr no nr n n[°o] nummer num[ée]ro
        n[úu]mero
    number's code 番号 号 编号 編號 номер číslo cislo č 번호 رقم מספר नंबर số nomor nro numara numaras[ıi] sayısı"""
)
LINK = any_of(
    """is was are were be should_be est ist lautet é è es era は が 是 का に 의 은 는 이 the my with for from called
    mit_der mit la le el o il die das met med av de du del dos da di saya tôi của tui ko po ang con of to"""
)
_AND_WORD = r"(?:and|also|or|und|oder|et|ou|y|o|e|i|en|og|och)\b"
AND = rf"(?> ?(?:,|;|&|/|\+|{_AND_WORD}|と|、|和)(?: ?{_AND_WORD}){{0,2}} ?)"
ASKED_FOR = any_of(
    r"""where(?:'s|s|_is|_are) status(?:_of|_for)? what_about what_happened_to track parcel package shipment delivery
    colis paket paquete update_on news_(?:on|about) writing_about asking_about look_up look_at cancel return
    refund exchange address_(?:on|for|of) still_waiting_(?:for|on) waiting_(?:for|on) regarding received never_got
    ^re: tracking_for problem_with issue_with wrong_with help_with"""
)
ASKED_ABOUT = any_of("about check(?:ing)?(?:_on)? chas(?:e|ing)(?:_up)? regarding concerning either looking_into")
"""Before a number that ends its clause: "about 1500 people" is an amount."""
ABOUT_ORDERS = any_of(
    r"""\bordered\b arriv deliver ship(?:s|ped|ment|ping)?\b parcel package tracking refund return cancel receiv colis
    paket livr geliefert entrega llega reembols remboursement 届 配送 返品 \blate\b missing \blost\b broken damaged
    \bwaiting\b \bwrong\b turn(?:ed)?_up show(?:ed)?_up \bsent\b verschickt versandt verspätet доставк dostaw
    bestellt"""
)
MAY_FOLLOW = words(
    """hasn hasnt has haven havent have is isn isnt was wasn wasnt are were still please pls never not arrived arrive
    yet and but from to where when thanks thank thx for which that did didn didnt can could should i it my or by
    in on the with got get came comes will won does doesn doesnt said says ship shipped here had asap again today
    or sent late lost missing damaged broken schon déjà ya già already hat ist noch wurde im und n est a pas et no
    ha aún aun y nog niet ainda não non è hâlâ hala henüz nerede ще"""
)
FILLER = words(
    """it its it's is my mine mine's the order orders number numbers number's numbe no nr num id please pls plz
    thanks thank thx ty you hi hello hey here sure yes yeah yep yup yo lol either go see ok okay k so um uh er hmm
    like well this that that's thats one ones was would should could be believe guess of for a an and also both or
    sorry oh o think thought i i'm im isnt isn't ref reference confirmation purchase name called try maybe po ord
    nope again la le les ma mon c'est numéro numero commande est merci bonjour oui voici svp s'il vous plaît et
    die der das ist meine mein bestellung bestellnummer nummer danke hallo ja hier bitte und lautet el mi es
    pedido número gracias hola sí si aquí por favor y o é meu obrigado olá il mio ordine grazie ciao です は の 是 番号
    注文 注文番号 입니다 заказ номер мой"""
)
