"""The crypto vectors of the protocol sheet 1.9, as they stand there.

V are published by the platform and by other SDKs, H were composed for the sheet. H5 is sealed for a foreign AppID.
"""

import msgspec


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    """A message and what sealing it gives; what the sheet does not say is empty."""

    token: str
    aes_key: str
    app_id: str
    sealed: str
    message: str = ""
    random: str = ""
    timestamp: str = ""
    nonce: str = ""
    msg_signature: str = ""
    signature: str = ""


V3 = Vector(
    token="AAAAA",
    aes_key="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    app_id="wxba5fad812f8e6fb9",
    timestamp="1714112445",
    nonce="415670741",
    msg_signature="046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
    signature="6c5c811b55cc85e0e1b54100749188c20beb3f5d",
    sealed=(
        "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQq"
        "cvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuM"
        "cp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3"
        "VIYnSeOBrebufAlr7F9mFUPAJGj04="
    ),
)

V4 = Vector(
    token="AAAAA",
    aes_key="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    app_id="wxba5fad812f8e6fb9",
    timestamp="1713424427",
    nonce="415670741",
    msg_signature="1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1",
    random="707722b803182950",
    sealed=("ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="),
    message='{"demo_resp":"good luck"}',
)

V5 = Vector(
    token="QDG6eK",
    aes_key="jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
    app_id="wx5823bf96d3bd56c7",
    timestamp="1409659813",
    nonce="1372623149",
    msg_signature="477715d11cdb4164915debcba66cb864d751f3e6",
    sealed=(
        "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdC"
        "Upj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4X"
        "gpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+K"
        "qCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XX"
        "ZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHB"
        "ZZIs2pDBS8R07+qN+E7Q=="
    ),
)

V6 = Vector(
    token="pamtest",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    app_id="wxb11529c136998cb6",
    timestamp="1458300676",
    nonce="260774613",
    msg_signature="4f3ad57b6989f09f4eb392acce4f9e93942ed890",
    sealed=(
        "rTNFcsut4LfGuAFKEUVVpwcaCOTJzOd9twZdIW910jb3k+iicx2uvhttIZ3Qg9Qgty3BEF2xbOrz6boTfb30dMomcg"
        "rkTqdFPwnhqbk+kIQ7rZiwny9D7NUrTgA5kpX3KsZvrXzUZyP2x9YOlxbgm572lmxKvM7HAQQhIQ/p6HBmoY30bGXF"
        "K0BtIu1pW9TjhOYrLQoU18nWYjWqDA1ynkmOytpv7QRI1P1+0NoxL0q2zO1DgeSvnE8CZGo/o5Ap/WHK5W2RAsinpz"
        "N4/LjPnmB6U01I5XCoJoC0GK/yMZycd2Oh8Nq6+wBkC1U85oy0ktOY4nLvsQMLrourmMGdZHuTbqpeJ8Ao/5PRYJ+W"
        "BvRUwPfGKBL2+2IKZF49vAJqkcGWSHGE76ZN2erXeuNazf/o9o3lIE3q739o4c8t9QGPe31GT2Go/rOz1BsrASwvau"
        "NulCh+++yz+CQzBIuikA=="
    ),
)

V7 = Vector(
    token="pamtest",
    aes_key="abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    app_id="wxb11529c136998cb6",
    random="aaaabbbbccccdddd",
    sealed=("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="),
    message="我是中文abcd123",
)

V8 = Vector(
    token="123456",
    aes_key="kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR",
    app_id="wx49f0ab532d5d035a",
    timestamp="1411525903",
    nonce="461056294",
    msg_signature="407518b7649e86ef23978113f92d27afa9296533",
    random="1234567890123456",
    sealed=(
        "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBq"
        "GsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFh"
        "HZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX0"
        "5UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3"
        "WeK2XeFYFMNMpatF9XiKzHo3"
    ),
    message=(
        "<xml>\n"
        "<MsgType><![CDATA[text]]></MsgType>\n"
        "<Content><![CDATA[test]]></Content>\n"
        "<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n"
        "<ToUserName><![CDATA[messense]]></ToUserName>\n"
        "<AgentID>1</AgentID>\n"
        "<CreateTime>1411525903</CreateTime>\n"
        "</xml>"
    ),
)

H1 = Vector(
    token="h2token2026",
    aes_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    app_id="wx0123456789abcdef",
    timestamp="1767225601",
    nonce="900000001",
    msg_signature="c49ab41d97fc20052c892aecfcb6ff3abd03bbd9",
    signature="a5c1a5565860a7a6cace3c5a2efb88620be0eb82",
    random="0123456789abcdef",
    sealed=(
        "4j/AuRx71kQlxVlzbpsMWPD/8iPlhCUrEzRaprXKT/w2hAcCHIfX1E2EF2cd0faYej0JAQQBdAwjgpvmeNlZYCGo50"
        "gZ2o81xfYxRF+LMLmP5K9MHPNpnUWv5aM/Ef0q4Eq8GhVM/bCP8/yCqJtukduevH51VwSjx32Dn4SExj7pK9wDkCvC"
        "/m+bH/VYBbJu/mXeN62zh1mkDGu1OEuonoZm2HjUuXHoD16V50u3pMkW+oNyXptM02Aqu7+p/JIYrTHgvMINYpqDkn"
        "xDTBKv4JK/jWHv0W0V+rbBnaqV0N1aZ7M/EznyyA1gQH0RHlD8Gi+CF3PG5XKloEPHtAyAtQ/u0tREbb7CUcdAtryL"
        "q5ui0/vVEjfWmbF8pzWjsaH2xv6hu4Ps0mbgONFIBuHMD1TlKPCE4dNjvZMN2xeU4W4="
    ),
    message=(
        "<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oH2aB3cD4e"
        "F5gH6iJ7kL8mN9oP0q]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[t"
        "ext]]></MsgType><Content><![CDATA[积分查询]]></Content><MsgId>25000000000000001</MsgId></xml>"
    ),
)

H2 = Vector(
    token="h2token2026",
    aes_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    app_id="wx0123456789abcdef",
    timestamp="1767225602",
    nonce="900000002",
    msg_signature="f8a10f2eccac8f6e422427d9882ed8f212a92e37",
    signature="c8ae947a02ee712b0b13ee35baae9186e5b23503",
    random="fedcba9876543210",
    sealed=(
        "wrNmYnsdngNwZHPRm4NnSyqjobJUDbbHpbYR+wBrE55u1ZQk0i3HNZkvXlLgmLVVh4ftHtHVhRG6Zf010XgHiXa0Hd"
        "tjazUtymAuw3cM7OJpkKUFa2ipZ7by5F8mLuNErY5Eo++vQH1rdEsoxljGhg57xmlbssSAkpXCRM/0dtzndFgPku7P"
        "iSnR7dOL4NrjE3FTXmV3ynTxm+vlFSIekUdPoL94bfTJtpQaVzIZW4QgBJGTskmKSjD+6twNRgc58Q1UxcuRcXMfI9"
        "LJq1ukqkTkx4aZQ481s8qKQQ8GVhEwG53sJpBC2P9QxLU9bkDBk+WP5xD3hDVf2fhn4tOvPOCOU2r862k5eIYtNFJG"
        "LInAxRBJ1qfJ/SnmosKi5fVJeL1TMI8bjcaSSnt/o/xkHqhtbCmlpEmEgHAbPI3RaH3KKYBesZiyfdfMpHgh3YdcvA"
        "NNI5XDbgiMzhndYP8kBQ=="
    ),
    message=(
        "<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oH2aB3cD4e"
        "F5gH6iJ7kL8mN9oP0q]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[t"
        "ext]]></MsgType><Content><![CDATA[xxxxxxxxxxxxxxxxx]]></Content><MsgId>25000000000000002</"
        "MsgId></xml>"
    ),
)

H3 = Vector(
    token="h2token2026",
    aes_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    app_id="wx0123456789abcdef",
    timestamp="1767225603",
    nonce="900000003",
    msg_signature="ba10c45aa8cf1e8a52b04f8045b72ee67ac1d1ea",
    signature="82f8da29de1ac83f9cbd5005a82f9ae16a00b52e",
    random="AAAABBBBCCCCDDDD",
    sealed=(
        "HZYJaQDiE88eAF8yUQ/khQRDsU6cBWRT7aUoz4r3vEhe6HQsXgOMfSMJ4F+pmrDFH8REf+B0vKrOZbJFZs8UOZ0rN0"
        "pu850fHT1kGbNAeRjxqBLTzJv5vhFG3QYfEpHIsatS7H5wRrf2ONE+Tth4LvI+ZIJ+zumTXfREBtjWsl/66Dzm5cKR"
        "upz9n0mzS+rECWRi9ZbAVwkr6B2ZeqqHS9CaZl9EGttQpK4P4VFA1zPaDZf89yRigKJwO440FIvbVEbtss060eR1fU"
        "j+R60pOTuAypgJQwPeZuz5dD90LUTkClHt/uM0XzdOr0gSc+bYYv10O7gxeQ/OR6CY8y6+tjoxFPrEcL5cxpxccnFw"
        "a6ZJoOhf/buVCSZv8g+qw93fv72GGS3ZtpPsE/H7SlQpphMoLYAC6LuyMpX7+MMK6fA="
    ),
    message=(
        "<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oH2aB3cD4e"
        "F5gH6iJ7kL8mN9oP0q]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[t"
        "ext]]></MsgType><Content><![CDATA[yyyyyyyyyyyyyyyy]]></Content><MsgId>25000000000000003</M"
        "sgId></xml>"
    ),
)

H4 = Vector(
    token="h2token2026",
    aes_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    app_id="wx0123456789abcdef",
    timestamp="1767225604",
    nonce="900000001",
    msg_signature="3ffa59d6a26b68ceb8b0c0e2a9e8572fdc3ed81e",
    random="ReplyReplyReply!",
    sealed=(
        "adplZEyFmmMfAmwvab0G5ex5AUN0wr5oxuViUH+GdqrwSmUKsTp3Ze3grZEO4HoZiJvwqBvCDDJolYmnWUF08wqwr1"
        "bFXCb4PwdPmVCmFJJik2uVnAwKJ6XVUlR404q09EhS8rv0Qp6pWuNVu4jNzzOdberEFmhx0EQpHpiKdTuJTE0JOfaQ"
        "uQqJ6y1YexdwpR23IkEAVzWF9E1jdz36ZscB7mUNqcJpa5N1lJRobHd4RBeBzpNc4Mhdl0PkyJAAdib+GCmCKXOEkW"
        "cGaPXRNFje6f341CCB05KsRs4XSFBMZYyxHOnPjkeaFeURS4gSMbACGamAaPgEE0I4uSXDLwk42p4AXKXoAFEv1+hQ"
        "7UVND+p2qrmFiAVrdCCiQiqcTi6cRFj0gpIV+75UoljyJ9dK6gDD/SWKOq960F8Rosg="
    ),
    message=(
        "<xml><ToUserName><![CDATA[oH2aB3cD4eF5gH6iJ7kL8mN9oP0q]]></ToUserName><FromUserName><![CDA"
        "TA[gh_0a1b2c3d4e5f]]></FromUserName><CreateTime>1767225604</CreateTime><MsgType><![CDATA[t"
        "ext]]></MsgType><Content><![CDATA[您有 120 积分]]></Content></xml>"
    ),
)

H5 = Vector(
    token="h2token2026",
    aes_key="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
    app_id="wxffffffffffffffff",
    timestamp="1767225605",
    nonce="900000005",
    msg_signature="2a499a0b2b70df9b9dbfea0fded40e012fdf66c3",
    signature="0131ee5694d0ffce3437dd31567abbd155f38e43",
    random="0123456789abcdef",
    sealed=(
        "4j/AuRx71kQlxVlzbpsMWMBcqfCllem0ZbDnEOU7W2V3fmz98Ti+UE34C5sccr63qjjD17g/kGgBdHCIn9M6tAXlPS"
        "BP4D81Trv2tRhZaJcehC7hpPEiDddssYyfg5R9q7737PiTupTpF5I8i/9h4eFCb17rGo3EmifIaqofyShzLPEFQ31c"
        "vdg6QezeuN8pIVO9w190L6+C1++u6uN7WpZ12B2elFBhgsNIztRDcmP5/4vdFH2+N3h1BbBgzSWOBMqiLy7pFF6SA/"
        "77UrGIGGkQPkqHzcTFGQ8NxsS08MZ6n7qI2mABjd0itolC+npcYLPWMhi7VWGWlv4xjlYudjoDVz7KiFj10N4P9ks9"
        "xxkyza/YuTboBJUMBO3e8s7qgA7mWmni7ssFV+uU0UMCgVc6f/vs2FEzj+GAJeHFrYI="
    ),
    message=(
        "<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oH2aB3cD4e"
        "F5gH6iJ7kL8mN9oP0q]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[t"
        "ext]]></MsgType><Content><![CDATA[hi]]></Content><MsgId>25000000000000004</MsgId></xml>"
    ),
)

OPENED = {"V3": V3, "V4": V4, "V5": V5, "V6": V6, "V7": V7, "V8": V8, "H1": H1, "H2": H2, "H3": H3, "H4": H4, "H5": H5}
"""Opened with their own AppID, all of them are sound."""

SEALED = {name: vector for name, vector in OPENED.items() if vector.random}
