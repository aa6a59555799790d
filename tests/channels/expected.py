"""What each push of the protocol sheet 2 means, by the name of its sample."""

from typing import Any

from records.message import Kind, Place, Source
from tests.channels.wechat import PERSON

SQUARE = Place(31.230416, 121.473701, "上海市黄浦区人民大道")
TICKET = "gQH47joAAAAAAAAAASxSampleTicket"
CARD = "pH2SampleCardId000000000001"
AGENT = "anna@gh-sample"

TEXTS: dict[str, dict[str, Any]] = {
    "text": {"kind": Kind.TEXT, "text": "积分查询"},
    "text_choice": {"kind": Kind.CHOICE, "text": "满意", "subject": "101"},
    "image": {"kind": Kind.PICTURE, "media": "media-image-001"},
    "voice": {"kind": Kind.VOICE, "media": "media-voice-001"},
    "video": {"kind": Kind.VIDEO, "media": "media-video-001"},
    "shortvideo": {"kind": Kind.VIDEO, "media": "media-video-002"},
    "location": {"kind": Kind.LOCATION, "text": SQUARE.label, "place": SQUARE},
    "link": {"kind": Kind.LINK, "text": "文章标题", "subject": "https://mp.weixin.qq.com/s/sample"},
    "file": {"kind": Kind.FILE, "text": "收据.pdf"},
    "miniprogrampage": {"kind": Kind.APP_CARD, "text": "会员中心", "subject": "pages/member/index"},
    "ugly_stray_text": {"kind": Kind.TEXT, "text": "hi 🎉 <b>&amp;</b>"},
}

EVENTS: dict[str, dict[str, Any]] = {
    "subscribe": {"kind": Kind.FOLLOW},
    "subscribe_scene": {
        "kind": Kind.FOLLOW,
        "subject": "store-0042",
        "source": Source("store-0042", "qrscene_store-0042", TICKET),
    },
    "unsubscribe": {"kind": Kind.UNFOLLOW},
    "scan": {"kind": Kind.SCAN, "subject": "store-0042", "source": Source("store-0042", "store-0042", TICKET)},
    "location_event": {"kind": Kind.POSITION, "place": Place(31.230416, 121.473701)},
    "click": {"kind": Kind.MENU_CLICK, "subject": "MENU_POINTS"},
    "view": {"kind": Kind.MENU_VIEW, "subject": "https://m.example.com/member"},
    "view_miniprogram": {"kind": Kind.MENU_VIEW, "subject": "pages/member/index"},
    "scancode_push": {"kind": Kind.MENU_SCAN, "subject": "MENU_SCAN", "text": "https://m.example.com/t/ABC123"},
    "scancode_waitmsg": {"kind": Kind.MENU_SCAN_WAITING, "subject": "MENU_SCAN_WAIT", "text": "COUPON-7Q2K-9XWD"},
    "pic_sysphoto": {"kind": Kind.MENU_PICTURE, "subject": "MENU_PHOTO"},
    "pic_photo_or_album": {"kind": Kind.MENU_PICTURE, "subject": "MENU_PHOTO_ALBUM"},
    "pic_weixin": {"kind": Kind.MENU_PICTURE, "subject": "MENU_PHOTO_WX"},
    "location_select": {"kind": Kind.MENU_LOCATION, "subject": "MENU_LOC", "text": SQUARE.label, "place": SQUARE},
    "subscribe_msg_popup_event": {"kind": Kind.NOTICE_CONSENT},
    "subscribe_msg_change_event": {"kind": Kind.NOTICE_CONSENT},
    "kf_create_session": {"kind": Kind.HUMAN_JOINED, "subject": AGENT},
    "kf_close_session": {"kind": Kind.HUMAN_LEFT, "subject": AGENT},
    "kf_switch_session": {"kind": Kind.HUMAN_CHANGED, "subject": "bob@gh-sample"},
    "user_get_card": {"kind": Kind.CARD, "subject": CARD, "unionid": "o6_SampleUnionId"},
    "user_gifting_card": {"kind": Kind.CARD, "subject": CARD},
    "user_del_card": {"kind": Kind.CARD, "subject": CARD},
    "user_consume_card": {"kind": Kind.CARD, "subject": CARD},
    "user_pay_from_pay_cell": {"kind": Kind.CARD, "subject": CARD},
    "user_view_card": {"kind": Kind.CARD, "subject": CARD},
    "user_enter_session_from_card": {"kind": Kind.CARD, "subject": CARD},
    "update_member_card": {"kind": Kind.CARD, "subject": CARD},
    "submit_membercard_user_info": {"kind": Kind.CARD, "subject": CARD},
    "giftcard_pay_done": {"kind": Kind.CARD, "subject": "gift-order-001"},
    "giftcard_send_to_friend": {"kind": Kind.CARD, "subject": "gift-order-001"},
    "giftcard_user_accept": {"kind": Kind.CARD, "subject": "gift-order-001"},
}

REPORTS: dict[str, dict[str, Any]] = {
    "templatesendjobfinish": {
        "kind": Kind.SENT_REPORT,
        "sender": PERSON,
        "subject": "2100000000000000001",
        "text": "success",
    },
    "subscribe_msg_sent_event": {
        "kind": Kind.SENT_REPORT,
        "sender": PERSON,
        "subject": "1700827132819554304",
        "text": "success",
    },
    "masssendjobfinish": {"kind": Kind.SENT_REPORT, "sender": "", "subject": "1000001625", "text": "send success"},
    "publishjobfinish": {"kind": Kind.SENT_REPORT, "sender": "", "subject": "2247503051", "text": "0"},
    "user_info_modified": {"kind": Kind.PROFILE_CHANGED, "sender": PERSON},
    "user_authorization_revoke": {
        "kind": Kind.CONSENT_REVOKED,
        "sender": PERSON,
        "subject": "205",
        "unionid": "o6_SampleUnionId",
    },
    "user_authorization_cancellation": {
        "kind": Kind.PERSON_GONE,
        "sender": PERSON,
        "subject": "1",
        "unionid": "o6_SampleUnionId",
    },
}

NOTICES = [
    "card_pass_check",
    "card_not_pass_check",
    "card_sku_remind",
    "card_pay_order",
    "card_merchant_check_result",
    "qualification_verify_success",
    "qualification_verify_fail",
    "naming_verify_success",
    "naming_verify_fail",
    "annual_renew",
    "verify_expired",
    "poi_check_notify",
    "user_scan_product_verify_action",
    "wxa_media_check",
]

UNKNOWN = [
    "WifiConnected",
    "ShakearoundUserShake",
    "merchant_order",
    "guide_qrcode_scan_event",
    "user_authorize_invoice",
    "update_invoice_status",
    "submit_invoice_title",
    "cloud_invoice_invoiceresult_event",
    "user_scan_product",
    "user_scan_product_enter_session",
    "user_scan_product_async",
    "subscribe_scan_product",
    "user_enter_tempsession",
    "ENTER",
]

EXPECTED = (
    {name: {"sender": PERSON} | told for name, told in (TEXTS | EVENTS).items()}
    | REPORTS
    | {name: {"kind": Kind.PLATFORM_NOTICE, "sender": "", "subject": name} for name in NOTICES}
    | {name.lower(): {"kind": Kind.UNKNOWN, "sender": PERSON, "subject": name} for name in UNKNOWN}
)
USUAL = {"text": "", "subject": "", "media": "", "unionid": "", "place": None, "source": None}
"""What a message says unless it says otherwise."""
