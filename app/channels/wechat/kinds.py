"""Every type of message and every event of the protocol sheet, and what it is to us."""

from collections.abc import Mapping

from app.channels.wechat.details import (
    Reader,
    about,
    card,
    follow,
    location,
    menu_location,
    menu_scan,
    menu_scan_waiting,
    notice_sent,
    position,
    published,
    scan,
    text,
)
from records.message import Kind

MESSAGES: Mapping[str, Reader] = {
    "text": text,
    "image": about(Kind.PICTURE, media="MediaId"),
    "voice": about(Kind.VOICE, media="MediaId"),
    "video": about(Kind.VIDEO, media="MediaId"),
    "shortvideo": about(Kind.VIDEO, media="MediaId"),
    "location": location,
    "link": about(Kind.LINK, subject="Url", text="Title"),
    "file": about(Kind.FILE, text="Title"),
    "miniprogrampage": about(Kind.APP_CARD, subject="PagePath", text="Title"),
}
"""By MsgType in lower case (protocol sheet 2.1)."""

_platform_notice = about(Kind.PLATFORM_NOTICE, subject="Event")
_menu_picture = about(Kind.MENU_PICTURE, subject="EventKey")
_notice_consent = about(Kind.NOTICE_CONSENT)

EVENTS: Mapping[str, Reader] = {
    "subscribe": follow,
    "unsubscribe": about(Kind.UNFOLLOW),
    "scan": scan,
    "location": position,
    "click": about(Kind.MENU_CLICK, subject="EventKey"),
    "view": about(Kind.MENU_VIEW, subject="EventKey"),
    "view_miniprogram": about(Kind.MENU_VIEW, subject="EventKey"),
    "scancode_push": menu_scan,
    "scancode_waitmsg": menu_scan_waiting,
    "pic_sysphoto": _menu_picture,
    "pic_photo_or_album": _menu_picture,
    "pic_weixin": _menu_picture,
    "location_select": menu_location,
    "templatesendjobfinish": about(Kind.SENT_REPORT, subject="MsgID", text="Status"),
    "masssendjobfinish": about(Kind.SENT_REPORT, subject="MsgID", text="Status"),
    "publishjobfinish": published,
    "freepublishjobfinish": published,
    "subscribe_msg_popup_event": _notice_consent,
    "subscribe_msg_change_event": _notice_consent,
    "subscribe_msg_sent_event": notice_sent,
    "kf_create_session": about(Kind.HUMAN_JOINED, subject="KfAccount"),
    "kf_close_session": about(Kind.HUMAN_LEFT, subject="KfAccount"),
    "kf_switch_session": about(Kind.HUMAN_CHANGED, subject="ToKfAccount"),
    "user_info_modified": about(Kind.PROFILE_CHANGED),
    "user_authorization_revoke": about(Kind.CONSENT_REVOKED, subject="RevokeInfo"),
    "user_authorization_cancellation": about(Kind.PERSON_GONE, subject="RevokeInfo"),
    "user_get_card": card,
    "user_gifting_card": card,
    "user_del_card": card,
    "user_consume_card": card,
    "user_pay_from_pay_cell": card,
    "user_view_card": card,
    "user_enter_session_from_card": card,
    "update_member_card": card,
    "submit_membercard_user_info": card,
    "giftcard_pay_done": card,
    "giftcard_send_to_friend": card,
    "giftcard_user_accept": card,
    "card_pass_check": _platform_notice,
    "card_not_pass_check": _platform_notice,
    "card_sku_remind": _platform_notice,
    "card_pay_order": _platform_notice,
    "card_merchant_check_result": _platform_notice,
    "qualification_verify_success": _platform_notice,
    "qualification_verify_fail": _platform_notice,
    "naming_verify_success": _platform_notice,
    "naming_verify_fail": _platform_notice,
    "annual_renew": _platform_notice,
    "verify_expired": _platform_notice,
    "poi_check_notify": _platform_notice,
    "user_scan_product_verify_action": _platform_notice,
    "wxa_media_check": _platform_notice,
    "create_map_poi_audit_info": _platform_notice,
    "add_store_audit_info": _platform_notice,
    "modify_store_audit_info": _platform_notice,
    "apply_merchant_audit_info": _platform_notice,
}
"""By Event in lower case (protocol sheet 2.2 to 2.9); what is not here is kept whole as unknown."""

SENT_BY_THE_PLATFORM = frozenset({"masssendjobfinish", "publishjobfinish", "freepublishjobfinish"})
"""Their FromUserName is an assistant of the platform, no follower (protocol sheet 2.4)."""

PERSON_IS_OPENID = frozenset({"user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"})
"""Their FromUserName is a service of the platform; the person is in OpenID (protocol sheet 2.7)."""

NOBODY_LISTENS = frozenset(
    {
        Kind.UNFOLLOW,
        Kind.SENT_REPORT,
        Kind.PROFILE_CHANGED,
        Kind.CONSENT_REVOKED,
        Kind.PERSON_GONE,
        Kind.PLATFORM_NOTICE,
        Kind.UNKNOWN,
        Kind.QUARANTINED,
    }
)
"""Acknowledged only, whatever we would have said (protocol sheet 2.9, 3.2)."""
