"""wechatpy in FastAPI, as its documentation writes it: one keyword, nothing recorded."""

from fastapi import FastAPI, HTTPException, Request, Response
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.replies import EmptyReply, create_reply
from wechatpy.utils import check_signature

from tests.bench.account import AES_KEY, APP_ID, KEYWORD, PATH, PLAIN_ANSWER, TOKEN

app = FastAPI()
crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)


@app.get(PATH)
async def verify(signature: str, timestamp: str, nonce: str, echostr: str) -> Response:
    _check(signature, timestamp, nonce)
    return Response(echostr)


@app.post(PATH)
async def push(
    request: Request, signature: str, timestamp: str, nonce: str, encrypt_type: str = "raw", msg_signature: str = ""
) -> Response:
    _check(signature, timestamp, nonce)
    body = await request.body()
    if encrypt_type == "raw":
        return Response(_answer(body), media_type="application/xml")
    try:
        message = crypto.decrypt_message(body, msg_signature, timestamp, nonce)
    except (InvalidSignatureException, InvalidAppIdException) as error:
        raise HTTPException(403) from error
    return Response(crypto.encrypt_message(_answer(message), nonce, timestamp), media_type="application/xml")


def _check(signature: str, timestamp: str, nonce: str) -> None:
    try:
        check_signature(TOKEN, signature, timestamp, nonce)
    except InvalidSignatureException as error:
        raise HTTPException(403) from error


def _answer(body: bytes | str) -> str:
    message = parse_message(body)
    if message.type == "text" and KEYWORD in message.content:
        reply = create_reply(PLAIN_ANSWER, message)
    else:
        reply = EmptyReply()
    rendered: str = reply.render()
    return rendered
