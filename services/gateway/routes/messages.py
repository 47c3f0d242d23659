"""One's own messages."""

from __future__ import annotations

from services.contracts.errors import NotFoundError
from services.contracts.requests import notices_messages as messages
from services.gateway.routes.route import ApiRoute

MESSAGES = "消息"

ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute(
        method="GET",
        path="/messages",
        request=messages.ReadInbox,
        summary="本人的消息，最新的在前",
        tag=MESSAGES,
    ),
    ApiRoute(
        method="POST",
        path="/messages/read",
        request=messages.MarkMessagesRead,
        summary="标为已读：所列的消息，不列则为全部",
        tag=MESSAGES,
    ),
    ApiRoute(
        method="GET",
        path="/messages/{message_id}",
        request=messages.ReadMessage,
        summary="一条消息的全文",
        description="消息不含申报内容；办理情况在申报的进度中查看。",
        tag=MESSAGES,
        problems=(NotFoundError,),
    ),
)
