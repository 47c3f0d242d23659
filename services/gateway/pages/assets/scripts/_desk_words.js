// What the page of a file says while it is marked.
export const words = {
  saving: "正在保存…",
  saved: (done, all) => `已审核${done}/${all}项，已保存。`,
  problem: "请选择原因，并写明问题（不少于10字），填好后自动保存。",
  failed: "没有保存：",
  reload: "您填写的内容还在，请按页面下方的“保存审核结论”，核对同事的结论后再保存。",
};
