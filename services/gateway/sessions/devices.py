"""What somebody signed in with, in words coarse enough to tell one's own devices apart only."""

from __future__ import annotations

_BROWSERS = (
    ("micromessenger", "微信"),
    ("dingtalk", "钉钉"),
    ("qqbrowser", "QQ浏览器"),
    ("ucbrowser", "UC浏览器"),
    ("360se", "360浏览器"),
    ("360ee", "360浏览器"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("firefox", "Firefox"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_SYSTEMS = (
    ("harmony", "鸿蒙"),
    ("android", "安卓"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "macOS"),
    ("uos", "统信UOS"),
    ("kylin", "麒麟"),
    ("linux", "Linux"),
)
_ORDER = (_BROWSERS, _SYSTEMS)
UNKNOWN = "其他设备"


def device_of(user_agent: str) -> str:
    """Browser and system of a `User-Agent`; never its versions, which would single a person out."""
    text = user_agent.lower()
    found = [next((name for mark, name in table if mark in text), "") for table in _ORDER]
    return " · ".join(name for name in found if name) or UNKNOWN
