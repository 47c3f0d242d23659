// Texts that scripts show; everything else comes from the server.
export const words = {
  characterCount: {
    charactersUnderLimit: { other: "还可以填写%{count}字" },
    charactersAtLimit: "已达到字数上限",
    charactersOverLimit: { other: "超出%{count}字" },
    textareaDescription: { other: "最多可填写%{count}字" },
  },
  passwordInput: {
    showPassword: "显示",
    hidePassword: "隐藏",
    showPasswordAriaLabel: "显示密码",
    hidePasswordAriaLabel: "隐藏密码",
    passwordShownAnnouncement: "密码已显示",
    passwordHiddenAnnouncement: "密码已隐藏",
  },
  session: {
    offline: "网络已断开，恢复后会自动重试。",
    failed: "用户名或密码不正确，请重新输入。",
    other: "您已用另一账号登录，请刷新页面。",
  },
};
